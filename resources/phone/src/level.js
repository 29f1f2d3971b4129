// The microphone's level, measured only on request.

import { release } from "./sound.js";

const INTERVAL = 100;
// Samples, 170 ms at 48 kHz: more than INTERVAL, so that nothing is missed in between.
const WINDOW = 8192;

/** Root of the mean square, 0 to 1. */
export function levelOf(wave) {
  return Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
}

/** Reports `level` ten times a second while on. */
export class LevelMeter {
  #sound;
  #send;
  #run = null;

  constructor(sound, send) {
    this.#sound = sound;
    this.#send = send;
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
    const analyser = new AnalyserNode(run.context, { fftSize: WINDOW });
    new MediaStreamAudioSourceNode(run.context, { mediaStream: run.stream }).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    run.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(wave);
      this.#send("level", { microphone: Math.min(1, levelOf(wave)) });
    }, INTERVAL);
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
