// Follows the requests that the SIP library sends, and answers the challenges to them.
//
// JsSIP 3.13.8 keeps only the last WWW-Authenticate header of an answer (lib/Parser.js), knows only
// MD5 (lib/DigestAuthentication.js), and tells of no answer to a REGISTER but the first. Every
// request passes through its RequestSender: two of its methods are wrapped here, once.

import RequestSender from "jssip/lib/RequestSender.js";
import { OutgoingRequest } from "jssip/lib/SIPMessage.js";

import { Digest, challengesIn, choose, named } from "./digest.js";
import { HASHES } from "./hashes.js";

const CHALLENGE = { 401: "WWW-Authenticate", 407: "Proxy-Authenticate" };

const followers = new WeakMap();

/**
 * Follows the requests of one user agent, with `account` = {user, password}.
 *
 * `on.sent(request)`: it leaves, also with credentials after a challenge.
 * `on.answered(request, response, asks)`: a final answer, before the library acts on it. A challenge
 * that can be met is none. `asks`: what the PBX asks for, where it asks only for what is not known
 * here, else "".
 */
export function follow(ua, account, on) {
  followers.set(ua, { ...account, on });
}

/** Asks which contacts the PBX has for the extension (RFC 3261 10.2.3): the request's Call-ID. */
export function askForContacts(ua) {
  const { registrar_server: registrar, uri } = ua.configuration;
  const request = new OutgoingRequest("REGISTER", registrar, ua, { to_uri: uri }, []);
  new RequestSender(ua, request, {}).send();
  return request.call_id;
}

const { send, _receiveResponse: receive } = RequestSender.prototype;

RequestSender.prototype.send = function () {
  followers.get(this._ua)?.on.sent(this._request);
  send.call(this);
};

RequestSender.prototype._receiveResponse = function (response) {
  const follower = followers.get(this._ua);
  if (follower && response.status_code >= 200) take(this, follower, response);
  receive.call(this, response);
};

function take(sender, { user, password, on }, response) {
  const header = CHALLENGE[response.status_code];
  const challenges = header ? challengesIn(response.data, header) : [];
  const challenge = choose(challenges, HASHES);
  if (challenge && isNew(sender, challenge)) {
    sender._auth ??= new Digest(user, password, HASHES);
    sender._auth.take(challenge);
    // The library has the answer made for this one, and sends it.
    response.headers[header] = [{ raw: header, parsed: challenge }];
    return;
  }
  // Without a challenge the library takes the answer as final.
  if (header) delete response.headers[header];
  const unknown = header && !challenge;
  on.answered(sender._request, response, unknown ? named(challenges) || "no digest" : "");
}

/** Whether the challenge is no judgement of what was sent already. */
function isNew(sender, { stale }) {
  return !sender._challenged || (stale && !sender._staled);
}
