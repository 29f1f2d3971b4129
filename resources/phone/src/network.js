// Finds a new network path for a call's audio after a change of the network, by ICE restart.

const SHORT_DELAY = 1500;
const RETRY_DELAY = 5000;

/**
 * The path of one call. `leg`: restartIce(), connection; `line`: connected, whenConnected(act).
 *
 * `on`: searching(), called when a search begins, which goes on until the audio has a path again
 * or the call ends; heard(), whether audio arrives now; alive(), whether the connection to the
 * server is alive, and if not it is replaced. The last two return promises.
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

  /** A state of ICE. "disconnected" often recovers within a second. */
  ice(state) {
    if (state === "connected" || state === "completed") this.#found();
    else if (state === "disconnected") this.#begin(SHORT_DELAY);
    else if (state === "failed") this.#begin(0);
  }

  /** The network changed, whether or not ICE has detected it. */
  search() {
    this.#begin(SHORT_DELAY);
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
    this.#on.alive(); // the socket may be dead too, without having noticed
    this.#timer = setTimeout(() => (wait ? this.#restartIfSilent() : this.#restart()), wait);
  }

  // A working path is left alone: not every server handles an ICE restart correctly, and then it
  // would break the audio that it was meant to repair.
  async #restartIfSilent() {
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
      this.#timer = setTimeout(() => this.#check(), RETRY_DELAY);
      await this.#leg.restartIce();
    }
    if (!this.#line.connected) this.#line.whenConnected(() => this.#searching && this.#restart());
  }

  // If a new path is found before the old one failed, the state does not change.
  #check() {
    const state = this.#leg.connection.iceConnectionState;
    if (state === "connected" || state === "completed") this.#found();
    else this.#restart();
  }
}
