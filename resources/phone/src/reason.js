// Why a call ended: the Reason headers (RFC 3326) of a refusal, a BYE or a CANCEL.

const VALUE = /^\s*(Q\.850|SIP)\s*(?=;|$)/i;
const CAUSE = /;\s*cause\s*=\s*(\d{1,3})\s*(?=;|$)/i;

/**
 * {q850, sip}: the first cause of each protocol, 0 = none. `headers`: the values of the Reason
 * headers, each of which may contain several, separated by commas.
 */
export function causesOf(headers) {
  const causes = { q850: 0, sip: 0 };
  for (const value of headers.flatMap(split)) {
    const protocol = VALUE.exec(value)?.[1].toLowerCase();
    const cause = Number(CAUSE.exec(value)?.[1] ?? 0);
    if (protocol === "q.850") causes.q850 ||= cause;
    else if (protocol === "sip") causes.sip ||= cause;
  }
  return causes;
}

/** The values of a header, without quoted texts, which may contain commas and semicolons. */
function split(header) {
  return header.replace(/"(?:[^"\\]|\\.)*"?/g, '""').split(",");
}
