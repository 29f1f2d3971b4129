// Registration and the way to a call. The one file that knows the SIP library.

import JsSIP from "jssip";

import { Backoff } from "./backoff.js";
import { Leg } from "./leg.js";
import { isRefusal, retryAfter } from "./registration.js";
import { hostAndPort } from "./settings.js";
import { SipSocket } from "./socket.js";

JsSIP.debug.disable();

const STOPS_WITHIN = 800;

/**
 * One account at one server, registered and kept so.
 *
 * `on.state(state, {code, reason, errors, seconds})` tells `registered`, `trying`, `refused`;
 * `on.incoming(leg)` a call.
 */
export class SipLine {
  #ua;
  #socket;
  #on;
  #settings;
  #password;
  #backoff = new Backoff();
  #retry = 0;
  #refused = false;
  #legs = new Set();
  #whenConnected = [];

  constructor(settings, { extension, password }, on) {
    this.#on = on;
    this.#settings = settings;
    this.#password = password;
    this.#socket = new SipSocket(settings.url);
    this.#ua = new JsSIP.UA({
      sockets: [this.#socket],
      uri: new JsSIP.URI("sip", extension, ...hostAndPort(settings.server)).toString(),
      password,
      register_expires: settings.expires,
      user_agent: "Desktop Dialer",
      // Who calls decides how long it rings.
      no_answer_timeout: 3600,
      // A call lives on while the socket is lost; RFC 4028 would end it.
      session_timers: false,
    });
    this.#listen();
  }

  get registered() {
    return this.#ua.isRegistered();
  }

  get connected() {
    return this.#ua.isConnected();
  }

  start() {
    this.#trying({});
    this.#ua.start();
  }

  /** Hangs up, unregisters, closes. Resolves when done, or after a moment. */
  stop() {
    clearTimeout(this.#retry);
    const gone = new Promise((resolve) => {
      if (!this.registered) resolve();
      this.#ua.once("unregistered", resolve);
      setTimeout(resolve, STOPS_WITHIN);
    });
    this.#on = { state() {}, incoming() {} };
    this.#ua.stop();
    return gone.then(() => this.#ua.transport.disconnect());
  }

  /** Sends an INVITE for `callee` with `headers` and the voice of `stream`. */
  dial(callee, headers, stream, iceServers, on) {
    const leg = new Leg(this, on);
    const uri = new JsSIP.URI("sip", callee, ...hostAndPort(this.#settings.server));
    this.#ua.call(uri, {
      extraHeaders: headers,
      mediaStream: stream,
      pcConfig: { iceServers },
      data: { leg },
    });
    return leg;
  }

  /** Whether the server says anything within `limit` ms of being asked. */
  answers(limit) {
    const heard = this.#socket.hears(limit);
    const uri = new JsSIP.URI("sip", null, ...hostAndPort(this.#settings.server));
    this.#ua.sendOptions(uri, null, {});
    return heard;
  }

  /** Gives a dead connection up and makes a new one. */
  reconnect() {
    this.#backoff.reset();
    this.#socket.drop(1006, "no answer");
  }

  /** Connects now instead of at the end of the wait. */
  hurry() {
    if (!this.#refused) this.#ua.transport.connect();
  }

  /** Registers again ahead of time. */
  renew() {
    if (this.registered) this.#ua.register();
  }

  /** Runs `act` when there is a connection: now, or after the next registration. */
  whenConnected(act) {
    if (this.connected) act();
    else this.#whenConnected.push(act);
  }

  errorsOf(message) {
    return message?.getHeaders(`${this.#settings.prefix}-Error`) ?? [];
  }

  #listen() {
    const ua = this.#ua;
    ua.on("connecting", ({ attempts }) => attempts && this.#trying({}));
    ua.on("disconnected", ({ error, code, reason }) => error && this.#lost(code, reason));
    ua.on("registered", () => this.#registered());
    ua.on("registrationFailed", ({ response, cause }) => this.#failed(response, cause));
    ua.on("newRTCSession", ({ originator, session }) => this.#begun(originator, session));
  }

  #begun(originator, session) {
    const leg = session.data.leg ?? new Leg(this, {});
    leg.attach(session);
    this.#legs.add(leg);
    if (originator === "remote") this.#on.incoming(leg);
  }

  #lost(code, reason) {
    clearTimeout(this.#retry);
    const seconds = this.#backoff.next();
    // The library waits a random time between these two; equal, they are the time that is told.
    this.#ua.transport.recovery_options = { min_interval: seconds, max_interval: seconds };
    this.#trying({ reason: [code, reason].filter(Boolean).join(" "), seconds });
    this.#legs.forEach((leg) => leg.socketLost());
  }

  // Once refused, a call that goes on may still need the socket: that is no news of the account.
  #trying(given) {
    if (!this.#refused) this.#on.state("trying", given);
  }

  #registered() {
    this.#backoff.reset();
    // The library keeps only a hash for one realm; a proxy may ask for another.
    this.#ua.set("password", this.#password);
    this.#on.state("registered", {});
    this.#whenConnected.splice(0).forEach((act) => act());
    this.#legs.forEach((leg) => leg.socketBack());
  }

  #failed(response, cause) {
    if (!response && !this.connected) return; // told as a lost socket
    const code = response?.status_code ?? 0;
    const told = {
      code,
      reason: response?.reason_phrase ?? cause,
      errors: this.errorsOf(response),
    };
    if (isRefusal(code)) {
      this.#refused = true;
      this.#on.state("refused", told);
      // After the library has put down what it was at, or it would send another REGISTER.
      queueMicrotask(() => this.#fallSilent());
      return;
    }
    const seconds = retryAfter(response?.getHeader("Retry-After"), this.#backoff.next());
    this.#trying({ ...told, seconds });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.connected && this.#ua.register(), seconds * 1000);
  }

  #fallSilent() {
    if (this.#legs.size) this.#ua.unregister();
    else this.#ua.stop();
  }

  ended(leg) {
    this.#legs.delete(leg);
    if (this.#refused) queueMicrotask(() => this.#fallSilent());
  }
}
