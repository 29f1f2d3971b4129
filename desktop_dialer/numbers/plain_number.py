"""One number with nothing around it: typed into a field, or the number of a link."""

import re
from dataclasses import replace

from phonenumbers import convert_alpha_characters_in_number, is_valid_number

from ..model.errors import NotANumber, NotCallable, NumberError
from ..model.phone_number import EMERGENCY, Confidence, PhoneNumber
from ..text.quoted import quoted
from ..translation import tr
from .numbering import describe, is_id_number, parse
from .tel_link import is_link, parse_link

LONGEST = 200
"""Characters: longer text is not a typed number and goes through the text scan."""

MOST_DIGITS = 18
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


def read_plain(text: str, typed: str, region: str) -> PhoneNumber | None:
    """The number that `typed` is, as a whole; None where it holds something besides one number.

    `text`: what it was cleaned from, for messages. `region`: see `reading.read_number`.
    Raises NotANumber or NotCallable where it is one number, but none to call.
    """
    _refuse_unreadable(typed)
    if len(typed) > LONGEST:
        return None
    plain = _PLAIN.fullmatch(typed)
    if plain is None:
        return _read_vanity(text, typed, region) if _is_vanity(typed, region) else None
    number = plain["number"].strip()
    refuse_emergency(only_digits(number))
    if len(only_digits(number)) > MOST_DIGITS:
        return None
    return _read_digits(text, number, plain["extension"] or "", region)


def read_link(link: str, region: str) -> PhoneNumber | None:
    """The number that a link dials (see `tel_link`); None where it holds words or several numbers.

    Raises NotANumber or NotCallable, with the reason, where it cannot be called.
    """
    parts = parse_link(link)
    if is_link(parts.number):
        raise NotANumber(tr("The link contains another link."), tr("Copy the number itself."))
    number = read_plain(link, parts.number, region)
    if number is None:
        return None
    return replace(number, typed=link, extension=parts.extension or number.extension)


def only_digits(text: str) -> str:
    """The ASCII digits of `text`."""
    return re.sub(r"[^0-9]", "", text)


def refuse_emergency(digits: str) -> None:
    """Raises NotCallable for an emergency number."""
    if digits in EMERGENCY:
        raise NotCallable(
            tr("{digits} is an emergency number. The PBX interface cannot dial it.").format(
                digits=digits
            ),
            tr("Use a phone to dial {digits} now.").format(digits=digits),
        )


def _is_vanity(typed: str, region: str) -> bool:
    match = _VANITY.fullmatch(typed)
    if match is None:
        return False
    digits = only_digits(match["digits"])
    return bool(_VANITY_PREFIX.fullmatch(digits)) if region == "ZA" else len(digits) <= 8


def _refuse_unreadable(typed: str) -> None:
    if not any(character.isdigit() for character in typed):
        raise NotANumber(
            tr("There is no phone number here."), tr("Type or copy a number with digits.")
        )
    if _FEATURE_CODE.fullmatch(typed):
        raise NotCallable(
            tr("{text} is a feature code of the phone network, not a phone number.").format(
                text=quoted(typed)
            ),
            tr("Dial it on your phone if you mean it."),
        )
    if _TILDE.fullmatch(typed):
        raise NotANumber(tr('"~" is not valid in a phone number.'), tr("Type the number again."))


def _read_digits(text: str, number: str, extension: str, region: str) -> PhoneNumber:
    digits = only_digits(number)
    if is_id_number(digits):
        return _read_id(text, number, region)
    if len(digits) in (3, 4):
        raise NotCallable(
            tr(
                "{digits} looks like an extension. Extensions are only called when they are typed."
            ).format(digits=digits),
            tr("Dial the extension on your phone."),
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
        tr("{text} is neither a South African number nor one with a country code.").format(
            text=quoted(text)
        ),
        tr("Check the number for missing or extra digits."),
    )
    try:
        parsed = parse(f"+{number}{_suffix(extension)}", region)
    except NumberError as error:
        raise neither from error
    if not is_valid_number(parsed):
        raise neither
    return describe(parsed, text, region, Confidence.DOUBTFUL)


def _read_id(text: str, number: str, region: str) -> PhoneNumber:
    try:
        return describe(parse(number, region), text, region, Confidence.MAYBE_ID)
    except NumberError as error:
        raise NotCallable(
            tr("{text} is a South African ID number, not a phone number.").format(
                text=quoted(text)
            ),
            tr("Copy the phone number itself."),
        ) from error


def _read_vanity(text: str, typed: str, region: str) -> PhoneNumber:
    mapped = re.sub(r"[^0-9+]", "", convert_alpha_characters_in_number(typed.upper()))
    if region == "ZA":
        # The exchange stops listening after the tenth digit: 0860 FLOWERS is 0860 356 937.
        prefix = re.match(r"\+27|0027|27|0", mapped)
        mapped = mapped[: (prefix.end() if prefix else 1) + 9]
    return describe(parse(mapped, region), text, region, Confidence.VANITY)
