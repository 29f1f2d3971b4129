// Whether anything arrives from the other side: "answered" alone does not mean that it does.

const PATIENCE = 5000;

/** `tell(state)`: flowing, none (nothing since the answer), lost. Times in ms of one clock. */
export class MediaWatch {
  #tell;
  #since;
  #packets = 0;
  #state = "";

  constructor(now, tell) {
    this.#since = now;
    this.#tell = tell;
  }

  /**
   * A look: `packets` since the answer; `quiet`: none are expected, as on hold. Whether the
   * first state is known.
   */
  look(now, packets, quiet) {
    // A new connection counts from 0 again.
    const more = packets !== this.#packets;
    this.#packets = packets;
    if (more || quiet) this.#since = now;
    if (more) this.#become("flowing");
    else if (now - this.#since >= PATIENCE) this.#become(packets ? "lost" : "none");
    return Boolean(this.#state);
  }

  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell(state);
  }

  /** A new way is looked for: the next state is news again, and the patience begins anew. */
  forget(now) {
    this.#state = "";
    this.#since = now;
  }
}
