// Session timers (RFC 4028): a call is refreshed, or else the PBX considers it dead and ends it.
//
// JsSIP 3.13.8 sets a timer even if the remote party does not want one, refreshes by UPDATE even if
// that is not supported, gives up a refresh during another negotiation, and ends a call that the
// remote party did not refresh. Its handling of responses and requests is replaced here.

/** The interval that is offered, in seconds: recommended by RFC 4028 4. */
export const OFFERED_S = 1800;

const RETRY_S = 5;

/**
 * Refreshes one call. `leg`: ready(), whether it can be refreshed; ask(method, headers), the response
 * to a request within the call; renegotiate(), whether the remote party accepted an offer. The last
 * two return promises.
 */
export class SessionTimer {
  #session;
  #timers;
  #leg;
  #timer = 0;
  #until = 0;
  #supportsUpdate = true;

  constructor(session, leg) {
    this.#session = session;
    this.#timers = session._sessionTimers;
    this.#leg = leg;
    session._handleSessionTimersInIncomingResponse = (response) => this.#agreed(response);
    session._handleSessionTimersInIncomingRequest = (request, headers) => {
      headers.push(...this.#asked(request));
    };
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** A response to our INVITE or UPDATE. */
  #agreed({ session_expires, session_expires_refresher = "uac" }) {
    this.#run(session_expires, session_expires_refresher === "uac");
  }

  /** The headers for the response to their INVITE or UPDATE (RFC 4028 9). */
  #asked(request) {
    const { session_expires: seconds, session_expires_refresher: chosen } = request;
    const supported = request.getHeaders("supported").join(",").split(/[\s,]+/).includes("timer");
    const refresher = supported ? (chosen ?? "uas") : "uas";
    this.#run(seconds, refresher === "uas");
    if (!seconds) return [];
    const answer = [sessionExpires(seconds, refresher)];
    return refresher === "uac" ? [...answer, "Require: timer"] : answer;
  }

  #run(seconds, ours) {
    this.stop();
    Object.assign(this.#timers, { running: Boolean(seconds), refresher: ours });
    if (!seconds) return;
    this.#timers.currentExpires = seconds;
    this.#until = performance.now() + seconds * 1000;
    // If the remote party should refresh the call and does not, the call is not ended here.
    if (ours) this.#after(seconds / 2);
  }

  #after(seconds) {
    this.#timer = setTimeout(() => this.#due(), seconds * 1000);
  }

  async #due() {
    const timer = this.#timer;
    const done = this.#leg.ready() && (await this.#refresh());
    // A success, or another request meanwhile, has already set the next timer.
    if (done || timer !== this.#timer || performance.now() > this.#until) return;
    this.#after(RETRY_S);
  }

  /** By UPDATE, which needs no offer; by INVITE where UPDATE is not supported. */
  async #refresh() {
    if (!this.#supportsUpdate) return await this.#leg.renegotiate();
    const answer = await this.#leg.ask("UPDATE", [
      `Contact: ${this.#session._contact}`,
      sessionExpires(this.#timers.currentExpires, "uac"),
    ]);
    if (answer?.status_code < 300) {
      this.#agreed(answer);
      return true;
    }
    if (answer?.status_code === 481) this.#session.onDialogError(); // the PBX has no such call
    this.#supportsUpdate = ![405, 501].includes(answer?.status_code);
    return !this.#supportsUpdate && (await this.#leg.renegotiate());
  }
}

function sessionExpires(seconds, refresher) {
  return `Session-Expires: ${seconds};refresher=${refresher}`;
}
