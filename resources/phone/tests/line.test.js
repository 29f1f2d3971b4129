import assert from "node:assert/strict";
import test from "node:test";

import { Backoff } from "../src/backoff.js";
import { validDigits, relayBody, supportsEvents } from "../src/digits.js";
import { KeepAlive } from "../src/keepalive.js";
import { Path } from "../src/network.js";
import { outcomeOf } from "../src/outcome.js";
import { Elsewhere, nextAfter, retryAfter, whose } from "../src/registration.js";

test("the wait grows to 10 seconds and begins anew after a success", () => {
  const backoff = new Backoff({ random: () => 1 });
  const waits = () => Array.from({ length: 6 }, () => backoff.next());
  assert.deepEqual(waits(), [1, 2, 4, 8, 10, 10]);
  backoff.reset();
  assert.equal(backoff.next(), 1);
  assert.equal(new Backoff({ random: () => 0 }).next(), 0.8);
});

test("only an answer about the password stops a line that was registered", () => {
  const cases = { stop: [401, 407], slowly: [302, 403, 404, 423, 603], again: [0, 408, 429, 503] };
  for (const [next, codes] of Object.entries(cases)) {
    for (const code of codes) assert.equal(nextAfter(code, true), next, code);
  }
  for (const code of [302, 401, 404, 407, 423, 603]) assert.equal(nextAfter(code, false), "stop");
  assert.equal(nextAfter(403, false), "slowly");
  assert.equal(nextAfter(500, false), "again");
});

const OURS = { user: "us", instance: '"<urn:uuid:1>"' };
const THEIRS = { user: "them", instance: '"<urn:uuid:2>"' };

test("a contact is ours by its user or its instance, whatever host the PBX gave it", () => {
  assert.deepEqual(whose([{ user: "us" }], OURS), { ours: true, others: false });
  const before = { user: "before", instance: OURS.instance };
  assert.deepEqual(whose([before, { user: "us" }], OURS), { ours: true, others: false });
  assert.deepEqual(whose([THEIRS, OURS], OURS), { ours: true, others: true });
  assert.deepEqual(whose([{ user: "them" }], { user: "us" }), { ours: false, others: true });
});

test("who takes the contact in turn is seen before each refresh, and does not flicker", () => {
  const alone = whose([OURS], OURS);
  const taken = whose([THEIRS], OURS);
  const elsewhere = new Elsewhere();
  const seen = [null, taken, alone, taken, alone, alone].map((before) => {
    return elsewhere.judge(before, alone);
  });
  assert.deepEqual(seen, [false, true, true, true, true, false]);
});

test("a second contact beside ours is reported as long as it is there", () => {
  const elsewhere = new Elsewhere();
  const both = whose([OURS, THEIRS], OURS);
  const alone = whose([OURS], OURS);
  assert.deepEqual([elsewhere.judge(null, both), elsewhere.judge(both, both)], [true, true]);
  assert.equal(elsewhere.judge(alone, alone), false);
});

test("a server may ask for a longer wait, up to five minutes", () => {
  assert.equal(retryAfter("120 (maintenance)", 2), 120);
  assert.equal(retryAfter("1", 2), 2);
  assert.equal(retryAfter("86400", 2), 300);
  assert.equal(retryAfter(undefined, 2), 2);
  assert.equal(retryAfter("soon", 2), 2);
});

test("keys are what a keypad has", () => {
  assert.equal(validDigits("12*#ab"), "12*#AB");
  for (const digits of ["", "1 2", "1,2", "E", "1\r\nX"]) assert.equal(validDigits(digits), "");
  assert.equal(relayBody("#"), "Signal=#\r\nDuration=160\r\n");
});

test("whether RFC 4733 is taken stands in the other side's description", () => {
  assert.ok(supportsEvents("m=audio 9 RTP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"));
  assert.ok(!supportsEvents("m=audio 9 RTP 0\r\na=rtpmap:0 PCMU/8000\r\n"));
});

/** A line that answers, or does not, and a clock that is moved by hand. */
class Line {
  connected = true;
  alive = true;
  done = [];
  now = 0;
  keepAlive = new KeepAlive(this, () => this.now);

  answers(limit) {
    this.done.push(`asked, ${limit}`);
    return Promise.resolve(this.alive);
  }

  reconnect() {
    this.done.push("reconnected");
  }

  renew() {
    this.done.push("renewed");
  }

  hurry() {
    this.done.push("hurried");
  }

  async ticks(count, step = 5000) {
    for (let tick = 0; tick < count; tick += 1) {
      this.now += step;
      this.keepAlive.tick();
      await new Promise(setImmediate);
    }
  }
}

test("a living line is asked every 25 seconds and left alone", async () => {
  const line = new Line();
  await line.ticks(4);
  assert.deepEqual(line.done, []);
  await line.ticks(6);
  assert.deepEqual(line.done, ["asked, 5000", "asked, 5000"]);
});

test("a dead line is given up after five seconds of silence", async () => {
  const line = new Line();
  line.alive = false;
  await line.ticks(5);
  assert.deepEqual(line.done, ["asked, 5000", "reconnected"]);
});

test("after sleep the line is asked at once and registered again", async () => {
  const line = new Line();
  await line.ticks(1, 26_000);
  assert.deepEqual(line.done, ["asked, 5000", "renewed"]);
  await line.ticks(1, 24_000); // late, not asleep
  assert.deepEqual(line.done, ["asked, 5000", "renewed"]);
});

test("a line that is connecting anyway is not asked", async () => {
  const line = new Line();
  line.connected = false;
  await line.ticks(10);
  assert.deepEqual(line.done, []);
});

test("after sleep a line without a connection connects at once", async () => {
  const line = new Line();
  line.connected = false;
  await line.ticks(1, 26_000);
  assert.deepEqual(line.done, ["hurried"]);
});

test("two checks at a time are one", async () => {
  const line = new Line();
  assert.deepEqual(await Promise.all([line.keepAlive.check(), line.keepAlive.check()]), [
    true,
    true,
  ]);
  assert.deepEqual(line.done, ["asked, 5000"]);
});

const LINE = { errorsOf: (message) => message?.errors ?? [] };

const message = (given, reason) => ({
  ...given,
  getHeaders: (name) => (name === "Reason" && reason ? [reason] : []),
});

test("a refusal gives its code, reason and every error header", () => {
  const refusal = message({ status_code: 486, reason_phrase: "Busy Here", errors: ["a", "b"] });
  assert.deepEqual(outcomeOf({ originator: "remote", message: refusal, cause: "Busy" }, "", LINE), {
    by: "them",
    code: 486,
    reason: "Busy Here",
    errors: ["a", "b"],
    cause: "Busy",
    q850: 0,
    sip: 0,
  });
});

test("their BYE or CANCEL has no code, but may say why", () => {
  const bye = message({ method: "BYE" }, 'Q.850;cause=16;text="Normal"');
  const outcome = outcomeOf({ originator: "remote", message: bye, cause: "Terminated" }, "", LINE);
  assert.equal(outcome.by, "them");
  assert.equal(outcome.code, 0);
  assert.equal(outcome.q850, 16);
  assert.equal(outcomeOf({ originator: "system", cause: "Expires" }, "", LINE).by, "them");
});

test("what broke here is a fault, also with an answer in hand", () => {
  const unusable = message({ status_code: 200, reason_phrase: "OK" });
  const given = { originator: "remote", message: unusable, cause: "Bad Media Description" };
  assert.equal(outcomeOf(given, "", LINE).by, "fault");
  assert.equal(outcomeOf(given, "", LINE).code, 0);
  const lost = outcomeOf({ originator: "local", cause: "Canceled" }, "Connection Error", LINE);
  assert.equal(lost.by, "fault");
  assert.equal(lost.reason, "Connection Error");
});

/** A leg with controllable ICE, and the clock of node:test. */
function searched(t, { connected = true, taken = true, alive = true, heard = false } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const seen = { restarts: 0, searches: 0, waiting: [], connected };
  const leg = {
    connection: { iceConnectionState: "disconnected" },
    restartIce: () => Promise.resolve((seen.restarts += 1) && taken),
  };
  const line = {
    get connected() {
      return seen.connected;
    },
    whenConnected: (act) => seen.waiting.push(act),
  };
  const path = new Path(leg, line, {
    searching: () => (seen.searches += 1),
    heard: () => Promise.resolve(heard),
    alive: () => Promise.resolve((seen.connected &&= alive)),
  });
  const after = async (ms) => {
    t.mock.timers.tick(ms);
    await new Promise(setImmediate);
  };
  return { path, leg, seen, after };
}

test("a way that mends itself within a breath is not looked for", async (t) => {
  const { path, seen, after } = searched(t);
  path.ice("disconnected");
  await after(1400);
  path.ice("connected");
  await after(10_000);
  assert.equal(seen.restarts, 0);
});

test("a lost way is looked for every five seconds until it is found", async (t) => {
  const { path, seen, after } = searched(t, { taken: false });
  path.ice("failed");
  path.ice("disconnected");
  await after(0);
  assert.equal(seen.restarts, 1);
  await after(5000);
  assert.equal(seen.restarts, 2);
  path.ice("connected");
  await after(20_000);
  assert.equal(seen.restarts, 2);
  assert.equal(seen.searches, 2);
});

test("a change of the network leads to one search where the audio still has a way", async (t) => {
  const { path, leg, seen, after } = searched(t);
  leg.connection.iceConnectionState = "connected";
  path.search();
  await after(1500);
  await after(5000);
  await after(5000);
  assert.equal(seen.restarts, 1);
});

test("without a line the search waits for it, and ends with the call", async (t) => {
  const { path, seen, after } = searched(t, { connected: false });
  path.ice("failed");
  await after(0);
  assert.equal(seen.restarts, 0);
  seen.connected = true;
  seen.waiting.shift()();
  await after(0);
  assert.equal(seen.restarts, 1);
  path.stop();
  path.ice("failed");
  await after(20_000);
  assert.equal(seen.restarts, 1);
});

test("a way by which the other is heard is left alone, until it fails", async (t) => {
  const { path, seen, after } = searched(t, { heard: true });
  path.search();
  await after(1500);
  path.ice("disconnected");
  await after(20_000);
  assert.deepEqual([seen.restarts, seen.searches], [0, 0]);
  path.ice("failed");
  await after(0);
  assert.equal(seen.restarts, 1);
});

test("a dead socket is given up before it takes the search with it", async (t) => {
  const { path, seen, after } = searched(t, { alive: false });
  path.ice("failed");
  await after(0);
  assert.deepEqual([seen.restarts, seen.connected, seen.waiting.length], [0, false, 1]);
});
