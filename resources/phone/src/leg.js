// One call as the SIP library has it, freed of what the library does too much or too little.

import { outcomeOf } from "./outcome.js";
import { SessionTimer } from "./session_timer.js";

const GATHER_AT_MOST = 400;

// The library ends an answered call when its own re-INVITE fails, when ICE fails, and when the
// socket is lost meanwhile. None of these is the end of a conversation.
const SPARED = new Set(["WebRTC Error", "RTP Timeout", "Connection Error", "Request Timeout"]);

/**
 * `on`: sent(), progress(code, sounds), established(), heldByThem(on), track(event), ice(state),
 * ended({by, code, reason, errors, cause}) – once, unless we ended it.
 */
export class Leg {
  on;
  established = false;
  over = false;
  remoteSdp = "";
  #line;
  #session = null;
  #terminate = null;
  #fault = "";
  #moved = false;
  #negotiation = null;
  #agreement = null;
  #sessionTimer = null;
  #gathering = new WeakSet();

  constructor(line, on) {
    this.#line = line;
    this.on = on;
  }

  get connection() {
    return this.#session?.connection ?? null;
  }

  get caller() {
    const { uri, display_name } = this.#session.remote_identity;
    return { number: uri.user ?? "", name: display_name ?? "", host: uri.host };
  }

  /** Takes over a session of the library. */
  attach(session) {
    this.#session = session;
    this.#terminate = session.terminate.bind(session);
    session.terminate = (options) => this.#libraryEnds(options);
    this.#sessionTimer = new SessionTimer(session, {
      ready: () => this.established && this.#line.connected,
      ask: (method, headers) => this.#ask(method, headers),
      renegotiate: () => this.#negotiate("renegotiate", {}),
    });
    // The library keeps to itself that the server has the call, until a phone rings.
    const receive = session._receiveInviteResponse.bind(session);
    session._receiveInviteResponse = (response) => {
      if (response.status_code === 100) this.#progress(response);
      receive(response);
    };
    if (session.connection) this.#watch(session.connection); // made before it was told
    for (const [event, take] of Object.entries(this.#handlers())) {
      // An exception in a listener would break the library off half-way through an answer.
      session.on(event, (given) => {
        try {
          take(given);
        } catch (error) {
          console.error(event, error);
        }
      });
    }
  }

  answer(stream, iceServers) {
    this.#session.answer({ mediaStream: stream, pcConfig: { iceServers } });
  }

  /** Ends it from here, at whatever stage; `code` declines an incoming one. */
  end(code) {
    const session = this.#session;
    if (this.over || !session) return;
    this.#finish();
    if (session.isEnded()) return;
    const ringing = session.isInProgress();
    if (!ringing && !this.#line.connected) {
      session.connection.close();
      this.#line.whenConnected(() => this.#bye());
      return;
    }
    this.#bye(code ? { status_code: code } : {});
    // The library forgets that it sent CANCEL after a 1xx: an answer that crosses it would be
    // left without ACK and BYE, and the callee with a dead call.
    if (session.direction === "outgoing" && ringing) session._is_canceled = true;
  }

  mute(on) {
    if (on) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
  }

  /** Whether the other side took it. What is being agreed upon already comes first. */
  async hold(on) {
    while (this.#negotiation) await this.#agreement;
    return await this.#negotiate(on ? "hold" : "unhold", {});
  }

  /** Looks for the way of the audio anew. Whether the other side took it. */
  restartIce() {
    this.#session._iceReady = false; // else a gathering still going on counts as done
    return this.#negotiate("renegotiate", { rtcOfferConstraints: { iceRestart: true } });
  }

  /** Sends an INFO. Whether it was taken. */
  async info(type, body) {
    return (await this.#ask("INFO", [`Content-Type: ${type}`], body))?.status_code < 300;
  }

  socketLost() {
    this.#moved = true;
    // The library goes on ringing, and answers into the void.
    if (!this.established && !this.over) this.#broken("Connection Error");
  }

  /** Tells the other side where this call is reached now (RFC 3261 12.2, target refresh). */
  socketBack() {
    if (this.#moved && this.established) this.#negotiate("renegotiate", {});
    this.#moved = false;
  }

  /** The final answer to a request inside the call, null = none came. */
  #ask(method, headers, body) {
    const answer = Promise.withResolvers();
    const none = () => answer.resolve(null);
    if (this.over) none();
    else {
      this.#session.sendRequest(method, {
        extraHeaders: headers,
        body,
        eventHandlers: {
          onSuccessResponse: answer.resolve,
          onErrorResponse: answer.resolve,
          onRequestTimeout: none,
          onTransportError: none,
          onDialogError: answer.resolve,
        },
      });
    }
    return answer.promise;
  }

  #bye(options) {
    try {
      this.#terminate(options);
    } catch (error) {
      console.info("ended meanwhile", error.message);
    }
  }

  #libraryEnds(options = {}) {
    if (this.established && SPARED.has(options.cause)) {
      this.#negotiated(false);
      return;
    }
    this.#fault ||= options.cause ?? "";
    if (options.cause === "Connection Error") this.#takeBackLater();
    this.#bye(options);
  }

  #broken(cause) {
    this.#fault = cause;
    this.#takeBackLater();
    this.#bye({ status_code: 480 });
    this.#over({ by: "fault", code: 0, reason: cause, errors: [], cause });
  }

  /**
   * Takes the call back once there is a connection again, or the callee's phone rings on: CANCEL,
   * and BYE to whoever rang, where it was answered meanwhile (RFC 3261 15).
   */
  #takeBackLater() {
    const { direction, _request, _earlyDialogs } = this.#session;
    const { transaction } = _request;
    if (this.established || direction !== "outgoing" || !transaction) return;
    const early = Object.values(_earlyDialogs);
    const { state } = transaction;
    this.#line.whenConnected(() => {
      transaction.state = state; // the library gave it up with the socket, and would not cancel
      _request.cancel();
      early.forEach((dialog) => dialog.sendRequest("BYE"));
    });
  }

  async #negotiate(method, options) {
    if (this.#negotiation || this.over) return false;
    this.#agreement = this.#agree(method, options);
    return await this.#agreement;
  }

  async #agree(method, options) {
    const wasHeld = this.#session._localHold;
    const taken = await new Promise((resolve) => {
      this.#negotiation = resolve;
      const begun = this.#session[method](options, () => this.#negotiated(true));
      if (!begun) this.#negotiated(false);
    });
    if (!taken) await this.#takeBack(wasHeld);
    return taken;
  }

  #negotiated(taken) {
    this.#negotiation?.(taken);
    this.#negotiation = null;
  }

  /** Undoes what the library did ahead of the answer. */
  async #takeBack(wasHeld) {
    const session = this.#session;
    if (session.isEnded()) return;
    session._localHold = wasHeld;
    session._setLocalMediaStatus();
    if (session.connection.signalingState === "have-local-offer") {
      await session.connection.setLocalDescription({ type: "rollback" });
    }
  }

  #finish() {
    this.over = true;
    this.#sessionTimer?.stop();
    this.#negotiated(false);
    this.#line.ended(this);
  }

  #over(outcome) {
    if (this.over) return;
    this.#finish();
    this.on.ended(outcome);
  }

  #handlers() {
    const over = (event) => this.#over(outcomeOf(event, this.#fault, this.#line));
    return {
      peerconnection: ({ peerconnection }) => this.#watch(peerconnection),
      icecandidate: ({ ready }) => this.#gatherAtMost(ready),
      // Told before the INVITE is handed to the socket: whether that took it shows right after.
      sending: () => queueMicrotask(() => this.over || this.on.sent()),
      progress: ({ response }) => this.#progress(response),
      accepted: () => this.#accepted(),
      sdp: ({ originator, sdp }) => originator === "remote" && (this.remoteSdp = sdp),
      hold: ({ originator }) => originator === "remote" && this.on.heldByThem(true),
      unhold: ({ originator }) => originator === "remote" && this.on.heldByThem(false),
      reinvite: (offer) => this.#glare(offer),
      // Transfers; unanswered they would hang.
      refer: ({ reject }) => reject(),
      replaces: ({ reject }) => reject(),
      ended: over,
      failed: over,
    };
  }

  #progress(response) {
    if (response) this.on.progress(response.status_code, Boolean(response.body));
  }

  #accepted() {
    this.established = true;
    if (!this.over) this.on.established();
  }

  // The library answers an offer that crosses ours with 491, and then takes it nevertheless.
  #glare(offer) {
    if (this.#session._dialog?.uac_pending_reply) offer.reject({ status_code: 491 });
  }

  #gatherAtMost(ready) {
    if (this.#gathering.has(ready)) return;
    this.#gathering.add(ready);
    setTimeout(ready, GATHER_AT_MOST);
  }

  #watch(connection) {
    connection.addEventListener("track", (event) => this.on.track(event));
    connection.addEventListener("iceconnectionstatechange", () => {
      if (!this.over) this.on.ice(connection.iceConnectionState);
    });
  }
}
