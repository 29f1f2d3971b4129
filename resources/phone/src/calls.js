// The current calls, by the app's ids.

import { Call } from "./call.js";
import { calleeOf, inviteHeaders, Unsendable } from "./headers.js";

/** `context`: what a call needs, see Call; its `line` changes with the account. */
export class Calls {
  #context;
  #calls = new Map();
  #incoming = 0;

  constructor(context) {
    this.#context = { ...context, over: (call) => this.#calls.delete(call.id) };
  }

  /** Uses this line, this prefix of INVITE headers and these ICE servers for further calls. */
  use(line, prefix, iceServers) {
    Object.assign(this.#context, { line, prefix, iceServers });
  }

  dial({ call: id, callee, outbound_id, reference }) {
    if (this.#calls.has(id)) {
      console.error("there is already a call with this id");
      return;
    }
    const call = this.#add(id);
    try {
      const headers = inviteHeaders(this.#context.prefix, outbound_id, reference);
      call.dial(calleeOf(callee), headers);
    } catch (error) {
      if (!(error instanceof Unsendable)) throw error;
      call.fault(error.message);
    }
  }

  incoming(leg) {
    this.#incoming += 1;
    const alone = !this.#calls.size;
    this.#add(`in-${Date.now()}-${this.#incoming}`).ring(leg, alone);
  }

  /** The call of a command; null where it has ended meanwhile, which was already reported. */
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
    const call = new Call(id, this.#context);
    this.#calls.set(id, call);
    return call;
  }
}
