// Whether audio arrives from the remote party, which "answered" does not guarantee.

const LIMIT = 5000;

/** `onState(state)`: flowing, none (nothing since the answer), lost. Times in ms of one clock. */
export class MediaWatch {
  #onState;
  #since;
  #packets = 0;
  #state = "";

  constructor(now, onState) {
    this.#since = now;
    this.#onState = onState;
  }

  /**
   * `packets`: since the answer; `quiet`: none are expected, as on hold. Returns whether a state is
   * known.
   */
  update(now, packets, quiet) {
    // A new connection counts from 0 again.
    const more = packets !== this.#packets;
    this.#packets = packets;
    if (more || quiet) this.#since = now;
    if (more) this.#setState("flowing");
    else if (now - this.#since >= LIMIT) this.#setState(packets ? "lost" : "none");
    return Boolean(this.#state);
  }

  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState(state);
  }

  /** A new network path is sought: the next state is reported again, and the time restarts. */
  reset(now) {
    this.#state = "";
    this.#since = now;
  }
}
