import assert from "node:assert/strict";
import test from "node:test";

import { outcomeOf } from "../src/outcome.js";
import { causesOf } from "../src/reason.js";

for (const [headers, q850, sip] of [
  [[], 0, 0],
  [["Q.850;cause=21"], 21, 0],
  [['q.850 ; cause = 17 ;text="User busy, cause=99;x"'], 17, 0],
  [['SIP;cause=200;text="Call completed elsewhere"', "Q.850;cause=26"], 26, 200],
  [['SIP ;cause=580, Q.850;text="a \\" , Q.850;cause=1";cause=34'], 34, 580],
  [["Preemption;cause=1", "Q.850;cause=abc", "Q.8501;cause=3", "Q.850;cause=1234"], 0, 0],
  [['Q.850;text="never closed;cause=17'], 0, 0],
]) {
  test(`the causes in ${JSON.stringify(headers)}`, () => {
    assert.deepEqual(causesOf(headers), { q850, sip });
  });
}

test("the text of a Reason header is not passed on as a cause", () => {
  const message = {
    getHeaders: () => ['Q.850;cause=34;text="pay us"'],
    status_code: 503,
    reason_phrase: "Service Unavailable",
  };
  const line = { errorsOf: () => [] };
  const outcome = outcomeOf({ originator: "remote", message, cause: "Unavailable" }, "", line);
  assert.equal(outcome.q850, 34);
  assert.ok(!JSON.stringify(outcome).includes("pay us"));
});
