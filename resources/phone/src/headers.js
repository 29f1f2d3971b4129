// What is allowed in a SIP message. A call with a value that could break a line is not made.

// Control characters, and the line and paragraph separators of Unicode.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const BREAKS_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const TOKEN = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

// RFC 3261 25.1: unreserved and user-unreserved, and "#", which the library escapes.
const CALLEE = /^[A-Za-z0-9\-_.!~*'()&=+$,/#]+$/;

/** A value or name that must not be sent. Its text is not repeated. */
export class Unsendable extends Error {}

/** `name: value`. Throws Unsendable. */
export function header(name, value) {
  if (!TOKEN.test(name)) throw new Unsendable("invalid header name");
  if (BREAKS_A_LINE.test(value)) throw new Unsendable(`${name} contains a control character`);
  return `${name}: ${value}`;
}

/** `callee`, if it is valid as the user part of a SIP address. Throws Unsendable. */
export function calleeOf(callee) {
  if (!CALLEE.test(callee)) throw new Unsendable("the callee is not valid in a SIP address");
  return callee;
}

/** The headers of an INVITE: the caller ID to show and the reference, where given. */
export function inviteHeaders(prefix, outboundId, reference) {
  const given = [
    [`${prefix}-Outbound-ID`, outboundId],
    [`${prefix}-Contact-Ref`, reference],
  ];
  return given.filter(([, value]) => value).map(([name, value]) => header(name, value));
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * A received message without the control characters that RFC 3261 forbids. A PBX may pass on a
 * caller's name that contains some; the library would drop such an INVITE, and the call with it.
 */
export function parsable(message) {
  return typeof message === "string" ? message.replace(ILLEGAL, " ") : message;
}

/** Text of the remote party without anything that could break a line, for display. */
export function shown(text) {
  return text.split(BREAKS_A_LINE).join(" ").trim();
}
