// How long to wait before the next try.

/**
 * Seconds: `first`, twice that, and so on up to `longest`, each up to a quarter less: otherwise a
 * whole floor of agents would come back at the same moment.
 */
export class Backoff {
  #first;
  #longest;
  #random;
  #tries = 0;

  constructor({ first = 1, longest = 10, random = Math.random } = {}) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
  }

  next() {
    const seconds = Math.min(this.#longest, this.#first * 2 ** this.#tries);
    this.#tries += 1;
    return Math.round(seconds * (0.75 + 0.25 * this.#random()) * 10) / 10;
  }

  reset() {
    this.#tries = 0;
  }
}
