// How a call ended, from what the SIP library says.

import { causesOf } from "./reason.js";

/**
 * {by, code, reason, errors, cause, q850, sip}; `fault`: what broke here, "" = nothing. `q850`
 * and `sip` are the causes of the Reason headers, 0 = none.
 */
export function outcomeOf({ originator, message, cause }, fault, line) {
  const errors = line.errorsOf(message);
  if (fault) return { by: "fault", code: 0, reason: fault, errors, cause: fault };
  const why = cause ?? "";
  const causes = causesOf(message?.getHeaders("Reason") ?? []);
  const code = message?.status_code ?? 0;
  if (code >= 300) {
    return { by: "them", code, reason: message.reason_phrase, errors, cause: why, ...causes };
  }
  return endedByThem(originator, message, cause)
    ? { by: "them", code: 0, reason: "", errors, cause: why, ...causes }
    : { by: "fault", code: 0, reason: why, errors, cause: why };
}

// Their BYE or CANCEL, or the end of the time their INVITE gave. A 200 here is an answer that
// could not be used.
function endedByThem(originator, message, cause) {
  const asked = originator === "remote" && message && !message.status_code;
  return asked || cause === "Expires";
}
