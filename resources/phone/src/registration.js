// What the responses to a REGISTER mean.

// A server that is busy, restarting or late.
const TEMPORARY = new Set([408, 429, 480, 491]);

const CREDENTIALS = new Set([401, 407]);

const LONGEST_WAIT = 300;

// After our contact was replaced, this many refreshes in a row have to show no other contact: the
// other phone may refresh less often than we do.
const QUIET_ROUNDS = 2;

/** What to do after this code; 0 = no response. */
export function nextAfter(code, wasRegistered) {
  if (CREDENTIALS.has(code)) return "stop"; // another try could lock the extension out
  if (code < 300 || TEMPORARY.has(code) || (code >= 500 && code < 600)) return "again";
  // 403 may also mean that the maximum of contacts is reached, for instance by our own contact from
  // before a silent loss of the connection (Asterisk: max_contacts). That is temporary.
  return code === 403 || wasRegistered ? "slowly" : "stop";
}

/** Seconds until the next try: what the server asks for (RFC 3261 20.33), else `seconds`. */
export function retryAfter(header, seconds) {
  const asked = Number.parseInt(header ?? "", 10);
  return asked > seconds ? Math.min(asked, LONGEST_WAIT) : seconds;
}

/**
 * Whose contacts a response lists: {ours, others}, whether there are any. `own`: {user, instance}
 * of our contact; a PBX may replace its host (Asterisk), or omit the instance.
 */
export function whose(contacts, own) {
  const isOurs = ({ user, instance }) => {
    return user === own.user || (instance !== undefined && instance === own.instance);
  };
  return {
    ours: contacts.some(isOurs),
    others: contacts.some((contact) => !isOurs(contact)),
  };
}

/** Whether the extension is also used elsewhere, from the contacts of each registration. */
export class Elsewhere {
  #replaced = false;
  #quiet = 0;

  /** `before`: {ours, others} just before a refresh, null = not queried; `after`: after it. */
  judge(before, after) {
    const others = after.others || Boolean(before?.others);
    this.#quiet = others ? 0 : this.#quiet + 1;
    if (before?.others && !before.ours) this.#replaced = true;
    if (this.#quiet >= QUIET_ROUNDS) this.#replaced = false;
    return others || this.#replaced;
  }
}
