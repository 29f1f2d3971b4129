// What is said and heard in one call.

import { counters, Quality } from "./quality.js";
import { MediaWatch } from "./media_watch.js";
import { release } from "./sound.js";

const EVERY = 1000;
const UNTIL_HEARD = 100;
const WORKS = ["connected", "completed"];

// A sender that saves silence still sends two packets a second.
const LISTENS_FOR = 600;

/**
 * `on`: tell(kind, members) of the call, quiet(): whether nothing is expected to arrive, lost():
 * nothing arrives any more, told once until something does.
 */
export class CallSound {
  #sound;
  #on;
  #missed = false;
  #path = false;
  #opened = "";
  #swapping = Promise.resolve();
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
    this.#stream = await this.#openOne();
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
    this.#adapt(); // to what changed while it rang
  }

  /** The way of the audio is looked for anew. */
  searching() {
    this.#watch?.forget(performance.now());
    this.#on.tell("media", { state: "reconnecting" });
  }

  /** Whether anything arrives from the other side now. */
  async heard() {
    const before = await this.#received();
    await new Promise((resolve) => setTimeout(resolve, LISTENS_FOR));
    return (await this.#received()) > before;
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

  async #received() {
    return this.#connection ? counters(await this.#connection.getStats()).received : 0;
  }

  async #look() {
    const connection = this.#connection;
    const look = counters(await connection.getStats());
    if (this.#connection !== connection) return;
    this.#path = look.roundTrip >= 0 && WORKS.includes(connection.iceConnectionState);
    const known = this.#watch.look(performance.now(), look.received, this.#on.quiet());
    if (known) this.#on.tell("quality", this.#quality.measure(look));
    this.#wait(known ? EVERY : UNTIL_HEARD);
  }

  #become(state) {
    // Nothing yet, over a path that is measured as working, is a PBX that sends nothing.
    this.#on.tell("media", state === "none" ? { state, path: this.#path } : { state });
    const lost = state === "lost";
    if (lost && !this.#missed) this.#on.lost();
    this.#missed = lost;
  }

  #wait(ms) {
    this.#timer = setTimeout(() => this.#look(), ms);
  }

  // A track ends when its device is pulled out, sometimes before the engine lists the rest.
  #care(track) {
    track.addEventListener("ended", () => this.#sound.look());
  }

  #route() {
    const id = this.#sound.speakerId;
    if (this.#audio.sinkId === id) return;
    this.#audio.setSinkId(id).catch((error) => console.error("speaker", error.message));
  }

  #adapt() {
    this.#route();
    this.#swapping = this.#swapping.then(() => this.#swap());
  }

  /** Takes another microphone where this one is gone, or is not the chosen one any more. */
  async #swap() {
    const [before] = this.#stream?.getAudioTracks() ?? [];
    const { sender } = this;
    const right = before?.readyState === "live" && this.#opened === this.#sound.microphoneId;
    if (!sender || right) return;
    const fresh = await this.#openOne();
    if (!fresh) return;
    const [after] = fresh.getAudioTracks();
    after.enabled = before.enabled;
    // Who mutes meanwhile mutes the track before: the one that is still spoken with.
    if (await this.#speakWith(fresh, sender)) after.enabled = before.enabled;
  }

  /**
   * Gives the microphone back that is not spoken with in the end: the fresh one or the old.
   * Whether it is the old one.
   */
  async #speakWith(fresh, sender) {
    const taken = this.#connection && (await replace(sender, fresh));
    if (!taken) this.#opened = null; // the next change tries again
    const kept = taken && this.#connection; // else the call has ended meanwhile
    release(kept ? this.#stream : fresh);
    if (kept) this.#stream = fresh;
    return Boolean(kept);
  }

  async #openOne() {
    const stream = await this.#sound.openMicrophone();
    this.#opened = this.#sound.microphoneId;
    stream?.getTracks().forEach((track) => this.#care(track));
    return stream;
  }
}

/** Speaks with the microphone of `stream` from now on; whether that went. */
async function replace(sender, stream) {
  try {
    await sender.replaceTrack(stream.getAudioTracks()[0]);
    return true;
  } catch (error) {
    console.error("microphone", error.message);
    return false;
  }
}
