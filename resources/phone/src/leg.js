// One call of the SIP library, with corrections of the library's behaviour.

import { outcomeOf } from "./outcome.js";
import { SessionTimer } from "./session_timer.js";

const GATHERING_LIMIT = 400;

// The library ends an answered call when its own re-INVITE fails, when ICE fails, and when the
// socket is lost. None of these has to end the conversation.
const NOT_FATAL = new Set(["WebRTC Error", "RTP Timeout", "Connection Error", "Request Timeout"]);

/**
 * `on`: sent(), progress(code, hasMedia), established(), heldByThem(on), track(event), ice(state),
 * ended({by, code, reason, errors, cause}) – called once, unless we ended it.
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
  #socketChanged = false;
  #negotiation = null;
  #negotiating = null;
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
    // The library does not report 100 (Trying).
    const receive = session._receiveInviteResponse.bind(session);
    session._receiveInviteResponse = (response) => {
      if (response.status_code === 100) this.#progress(response);
      receive(response);
    };
    if (session.connection) this.#watch(session.connection); // created before the listeners
    for (const [event, handle] of Object.entries(this.#handlers())) {
      // An exception in a listener would interrupt the library's handling of a message.
      session.on(event, (data) => {
        try {
          handle(data);
        } catch (error) {
          console.error(event, error);
        }
      });
    }
  }

  answer(stream, iceServers) {
    this.#session.answer({ mediaStream: stream, pcConfig: { iceServers } });
  }

  /** Ends the call from here, at any stage; `code` declines an incoming one. */
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
    // The library forgets that it sent CANCEL after a 1xx: an answer that crosses it would get
    // neither ACK nor BYE, and the callee would be left with a dead call.
    if (session.direction === "outgoing" && ringing) session._is_canceled = true;
  }

  mute(on) {
    if (on) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
  }

  /** Whether the remote party accepted it. An ongoing negotiation is completed first. */
  async hold(on) {
    while (this.#negotiation) await this.#negotiating;
    return await this.#negotiate(on ? "hold" : "unhold", {});
  }

  /** Seeks a new network path for the audio. Whether the remote party accepted it. */
  restartIce() {
    this.#session._iceReady = false; // else gathering that is still going on counts as done
    return this.#negotiate("renegotiate", { rtcOfferConstraints: { iceRestart: true } });
  }

  /** Sends an INFO. Whether it was accepted. */
  async info(type, body) {
    return (await this.#ask("INFO", [`Content-Type: ${type}`], body))?.status_code < 300;
  }

  socketLost() {
    this.#socketChanged = true;
    // The library would go on ringing, and answer without a connection.
    if (!this.established && !this.over) this.#fail("Connection Error");
  }

  /** Informs the remote party of our new address (RFC 3261 12.2, target refresh). */
  socketBack() {
    if (this.#socketChanged && this.established) this.#negotiate("renegotiate", {});
    this.#socketChanged = false;
  }

  /** The final response to a request within the call, null = none. */
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
    if (this.established && NOT_FATAL.has(options.cause)) {
      this.#negotiated(false);
      return;
    }
    this.#fault ||= options.cause ?? "";
    if (options.cause === "Connection Error") this.#cancelLater();
    this.#bye(options);
  }

  #fail(cause) {
    this.#fault = cause;
    this.#cancelLater();
    this.#bye({ status_code: 480 });
    this.#over({ by: "fault", code: 0, reason: cause, errors: [], cause });
  }

  /**
   * Cancels the call once there is a connection again, or the callee's phone would go on ringing:
   * CANCEL, and BYE to each phone that rang, in case it was answered meanwhile (RFC 3261 15).
   */
  #cancelLater() {
    const { direction, _request, _earlyDialogs } = this.#session;
    const { transaction } = _request;
    if (this.established || direction !== "outgoing" || !transaction) return;
    const early = Object.values(_earlyDialogs);
    const { state } = transaction;
    this.#line.whenConnected(() => {
      transaction.state = state; // lost with the socket; else the library would not cancel
      _request.cancel();
      early.forEach((dialog) => dialog.sendRequest("BYE"));
    });
  }

  async #negotiate(method, options) {
    if (this.#negotiation || this.over) return false;
    this.#negotiating = this.#startNegotiation(method, options);
    return await this.#negotiating;
  }

  async #startNegotiation(method, options) {
    const wasHeld = this.#session._localHold;
    const accepted = await new Promise((resolve) => {
      this.#negotiation = resolve;
      const begun = this.#session[method](options, () => this.#negotiated(true));
      if (!begun) this.#negotiated(false);
    });
    if (!accepted) await this.#rollBack(wasHeld);
    return accepted;
  }

  #negotiated(accepted) {
    this.#negotiation?.(accepted);
    this.#negotiation = null;
  }

  /** Undoes what the library did in advance of the answer. */
  async #rollBack(wasHeld) {
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
      icecandidate: ({ ready }) => this.#limitGathering(ready),
      // Comes before the INVITE is passed to the socket; whether it was sent is known just after.
      sending: () => queueMicrotask(() => this.over || this.on.sent()),
      progress: ({ response }) => this.#progress(response),
      accepted: () => this.#accepted(),
      sdp: ({ originator, sdp }) => originator === "remote" && (this.remoteSdp = sdp),
      hold: ({ originator }) => originator === "remote" && this.on.heldByThem(true),
      unhold: ({ originator }) => originator === "remote" && this.on.heldByThem(false),
      reinvite: (offer) => this.#glare(offer),
      // Transfers are not supported; without a response they would hang.
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

  // The library answers an offer that crosses ours with 491, but then accepts it nevertheless.
  #glare(offer) {
    if (this.#session._dialog?.uac_pending_reply) offer.reject({ status_code: 491 });
  }

  #limitGathering(ready) {
    if (this.#gathering.has(ready)) return;
    this.#gathering.add(ready);
    setTimeout(ready, GATHERING_LIMIT);
  }

  #watch(connection) {
    connection.addEventListener("track", (event) => this.on.track(event));
    connection.addEventListener("iceconnectionstatechange", () => {
      if (!this.over) this.on.ice(connection.iceConnectionState);
    });
  }
}
