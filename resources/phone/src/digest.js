// Digest access authentication (RFC 7616, RFC 8760): chooses a challenge and answers it.
//
// `hashes`: {name: text => hexadecimal}, the strongest first.

const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;
const HEADER = /^(?<name>[\w-]+)[ \t]*:[ \t]*(?<value>.*)$/;

/** The challenges in a response, in its order. `header`: WWW- or Proxy-Authenticate. */
export function challengesIn(text, header) {
  const [head] = text.split("\r\n\r\n", 1);
  return head
    .replace(/\r\n[ \t]+/g, " ") // a header may continue on the next line
    .split("\r\n")
    .map((line) => HEADER.exec(line)?.groups)
    .filter((given) => given?.name.toLowerCase() === header.toLowerCase())
    .map(({ value }) => challengeOf(value));
}

/** The strongest challenge that can be answered, in whatever order they come; null = none. */
export function choose(challenges, hashes) {
  const strongest = Object.keys(hashes);
  const rank = ({ algorithm }) => strongest.indexOf(algorithm);
  const known = challenges.filter((one) => rank(one) >= 0 && isAnswerable(one));
  return known.sort((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** What the challenges ask for, as text: such as "Digest AKAv1-MD5, Basic". */
export function named(challenges) {
  const nameOf = ({ scheme, asked, qop }) => {
    return [scheme, asked, isUnsupported(qop) && `qop=${qop}`].filter(Boolean).join(" ");
  };
  return challenges.map(nameOf).join(", ");
}

/** Answers the challenges to one request and its repetitions, with the interface of JsSIP's own. */
export class Digest {
  #user;
  #password;
  #hashes;
  #challenge = null;
  #count = 0;
  #nonce = "";
  #text = "";

  constructor(user, password, hashes) {
    this.#user = user;
    this.#password = password;
    this.#hashes = hashes;
  }

  /** Sets the challenge that is answered next, as chosen by `choose`. */
  use(challenge) {
    this.#challenge = challenge;
  }

  /** Prepares the answer for a request. The library's own parsing of the challenge is not used. */
  authenticate({ method, ruri, body }, _, cnonce = randomToken()) {
    const { asked, realm, nonce, opaque, qop } = this.#challenge;
    this.#count = nonce === this.#nonce ? this.#count + 1 : 1;
    this.#nonce = nonce;
    const uri = String(ruri);
    const proof = { cnonce, nc: this.#count.toString(16).padStart(8, "0"), qop: chosenQop(qop) };
    const given = [
      ["username", quoted(this.#user)],
      ["realm", quoted(realm)],
      ["nonce", quoted(nonce)],
      ["uri", quoted(uri)],
      ["response", quoted(this.#response(`${method}:${uri}`, body ?? "", proof))],
      ["algorithm", asked],
      ["opaque", opaque && quoted(opaque)],
      ["qop", proof.qop],
      ["cnonce", quoted(cnonce)],
      ["nc", proof.qop && proof.nc],
    ];
    const parameters = given.filter(([, value]) => value).map((pair) => pair.join("="));
    this.#text = `Digest ${parameters.join(", ")}`;
    return true;
  }

  // RFC 7616 3.4.1 to 3.4.3; without a qop, RFC 2069.
  #response(what, body, { cnonce, nc, qop }) {
    const { algorithm, session, realm, nonce } = this.#challenge;
    const hash = this.#hashes[algorithm];
    const own = hash(`${this.#user}:${realm}:${this.#password}`);
    const secret = session ? hash(`${own}:${nonce}:${cnonce}`) : own;
    const asked = hash(qop === "auth-int" ? `${what}:${hash(body)}` : what);
    const middle = qop ? `${nonce}:${nc}:${cnonce}:${qop}` : nonce;
    return hash(`${secret}:${middle}:${asked}`);
  }

  /** The library asks for this for its other requests, which get their own Digest here. */
  get(parameter) {
    return parameter === "realm" ? this.#challenge.realm : "";
  }

  toString() {
    return this.#text;
  }
}

function challengeOf(value) {
  const given = Object.fromEntries(
    [...value.matchAll(PARAMETER)].map(([, name, text, token]) => {
      return [name.toLowerCase(), text?.replace(/\\(.)/g, "$1") ?? token];
    }),
  );
  const { algorithm: asked = "", realm = "", nonce = "", opaque = "", qop = "", stale } = given;
  return {
    scheme: /^\S*/.exec(value)[0],
    asked,
    algorithm: asked.toUpperCase().replace(/-SESS$/, "") || "MD5", // RFC 7616 3.3
    session: /-sess$/i.test(asked),
    realm,
    nonce,
    opaque,
    qop,
    stale: stale?.toLowerCase() === "true",
  };
}

function isAnswerable({ scheme, realm, nonce, qop }) {
  return scheme.toLowerCase() === "digest" && Boolean(realm && nonce) && !isUnsupported(qop);
}

function isUnsupported(qop) {
  return qop !== "" && !chosenQop(qop);
}

function chosenQop(qop) {
  const offered = qop.toLowerCase().split(/[\s,]+/);
  return ["auth", "auth-int"].find((one) => offered.includes(one)) ?? "";
}

function quoted(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function randomToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
