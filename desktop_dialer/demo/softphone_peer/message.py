"""SIP messages as they cross a WebSocket: one whole message per frame (RFC 7118, section 5).

Strict where strictness protects: a line break that is not CR LF, a missing header or a wrong
Content-Length makes a message malformed, and no header value with a line break is ever written.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

REASONS = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    407: "Proxy Authentication Required",
    415: "Unsupported Media Type",
    421: "Extension Required",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    500: "Server Internal Error",
    503: "Service Unavailable",
    603: "Decline",
}
HEADER_LIMIT = 100
Header: TypeAlias = tuple[str, str]

_COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "k": "supported",
    "x": "session-expires",
}
"""The short forms of RFC 3261, section 7.3.3, and RFC 4028, section 4."""
_NEEDED = ("via", "from", "to", "call-id", "cseq")
_REQUEST_LINE = re.compile(r"([A-Z]{3,20}) (\S{1,2000}) SIP/2\.0")
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6]\d\d)(?: (.*))?")
_HEADER_LINE = re.compile(r"([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:[ \t]*(.*?)[ \t]*", re.DOTALL)
_SEQUENCE = re.compile(r"(\d{1,10})\s+([A-Z]{3,20})")


@dataclass(frozen=True, slots=True)
class _Message:
    headers: tuple[Header, ...]
    body: str

    def header(self, name: str) -> str:
        """The first value of `name` (in lower case), "" when there is none."""
        return next((value for own, value in self.headers if own.lower() == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of `name` (in lower case), in their order."""
        return tuple(value for own, value in self.headers if own.lower() == name)

    @property
    def sequence(self) -> tuple[int, str]:
        """The number and the method of the CSeq; (0, "") when the header is malformed.

        0 is also a valid number (RFC 3261, section 8.1.1.5): only the method tells them apart.
        """
        match = _SEQUENCE.fullmatch(self.header("cseq"))
        return (int(match[1]), match[2]) if match else (0, "")

    @property
    def branch(self) -> str:
        """What names the transaction: the branch of the topmost Via."""
        return parameter(self.header("via"), "branch")


@dataclass(frozen=True, slots=True)
class SipRequest(_Message):
    """A request. Long names only in `headers`: the parser writes short ones out."""

    method: str = field(kw_only=True)
    uri: str = field(kw_only=True)

    def __str__(self) -> str:
        return _written(f"{self.method} {self.uri} SIP/2.0", self.headers, self.body)


@dataclass(frozen=True, slots=True)
class SipResponse(_Message):
    """An answer to a request."""

    code: int = field(kw_only=True)
    reason: str = field(kw_only=True)

    def __str__(self) -> str:
        return _written(f"SIP/2.0 {self.code} {self.reason}", self.headers, self.body)


class Malformed(Exception):
    """No SIP message. `request` is what could be read when that is enough for an answer."""

    def __init__(self, why: str, request: SipRequest | None = None) -> None:
        super().__init__(why)
        self.request = request


def parse(text: str) -> SipRequest | SipResponse:
    """The message that `text`, one frame of the WebSocket, is. Raises Malformed."""
    head, _, body = text.partition("\r\n\r\n")
    first, *lines = re.sub(r"\r\n[ \t]+", " ", head).split("\r\n")
    headers, broken = _headers(lines)
    status = _STATUS_LINE.fullmatch(first)
    request = _REQUEST_LINE.fullmatch(first)
    if status:
        code, reason = int(status[1]), status[2] or ""
        message: SipRequest | SipResponse = SipResponse(headers, body, code=code, reason=reason)
    elif request:
        message = SipRequest(headers, body, method=request[1], uri=request[2])
    else:
        raise Malformed("the first line is not SIP")
    missing = [name for name in _NEEDED if not message.header(name)]
    if missing:
        raise Malformed(f"no {', '.join(missing)}")
    broken = broken or _wrong_inside(message)
    if broken:
        raise Malformed(broken, message if isinstance(message, SipRequest) else None)
    return message


def _headers(lines: list[str]) -> tuple[tuple[Header, ...], str]:
    """The headers that keep the form, and what is wrong with the others ("" = nothing)."""
    headers: list[Header] = []
    broken = "too many headers" if len(lines) > HEADER_LIMIT else ""
    for line in lines:
        match = _HEADER_LINE.fullmatch(line)
        if not match or _breaks(match[2]):
            broken = "a malformed header line"
            continue
        headers.append((_COMPACT.get(match[1].lower(), match[1]), match[2]))
    return tuple(headers), broken


def _wrong_inside(message: SipRequest | SipResponse) -> str:
    method = message.sequence[1]
    if not method or (isinstance(message, SipRequest) and method != message.method):
        return "a malformed CSeq"
    length = message.header("content-length")
    if length and length != str(len(message.body.encode())):
        return "a Content-Length that is not the body's"
    if not message.branch:
        return "a Via without a branch"
    return ""


def _breaks(value: str) -> bool:
    return not {"\r", "\n", "\0"}.isdisjoint(value)


def _written(first: str, headers: tuple[Header, ...], body: str) -> str:
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    lines.append(f"Content-Length: {len(body.encode())}")
    if any(map(_breaks, lines)):
        raise ValueError("a line break inside a header")
    return "\r\n".join(lines) + "\r\n\r\n" + body


def reply(
    request: SipRequest, code: int, *headers: Header, to_tag: str = "", body: str = ""
) -> SipResponse:
    """The answer `code` to `request` (RFC 3261, section 8.2.6), with more `headers`.

    `to_tag`: for a To that has none. A `body` is SDP.
    """
    to = request.header("to")
    if to_tag and not parameter(to, "tag"):
        to += f";tag={to_tag}"
    copied = [("Via", via) for via in request.all("via")]
    copied += [("From", request.header("from")), ("To", to)]
    copied += [(name, request.header(name.lower())) for name in ("Call-ID", "CSeq")]
    copied += [("Server", "demo-pbx"), *headers]
    if body:
        copied.append(("Content-Type", "application/sdp"))
    return SipResponse(tuple(copied), body, code=code, reason=REASONS[code])


def parameter(value: str, name: str) -> str:
    """A parameter after the address of a From, To, Via or Contact: `;tag=x` → "x", else ""."""
    after = value.rpartition(">")[2]
    match = re.search(rf";\s*{re.escape(name)}\s*=\s*(\"[^\"]*\"|[^;,\s]+)", after, re.IGNORECASE)
    return match[1].strip('"') if match else ""


def address_of(value: str) -> str:
    """The URI in a From, To or Contact: `"A" <sip:204@pbx>;tag=x` → "sip:204@pbx"."""
    match = re.search(r"<([^<>]*)>", value)
    return match[1] if match else value.partition(";")[0].strip()


def user_of(uri: str) -> str:
    """The user part of a SIP URI, "" when there is none."""
    match = re.match(r"sips?:([^@;?]*)@", uri, re.IGNORECASE)
    return unquote(match[1]).partition(":")[0] if match else ""
