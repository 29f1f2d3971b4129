"""Read one typed number, however it is written."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..model.errors import NotANumber, SeveralNumbers
from ..model.internal_calls import InternalCalls
from ..model.phone_number import EMERGENCY, INTERNAL, FoundNumber, PhoneNumber
from ..text.cleaning import clean
from ..text.quoted import quoted
from ..translation import tr
from .finder.scan import explain
from .plain_number import LONGEST, MOST_DIGITS, only_digits, read_link, read_plain, refuse_emergency
from .tel_link import is_link, parse_link

_RUN_OF_DIGITS = re.compile(r"\+?[0-9 ()\[\].-]+")
_COMMA_TAIL = re.compile(r"[^,]*[0-9](?:,[0-9]{1,2})+")
_EXTENSION = re.compile(r"[0-9]{3,4}")
_LONGEST_EXTENSION = 100
"""Characters of a typed text that may be an extension."""
_SEPARATORS = re.compile(r"[ ()\[\].-]+")


def read_number(text: str, region: str = "ZA") -> PhoneNumber:
    """The one number in `text`, which may also be a tel: link.

    `region`: two letters (ISO 3166-1), where numbers without a country code belong.
    Raises NotANumber, SeveralNumbers or NotCallable with the reason; nothing else.
    """
    typed = re.sub(r"[\n\t]", " ", clean(text[: 64 * 1024]).text).strip()
    if is_link(text) or is_link(typed):
        # Cleaning decodes percent signs, which belongs to the link's own reading.
        link = text if is_link(text) else typed
        number = read_link(link, region) or read_number(parse_link(link).number, region)
        return replace(number, typed=text)
    if _COMMA_TAIL.fullmatch(typed):
        _refuse_several(text, region)  # 011 555 0180,81 are two
    return read_plain(text, typed, region) or _read_sentence(text, typed, region)


def _refuse_several(text: str, region: str) -> None:
    found = _different(explain(text[:LONGEST], region).numbers)
    if len(found) > 1:
        raise SeveralNumbers(tuple(number.display for number in found))


def _read_sentence(text: str, typed: str, region: str) -> PhoneNumber:
    explained = explain(text, region)
    found = _different(explained.numbers)
    if len(found) > 1:
        raise SeveralNumbers(tuple(number.display for number in found))
    run = len(typed) <= LONGEST and _RUN_OF_DIGITS.fullmatch(typed)
    if run and len(only_digits(typed)) > MOST_DIGITS:
        # One number in it and digits left over: whoever wrote that meant something else.
        raise NotANumber(
            tr("{text} has too many digits for one phone number.").format(text=quoted(text)),
            tr("Copy only one number."),
        )
    if found:
        return found[0]
    refuse_emergency(only_digits(clean(text[:LONGEST]).text))
    why = "".join(f" {look_alike.reason}" for look_alike in explained.look_alikes[:1])
    raise NotANumber(
        tr("No phone number found in {text}.{reason}").format(text=quoted(text), reason=why),
        tr("Check the number."),
    )


def _different(found: Iterable[FoundNumber]) -> list[PhoneNumber]:
    """The numbers of a text, each once."""
    return list({item.number.e164: item.number for item in found}.values())


def read_dialled(text: str, region: str, internal: InternalCalls) -> PhoneNumber:
    """The one number that a person typed: an extension, or what `read_number` reads.

    Raises NotANumber, SeveralNumbers or NotCallable with the reason.
    """
    digits = (
        _SEPARATORS.sub("", clean(text).text.strip()) if len(text) <= _LONGEST_EXTENSION else ""
    )
    if digits in EMERGENCY or not _EXTENSION.fullmatch(digits):
        return read_number(text, region)
    return PhoneNumber(text, internal.check(digits), digits, "", INTERNAL)
