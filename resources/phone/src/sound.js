// The microphone, the speaker and the ring device, as the agent chose them.

import { idOf, labels, missing } from "./devices.js";

// A refused microphone surfaces as AbortError in Qt's engine.
const REASONS = new Map([
  ["NotAllowedError", "refused"],
  ["AbortError", "refused"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
]);

/**
 * Keeps to the chosen devices while they are there, and to the system's choice otherwise; "change"
 * asks to compare what is in use with the ids here.
 */
export class Sound extends EventTarget {
  #tell;
  #chosen = { microphone: "", speaker: "", ring: "" };
  #devices = [];
  #found = "";
  #looking = null;
  ringVolume = 1;

  constructor(tell) {
    super();
    this.#tell = tell;
    navigator.mediaDevices.addEventListener("devicechange", () => this.look());
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
  choose({ microphone, speaker, ring, ring_volume }) {
    this.#chosen = { microphone, speaker, ring };
    this.ringVolume = ring_volume;
    this.#found = "";
    this.look();
  }

  /** Looks which devices there are, tells what is new of it, and dispatches "change". */
  look() {
    this.#looking = this.#enumerate().catch((error) => console.error("devices", error.message));
    return this.#looking;
  }

  /**
   * The microphone's stream, or null: then `microphone` was told. Never throws.
   * Call `release` with it at the end.
   */
  async openMicrophone() {
    await this.#looking;
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

  async #enumerate() {
    this.#devices = await navigator.mediaDevices.enumerateDevices();
    const found = {
      microphones: labels(this.#devices, "audioinput"),
      speakers: labels(this.#devices, "audiooutput"),
      missing: missing(this.#devices, this.#chosen),
    };
    if (JSON.stringify(found) !== this.#found) this.#tell("sound", found);
    this.#found = JSON.stringify(found);
    this.dispatchEvent(new Event("change"));
  }
}

/** Gives the microphone back. */
export function release(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
