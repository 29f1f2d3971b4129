"""The PBX's words: what can be shown of the body of an answer.

The body is undocumented. A sister product of the vendor answers {"errors": ["…"]},
{"error": "…", "message": "…"} or {"message": "…"}: those are read, anything else is shown as
trimmed text.
"""

import json
import re
from html import unescape

_LONGEST = 300
"""Characters shown to a person."""

_HIDDEN_HTML = re.compile(r"(?is)<(script|style|title)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)")
_TAG = re.compile(r"<[^<>]*>")
_CONTROL = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Marks of direction among them: they would turn our own words behind them round."""


def words_of(body: bytes) -> str:
    """The words for a person in an answer's body: one line, at most 300 characters."""
    text = body.decode("utf-8", errors="replace")
    words = _from_json(text)
    if words is None:
        words = unescape(_TAG.sub(" ", _HIDDEN_HTML.sub(" ", text)))
    return one_line(words)


def one_line(words: str, longest: int = _LONGEST) -> str:
    """Somebody else's words as one line of at most `longest` characters, fit to be shown."""
    # JSON can write half characters; no file and no terminal takes them.
    whole = words.encode(errors="replace").decode()
    line = " ".join(_CONTROL.sub(" ", whole).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _from_json(text: str) -> str | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(answer, str):
        return answer
    if not isinstance(answer, dict):
        return None
    errors = answer.get("errors")
    if isinstance(errors, dict):
        errors = [f"{name}: {fault}" for name, fault in errors.items()]
    if isinstance(errors, list) and errors:
        return "; ".join(str(error) for error in errors)
    told = [answer[key] for key in ("error", "message") if isinstance(answer.get(key), str)]
    return ": ".join(told) or None
