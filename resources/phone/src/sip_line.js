// One account at one server: the connection, the registration, and its calls.

import JsSIP from "jssip";

import { Backoff } from "./backoff.js";
import { Leg } from "./leg.js";
import { Registering } from "./registering.js";
import { OFFERED_S } from "./session_timer.js";
import { hostAndPort } from "./settings.js";
import { SipSocket } from "./socket.js";

JsSIP.debug.disable();

const STOPS_WITHIN = 800;

/**
 * One account at one server, registered and kept so.
 *
 * `on.state(state, {code, reason, errors, asks, seconds, elsewhere})` reports `registered`,
 * `trying` or `refused`; `on.incoming(leg)` reports a call. `instance`: a UUID by which the PBX
 * recognises this program (RFC 5626), "" = a new one.
 */
export class SipLine {
  #ua;
  #socket;
  #on;
  #settings;
  #registering;
  #backoff = new Backoff();
  #legs = new Set();
  #whenConnected = [];

  constructor(settings, { extension, password, instance }, on) {
    this.#on = on;
    this.#settings = settings;
    this.#socket = new SipSocket(settings.url);
    const own = instance || crypto.randomUUID();
    this.#ua = new JsSIP.UA({
      sockets: [this.#socket],
      uri: new JsSIP.URI("sip", extension, ...hostAndPort(settings.server)).toString(),
      password,
      register_expires: settings.expires,
      instance_id: own,
      // The host does not exist (RFC 7118 5); the user identifies our earlier contacts.
      contact_uri: `sip:${own.slice(0, 8)}@${crypto.randomUUID().slice(0, 8)}.invalid;transport=ws`,
      user_agent: "Desktop Dialer",
      // The caller decides how long it rings.
      no_answer_timeout: 3600,
      session_timers: true, // see session_timer.js
    });
    this.#registering = new Registering(this.#ua, { user: extension, password }, this.#backoff, {
      errorsOf: (message) => this.errorsOf(message),
      state: (state, given) => this.#on.state(state, given),
      registered: () => this.#registered(),
      // After the library has handled the response, or it would send another REGISTER.
      refused: () => queueMicrotask(() => this.#fallSilent()),
      late: () => this.#socket.drop(1006, "no answer"),
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
    this.#registering.trying({});
    this.#ua.start();
  }

  /** Hangs up, unregisters, closes. Resolves when done, or after a time limit. */
  stop() {
    this.#registering.stop();
    const gone = new Promise((resolve) => {
      if (!this.registered) resolve();
      this.#ua.once("unregistered", resolve);
      setTimeout(resolve, STOPS_WITHIN);
    });
    this.#on = { state() {}, incoming() {} };
    this.#ua.stop();
    return gone.then(() => this.#ua.transport.disconnect());
  }

  /** Sends an INVITE to `callee` with `headers` and the audio of `stream`. */
  dial(callee, headers, stream, iceServers, on) {
    const leg = new Leg(this, on);
    const uri = new JsSIP.URI("sip", callee, ...hostAndPort(this.#settings.server));
    this.#ua.call(uri, {
      extraHeaders: headers,
      mediaStream: stream,
      pcConfig: { iceServers },
      sessionTimersExpires: OFFERED_S,
      data: { leg },
    });
    return leg;
  }

  /** Whether the server responds to an OPTIONS within `limit` ms. */
  answers(limit) {
    const heard = this.#socket.hears(limit);
    const uri = new JsSIP.URI("sip", null, ...hostAndPort(this.#settings.server));
    this.#ua.sendOptions(uri, null, {});
    return heard;
  }

  /** Replaces a dead connection. */
  reconnect() {
    this.#backoff.reset();
    this.#socket.drop(1006, "no answer");
  }

  /** Tries now instead of after the delay; an attempt in progress is restarted. */
  hurry() {
    if (this.#registering.refused) return;
    if (this.connected) {
      this.#registering.hurry();
      return;
    }
    this.#backoff.reset();
    this.#socket.drop(1006, "tried again");
    this.#ua.transport.connect();
  }

  /** Registers again ahead of time. */
  renew() {
    if (this.registered) this.#ua.register();
    else this.#registering.hurry();
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
    ua.on("connecting", ({ attempts }) => attempts && this.#registering.trying({}));
    ua.on("disconnected", ({ error, code, reason }) => error && this.#lost(code, reason));
    ua.on("newRTCSession", ({ originator, session }) => this.#begun(originator, session));
  }

  #begun(originator, session) {
    const leg = session.data.leg ?? new Leg(this, {});
    leg.attach(session);
    this.#legs.add(leg);
    if (originator === "remote") this.#on.incoming(leg);
  }

  #lost(code, reason) {
    const seconds = this.#backoff.next();
    // The library waits a random time between these two: equal values make it the reported time.
    this.#ua.transport.recovery_options = { min_interval: seconds, max_interval: seconds };
    this.#registering.lost();
    this.#registering.trying({ reason: [code, reason].filter(Boolean).join(" "), seconds });
    this.#legs.forEach((leg) => leg.socketLost());
  }

  #registered() {
    this.#whenConnected.splice(0).forEach((act) => act());
    this.#legs.forEach((leg) => leg.socketBack());
  }

  #fallSilent() {
    if (this.#legs.size) this.#ua.unregister();
    else this.#ua.stop();
  }

  ended(leg) {
    this.#legs.delete(leg);
    if (this.#registering.refused) queueMicrotask(() => this.#fallSilent());
  }
}
