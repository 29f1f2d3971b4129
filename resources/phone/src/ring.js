// Plays the ringback to the speaker and the ring to the ring device.

import { RING, RINGBACK, samples } from "./tones.js";

// The app may decline a call at once: then it should not ring.
const RING_DELAY = 200;
const TEST = 2000;

/** One tone at a time, each for one call (by its id). */
export class Tones {
  #sound;
  #playing = null;

  constructor(sound) {
    this.#sound = sound;
    sound.addEventListener("change", () => this.#playing?.route());
  }

  ringback(call) {
    this.#play(call, RINGBACK, () => this.#sound.speakerId, 1);
  }

  ring(call) {
    this.#play(call, RING, () => this.#sound.ringId, this.#sound.ringVolume, RING_DELAY);
  }

  /** Not while another tone is played: it would replace the ring of a call. */
  test() {
    if (this.#playing) return;
    this.#play("test", RING, () => this.#sound.ringId, this.#sound.ringVolume);
    setTimeout(() => this.stop("test"), TEST);
  }

  stop(call) {
    if (this.#playing?.call === call) this.#silence();
  }

  #silence() {
    clearTimeout(this.#playing?.timer);
    this.#playing?.context?.close();
    this.#playing = null;
  }

  #play(call, tone, deviceId, volume, wait = 0) {
    if (this.#playing?.call === call) return;
    this.#silence();
    const playing = { call, route: () => {} };
    playing.timer = setTimeout(() => start(playing, tone, deviceId, volume), wait);
    this.#playing = playing;
  }
}

function start(playing, tone, deviceId, volume) {
  const context = new AudioContext();
  playing.context = context;
  playing.route = () =>
    context.setSinkId(deviceId()).catch((error) => {
      if (context.state !== "closed") console.error("ring device", error.message);
    });
  playing.route();
  const wave = samples(tone, context.sampleRate);
  const buffer = new AudioBuffer({ length: wave.length, sampleRate: context.sampleRate });
  buffer.copyToChannel(wave, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.connect(new GainNode(context, { gain: volume })).connect(context.destination);
  source.start();
}
