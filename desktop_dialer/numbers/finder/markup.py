"""Values of HTML and XML attributes: samples, keys and sizes, which only rarely are to be dialled.

A value is left alone unless its attribute is called a phone (`data-phone`), its element is
(`<meta itemprop="telephone" content="…">`), or it is a sentence that calls it one
(`alt="Call 021 …"`). Links (`href="tel:…"`) are read before anybody asks here.
"""

import re

from .vocabulary import Word, part_of

_REACH = 600
"""Characters in front of a number in which the beginning of its element is looked for."""
_TAG = re.compile(r"<[A-Za-z]")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[A-Za-z][\w:.-]{0,40})\s?=\s?(?:"(?P<double>[^"]{0,200})|'(?P<single>[^']{0,200}))$"""
)
_BARE_ATTRIBUTE = re.compile(r"\s(?P<name>[A-Za-z][\w:.-]{0,40})=$")
_SAMPLES = re.compile(
    r"\b(?:placeholder[\"']?\s?[:=]|data-[\w-]{1,40}\s?=)\s?[{(]?\s?(?:[\"'`]|&quot;|&#34;)$",
    re.IGNORECASE,
)
_CALLED_PHONE = re.compile(
    r"(?:^<(?:\w{1,20}:)?|\b(?:itemprop|property|name|type|autocomplete)\s?=\s?[\"']?)"
    r"[^\s\"'>]{0,40}(?:tel|phone|mobile|cell|fax)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:tel|callto|sips?|sms):|//(?:wa|t)\.me/", re.IGNORECASE)
_TEXTS = frozenset({"alt", "title", "content", "label", "summary", "description", "aria-label"})


def in_attribute(text: str, start: int) -> str:
    """How the number at `start` is in an attribute: "" not at all, "value", or "text".

    "text": in a sentence, where the words in front of it decide. A value that is called a
    phone counts as none.
    """
    sample = _SAMPLES.search(text[max(0, start - 60) : start])
    if sample and not _phone_name(sample.group()):
        return "value"
    low = max(0, start - _REACH)
    opened = text.rfind("<", low, start)
    if opened < 0 or text.rfind(">", opened, start) >= 0 or not _TAG.match(text, opened):
        return ""
    element = text[opened:start]
    match = _ATTRIBUTE.search(element[-260:]) or _BARE_ATTRIBUTE.search(element[-60:])
    if match is None or _LINK.search(match.group()):
        return ""
    name = match["name"].lower()
    if name.endswith("placeholder"):
        return "value"
    if name in _TEXTS and re.search(r"[^\W\d_]{2}", match.group()[len(name) + 1 :]):
        return "text"
    called = _phone_name(name) or (name in ("content", "value") and _CALLED_PHONE.search(element))
    return "" if called else "value"


def _phone_name(name: str) -> bool:
    words = re.findall("[a-z]+", name.lower())
    parts = [part_of(word) for word in words if word != "data"]
    return Word.PHONE in parts or (bool(parts) and set(parts) == {Word.NUMBER})
