import assert from "node:assert/strict";
import test from "node:test";

import { CallSound } from "../src/call_sound.js";
import { Tones } from "../src/ring.js";

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A microphone that can be distinguished from others. */
class Microphone extends EventTarget {
  enabled = true;
  readyState = "live";

  stop() {
    this.readyState = "ended";
  }
}

function streamOf(track) {
  return { getTracks: () => [track], getAudioTracks: () => [track] };
}

test("muting while the microphone is switched also mutes the new one", async () => {
  globalThis.Audio = class {};
  const [before, after] = [new Microphone(), new Microphone()];
  const exchange = Promise.withResolvers();
  const sender = { track: before, replaceTrack: (track) => exchange.promise.then(() => (sender.track = track)) };
  sender.track.kind = after.kind = "audio";
  const sound = new EventTarget();
  Object.assign(sound, { speakerId: undefined, microphoneId: "one" });
  const opened = [before, after];
  sound.openMicrophone = async () => streamOf(opened.shift());
  const call = new CallSound(sound, { send() {}, quiet: () => false, lost() {} });
  await call.open();
  call.measure({ getSenders: () => [sender], getStats: async () => new Map() });
  await settle();
  sound.microphoneId = "another";
  sound.dispatchEvent(new Event("change"));
  await settle();
  sender.track.enabled = false; // as the SIP library mutes
  exchange.resolve();
  await settle();
  call.close();
  assert.equal(sender.track, after);
  assert.equal(after.enabled, false);
  assert.equal(before.readyState, "ended");
});

/** An AudioContext that only says whether it sounds. */
function hear(sounding) {
  const node = { connect: () => node, start() {} };
  globalThis.AudioContext = class {
    sampleRate = 800;
    constructor() {
      sounding.add(this);
    }
    setSinkId = async () => {};
    close = () => sounding.delete(this);
  };
  globalThis.AudioBuffer = class {
    copyToChannel() {}
  };
  globalThis.AudioBufferSourceNode = globalThis.GainNode = class {
    constructor() {
      return node;
    }
  };
}

test("a test ring does not replace the ring of a call", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const sounding = new Set();
  hear(sounding);
  const tones = new Tones(Object.assign(new EventTarget(), { ringId: "", ringVolume: 1 }));
  tones.ring("call");
  context.mock.timers.tick(200);
  assert.equal(sounding.size, 1);
  const [rings] = sounding;
  tones.test();
  context.mock.timers.tick(5000);
  assert.deepEqual([...sounding], [rings]);
  tones.stop("call");
  assert.equal(sounding.size, 0);
  tones.test();
  context.mock.timers.tick(1);
  assert.equal(sounding.size, 1);
  context.mock.timers.tick(2000);
  assert.equal(sounding.size, 0);
});
