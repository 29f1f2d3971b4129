// How a call ended, from the SIP library's event.

import { causesOf } from "./reason.js";

/**
 * {by, code, reason, errors, cause, q850, sip}; `fault`: what failed on our side, "" = nothing.
 * `q850` and `sip` are the causes of the Reason headers, 0 = none.
 */
export function outcomeOf({ originator, message, cause }, fault, line) {
  const errors = line.errorsOf(message);
  if (fault) return { by: "fault", code: 0, reason: fault, errors, cause: fault };
  const named = cause ?? "";
  const causes = causesOf(message?.getHeaders("Reason") ?? []);
  const code = message?.status_code ?? 0;
  if (code >= 300) {
    return { by: "them", code, reason: message.reason_phrase, errors, cause: named, ...causes };
  }
  return endedByThem(originator, message, cause)
    ? { by: "them", code: 0, reason: "", errors, cause: named, ...causes }
    : { by: "fault", code: 0, reason: named, errors, cause: named };
}

// Their BYE or CANCEL, or the expiry of their INVITE. A 200 here is an answer that could not be
// used.
function endedByThem(originator, message, cause) {
  const asked = originator === "remote" && message && !message.status_code;
  return asked || cause === "Expires";
}
