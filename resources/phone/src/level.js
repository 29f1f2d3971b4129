// The microphone's level, only while it is asked for.

import { release } from "./sound.js";

const EVERY = 100;
// Samples, 170 ms at 48 kHz: more than EVERY, or what is said between two looks would be missed.
const LOOKED_AT = 8192;

/** Root of the mean square, 0 to 1. */
export function levelOf(wave) {
  return Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
}

/** Tells `level` ten times a second while on. */
export class LevelMeter {
  #sound;
  #tell;
  #run = null;

  constructor(sound, tell) {
    this.#sound = sound;
    this.#tell = tell;
    sound.addEventListener("change", () => this.#run && this.set(true));
  }

  async set(on) {
    this.#stop();
    if (!on) return;
    const run = { stream: null, context: null, timer: 0 };
    this.#run = run;
    run.stream = await this.#sound.openMicrophone();
    if (!run.stream || this.#run !== run) {
      release(run.stream);
      return;
    }
    run.context = new AudioContext();
    const analyser = new AnalyserNode(run.context, { fftSize: LOOKED_AT });
    new MediaStreamAudioSourceNode(run.context, { mediaStream: run.stream }).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    run.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(wave);
      this.#tell("level", { microphone: Math.min(1, levelOf(wave)) });
    }, EVERY);
  }

  #stop() {
    const run = this.#run;
    this.#run = null;
    if (!run) return;
    clearInterval(run.timer);
    run.context?.close();
    release(run.stream);
  }
}
