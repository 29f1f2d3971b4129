// The hashes that a digest may ask for, the strongest first: {name: text => hexadecimal}.
//
// Synchronous, because the SIP library expects the answer to a challenge at once, and SubtleCrypto
// is asynchronous.

import { md5 } from "@noble/hashes/legacy.js";
import { sha256, sha512_256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

const hexadecimal = (hash) => (text) => bytesToHex(hash(utf8ToBytes(text)));

export const HASHES = {
  "SHA-512-256": hexadecimal(sha512_256),
  "SHA-256": hexadecimal(sha256),
  MD5: hexadecimal(md5),
};
