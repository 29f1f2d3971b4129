import assert from "node:assert/strict";
import test from "node:test";

import { idOf, labels, missing } from "../src/devices.js";
import { levelOf } from "../src/level.js";
import { MediaWatch } from "../src/media_watch.js";
import { counters, Quality } from "../src/quality.js";
import { whyOf } from "../src/sound.js";
import { RING, RINGBACK, samples } from "../src/tones.js";

const DEVICES = [
  { kind: "audioinput", deviceId: "default", label: "Headset" },
  { kind: "audioinput", deviceId: "m1", label: "Headset" },
  { kind: "audioinput", deviceId: "m2", label: "Webcam" },
  { kind: "audiooutput", deviceId: "communications", label: "Headset" },
  { kind: "audiooutput", deviceId: "s1", label: "Headset" },
  { kind: "audiooutput", deviceId: "s2", label: "" },
];

test("a device is found by its label among those of its kind", () => {
  assert.equal(idOf(DEVICES, "audioinput", "Headset"), "m1");
  assert.equal(idOf(DEVICES, "audiooutput", "Headset"), "s1");
  assert.equal(idOf(DEVICES, "audiooutput", "Webcam"), "");
  assert.equal(idOf(DEVICES, "audioinput", ""), "");
  assert.deepEqual(labels(DEVICES, "audioinput"), ["Headset", "Webcam"]);
  assert.deepEqual(labels(DEVICES, "audiooutput"), ["Headset"]);
});

test("a chosen device that is not there is named once", () => {
  const chosen = { microphone: "Headset", speaker: "Dock", ring: "Dock" };
  assert.deepEqual(missing(DEVICES, chosen), ["Dock"]);
  assert.deepEqual(missing(DEVICES, { microphone: "", speaker: "", ring: "" }), []);
});

test("a microphone is refused, missing or at fault", () => {
  const why = (name, message = "") => whyOf({ name, message });
  assert.equal(why("NotAllowedError", "Permission denied by system"), "refused");
  assert.equal(why("AbortError", "Invalid state"), "refused");
  assert.equal(why("AbortError", "Timeout starting audio source"), "fault");
  assert.equal(why("NotFoundError"), "missing");
  assert.equal(why("NotReadableError"), "fault");
  assert.equal(why("TimeoutError"), "fault");
});

function watched(looks) {
  const states = [];
  const watch = new MediaWatch(0, (state) => states.push(state));
  for (const [seconds, packets, quiet = false] of looks) watch.update(seconds * 1000, packets, quiet);
  return states;
}

test("nothing for five seconds after the answer is no audio, and later packets mend it", () => {
  assert.deepEqual(watched([[4.9, 0]]), []);
  assert.deepEqual(watched([[1, 0], [5, 0], [6, 0], [7, 9]]), ["none", "flowing"]);
});

test("packets that stop for five seconds are lost audio", () => {
  assert.deepEqual(watched([[1, 50], [2, 99], [6, 99], [7, 99], [8, 99], [9, 120]]), [
    "flowing",
    "lost",
    "flowing",
  ]);
});

test("nothing is missed on hold, and the five seconds begin at its end", () => {
  assert.deepEqual(watched([[1, 50], [20, 50, true], [24, 50]]), ["flowing"]);
  assert.deepEqual(watched([[1, 50], [20, 50, true], [25, 50]]), ["flowing", "lost"]);
});

test("a search for the way makes the next state news, and gives it five seconds", () => {
  const states = [];
  const watch = new MediaWatch(0, (state) => states.push(state));
  assert.equal(watch.update(500, 0, false), false);
  assert.equal(watch.update(1000, 50, false), true);
  watch.reset(5500);
  watch.update(6100, 50, false);
  assert.deepEqual(states, ["flowing"]);
  watch.update(10_500, 50, false);
  watch.reset(11_000);
  watch.update(12_000, 3, false); // a new connection counts from 0
  assert.deepEqual(states, ["flowing", "lost", "flowing"]);
});

const look = (received, lost) => ({
  ...counters(new Map()),
  received,
  lost,
});

test("loss is that of the last seconds, not of the whole call", () => {
  const quality = new Quality();
  assert.equal(quality.measure(look(0, 0)).loss, 0);
  assert.equal(quality.measure(look(50, 50)).loss, 0.5);
  let measured;
  for (let second = 2; second < 8; second += 1) measured = quality.measure(look(second * 50, 50));
  assert.equal(measured.loss, 0);
  assert.equal(measured.packets_in, 350);
});

test("a count of lost packets that shrinks, as late ones come, is no loss", () => {
  const quality = new Quality();
  quality.measure(look(50, 5));
  assert.equal(quality.measure(look(100, 3)).loss, 0);
});

test("the counters are the engine's, in the contract's units", () => {
  const report = new Map(
    Object.entries({
      a: { type: "inbound-rtp", packetsReceived: 9, packetsLost: 1, jitter: 0.01, audioLevel: 0.5 },
      b: { type: "outbound-rtp", packetsSent: 8 },
      c: { type: "media-source", audioLevel: 0.25 },
      d: { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
      e: { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.02 },
    }),
  );
  assert.deepEqual(new Quality().measure(counters(report)), {
    loss: 0,
    jitter_ms: 10,
    round_trip_ms: 20,
    packets_in: 9,
    packets_out: 8,
    heard: 0.5,
    said: 0.25,
  });
  report.set("f", { type: "remote-inbound-rtp", roundTripTime: 0.03 });
  assert.equal(new Quality().measure(counters(report)).round_trip_ms, 30);
  assert.equal(new Quality().measure(counters(new Map())).round_trip_ms, -1);
});

test("the level of silence is 0, of a full square wave 1", () => {
  assert.equal(levelOf(new Float32Array(64)), 0);
  assert.equal(levelOf(new Float32Array(64).fill(-1)), 1);
});

test("a tone sounds in the even spans of its pattern and begins and ends without a click", () => {
  const rate = 8000;
  for (const tone of [RING, RINGBACK]) {
    const wave = samples(tone, rate);
    const [first, pause] = tone.pattern.map((seconds) => seconds * rate);
    const peak = (from, to) => Math.max(...wave.slice(from, to).map(Math.abs));
    assert.equal(wave.length, rate * tone.pattern.reduce((sum, seconds) => sum + seconds));
    assert.ok(peak(0, first) > 0.05);
    assert.equal(peak(first, first + pause), 0);
    assert.ok(Math.abs(wave[0]) < 0.01 && Math.abs(wave[first - 1]) < 0.02);
    assert.ok(peak(0, wave.length) <= 1);
  }
});
