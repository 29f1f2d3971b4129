"""Phone numbers in free text."""

from phonenumbers import Leniency, PhoneNumberMatcher

from .errors import NumberError
from .numbering import describe, is_id_number
from .phone_number import FoundNumber
from .text_clean import clean


def scan(text: str, region: str = "ZA") -> list[FoundNumber]:
    """The numbers in `text`, in order, none overlapping; never raises.

    `region`: two letters (ISO 3166-1), where numbers without a country code belong.
    Every number has an E.164 form; whether the PBX can take it is `call_fields.callee_for`'s
    to say.
    """
    cleaned = clean(text)
    found = []
    for match in PhoneNumberMatcher(
        cleaned.text, region, leniency=Leniency.VALID, max_tries=len(cleaned.text)
    ):
        if "~" in match.raw_string or is_id_number(match.raw_string):
            continue
        start, end = cleaned.origin(match.start), cleaned.origin(match.end - 1) + 1
        raw = text[start:end]
        try:
            found.append(FoundNumber(describe(match.number, raw, region), raw, start, end))
        except NumberError:
            continue  # the library's VALID takes lengths that no phone number here has
    return found
