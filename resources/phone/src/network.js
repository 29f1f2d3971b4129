// Finds the way of a call's audio anew after a change of the network, by ICE restart.

const BREATH = 1500;
const AGAIN = 5000;

/**
 * The way of one call. `leg`: restartIce(), established; `line`: connected. `search` is told
 * when a search begins; it goes on until the audio has a way again or the call ends.
 */
export class Path {
  #leg;
  #line;
  #tell;
  #timer = 0;
  #searching = false;
  #over = false;

  constructor(leg, line, tell) {
    this.#leg = leg;
    this.#line = line;
    this.#tell = tell;
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
    this.#timer = setTimeout(() => this.#restart(), wait);
  }

  async #restart() {
    clearTimeout(this.#timer);
    this.#tell();
    this.#timer = setTimeout(() => this.#look(), AGAIN);
    if (this.#line.connected) await this.#leg.restartIce();
    if (!this.#line.connected) this.#line.whenConnected(() => this.#searching && this.#restart());
  }

  // A new way that is found before the old one failed is no change of state.
  #look() {
    const state = this.#leg.connection.iceConnectionState;
    if (state === "connected" || state === "completed") this.#found();
    else this.#restart();
  }
}
