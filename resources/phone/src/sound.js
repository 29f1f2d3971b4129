// The microphone, the speaker and the ring device, as the agent chose them.

import { idOf, labels, missing } from "./devices.js";

const REASONS = new Map([
  ["NotAllowedError", "refused"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
]);

// A hanging sound system neither succeeds nor fails; a Bluetooth headset takes 4 s to wake up.
const OPENS_WITHIN = 8000;

/**
 * Uses the chosen devices while they are connected, otherwise the system's default; on "change",
 * users of a device compare its id with the one here.
 */
export class Sound extends EventTarget {
  #send;
  #chosen = { microphone: "", speaker: "", ring: "" };
  #devices = [];
  #found = "";
  #updating = null;
  ringVolume = 1;

  constructor(send) {
    super();
    this.#send = send;
    navigator.mediaDevices.addEventListener("devicechange", () => this.update());
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

  /** Uses these devices from now on, also in a call; always reports the devices. */
  choose({ microphone, speaker, ring, ring_volume }) {
    this.#chosen = { microphone, speaker, ring };
    this.ringVolume = ring_volume;
    this.#found = "";
    this.update();
  }

  /** Lists the devices, reports them if they have changed, and dispatches "change". */
  update() {
    this.#updating = this.#enumerate().catch((error) => console.error("devices", error.message));
    return this.#updating;
  }

  /**
   * The microphone's stream, or null: then `microphone` was reported. Never throws.
   * Call `release` with it at the end.
   */
  async openMicrophone() {
    try {
      return await inTime(this.#open());
    } catch (error) {
      this.#send("microphone", { why: whyOf(error), detail: `${error.name}: ${error.message}` });
      return null;
    }
  }

  async #open() {
    await this.#updating;
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
    if (JSON.stringify(found) !== this.#found) this.#send("sound", found);
    this.#found = JSON.stringify(found);
    this.dispatchEvent(new Event("change"));
  }
}

/** Why there is no microphone: refused, missing, fault. */
export function whyOf({ name, message }) {
  // Qt's engine reports a missing permission like this.
  if (name === "AbortError" && message === "Invalid state") return "refused";
  return REASONS.get(name) ?? "fault";
}

/** The stream that is being opened. Throws after OPENS_WITHIN; a late stream is released. */
async function inTime(opening) {
  const late = Promise.withResolvers();
  const limit = setTimeout(() => {
    late.reject(new DOMException("it did not open in time", "TimeoutError"));
    opening.then(release, () => {});
  }, OPENS_WITHIN);
  try {
    return await Promise.race([opening, late.promise]);
  } finally {
    clearTimeout(limit);
  }
}

/** Releases the microphone. */
export function release(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
