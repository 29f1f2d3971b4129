// How long to wait before the next try.

const LONGEST = 30;

/** Seconds: about 1, 2, 4, 8, 16, 30, 30 …, each a little off, lest a whole floor comes at once. */
export class Backoff {
  #tries = 0;
  #random;

  constructor(random = Math.random) {
    this.#random = random;
  }

  next() {
    const seconds = Math.min(LONGEST, 2 ** this.#tries);
    this.#tries += 1;
    return Math.round(seconds * (0.75 + 0.25 * this.#random()) * 10) / 10;
  }

  reset() {
    this.#tries = 0;
  }
}
