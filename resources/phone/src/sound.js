// The microphone, the speaker and the ring device, as the agent chose them.

import { idOf, labels, missing } from "./devices.js";

// A refused microphone surfaces as AbortError in Qt's engine.
const REASONS = new Map([
  ["NotAllowedError", "refused"],
  ["AbortError", "refused"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
]);

/** Keeps to the chosen devices while they are there, and to the system's choice otherwise. */
export class Sound extends EventTarget {
  #tell;
  #chosen = { microphone: "", speaker: "", ring: "" };
  #devices = [];
  #found = "";
  ringVolume = 1;

  constructor(tell) {
    super();
    this.#tell = tell;
    navigator.mediaDevices.addEventListener("devicechange", () => this.#look());
  }

  get microphoneId() {
    return idOf(this.#devices, "audioinput", this.#chosen.microphone);
  }

  get speakerId() {
    return idOf(this.#devices, "audiooutput", this.#chosen.speaker);
  }

  get ringId() {
    return idOf(this.#devices, "audiooutput", this.#chosen.ring);
  }

  /** Uses these devices from now on, also in a call; always answers with what was found. */
  async choose({ microphone, speaker, ring, ring_volume }) {
    this.#chosen = { microphone, speaker, ring };
    this.ringVolume = ring_volume;
    this.#found = "";
    await this.#look();
  }

  /**
   * The microphone's stream, or null: then `microphone` was told. Never throws.
   * Call `release` with it at the end.
   */
  async openMicrophone() {
    const deviceId = this.microphoneId;
    try {
      return await navigator.mediaDevices.getUserMedia({
        audio: deviceId ? { deviceId: { exact: deviceId } } : true,
      });
    } catch (error) {
      const why = REASONS.get(error.name) ?? "fault";
      this.#tell("microphone", { why, detail: `${error.name}: ${error.message}` });
      return null;
    }
  }

  async #look() {
    const before = `${this.microphoneId} ${this.speakerId} ${this.ringId}`;
    this.#devices = await navigator.mediaDevices.enumerateDevices();
    const found = {
      microphones: labels(this.#devices, "audioinput"),
      speakers: labels(this.#devices, "audiooutput"),
      missing: missing(this.#devices, this.#chosen),
    };
    if (JSON.stringify(found) !== this.#found) this.#tell("sound", found);
    this.#found = JSON.stringify(found);
    if (`${this.microphoneId} ${this.speakerId} ${this.ringId}` !== before) {
      this.dispatchEvent(new Event("change"));
    }
  }
}

/** Gives the microphone back. */
export function release(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
