"""PhoneNumber: one number as a value, however it was found.

This module loads nothing, so that windows and the tray can name the type without the
numbering data; `reading` and `text_scan` make the values.
"""

from dataclasses import dataclass
from enum import StrEnum

INTERNAL = "internal"
"""The kind of an extension of the PBX."""


EMERGENCY = frozenset({"107", "111", "112", "911", "999", "10111", "10177"})
"""South African emergency numbers, and the foreign ones people type from habit. None fits a
callee form, and 107, 111 and 112 look like extensions."""


class Confidence(StrEnum):
    """How a number came to be: as written, or completed or guessed from what was written."""

    SURE = "sure"
    RESTORED_ZERO = "restored_zero"
    """The leading 0 (or country code) was missing, as after a spreadsheet."""
    COMPLETED_TAIL = "completed_tail"
    """Only the last digits were written; the rest is from the number before."""
    JOINED_LINES = "joined_lines"
    """The number was broken over two lines."""
    VANITY = "vanity_letters"
    """Letters were read as keypad digits."""
    LOOK_ALIKES = "look_alike_letters"
    """Letters that look like digits were read as digits: O as 0, l or I as 1."""
    MAYBE_ID = "maybe_id_number"
    """The digits are also a valid South African ID number."""
    MAYBE_FOREIGN = "maybe_foreign"
    """Written nationally on what looks like another country's page."""
    DOUBTFUL = "doubtful"
    """The words around it leave room for something that is not a phone number."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """One phone number.

    `typed`: the text it was read from. `e164`: "+" and 7 to 15 ASCII digits (ITU-T E.164); of an
    extension of the PBX its 3 or 4 digits alone, so that every number has a name of its own.
    `display`: as people of the home country write it, without the extension.
    `region`: two letters (ISO 3166-1), "001" for numbers of no country, "" when unknown.
    `kind`: mobile, fixed_line, fixed_line_or_mobile, toll_free, premium_rate, shared_cost,
    voip, uan, personal_number, pager, voicemail, internal or unknown.
    `known`: the numbering data has such a number; otherwise only its length is right.
    `extension`: digits behind "ext."; the PBX has no field for them, so they are only shown.
    """

    typed: str
    e164: str
    display: str
    region: str
    kind: str
    known: bool = True
    extension: str = ""
    confidence: Confidence = Confidence.SURE

    @property
    def internal(self) -> bool:
        """Whether it is an extension of the PBX; see `internal_calls`."""
        return self.kind == INTERNAL


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number found in a text: `text[start:end] == raw`, positions in code points."""

    number: PhoneNumber
    raw: str
    start: int
    end: int
