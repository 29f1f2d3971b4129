import assert from "node:assert/strict";
import test from "node:test";

import { calleeOf, header, inviteHeaders, parsable, shown, Unsendable } from "../src/headers.js";
import { hostAndPort, iceServersFor, settingsOf } from "../src/settings.js";

const BREAKS = ["\r", "\n", "\r\n", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"];

test("an INVITE carries the caller ID and the reference, each when given", () => {
  assert.deepEqual(inviteHeaders("X-Teleforge", "27215550000", "a-1"), [
    "X-Teleforge-Outbound-ID: 27215550000",
    "X-Teleforge-Contact-Ref: a-1",
  ]);
  assert.deepEqual(inviteHeaders("X-Platforma", "", ""), []);
});

test("nothing that could end a line gets into a header, and its text is not repeated", () => {
  for (const mark of BREAKS) {
    const value = `secret${mark}X-Admin: 1`;
    const refused = (error) => error instanceof Unsendable && !error.message.includes("secret");
    assert.throws(() => inviteHeaders("X-Platforma", value, ""), refused, JSON.stringify(mark));
    assert.throws(() => inviteHeaders("X-Platforma", "", value), refused, JSON.stringify(mark));
    assert.throws(() => inviteHeaders(`X${mark}`, "1", ""), refused, JSON.stringify(mark));
    assert.throws(() => calleeOf(`082${mark}1`), refused, JSON.stringify(mark));
  }
  assert.throws(() => header("X:Y", "1"), Unsendable);
});

test("a caller's name with control characters leaves a message that can be parsed", () => {
  const from = 'From: "a\x00b\x1b[31m\x7f" <sip:1@h>\r\n\tfolded\r\n\r\n';
  assert.equal(parsable(from), 'From: "a b [31m " <sip:1@h>\r\n\tfolded\r\n\r\n');
  const binary = new ArrayBuffer(4);
  assert.equal(parsable(binary), binary);
});

test("a callee is what can be the user of a SIP address", () => {
  for (const callee of ["0821234567", "+27821234567", "*86", "#31#0821234567", "sales.desk"]) {
    assert.equal(calleeOf(callee), callee);
  }
  for (const callee of ["", "082 123", "a@b", "1;x=1", "<1>", "1?Route=x", '"1"', "100%"]) {
    assert.throws(() => calleeOf(callee), Unsendable, callee);
  }
});

test("what the other side wrote is shown on one line", () => {
  assert.equal(shown(" Thandi\r\nNkosi\u2028 "), "Thandi  Nkosi");
});

const CONFIGURE = {
  url: "ws://pbx.example.co.za:8088/ws",
  server: "pbx.example.co.za",
  header_prefix: "X-Platforma",
  ice_servers: [],
  expires_s: 300,
};

test("settings that cannot be are refused", () => {
  assert.equal(settingsOf(CONFIGURE).expires, 300);
  const wrong = [
    { url: "http://pbx/" },
    { url: "" },
    { server: "" },
    { server: "a b" },
    { server: "pbx\r\nX" },
    { server: "pbx/x" },
    { server: "user@pbx" },
    { header_prefix: "X Y" },
    { header_prefix: "" },
  ];
  for (const change of wrong) {
    assert.throws(() => settingsOf({ ...CONFIGURE, ...change }), Unsendable, JSON.stringify(change));
  }
});

test("a server is a host, or a host and a port", () => {
  assert.deepEqual(hostAndPort("pbx.example.co.za"), ["pbx.example.co.za", null]);
  assert.deepEqual(hostAndPort("[2001:db8::1]:80"), ["[2001:db8::1]", 80]);
});

test("a relay gets the account, a STUN server does not", () => {
  const account = { extension: "204", password: "x" };
  assert.deepEqual(iceServersFor(["stun:a", "turn:b", "turns:c"], account), [
    { urls: "stun:a" },
    { urls: "turn:b", username: "204", credential: "x" },
    { urls: "turns:c", username: "204", credential: "x" },
  ]);
});
