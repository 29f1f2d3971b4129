"""The text in the body of the PBX's answer, made fit to be shown.

The body is undocumented. A sister product of the vendor answers {"errors": ["…"]},
{"error": "…", "message": "…"} or {"message": "…"}: those are read, anything else is shown as
trimmed text.
"""

import codecs
import json
import re
import zlib
from html import unescape

_LONGEST = 300
"""Characters of a line that is shown."""
_LONGEST_BODY = 2000
"""Characters of a body. Windows and notifications show the first ones, and all on demand."""

_HIDDEN_HTML = re.compile(r"(?is)<(script|style|title)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)")
_TAG = re.compile(r"<[^<>]*>")
_COMPRESSED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
"""First bytes of gzip (RFC 1952) and zlib (RFC 1950) data."""
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Not in any text. ESC is left out, since some programs colour their output."""
_CONTROL = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Direction marks among them: they would reverse our own text that follows."""


def readable_text(body: bytes, charset: str = "", limit: int = 65536) -> str | None:
    """The readable text of an answer's body: one line, at most 2,000 characters.

    None where it is not text. `charset`: as the answer names it, "" = it does not. `limit`:
    bytes that are read of a body after decompression.
    """
    text = _text(body, charset, limit)
    if text is None:
        return None
    message = _from_json(text)
    if message is None:
        message = unescape(_TAG.sub(" ", _HIDDEN_HTML.sub(" ", text)))
    return one_line(message, _LONGEST_BODY)


def errors_in(body: bytes, charset: str = "", limit: int = 65536) -> str:
    """The errors that an answer lists as JSON, as one readable line; "" where it lists none."""
    text = _text(body, charset, limit)
    return one_line(_from_json(text, errors_only=True) or "", _LONGEST_BODY) if text else ""


def _text(body: bytes, charset: str, limit: int) -> str | None:
    """The text of a body; None where it is binary. A PBX may compress it unasked."""
    body = _decompressed(body, limit)
    utf_16 = "utf-16" if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    for name in filter(None, (utf_16, "utf-8", charset, "cp1252")):
        try:
            # Incremental: the limit may have cut the last character.
            text = codecs.getincrementaldecoder(name)().decode(body)
        except (LookupError, ValueError):
            continue
        garbled = name == "cp1252" and 2 * sum(map(str.isascii, text)) < len(text)
        return None if garbled or _BINARY.search(text) else text
    return None


def _decompressed(body: bytes, limit: int) -> bytes:
    """By its content and not by its header; at most `limit` bytes, whatever its real size."""
    if not body.startswith(_COMPRESSED):
        return body
    try:
        return zlib.decompressobj(wbits=47).decompress(body, limit)  # 47: gzip or zlib
    except zlib.error:
        return body


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Text from outside as one line of at most `longest` characters, fit to be shown."""
    # JSON may hold lone surrogates, which can be written to no file or terminal.
    valid = text.encode(errors="replace").decode()
    line = " ".join(_CONTROL.sub(" ", valid).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _from_json(text: str, *, errors_only: bool = False) -> str | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(answer, str) and not errors_only:
        return answer
    if not isinstance(answer, dict):
        return None
    errors = answer.get("errors")
    if isinstance(errors, dict):
        errors = [f"{name}: {error}" for name, error in errors.items()]
    if isinstance(errors, list) and errors:
        return "; ".join(str(error) for error in errors)
    if errors_only and not answer.get("error"):
        return None
    texts = [answer[key] for key in ("error", "message") if isinstance(answer.get(key), str)]
    return ": ".join(texts) or None
