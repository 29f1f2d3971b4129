"""What the numbering data (the `phonenumbers` library) knows about a number, as our value."""

import re
from datetime import date
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from ..model.errors import NotANumber, NotCallable
from ..model.phone_number import Confidence, PhoneNumber
from ..text.quoted import quoted
from ..translation import tr

_KINDS = {
    getattr(PhoneNumberType, name): name.lower()
    for name in (
        *("MOBILE", "FIXED_LINE", "FIXED_LINE_OR_MOBILE", "TOLL_FREE", "PREMIUM_RATE"),
        *("SHARED_COST", "VOIP", "UAN", "PERSONAL_NUMBER", "PAGER", "VOICEMAIL"),
    )
}
# In the order in which the library asks.
_SOUTH_AFRICAN_KINDS = (
    *("premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan"),
    *("voicemail", "fixed_line", "mobile"),
)
_PLAIN_NATIONAL = re.compile("0[1-9][0-9]{8}")
_ID_NUMBER = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{4}[012][0-9]{2}")


def parse(text: str, region: str) -> phonenumbers.PhoneNumber:
    """`text` through the library; NotANumber, with the reason, where it cannot read it."""
    if region == "ZA" and _PLAIN_NATIONAL.fullmatch(text):
        # As the library reads it, without its forty steps: texts can hold thousands of links.
        return phonenumbers.PhoneNumber(country_code=27, national_number=int(text[1:]))
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise NotANumber(
            tr("{text} cannot be read as a phone number.").format(text=quoted(text)),
            tr("Check the number."),
        ) from error


def from_e164(e164: str) -> tuple[phonenumbers.PhoneNumber, bool]:
    """The library's value of an E.164 number, and whether the numbering data knows it.

    Raises NotANumber where no such number can exist.
    """
    if e164.startswith("+27"):
        number = phonenumbers.PhoneNumber(country_code=27, national_number=int(e164[3:]))
        return number, _kind(e164[3:]) != "unknown"
    number = parse(e164, "ZZ")
    return number, phonenumbers.is_valid_number(number)


def describe(
    parsed: phonenumbers.PhoneNumber,
    typed: str,
    home: str,
    confidence: Confidence = Confidence.SURE,
) -> PhoneNumber:
    """Our value for a number of the library's.

    `home`: the region whose numbers are displayed nationally. Raises NotCallable for a South
    African number without exactly 9 national digits (the library takes 8 for a mobile, which
    no PBX form fits) and NotANumber where the length is impossible.
    """
    national = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == 27 and not re.fullmatch(r"[1-9][0-9]{8}", national):
        raise NotCallable(
            tr(
                "{text} is not a complete South African number. Those have 9 digits "
                "after the leading 0 or +27."
            ).format(text=quoted(typed)),
            tr("Check the number for missing or extra digits."),
        )
    if parsed.country_code == 27:
        return _south_african(national, parsed, typed, home, confidence)
    # The data has German pagers of 6 and of 16 digits; E.164 ends at 15, like every PBX form.
    length = len(f"{parsed.country_code}{national}")
    if not 7 <= length <= 15 or not phonenumbers.is_possible_number(parsed):
        reason = phonenumbers.is_possible_number_with_reason(parsed)
        short = length < 7 or reason == phonenumbers.ValidationResult.TOO_SHORT
        text = (
            tr("{number} is too short for a phone number with +{code}.")
            if short
            else tr("{number} is too long for a phone number with +{code}.")
        )
        raise NotANumber(
            text.format(number=quoted(typed), code=parsed.country_code),
            tr("Check the number for missing or extra digits."),
        )
    region = phonenumbers.region_code_for_number(parsed) or _only_region(parsed.country_code)
    number_format = (
        PhoneNumberFormat.NATIONAL if region == home else PhoneNumberFormat.INTERNATIONAL
    )
    plain = phonenumbers.PhoneNumber(
        country_code=parsed.country_code,
        national_number=parsed.national_number,
        italian_leading_zero=parsed.italian_leading_zero,
        number_of_leading_zeros=parsed.number_of_leading_zeros,
    )
    return PhoneNumber(
        typed=typed,
        e164=phonenumbers.format_number(plain, PhoneNumberFormat.E164),
        display=phonenumbers.format_number(plain, number_format),
        region=region,
        kind=_KINDS.get(phonenumbers.number_type(parsed), "unknown"),
        known=phonenumbers.is_valid_number(parsed),
        extension=parsed.extension or "",
        confidence=confidence,
    )


def _south_african(
    national: str,
    parsed: phonenumbers.PhoneNumber,
    typed: str,
    home: str,
    confidence: Confidence,
) -> PhoneNumber:
    """`describe` for nine digits behind +27, in a third of the time: one country has that code.

    Texts can hold thousands of such numbers.
    """
    kind = _kind(national)
    return PhoneNumber(
        typed=typed,
        e164=f"+27{national}",
        display=_display(national, home),
        region="ZA",
        kind=kind,
        known=kind != "unknown",
        extension=parsed.extension or "",
        confidence=confidence,
    )


@cache
def _kind_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What the numbering data says of South Africa: kinds and their national numbers."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region("ZA")
    descriptions = {name: getattr(metadata, name, None) for name in _SOUTH_AFRICAN_KINDS}
    return tuple(
        (name, re.compile(description.national_number_pattern))
        for name, description in descriptions.items()
        if description is not None and description.national_number_pattern
    )


def _kind(national: str) -> str:
    """The kind of a South African number, from its nine digits."""
    kinds = [name for name, pattern in _kind_patterns() if pattern.fullmatch(national)]
    if {"fixed_line", "mobile"} <= set(kinds[:2]):
        return "fixed_line_or_mobile"
    return kinds[0] if kinds else "unknown"


@lru_cache(maxsize=2048)
def _groups(beginning: str, number_format: int) -> str:
    """How South African numbers with this beginning are written: "### ### ####"."""
    number = phonenumbers.PhoneNumber(country_code=27, national_number=int(beginning.ljust(9, "0")))
    written = phonenumbers.format_number(number, number_format)
    return written.removeprefix("+27 ")


def _display(national: str, home: str) -> str:
    at_home = home == "ZA"
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    digits = iter(f"0{national}" if at_home else national)
    pattern = _groups(national[:4], style)
    spaced = "".join(next(digits) if place.isdigit() else place for place in pattern)
    return spaced if at_home else f"+27 {spaced}"


def is_id_number(digits: str) -> bool:
    """Whether 13 digits are a South African ID number.

    YYMMDD, four digits, citizenship (0, 1 or 2), one digit, check digit after Luhn. Those of
    people born in 2000 to 2009 begin with 00 and have the shape of an international number.
    """
    if not _ID_NUMBER.fullmatch(digits):
        return False
    try:
        date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _only_region(country_code: int | None) -> str:
    regions = phonenumbers.region_codes_for_country_code(country_code or 0)
    return regions[0] if len(regions) == 1 else ""
