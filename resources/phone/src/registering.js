// Registers, and stays registered.

import { Backoff } from "./backoff.js";
import { Elsewhere, nextAfter, retryAfter, whose } from "./registration.js";
import { askForContacts, follow } from "./requests.js";

const ANSWERED_WITHIN = 5000;

/**
 * The registration of one user agent. `backoff`: of the connection, reset by a success.
 *
 * `on`: errorsOf(message); state(state, given); registered(), also after a lost connection;
 * refused(), permanently; late(), the PBX did not answer in time.
 */
export class Registering {
  refused = false;
  #ua;
  #on;
  #own;
  #backoff;
  #slow = new Backoff({ first: 30, longest: 300 });
  #registered = false;
  #wasRegistered = false;
  #retry = 0;
  #limit = 0;
  #asks = "";
  #query = "";
  #contactsBefore = null;
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
    // Just before a refresh the PBX is asked for its contacts: if it keeps only one, its answer to
    // the refresh would not show that another phone had replaced ours.
    ua.on("registrationExpiring", () => (this.#query = askForContacts(ua)));
  }

  /** After a refusal, an ongoing call may still reconnect: that does not concern the account. */
  trying(given) {
    if (!this.refused) this.#on.state("trying", given);
  }

  /** The connection is lost, and with it the answers to its requests. */
  lost() {
    this.#clearTimers();
    this.#registered = false;
    this.#query = "";
    this.#contactsBefore = null;
  }

  /** Registers now, if it is waiting to try again. */
  hurry() {
    if (!this.#retry) return;
    this.#clearTimers();
    this.#ua.register();
  }

  stop() {
    this.#clearTimers();
    this.refused = true;
  }

  #clearTimers() {
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
    const accepted = response.status_code < 300;
    if (call_id === this.#query) {
      this.#query = "";
      if (accepted) this.#contactsBefore = whose(contactsIn(response), this.#own);
      this.#ua.register();
      return;
    }
    this.#asks = asks;
    // After the library has handled the response.
    if (accepted) queueMicrotask(() => this.#confirmed(response));
  }

  #confirmed(response) {
    const now = whose(contactsIn(response), this.#own);
    const shared = this.#elsewhere.judge(this.#contactsBefore, now);
    this.#contactsBefore = null;
    if (!now.ours) {
      this.#registered = false;
      this.#tryLater(this.#slow.next(), { code: response.status_code, elsewhere: shared });
      return;
    }
    this.#backoff.reset();
    this.#slow.reset();
    const changed = !this.#registered || shared !== this.#shared;
    const isNew = !this.#registered;
    this.#registered = this.#wasRegistered = true;
    this.#shared = shared;
    if (changed) this.#on.state("registered", { elsewhere: shared });
    if (isNew) this.#on.registered();
  }

  #failed(response, cause) {
    this.#registered = false;
    if (!response && !this.#ua.isConnected()) return; // reported as a lost socket
    const failure = this.#failure(response, cause);
    const next = nextAfter(failure.code, this.#wasRegistered);
    if (next === "stop") {
      this.#refuse(failure);
      return;
    }
    const wait = (next === "slowly" ? this.#slow : this.#backoff).next();
    this.#tryLater(retryAfter(response?.getHeader("Retry-After"), wait), failure);
  }

  #failure(response, cause) {
    return {
      code: response?.status_code ?? 0,
      reason: response?.reason_phrase ?? cause,
      errors: this.#on.errorsOf(response),
    };
  }

  #refuse(failure) {
    this.refused = true;
    this.#on.state("refused", { ...failure, asks: this.#asks });
    this.#on.refused();
  }

  #tryLater(seconds, failure) {
    this.trying({ ...failure, seconds });
    this.#clearTimers();
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
