// Keys during a call.

/** RFC 4733 durations, and those of an INFO, in ms. */
export const KEY_MS = 160;
export const GAP_MS = 80;

/** Keys as they are sent, or "" when one of them is none. */
export function keysOf(digits) {
  const keys = digits.toUpperCase();
  return /^[0-9A-D*#]+$/.test(keys) ? keys : "";
}

/** Whether the other side takes RFC 4733 events. */
export function takesEvents(sdp) {
  return /^a=rtpmap:\d+ telephone-event\/\d+/im.test(sdp);
}

/** Body of an INFO with type application/dtmf-relay. */
export function relayBody(key) {
  return `Signal=${key}\r\nDuration=${KEY_MS}\r\n`;
}
