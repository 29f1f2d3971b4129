// Follows the requests of the SIP library, and answers the challenges to them.
//
// JsSIP 3.13.8 keeps only the last WWW-Authenticate header of a response (lib/Parser.js), supports
// only MD5 (lib/DigestAuthentication.js), and reports only the first response to a REGISTER. Every
// request passes through its RequestSender: two of its methods are wrapped here.

import RequestSender from "jssip/lib/RequestSender.js";
import { OutgoingRequest } from "jssip/lib/SIPMessage.js";

import { Digest, challengesIn, choose, named } from "./digest.js";
import { HASHES } from "./hashes.js";

const CHALLENGE = { 401: "WWW-Authenticate", 407: "Proxy-Authenticate" };

const followers = new WeakMap();

/**
 * Follows the requests of one user agent, with `account` = {user, password}.
 *
 * `on.sent(request)`: it is sent, also again with credentials after a challenge.
 * `on.answered(request, response, asks)`: a final response, before the library handles it; not for
 * challenges that can be answered. `asks`: the authentication that the PBX asks for, where none of
 * it is supported here, else "".
 */
export function follow(ua, account, on) {
  followers.set(ua, { ...account, on });
}

/** Queries the PBX's contacts for the extension (RFC 3261 10.2.3); returns the Call-ID. */
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
  if (follower && response.status_code >= 200) handle(this, follower, response);
  receive.call(this, response);
};

function handle(sender, { user, password, on }, response) {
  const header = CHALLENGE[response.status_code];
  const challenges = header ? challengesIn(response.data, header) : [];
  const challenge = choose(challenges, HASHES);
  if (challenge && isNew(sender, challenge)) {
    sender._auth ??= new Digest(user, password, HASHES);
    sender._auth.use(challenge);
    // The library asks `_auth` to answer this one, and sends the request again.
    response.headers[header] = [{ raw: header, parsed: challenge }];
    return;
  }
  // Without a challenge the library treats the response as final.
  if (header) delete response.headers[header];
  const unsupported = header && !challenge;
  on.answered(sender._request, response, unsupported ? named(challenges) || "no digest" : "");
}

/** Whether the challenge can be answered, and is not a rejection of the credentials sent. */
function isNew(sender, { stale }) {
  return !sender._challenged || (stale && !sender._staled);
}
