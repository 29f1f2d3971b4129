"""The PBX's words: what can be shown of the body of an answer.

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
"""Characters of a line for a person."""
_LONGEST_BODY = 2000
"""Of an answer's body: windows and notifications show the first of them, and all on demand."""

_HIDDEN_HTML = re.compile(r"(?is)<(script|style|title)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)")
_TAG = re.compile(r"<[^<>]*>")
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
"""How gzip (RFC 1952) and zlib (RFC 1950) begin."""
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""No text has these; ESC is left out, since some programs colour theirs."""
_CONTROL = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Marks of direction among them: they would turn our own words behind them round."""


def readable_text(body: bytes, charset: str = "", limit: int = 65536) -> str | None:
    """The words for a person in an answer's body: one line, at most 2,000 characters.

    None where it is not text. `charset`: as the answer names it, "" = it does not. `limit`:
    bytes that are read of a body after it was unpacked.
    """
    text = _text(body, charset, limit)
    if text is None:
        return None
    words = _from_json(text)
    if words is None:
        words = unescape(_TAG.sub(" ", _HIDDEN_HTML.sub(" ", text)))
    return one_line(words, _LONGEST_BODY)


def errors_in(body: bytes, charset: str = "", limit: int = 65536) -> str:
    """The faults that an answer lists as JSON, as one readable line; "" where it lists none."""
    text = _text(body, charset, limit)
    return one_line(_from_json(text, faults_only=True) or "", _LONGEST_BODY) if text else ""


def _text(body: bytes, charset: str, limit: int) -> str | None:
    """The text of a body; None where it is binary. A PBX may pack what was asked for plain."""
    body = _unpacked(body, limit)
    marks = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    marked = next((name for mark, name in marks.items() if body.startswith(mark)), "")
    for name in filter(None, (marked, "utf-8", charset, "cp1252")):
        try:
            # Not final: the limit may have cut the last character.
            text = codecs.getincrementaldecoder(name)().decode(body)
        except (LookupError, ValueError):
            continue
        strange = name == "cp1252" and 2 * sum(map(str.isascii, text)) < len(text)
        return None if strange or _BINARY.search(text) else text
    return None


def _unpacked(body: bytes, limit: int) -> bytes:
    """By what it is and not by what its header says; at most `limit` bytes, however much it is."""
    if not body.startswith(_PACKED):
        return body
    try:
        return zlib.decompressobj(wbits=47).decompress(body, limit)  # 47: gzip or zlib, on its own
    except zlib.error:
        return body


def one_line(words: str, longest: int = _LONGEST) -> str:
    """Somebody else's words as one line of at most `longest` characters, fit to be shown."""
    # JSON can write half characters; no file and no terminal takes them.
    whole = words.encode(errors="replace").decode()
    line = " ".join(_CONTROL.sub(" ", whole).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _from_json(text: str, *, faults_only: bool = False) -> str | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(answer, str) and not faults_only:
        return answer
    if not isinstance(answer, dict):
        return None
    errors = answer.get("errors")
    if isinstance(errors, dict):
        errors = [f"{name}: {fault}" for name, fault in errors.items()]
    if isinstance(errors, list) and errors:
        return "; ".join(str(error) for error in errors)
    if faults_only and not answer.get("error"):
        return None
    told = [answer[key] for key in ("error", "message") if isinstance(answer.get(key), str)]
    return ": ".join(told) or None
