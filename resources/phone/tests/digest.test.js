import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";

import { Digest, challengesIn, choose, named } from "../src/digest.js";

const over = (name) => (text) => createHash(name).update(text).digest("hex");
const HASHES = { "SHA-512-256": over("sha512-256"), "SHA-256": over("sha256"), MD5: over("md5") };

const NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

function challenges(...values) {
  const lines = values.map((value) => `WWW-Authenticate: ${value}`);
  const text = ["SIP/2.0 401 Unauthorized", ...lines, "", "WWW-Authenticate: Digest body"];
  return challengesIn(text.join("\r\n"), "WWW-Authenticate");
}

const asked = (algorithm, more = 'qop="auth"') => {
  return `Digest realm="pbx", nonce="n", algorithm=${algorithm}, ${more}`;
};

function answerTo(challenge, request) {
  const digest = new Digest("Mufasa", "Circle of Life", HASHES);
  digest.use(challenge);
  digest.authenticate(request, null, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
  return String(digest);
}

// RFC 7616 3.9.1.
test("the answers are those of the standard's examples", () => {
  const request = { method: "GET", ruri: "/dir/index.html" };
  const responses = {
    MD5: "8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256": "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  };
  for (const [algorithm, response] of Object.entries(responses)) {
    const [challenge] = challenges(
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, ` +
        `nonce="${NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
    );
    const answer = answerTo(challenge, request);
    assert.match(answer, new RegExp(`response="${response}", algorithm=${algorithm}, opaque=`));
    assert.match(answer, /qop=auth, cnonce="[^"]+", nc=00000001$/);
  }
});

test("the strongest digest is chosen, whichever comes first", () => {
  for (const order of [["MD5", "SHA-256"], ["SHA-256", "MD5"], ["AKAv1-MD5", "SHA-256"]]) {
    assert.equal(choose(challenges(...order.map((name) => asked(name))), HASHES).asked, "SHA-256");
  }
  assert.equal(choose(challenges(asked("SHA-512-256"), asked("SHA-256")), HASHES).asked, "SHA-512-256");
  assert.equal(choose(challenges('Digest realm="r",nonce="n"'), HASHES).algorithm, "MD5");
});

test("what cannot be answered is named", () => {
  const foreign = challenges(asked("AKAv1-MD5"), asked("MD5", 'qop="token"'), 'Basic realm="x"');
  assert.equal(choose(foreign, HASHES), null);
  assert.equal(named(foreign), "Digest AKAv1-MD5, Digest MD5 qop=token, Basic");
});

test("a nonce that is used again is counted, a new one begins anew", () => {
  const digest = new Digest("u", "p", HASHES);
  const counts = ["a", "a", "b"].map((nonce) => {
    digest.use(challenges(asked("MD5").replace('"n"', `"${nonce}"`))[0]);
    digest.authenticate({ method: "REGISTER", ruri: "sip:pbx" });
    return /nc=0+(\d)/.exec(String(digest))[1];
  });
  assert.deepEqual(counts, ["1", "2", "1"]);
});

test("text of the PBX cannot break out of its quotes", () => {
  const [challenge] = challenges(String.raw`Digest realm="a\"b\\", nonce="n", algorithm=MD5-sess`);
  assert.equal(challenge.realm, String.raw`a"b\ `.trim());
  const answer = answerTo(challenge, { method: "INVITE", ruri: "sip:1@pbx" });
  assert.ok(answer.includes(String.raw`realm="a\"b\\", nonce="n"`));
  assert.ok(answer.includes("algorithm=MD5-sess, cnonce="));
});
