// DTMF digits during a call.

/** Durations in ms, of RFC 4733 events and in an INFO. */
export const DIGIT_MS = 160;
export const GAP_MS = 80;

/** The digits in upper case, or "" when one of them is not valid. */
export function validDigits(digits) {
  const upper = digits.toUpperCase();
  return /^[0-9A-D*#]+$/.test(upper) ? upper : "";
}

/** Whether the remote party supports RFC 4733 events. */
export function supportsEvents(sdp) {
  return /^a=rtpmap:\d+ telephone-event\/\d+/im.test(sdp);
}

/** The body of an INFO with type application/dtmf-relay. */
export function relayBody(digit) {
  return `Signal=${digit}\r\nDuration=${DIGIT_MS}\r\n`;
}
