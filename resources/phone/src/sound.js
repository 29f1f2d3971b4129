// The microphone, the speaker and the ring device, as the agent chose them.

import { idOf, labels, missing } from "./devices.js";

const REASONS = new Map([
  ["NotAllowedError", "refused"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
]);

// A sound system that hangs answers neither way; a Bluetooth headset takes 4 s to wake up.
const OPENS_WITHIN = 8000;

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
    try {
      return await inTime(this.#open());
    } catch (error) {
      this.#tell("microphone", { why: whyOf(error), detail: `${error.name}: ${error.message}` });
      return null;
    }
  }

  async #open() {
    await this.#looking;
    const deviceId = this.microphoneId;
    return await navigator.mediaDevices.getUserMedia({
      audio: deviceId ? { deviceId: { exact: deviceId } } : true,
    });
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

/** Why there is no microphone: refused, missing, fault. */
export function whyOf({ name, message }) {
  // So Qt's engine says that it was not granted.
  if (name === "AbortError" && message === "Invalid state") return "refused";
  return REASONS.get(name) ?? "fault";
}

/** The stream that is being opened. Throws after OPENS_WITHIN; one that comes later is given back. */
async function inTime(opening) {
  const late = Promise.withResolvers();
  const limit = setTimeout(() => {
    late.reject(new DOMException("it does not open", "TimeoutError"));
    opening.then(release, () => {});
  }, OPENS_WITHIN);
  try {
    return await Promise.race([opening, late.promise]);
  } finally {
    clearTimeout(limit);
  }
}

/** Gives the microphone back. */
export function release(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
