// The delay before the next try.

/**
 * In seconds: `first`, twice that, and so on up to `longest`, each reduced by up to a quarter at
 * random, so that the phones of a whole office do not reconnect at the same moment.
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
