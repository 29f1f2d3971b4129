// Session timers (RFC 4028): a call is refreshed, or the PBX takes it for dead and ends it.
//
// JsSIP 3.13.8 sets a timer also where the other side wants none, refreshes by UPDATE also where
// the other side does not take it, gives a refresh up that finds the call busy, and ends a call
// whose other side did not refresh it. What it decides on answers and requests is replaced here.

/** What is offered, in seconds: the value that RFC 4028 4 recommends. */
export const OFFERED_S = 1800;

const AGAIN_S = 5;

/**
 * Refreshes one call. `leg`: ready(), whether it can be; ask(method, headers), the answer to a
 * request inside the call; renegotiate(), whether the other side took an offer. The last two are
 * promises.
 */
export class SessionTimer {
  #session;
  #timers;
  #leg;
  #timer = 0;
  #until = 0;
  #takesUpdates = true;

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

  /** An answer to an INVITE or UPDATE of ours. */
  #agreed({ session_expires, session_expires_refresher = "uac" }) {
    this.#run(session_expires, session_expires_refresher === "uac");
  }

  /** The headers for the answer to their INVITE or UPDATE (RFC 4028 9). */
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
    // What the other side does not refresh is left to the other side, and to whether it is heard.
    if (ours) this.#after(seconds / 2);
  }

  #after(seconds) {
    this.#timer = setTimeout(() => this.#due(), seconds * 1000);
  }

  async #due() {
    const timer = this.#timer;
    const done = this.#leg.ready() && (await this.#refresh());
    // A success, or a request in between, has set the next time.
    if (done || timer !== this.#timer || performance.now() > this.#until) return;
    this.#after(AGAIN_S);
  }

  /** By UPDATE, which needs no offer; by INVITE where the other side does not take that. */
  async #refresh() {
    if (!this.#takesUpdates) return await this.#leg.renegotiate();
    const answer = await this.#leg.ask("UPDATE", [
      `Contact: ${this.#session._contact}`,
      sessionExpires(this.#timers.currentExpires, "uac"),
    ]);
    if (answer?.status_code < 300) {
      this.#agreed(answer);
      return true;
    }
    if (answer?.status_code === 481) this.#session.onDialogError(); // the PBX has no such call
    this.#takesUpdates = ![405, 501].includes(answer?.status_code);
    return !this.#takesUpdates && (await this.#leg.renegotiate());
  }
}

function sessionExpires(seconds, refresher) {
  return `Session-Expires: ${seconds};refresher=${refresher}`;
}
