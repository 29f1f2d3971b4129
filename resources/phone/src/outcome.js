// How a call ended, from what the SIP library says.

/** {by, code, reason, errors, cause}; `fault`: what broke here, "" = nothing. */
export function outcomeOf({ originator, message, cause }, fault, line) {
  const why = message?.getHeader("Reason") || cause || "";
  const errors = line.errorsOf(message);
  if (fault) return { by: "fault", code: 0, reason: fault, errors, cause: fault };
  const code = message?.status_code ?? 0;
  if (code >= 300) {
    return { by: "them", code, reason: message.reason_phrase ?? "", errors, cause: why };
  }
  const theirs = (originator === "remote" && message && !code) || cause === "Expires";
  return theirs
    ? { by: "them", code: 0, reason: "", errors, cause: why }
    : { by: "fault", code: 0, reason: why, errors, cause: why };
}
