// Finds the way of a call's audio anew after a change of the network, by ICE restart.

const BREATH = 1500;
const AGAIN = 5000;

/**
 * The way of one call. `leg`: restartIce(), connection; `line`: connected, whenConnected(act).
 *
 * `on`: searching(), told when a search begins, which goes on until the audio has a way again or
 * the call ends; heard(), whether the other is heard now; alive(), whether the connection to the
 * server lives, a dead one is given up. The last two are promises.
 */
export class Path {
  #leg;
  #line;
  #on;
  #timer = 0;
  #searching = false;
  #over = false;

  constructor(leg, line, on) {
    this.#leg = leg;
    this.#line = line;
    this.#on = on;
  }

  /** A state of ICE. "disconnected" often mends itself within a breath. */
  ice(state) {
    if (state === "connected" || state === "completed") this.#found();
    else if (state === "disconnected") this.#begin(BREATH);
    else if (state === "failed") this.#begin(0);
  }

  /** The network changed, whatever ICE has noticed of it. */
  search() {
    this.#begin(BREATH);
  }

  stop() {
    this.#found();
    this.#over = true;
  }

  #found() {
    clearTimeout(this.#timer);
    this.#searching = false;
  }

  #begin(wait) {
    if (this.#searching || this.#over) return;
    this.#searching = true;
    this.#on.alive(); // the socket may be as dead as the way, and not know it
    this.#timer = setTimeout(() => (wait ? this.#doubt() : this.#restart()), wait);
  }

  // A way that works is left alone: not every server answers an ICE restart as it should, and
  // then it breaks what it was to mend.
  async #doubt() {
    const heard = await this.#on.heard();
    if (!this.#searching) return;
    if (heard) this.#found();
    else this.#restart();
  }

  async #restart() {
    clearTimeout(this.#timer);
    this.#on.searching();
    const alive = await this.#on.alive();
    if (!this.#searching) return;
    if (alive) {
      this.#timer = setTimeout(() => this.#look(), AGAIN);
      await this.#leg.restartIce();
    }
    if (!this.#line.connected) this.#line.whenConnected(() => this.#searching && this.#restart());
  }

  // A new way that is found before the old one failed is no change of state.
  #look() {
    const state = this.#leg.connection.iceConnectionState;
    if (state === "connected" || state === "completed") this.#found();
    else this.#restart();
  }
}
