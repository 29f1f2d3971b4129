"""Digest authentication as a SIP registrar asks for it: RFC 7616 and RFC 8760 with qop=auth."""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from enum import Enum

from .message import Header, SipRequest

REALM = "demo-pbx"
KEPT = 1000
"""Nonces. Beyond that the oldest are forgotten; their clients are challenged again."""

HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
"""As RFC 7616 names them, and as hashlib does."""

_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^",\s]+))')


class DigestResult(Enum):
    """What a request's credentials are worth."""

    NONE = "none"
    STALE = "stale"
    WRONG = "wrong"
    RIGHT = "right"


class Digest:
    """The challenges given out, and what comes back.

    `passwords`: extension → password, read at each request. `algorithms`: as of Policy.
    """

    def __init__(self, passwords: dict[str, str], algorithms: Sequence[str] = ("MD5",)) -> None:
        self._passwords = passwords
        self._algorithms = algorithms
        self._used: OrderedDict[str, int] = OrderedDict()

    def challenge(self, code: int, *, stale: bool = False) -> list[Header]:
        """The headers for an answer `code`, 401 or 407, with a nonce never given out before."""
        nonce = secrets.token_hex(16)
        self._used[nonce] = 0
        if len(self._used) > KEPT:
            self._used.popitem(last=False)
        name = "WWW-Authenticate" if code == 401 else "Proxy-Authenticate"
        again = ", stale=true" if stale else ""
        return [
            (name, f'Digest realm="{REALM}", nonce="{nonce}", algorithm={one}, qop="auth"{again}')
            for one in self._algorithms
        ]

    def judge(self, request: SipRequest, code: int) -> tuple[DigestResult, str]:
        """The verdict on the credentials for a challenge `code`, and the extension they name."""
        given = request.header("authorization" if code == 401 else "proxy-authorization")
        kind, _, rest = given.partition(" ")
        if kind.lower() != "digest":
            return DigestResult.NONE, ""
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
        extension = fields.get("username", "")
        password = self._passwords.get(extension)
        offered = fields.get("algorithm", "MD5") in self._algorithms
        if password is None or not offered or not _fits(fields, request, password):
            return DigestResult.WRONG, extension
        # Only who knows the password learns that the nonce is old: RFC 7616, section 3.3.
        count = int(fields["nc"], 16)
        if count <= self._used.get(fields["nonce"], count):
            return DigestResult.STALE, extension
        self._used[fields["nonce"]] = count
        return DigestResult.RIGHT, extension


def _fits(fields: dict[str, str], request: SipRequest, password: str) -> bool:
    right = (
        fields.get("realm") == REALM
        and fields.get("qop") == "auth"
        and fields.get("algorithm", "MD5") in HASHES
        and fields.get("uri") == request.uri
        and re.fullmatch(r"[0-9a-fA-F]{8}", fields.get("nc", ""))
        and "nonce" in fields
    )
    if not right:
        return False
    secret = response(fields, request.method, password)
    return hmac.compare_digest(secret.encode(), fields.get("response", "").encode())


def response(fields: dict[str, str], method: str, password: str) -> str:
    """The response of RFC 7616, section 3.4.1, for the other `fields` of the credentials."""
    name = HASHES[fields.get("algorithm", "MD5")]

    def hashed(text: str) -> str:
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()

    own = hashed(f"{fields['username']}:{fields['realm']}:{password}")
    asked = hashed(f"{method}:{fields['uri']}")
    parts = (own, fields["nonce"], fields["nc"], fields.get("cnonce", ""), fields["qop"], asked)
    return hashed(":".join(parts))
