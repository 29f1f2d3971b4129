"""Read one typed number, however it is written."""

import re
from dataclasses import replace

from phonenumbers import convert_alpha_characters_in_number, is_valid_number

from .errors import NotANumber, NotCallable, SeveralNumbers
from .numbering import describe, is_id_number, parse
from .phone_number import Confidence, PhoneNumber
from .tel_link import is_link, parse_link
from .text_clean import clean
from .text_scan import scan

EMERGENCY = frozenset({"107", "111", "112", "911", "999", "10111", "10177"})
"""South African emergency numbers, and the foreign ones people type from habit. None fits a
callee form, and 107, 111 and 112 look like extensions."""

LONGEST = 200
"""Characters: longer text is no typed number and goes through the text scan."""

_FEATURE_CODE = re.compile(r"[*#][0-9*#]*")
_PLAIN = re.compile(
    r"(?P<number>\+?[0-9 ()\[\].-]+?)"
    r"(?:[ ,;]*(?:ext(?:ension)?|x|uitbr(?:eiding)?)[ .:]*(?P<extension>[0-9]{1,7}))?",
    re.IGNORECASE,
)
_VANITY = re.compile(r"\+?[0-9 ()-]{3,}[A-Za-z](?:[A-Za-z0-9 -]*[A-Za-z0-9])?")


def read_number(text: str, region: str = "ZA") -> PhoneNumber:
    """The one number in `text`, which may also be a tel: link.

    `region`: two letters (ISO 3166-1), where numbers without a country code belong.
    Raises NotANumber, SeveralNumbers or NotCallable with the reason; nothing else.
    """
    typed = clean(text[: 64 * 1024]).text.replace("\n", " ").strip()
    if is_link(typed):
        link = parse_link(typed)
        number = read_number(_without_scheme(link.number), region)
        return replace(number, typed=text, extension=link.extension or number.extension)
    _refuse_unreadable(typed)
    plain = _PLAIN.fullmatch(typed) if len(typed) <= LONGEST else None
    if plain:
        return _read_plain(text, plain["number"].strip(), plain["extension"] or "", region)
    if len(typed) <= LONGEST and _VANITY.fullmatch(typed) and not re.search(r"\bx\b|ext", typed):
        return _read_vanity(text, typed, region)
    return _read_sentence(text, region)


def _without_scheme(number: str) -> str:
    """A link inside a link names nothing; its digits are no number either."""
    if is_link(number):
        raise NotANumber("The link holds another link.", "Copy the number itself.")
    return number


def _refuse_unreadable(typed: str) -> None:
    if not any(character.isdigit() for character in typed):
        raise NotANumber("There is no phone number here.", "Type or copy a number with digits.")
    if _FEATURE_CODE.fullmatch(typed.replace(" ", "")):
        raise NotCallable(
            f"{typed} is a feature code of the phone network, not a phone number.",
            "Dial it on the phone itself if you mean it.",
        )
    if "~" in typed:
        raise NotANumber("The character ~ stands in no phone number.", "Type the number anew.")
    digits = re.sub(r"[^0-9]", "", typed)
    if digits in EMERGENCY and not re.search(r"[A-Za-z]", typed):
        raise NotCallable(
            f"{digits} is an emergency number; the PBX interface cannot dial it.",
            f"Use a phone: dial {digits} there now.",
        )


def _read_plain(text: str, number: str, extension: str, region: str) -> PhoneNumber:
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) in (3, 4):
        raise NotCallable(
            f"{digits} looks like an extension; the PBX interface calls outside numbers only.",
            "Dial the extension on your phone.",
        )
    confidence = Confidence.SURE
    if is_id_number(digits):
        confidence = Confidence.MAYBE_ID
    elif not number.startswith("+") and not digits.startswith("0") and region == "ZA":
        if len(digits) == 9:
            confidence = Confidence.RESTORED_ZERO
        elif len(digits) >= 11 and not digits.startswith("27"):
            number, confidence = f"+{number}", Confidence.DOUBTFUL
    suffix = f" ext. {extension}" if extension else ""
    parsed = parse(number + suffix, region)
    if confidence is Confidence.DOUBTFUL and not is_valid_number(parsed):
        raise NotANumber(
            f"{text.strip()!r} is neither a South African number nor one with a country code.",
            "Check the number for missing or extra digits.",
        )
    return describe(parsed, text, region, confidence)


def _read_vanity(text: str, typed: str, region: str) -> PhoneNumber:
    mapped = re.sub(r"[^0-9+]", "", convert_alpha_characters_in_number(typed.upper()))
    if region == "ZA":
        # The exchange stops listening after the tenth digit: 0860 FLOWERS is 0860 356 937.
        length = 12 if mapped.startswith("+27") else 11 if mapped.startswith("27") else 10
        mapped = mapped[:length]
    return describe(parse(mapped, region), text, region, Confidence.VANITY)


def _read_sentence(text: str, region: str) -> PhoneNumber:
    found = {item.number.e164: item.number for item in scan(text, region)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise SeveralNumbers(tuple(number.display for number in found.values()))
    shown = text.strip() if len(text) <= LONGEST else f"{text.strip()[:60]}…"
    raise NotANumber(f"No phone number can be read in {shown!r}.", "Check the number.")
