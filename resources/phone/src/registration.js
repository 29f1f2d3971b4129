// What the answers to a REGISTER mean.

// A server that is busy, restarting or late.
const PASSES = new Set([408, 429, 480, 491]);

const CREDENTIALS = new Set([401, 407]);

const LONGEST_WAIT = 300;

// So often in a row nobody else has to be seen after the contact was taken from us: the other
// program may refresh less often than we do.
const QUIET_ROUNDS = 2;

/** What to do after this code; 0 = no answer came. `before`: whether it was registered before. */
export function nextAfter(code, before) {
  if (CREDENTIALS.has(code)) return "stop"; // another try could lock the extension out
  if (code < 300 || PASSES.has(code) || (code >= 500 && code < 600)) return "again";
  // 403 also means that there are as many contacts as are allowed, such as one of our own from
  // before a silent loss of the connection (Asterisk: max_contacts). That passes.
  return code === 403 || before ? "slowly" : "stop";
}

/** Seconds until the next try: what the server asks for (RFC 3261 20.33), else `seconds`. */
export function retryAfter(header, seconds) {
  const asked = Number.parseInt(header ?? "", 10);
  return asked > seconds ? Math.min(asked, LONGEST_WAIT) : seconds;
}

/**
 * Whose the contacts of an answer are: {ours, others}, whether there are any. `own`: {user,
 * instance} of our contact; a PBX may replace its host (Asterisk), or leave the instance out.
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

/** Whether the extension is used elsewhere too, from the contacts of each registration. */
export class Elsewhere {
  #taken = false;
  #quiet = 0;

  /** `before`: {ours, others} just before a refresh, null = not asked; `after`: after it. */
  judge(before, after) {
    const others = after.others || Boolean(before?.others);
    this.#quiet = others ? 0 : this.#quiet + 1;
    if (before?.others && !before.ours) this.#taken = true;
    if (this.#quiet >= QUIET_ROUNDS) this.#taken = false;
    return others || this.#taken;
  }
}
