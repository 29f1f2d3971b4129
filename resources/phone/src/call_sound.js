// The audio of one call, in both directions.

import { counters, Quality } from "./quality.js";
import { MediaWatch } from "./media_watch.js";
import { release } from "./sound.js";

const INTERVAL = 1000;
const INTERVAL_UNTIL_HEARD = 100;
const CONNECTED = ["connected", "completed"];

// A sender with silence suppression still sends two packets a second.
const LISTENS_FOR = 600;

/**
 * `on`: send(kind, members) of the call; quiet(): whether no audio is expected; lost(): audio has
 * stopped arriving, called once until it arrives again.
 */
export class CallSound {
  #sound;
  #on;
  #lost = false;
  #pathWorks = false;
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
    this.#stream = await this.#openMicrophone();
    return this.#stream;
  }

  /** Plays the audio of the remote party. */
  play({ track, streams }) {
    this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
    this.#route();
    this.#audio.play().catch((error) => console.error("not heard", error.message));
  }

  /** Starts measuring, once the call is answered. */
  measure(connection) {
    this.#connection = connection;
    this.#sound.addEventListener("change", this.#change);
    this.#watch = new MediaWatch(performance.now(), (state) => this.#setState(state));
    this.#wait(INTERVAL_UNTIL_HEARD);
    this.#adapt(); // to changes while it rang
  }

  /** A new network path for the audio is being sought. */
  searching() {
    this.#watch?.reset(performance.now());
    this.#on.send("media", { state: "reconnecting" });
  }

  /** Whether audio arrives from the remote party now. */
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

  async #sample() {
    const connection = this.#connection;
    const sample = counters(await connection.getStats());
    if (this.#connection !== connection) return;
    this.#pathWorks = sample.roundTrip >= 0 && CONNECTED.includes(connection.iceConnectionState);
    const known = this.#watch.update(performance.now(), sample.received, this.#on.quiet());
    if (known) this.#on.send("quality", this.#quality.measure(sample));
    this.#wait(known ? INTERVAL : INTERVAL_UNTIL_HEARD);
  }

  #setState(state) {
    // If nothing has arrived although the path works, the PBX sends nothing.
    this.#on.send("media", state === "none" ? { state, path: this.#pathWorks } : { state });
    const lost = state === "lost";
    if (lost && !this.#lost) this.#on.lost();
    this.#lost = lost;
  }

  #wait(ms) {
    this.#timer = setTimeout(() => this.#sample(), ms);
  }

  // A track ends when its device is unplugged, sometimes before the engine's list is updated.
  #watchTrack(track) {
    track.addEventListener("ended", () => this.#sound.update());
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

  /** Switches the microphone where it was unplugged or another one was chosen. */
  async #swap() {
    const [before] = this.#stream?.getAudioTracks() ?? [];
    const { sender } = this;
    const upToDate = before?.readyState === "live" && this.#opened === this.#sound.microphoneId;
    if (!sender || upToDate) return;
    const stream = await this.#openMicrophone();
    if (!stream) return;
    const [after] = stream.getAudioTracks();
    after.enabled = before.enabled;
    // An agent who mutes meanwhile mutes the old track, which is still in use.
    if (await this.#switchTo(stream, sender)) after.enabled = before.enabled;
  }

  /** Uses the microphone of `stream` and releases the old one; false where that failed. */
  async #switchTo(stream, sender) {
    const replaced = this.#connection && (await replace(sender, stream));
    if (!replaced) this.#opened = null; // the next change tries again
    const used = replaced && this.#connection; // else the call has ended meanwhile
    release(used ? this.#stream : stream);
    if (used) this.#stream = stream;
    return Boolean(used);
  }

  async #openMicrophone() {
    const stream = await this.#sound.openMicrophone();
    this.#opened = this.#sound.microphoneId;
    stream?.getTracks().forEach((track) => this.#watchTrack(track));
    return stream;
  }
}

/** Sends the microphone of `stream` from now on. Resolves to whether that succeeded. */
async function replace(sender, stream) {
  try {
    await sender.replaceTrack(stream.getAudioTracks()[0]);
    return true;
  } catch (error) {
    console.error("microphone", error.message);
    return false;
  }
}
