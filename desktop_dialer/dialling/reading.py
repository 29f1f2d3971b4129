"""Read one typed number, however it is written."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from phonenumbers import convert_alpha_characters_in_number, is_valid_number

from .errors import NotANumber, NotCallable, NumberError, SeveralNumbers
from .numbering import describe, is_id_number, parse
from .phone_number import Confidence, FoundNumber, PhoneNumber
from .quoted import quoted
from .tel_link import is_link, parse_link
from .text_clean import clean
from .text_scan import explain

EMERGENCY = frozenset({"107", "111", "112", "911", "999", "10111", "10177"})
"""South African emergency numbers, and the foreign ones people type from habit. None fits a
callee form, and 107, 111 and 112 look like extensions."""

LONGEST = 200
"""Characters: longer text is no typed number and goes through the text scan."""

_MOST_DIGITS = 18
"""Digits of one number: 15 (E.164), 00 in front, and the (0) some write behind the country."""

_FEATURE_CODE = re.compile(r"[0-9+(). -]*[*#][0-9+(). *#-]*")
_TILDE = re.compile(r"[0-9+(). ~-]*~[0-9+(). ~-]*")
# A comma, a semicolon, p or w is a pause: the phone sends the digits behind it as tones.
_PLAIN = re.compile(
    r"(?P<number>\+?[0-9 ()\[\].-]+?)"
    r"(?:[ ,;]*(?:ext(?:ension)?|x|uitbr(?:eiding)?|[,;pw])[ .:=]*(?P<extension>[0-9]{1,7}))?",
    re.IGNORECASE,
)
_VANITY = re.compile(r"(?P<digits>\+?[0-9 ()-]{3,})[A-Za-z](?:[A-Za-z0-9 -]*[A-Za-z0-9])?")
_VANITY_PREFIX = re.compile(r"(?:0|27|0027)8[067][0-9]{0,5}")
"""080, 086 and 087 are sold with words; behind 011 or 082, letters are a street, a name, a slip."""


def read_number(text: str, region: str = "ZA") -> PhoneNumber:
    """The one number in `text`, which may also be a tel: link.

    `region`: two letters (ISO 3166-1), where numbers without a country code belong.
    Raises NotANumber, SeveralNumbers or NotCallable with the reason; nothing else.
    """
    typed = re.sub(r"[\n\t]", " ", clean(text[: 64 * 1024]).text).strip()
    if is_link(text) or is_link(typed):
        # Cleaning decodes percent signs, which belongs to the link's own reading.
        link = parse_link(text if is_link(text) else typed)
        number = read_number(_without_scheme(link.number), region)
        return replace(number, typed=text, extension=link.extension or number.extension)
    _refuse_unreadable(typed)
    plain = _PLAIN.fullmatch(typed) if len(typed) <= LONGEST else None
    if plain:
        return _read_plain(text, plain["number"].strip(), plain["extension"] or "", region)
    if len(typed) <= LONGEST and _is_vanity(typed, region):
        return _read_vanity(text, typed, region)
    return _read_sentence(text, region)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _is_vanity(typed: str, region: str) -> bool:
    match = _VANITY.fullmatch(typed)
    if match is None:
        return False
    digits = _digits(match["digits"])
    return bool(_VANITY_PREFIX.fullmatch(digits)) if region == "ZA" else len(digits) <= 8


def _without_scheme(number: str) -> str:
    """A link inside a link names nothing; its digits are no number either."""
    if is_link(number):
        raise NotANumber("The link holds another link.", "Copy the number itself.")
    return number


def _refuse_unreadable(typed: str) -> None:
    if not any(character.isdigit() for character in typed):
        raise NotANumber("There is no phone number here.", "Type or copy a number with digits.")
    if _FEATURE_CODE.fullmatch(typed):
        raise NotCallable(
            f"{quoted(typed)} is a feature code of the phone network, not a phone number.",
            "Dial it on the phone itself if you mean it.",
        )
    if _TILDE.fullmatch(typed):
        raise NotANumber("The character ~ stands in no phone number.", "Type the number anew.")


def _refuse_emergency(digits: str) -> None:
    if digits in EMERGENCY:
        raise NotCallable(
            f"{digits} is an emergency number; the PBX interface cannot dial it.",
            f"Use a phone: dial {digits} there now.",
        )


def _read_plain(text: str, number: str, extension: str, region: str) -> PhoneNumber:
    digits = _digits(number)
    _refuse_emergency(digits)
    if len(digits) > _MOST_DIGITS:
        _refuse_run_of_digits(text, region)
    if is_id_number(digits):
        return _read_id(text, number, region)
    if len(digits) in (3, 4):
        raise NotCallable(
            f"{digits} looks like an extension; those are only called when typed by hand.",
            "Dial the extension on your phone.",
        )
    confidence = Confidence.SURE
    if not number.startswith("+") and not digits.startswith("0") and region == "ZA":
        if len(digits) == 9:
            confidence = Confidence.RESTORED_ZERO
        elif len(digits) >= 11 and not digits.startswith("27"):
            return _read_without_plus(text, number, extension, region)
    return describe(parse(number + _suffix(extension), region), text, region, confidence)


def _suffix(extension: str) -> str:
    return f" ext. {extension}" if extension else ""


def _read_without_plus(text: str, number: str, extension: str, region: str) -> PhoneNumber:
    neither = NotANumber(
        f"{quoted(text)} is neither a South African number nor one with a country code.",
        "Check the number for missing or extra digits.",
    )
    try:
        parsed = parse(f"+{number}{_suffix(extension)}", region)
    except NumberError as error:
        raise neither from error
    if not is_valid_number(parsed):
        raise neither
    return describe(parsed, text, region, Confidence.DOUBTFUL)


def _refuse_run_of_digits(text: str, region: str) -> NoReturn:
    found = _different(explain(text, region).numbers)
    if len(found) > 1:
        raise SeveralNumbers(tuple(number.display for number in found))
    # One number in it and digits left over: whoever wrote that meant something else.
    raise NotANumber(
        f"{quoted(text)} has too many digits for one phone number.", "Copy one number alone."
    )


def _read_id(text: str, number: str, region: str) -> PhoneNumber:
    try:
        return describe(parse(number, region), text, region, Confidence.MAYBE_ID)
    except NumberError as error:
        raise NotCallable(
            f"{quoted(text)} is a South African ID number, not a phone number.",
            "Copy the phone number itself.",
        ) from error


def _read_vanity(text: str, typed: str, region: str) -> PhoneNumber:
    mapped = re.sub(r"[^0-9+]", "", convert_alpha_characters_in_number(typed.upper()))
    if region == "ZA":
        # The exchange stops listening after the tenth digit: 0860 FLOWERS is 0860 356 937.
        prefix = re.match(r"\+27|0027|27|0", mapped)
        mapped = mapped[: (prefix.end() if prefix else 1) + 9]
    return describe(parse(mapped, region), text, region, Confidence.VANITY)


def _read_sentence(text: str, region: str) -> PhoneNumber:
    explained = explain(text, region)
    found = _different(explained.numbers)
    if len(found) == 1:
        return found[0]
    if found:
        raise SeveralNumbers(tuple(number.display for number in found))
    _refuse_emergency(_digits(clean(text[:LONGEST]).text))
    why = "".join(f" {look_alike.reason}" for look_alike in explained.look_alikes[:1])
    raise NotANumber(f"No phone number can be read in {quoted(text)}.{why}", "Check the number.")


def _different(found: Iterable[FoundNumber]) -> list[PhoneNumber]:
    """The numbers of a text, each once."""
    return list({item.number.e164: item.number for item in found}.values())
