// Detects a connection that looks open but is dead, as when a NAT dropped it or after sleep.

const TICK = 5000;
const CHECK_INTERVAL = 25_000;
const LIMIT = 5000;
const SLEPT = 20_000;

/**
 * `line`: connected, answers(limit), reconnect(), renew(), hurry(). `clock`: ms, which also counts
 * while the machine sleeps.
 */
export class KeepAlive {
  #line;
  #clock;
  #timer = 0;
  #ticked = 0;
  #checked = 0;
  #checking = null;

  constructor(line, clock = Date.now) {
    this.#line = line;
    this.#clock = clock;
  }

  start() {
    this.#ticked = this.#checked = this.#clock();
    this.#timer = setInterval(() => this.tick(), TICK);
  }

  stop() {
    clearInterval(this.#timer);
  }

  tick() {
    const now = this.#clock();
    const slept = now - this.#ticked - TICK > SLEPT;
    this.#ticked = now;
    if (slept) this.wakeUp();
    else if (now - this.#checked >= CHECK_INTERVAL) this.check();
  }

  /** After sleep: the registration may have expired, because its timer stopped too. */
  async wakeUp() {
    if (!this.#line.connected) this.#line.hurry();
    else if (await this.check()) this.#line.renew();
  }

  /** Whether the connection is alive; a dead one is replaced. */
  check() {
    this.#checking ??= this.#ask().finally(() => (this.#checking = null));
    return this.#checking;
  }

  async #ask() {
    this.#checked = this.#clock();
    if (!this.#line.connected) return false;
    const alive = await this.#line.answers(LIMIT);
    if (!alive) this.#line.reconnect();
    return alive;
  }
}
