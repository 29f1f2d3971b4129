// The calls there are, by the app's names for them.

import { Call } from "./call.js";
import { calleeOf, inviteHeaders, Unsendable } from "./headers.js";

/** `desk`: what a call needs, see Call; `line` in it changes with the account. */
export class Calls {
  #desk;
  #calls = new Map();
  #told = 0;

  constructor(desk) {
    this.#desk = { ...desk, over: (call) => this.#calls.delete(call.id) };
  }

  /** The line calls go over, its INVITE headers' prefix and its ICE servers. */
  use(line, prefix, iceServers) {
    Object.assign(this.#desk, { line, prefix, iceServers });
  }

  dial({ call: id, callee, outbound_id, reference }) {
    if (this.#calls.has(id)) {
      console.error("a call of this name is there already");
      return;
    }
    const call = this.#add(id);
    try {
      const headers = inviteHeaders(this.#desk.prefix, outbound_id, reference);
      call.dial(calleeOf(callee), headers);
    } catch (error) {
      if (!(error instanceof Unsendable)) throw error;
      call.fault(error.message);
    }
  }

  incoming(leg) {
    this.#told += 1;
    const alone = !this.#calls.size;
    this.#add(`in-${Date.now()}-${this.#told}`).ring(leg, alone);
  }

  /** The call of a command; null where it ended meanwhile, which is told already. */
  of({ call }) {
    return this.#calls.get(call) ?? null;
  }

  hangUpAll() {
    this.#calls.forEach((call) => call.hangUp());
  }

  searchPaths() {
    this.#calls.forEach((call) => call.searchPath());
  }

  #add(id) {
    const call = new Call(id, this.#desk);
    this.#calls.set(id, call);
    return call;
  }
}
