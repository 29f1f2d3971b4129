import assert from "node:assert/strict";
import test from "node:test";

import { openBridge } from "../src/bridge.js";

const LONGEST_LINE = 65_536; // contract.py

test("whatever the PBX writes, its end of a call fits into a message of the contract", async () => {
  const told = [];
  const phone = { command: { connect() {} }, event: (text) => told.push(text) };
  globalThis.window = {
    qt: {},
    QWebChannel: class {
      constructor(_transport, ready) {
        queueMicrotask(() => ready({ objects: { phone } }));
      }
    },
  };
  const tell = await openBridge(() => {});
  const long = "\u2026".repeat(70_000);
  tell("ended", { call: "in-1", by: "them", code: 486, reason: long, errors: Array(99).fill(long) });
  tell("incoming", { call: "in-2", number: long, name: long });
  for (const text of told) {
    const ascii = text.replace(/[^\0-\x7f]/g, "\\u2026"); // as the phone process passes it on
    assert.ok(ascii.length < LONGEST_LINE, String(ascii.length));
  }
  assert.deepEqual([JSON.parse(told[0]).code, JSON.parse(told[1]).call], [486, "in-2"]);
});
