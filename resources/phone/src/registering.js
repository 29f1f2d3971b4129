// Registering, and staying registered.

import { Backoff } from "./backoff.js";
import { Elsewhere, nextAfter, retryAfter, whose } from "./registration.js";
import { askForContacts, follow } from "./requests.js";

const ANSWERED_WITHIN = 5000;

/**
 * The registration of one user agent. `backoff`: of the connection, which a success resets.
 *
 * `on`: errorsOf(message); state(state, given); registered(), also after a lost connection;
 * refused(), for good; late(), no answer came in time.
 */
export class Registering {
  refused = false;
  #ua;
  #on;
  #own;
  #backoff;
  #slow = new Backoff({ first: 30, longest: 300 });
  #registered = false;
  #before = false;
  #retry = 0;
  #limit = 0;
  #asks = "";
  #question = "";
  #found = null;
  #elsewhere = new Elsewhere();
  #shared = false;

  constructor(ua, account, backoff, on) {
    this.#ua = ua;
    this.#on = on;
    this.#backoff = backoff;
    this.#own = {
      user: ua.contact.uri.user,
      instance: `"<urn:uuid:${ua.configuration.instance_id}>"`,
    };
    follow(ua, account, {
      sent: (request) => this.#sent(request),
      answered: (request, response, asks) => this.#answered(request, response, asks),
    });
    ua.on("registrationFailed", ({ response, cause }) => this.#failed(response, cause));
    // Just before a refresh the PBX is asked whose the contact is now: where it keeps only one,
    // its answer to the refresh would name no other.
    ua.on("registrationExpiring", () => (this.#question = askForContacts(ua)));
  }

  /** Once refused, a call that goes on may still need the socket: that is no news of the account. */
  trying(given) {
    if (!this.refused) this.#on.state("trying", given);
  }

  /** The connection is gone, and what was asked over it. */
  lost() {
    this.#wait();
    this.#registered = false;
    this.#question = "";
    this.#found = null;
  }

  /** Registers now, where that waits for its time. */
  hurry() {
    if (!this.#retry) return;
    this.#wait();
    this.#ua.register();
  }

  stop() {
    this.#wait();
    this.refused = true;
  }

  #wait() {
    clearTimeout(this.#retry);
    clearTimeout(this.#limit);
    this.#retry = 0;
  }

  #sent({ method }) {
    if (method !== "REGISTER") return;
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.#on.late(), ANSWERED_WITHIN);
  }

  #answered({ method, call_id }, response, asks) {
    if (method !== "REGISTER" || this.refused) return;
    clearTimeout(this.#limit);
    const taken = response.status_code < 300;
    if (call_id === this.#question) {
      this.#question = "";
      if (taken) this.#found = whose(contactsIn(response), this.#own);
      this.#ua.register();
      return;
    }
    this.#asks = asks;
    // After the library has taken the answer in.
    if (taken) queueMicrotask(() => this.#confirmed(response));
  }

  #confirmed(response) {
    const now = whose(contactsIn(response), this.#own);
    const shared = this.#elsewhere.judge(this.#found, now);
    this.#found = null;
    if (!now.ours) {
      this.#registered = false;
      this.#tryLater(this.#slow.next(), { code: response.status_code, elsewhere: shared });
      return;
    }
    this.#backoff.reset();
    this.#slow.reset();
    const news = !this.#registered || shared !== this.#shared;
    const back = !this.#registered;
    this.#registered = this.#before = true;
    this.#shared = shared;
    if (news) this.#on.state("registered", { elsewhere: shared });
    if (back) this.#on.registered();
  }

  #failed(response, cause) {
    this.#registered = false;
    if (!response && !this.#ua.isConnected()) return; // told as a lost socket
    const told = this.#told(response, cause);
    const next = nextAfter(told.code, this.#before);
    if (next === "stop") {
      this.#refuse(told);
      return;
    }
    const wait = (next === "slowly" ? this.#slow : this.#backoff).next();
    this.#tryLater(retryAfter(response?.getHeader("Retry-After"), wait), told);
  }

  #told(response, cause) {
    return {
      code: response?.status_code ?? 0,
      reason: response?.reason_phrase ?? cause,
      errors: this.#on.errorsOf(response),
    };
  }

  #refuse(told) {
    this.refused = true;
    this.#on.state("refused", { ...told, asks: this.#asks });
    this.#on.refused();
  }

  #tryLater(seconds, told) {
    this.trying({ ...told, seconds });
    this.#wait();
    this.#retry = setTimeout(() => {
      this.#retry = 0;
      if (this.#ua.isConnected()) this.#ua.register();
    }, seconds * 1000);
  }
}

function contactsIn(response) {
  return (response.headers.Contact ?? [])
    .flatMap(({ parsed }) => parsed)
    .map((contact) => ({ user: contact.uri.user, instance: contact.getParam("+sip.instance") }));
}
