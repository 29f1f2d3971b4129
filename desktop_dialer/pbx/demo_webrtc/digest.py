"""Digest authentication as a SIP registrar asks for it (RFC 7616 with MD5 and qop=auth).

MD5, because that is what PBXs ask for and browsers' SIP libraries answer (RFC 3261, section 22).
"""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from enum import Enum

from .message import Header, Request

REALM = "demo-pbx"
KEPT = 1000
"""Nonces. Beyond that the oldest are forgotten, and who still uses one is challenged anew."""

_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^",\s]+))')


class Verdict(Enum):
    """What a request's credentials are worth."""

    NONE = "none"
    STALE = "stale"
    WRONG = "wrong"
    RIGHT = "right"


class Digest:
    """The challenges given out, and what comes back.

    `passwords`: extension → password, read at each request.
    """

    def __init__(self, passwords: dict[str, str]) -> None:
        self._passwords = passwords
        self._used: OrderedDict[str, int] = OrderedDict()

    def challenge(self, code: int, *, stale: bool = False) -> Header:
        """The header for an answer `code`, 401 or 407, with a nonce never given out before."""
        nonce = secrets.token_hex(16)
        self._used[nonce] = 0
        if len(self._used) > KEPT:
            self._used.popitem(last=False)
        name = "WWW-Authenticate" if code == 401 else "Proxy-Authenticate"
        again = ", stale=true" if stale else ""
        return name, f'Digest realm="{REALM}", nonce="{nonce}", algorithm=MD5, qop="auth"{again}'

    def judge(self, request: Request, code: int) -> tuple[Verdict, str]:
        """The verdict on the credentials for a challenge `code`, and the extension they name."""
        given = request.header("authorization" if code == 401 else "proxy-authorization")
        kind, _, rest = given.partition(" ")
        if kind.lower() != "digest":
            return Verdict.NONE, ""
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
        extension = fields.get("username", "")
        password = self._passwords.get(extension)
        if password is None or not _fits(fields, request, password):
            return Verdict.WRONG, extension
        # Only who knows the password learns that the nonce is old: RFC 7616, section 3.3.
        count = int(fields["nc"], 16)
        if count <= self._used.get(fields["nonce"], count):
            return Verdict.STALE, extension
        self._used[fields["nonce"]] = count
        return Verdict.RIGHT, extension


def _fits(fields: dict[str, str], request: Request, password: str) -> bool:
    right = (
        fields.get("realm") == REALM
        and fields.get("qop") == "auth"
        and fields.get("algorithm", "MD5").upper() == "MD5"
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
    own = _md5(f"{fields['username']}:{fields['realm']}:{password}")
    asked = _md5(f"{method}:{fields['uri']}")
    parts = (own, fields["nonce"], fields["nc"], fields.get("cnonce", ""), fields["qop"], asked)
    return _md5(":".join(parts))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
