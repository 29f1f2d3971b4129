import assert from "node:assert/strict";
import test from "node:test";

import { openBridge } from "../src/bridge.js";

const LONGEST_LINE = 65_536; // contract.py

test("whatever the PBX writes, its end of a call fits into a message of the contract", async () => {
  const sent = [];
  const phone = { command: { connect() {} }, event: (text) => sent.push(text) };
  globalThis.window = {
    qt: {},
    QWebChannel: class {
      constructor(_transport, ready) {
        queueMicrotask(() => ready({ objects: { phone } }));
      }
    },
  };
  const send = await openBridge(() => {});
  const long = "\u2026".repeat(70_000);
  send("ended", { call: "in-1", by: "them", code: 486, reason: long, errors: Array(99).fill(long) });
  send("incoming", { call: "in-2", number: long, name: long });
  for (const text of sent) {
    const ascii = text.replace(/[^\0-\x7f]/g, "\\u2026"); // as the phone process passes it on
    assert.ok(ascii.length < LONGEST_LINE, String(ascii.length));
  }
  assert.deepEqual([JSON.parse(sent[0]).code, JSON.parse(sent[1]).call], [486, "in-2"]);
});
