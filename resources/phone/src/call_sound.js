// What is said and heard in one call.

import { counters, Quality } from "./quality.js";
import { MediaWatch } from "./media_watch.js";
import { release } from "./sound.js";

const EVERY = 1000;
const UNTIL_HEARD = 100;

/**
 * `on`: tell(kind, members) of the call, quiet(): whether nothing is expected to arrive, lost():
 * nothing arrives any more, told once until something does.
 */
export class CallSound {
  #sound;
  #on;
  #missed = false;
  #stream = null;
  #connection = null;
  #audio = new Audio();
  #timer = 0;
  #watch = null;
  #quality = new Quality();
  #change = () => this.#adapt();

  constructor(sound, on) {
    this.#sound = sound;
    this.#on = on;
  }

  /** The microphone's stream, or null. */
  async open() {
    this.#stream = await this.#sound.openMicrophone();
    this.#stream?.getTracks().forEach((track) => this.#care(track));
    return this.#stream;
  }

  /** Lets the other side be heard. */
  play({ track, streams }) {
    this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
    this.#route();
    this.#audio.play().catch((error) => console.error("not heard", error.message));
  }

  /** Measures from the answer on. */
  measure(connection) {
    this.#connection = connection;
    this.#sound.addEventListener("change", this.#change);
    this.#watch = new MediaWatch(performance.now(), (state) => this.#become(state));
    this.#wait(UNTIL_HEARD);
  }

  /** The way of the audio is looked for anew. */
  searching() {
    this.#watch?.forget(performance.now());
    this.#on.tell("media", { state: "reconnecting" });
  }

  get sender() {
    return this.#connection?.getSenders().find((sender) => sender.track?.kind === "audio") ?? null;
  }

  close() {
    clearTimeout(this.#timer);
    this.#sound.removeEventListener("change", this.#change);
    this.#connection = null;
    this.#audio.srcObject = null;
    release(this.#stream);
    this.#stream = null;
  }

  async #look() {
    const connection = this.#connection;
    const look = counters(await connection.getStats());
    if (this.#connection !== connection) return;
    const known = this.#watch.look(performance.now(), look.received, this.#on.quiet());
    if (known) this.#on.tell("quality", this.#quality.measure(look));
    this.#wait(known ? EVERY : UNTIL_HEARD);
  }

  #become(state) {
    this.#on.tell("media", { state });
    const lost = state === "lost";
    if (lost && !this.#missed) this.#on.lost();
    this.#missed = lost;
  }

  #wait(ms) {
    this.#timer = setTimeout(() => this.#look(), ms);
  }

  // A track ends when its device is pulled out.
  #care(track) {
    track.addEventListener("ended", () => this.#replace());
  }

  #route() {
    const id = this.#sound.speakerId;
    this.#audio.setSinkId(id).catch((error) => console.error("speaker", error.message));
  }

  #adapt() {
    this.#route();
    if (this.#stream) this.#replace();
  }

  async #replace() {
    const sender = this.sender;
    const fresh = sender && (await this.#sound.openMicrophone());
    if (!fresh) return;
    if (!this.#connection) {
      release(fresh); // ended meanwhile
      return;
    }
    const [track] = fresh.getAudioTracks();
    track.enabled = sender.track.enabled;
    this.#care(track);
    await sender.replaceTrack(track);
    release(this.#stream);
    this.#stream = fresh;
  }
}
