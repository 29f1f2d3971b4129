// What the answer to a REGISTER means for the next one.

// A server that is busy, restarting or late; everything else of 3xx to 6xx stays as it is until
// somebody changes something, and a try after it locks the extension out.
const PASSES = new Set([408, 429, 480, 491]);

const LONGEST_WAIT = 300;

/** Whether to stop at this code; 0 = no answer came. */
export function isRefusal(code) {
  return code >= 300 && code < 700 && !PASSES.has(code) && !(code >= 500 && code < 600);
}

/** Seconds until the next try: what the server asks for (RFC 3261 20.33), else `seconds`. */
export function retryAfter(header, seconds) {
  const asked = Number.parseInt(header ?? "", 10);
  return asked > seconds ? Math.min(asked, LONGEST_WAIT) : seconds;
}
