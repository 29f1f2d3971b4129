import assert from "node:assert/strict";
import test from "node:test";

import { Calls } from "../src/calls.js";

globalThis.Audio = class {
  srcObject = null;
};

/** A call that rings, with a microphone that takes its time. */
function ringing(caller = { number: "0821234567", name: "", host: "pbx" }) {
  const microphone = Promise.withResolvers();
  const track = { stopped: false, stop: () => (track.stopped = true), addEventListener() {} };
  const sound = new EventTarget();
  sound.openMicrophone = () => microphone.promise;
  const seen = { events: [], ended: [], answered: 0, rings: 0 };
  const calls = new Calls({
    send: (kind, given) => seen.events.push({ kind, ...given }),
    sound,
    tones: { ring: () => (seen.rings += 1), stop: () => (seen.rings = 0) },
  });
  const leg = {
    caller,
    answer: () => (seen.answered += 1),
    end: (code) => seen.ended.push(code),
  };
  calls.incoming(leg);
  const id = seen.events[0].call;
  const speak = () => microphone.resolve({ getTracks: () => [track] });
  return { call: calls.of({ call: id }), calls, id, leg, seen, speak, track };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a call that is declined stops ringing and is answered with the code", () => {
  const { call, calls, id, seen } = ringing();
  assert.equal(seen.rings, 1);
  call.reject("declined");
  assert.deepEqual(seen.ended, [486]);
  assert.equal(seen.rings, 0);
  assert.equal(calls.of({ call: id }), null);
});

test("a call that is declined while it is being answered is not answered", async () => {
  const { call, calls, id, seen, speak, track } = ringing();
  call.answer();
  call.reject("declined");
  speak();
  await settle();
  assert.deepEqual(seen.ended, [486]);
  assert.equal(seen.answered, 0);
  assert.equal(track.stopped, true);
  assert.equal(calls.of({ call: id }), null);
});

test("a call that is declined as it is answered does not go on with an open microphone", async () => {
  const { call, seen, speak, track } = ringing();
  call.answer();
  speak();
  await settle();
  assert.equal(seen.answered, 1);
  call.reject("declined");
  assert.deepEqual(seen.ended, [486]);
  assert.equal(track.stopped, true);
});

/** A call that is talked, with a PBX that takes its time over a hold. */
async function talked() {
  const { call, leg, seen, speak } = ringing();
  call.answer();
  speak();
  await settle();
  return { call, leg, seen };
}

test("pressing Hold twice is not reported as a failure", async () => {
  const { call, seen, leg } = await talked();
  const answer = Promise.withResolvers();
  leg.established = true;
  leg.holds = [];
  leg.hold = async (on) => {
    leg.holds.push(on);
    if (leg.held === on) return false; // as the SIP library has it
    await answer.promise;
    leg.held = on;
    return true;
  };
  call.hold(true);
  call.hold(true);
  await settle();
  answer.resolve();
  await settle();
  const held = seen.events.filter(({ kind }) => kind === "held");
  assert.deepEqual(held.map(({ on, failed }) => [on, failed]), [[true, false], [true, false]]);
  assert.deepEqual(leg.holds, [true]);
  call.hold(false);
  call.hold(true);
  await settle();
  assert.deepEqual(leg.holds, [true, false, true]);
});

test("a failed hold is reported with what was requested", async () => {
  const { call, leg, seen } = await talked();
  leg.established = true;
  leg.hold = async () => false;
  call.hold(true);
  await settle();
  assert.partialDeepStrictEqual(seen.events.at(-1), { kind: "held", on: true, failed: true });
  leg.hold = async () => true;
  call.hold(true);
  await settle();
  leg.hold = async () => false;
  call.hold(false);
  await settle();
  assert.partialDeepStrictEqual(seen.events.at(-1), { kind: "held", on: false, failed: true });
});
