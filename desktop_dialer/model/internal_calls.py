"""Calls from extension to extension: where the PBX has them, and which typed digits ask for one.

The vendor has them over REST from version 4.0 and over WebRTC from 3.0, but no page says how the
callee is written. So somebody who knows the site has to switch them on, and an extension is only
called where a person typed it: three digits in a copied text can be anything.
"""

from dataclasses import dataclass

from ..translation import tr, tr_later
from .call import CallSource
from .errors import NotCallable
from .phone_number import EMERGENCY, PhoneNumber

_SINCE = {"desk_phone": 4, "webrtc": 3}
"""By value of the setting `call.line`: the PBX's major version from which it calls extensions."""
_LENGTHS = {"": (), "3": (3,), "4": (4,), "3-4": (3, 4)}
"""By value of the setting `call.internal_digits`."""
_TYPED = frozenset({CallSource.COMMAND, CallSource.DIAL_WINDOW, CallSource.REDIAL})
_ADVICE = tr_later("Dial the extension on your phone.")


@dataclass(frozen=True, slots=True)
class InternalCalls:
    """Which extensions may be called.

    `lengths`: how many digits they have, () = switched off. `unavailable`: why PBX and line have
    no such calls; "" = they have.
    """

    lengths: tuple[int, ...] = ()
    unavailable: str = ""

    def check(self, digits: str) -> str:
        """The callee to send for an extension of 3 or 4 digits. Raises NotCallable."""
        if digits in EMERGENCY:
            raise NotCallable(
                tr("{digits} is an emergency number.").format(digits=digits),
                tr("Use a phone to dial {digits}.").format(digits=digits),
            )
        if self.unavailable:
            raise NotCallable(
                tr("{digits} looks like an extension. {unavailable}").format(
                    digits=digits, unavailable=self.unavailable
                ),
                tr(_ADVICE),
            )
        if not self.lengths:
            raise NotCallable(
                tr(
                    "{digits} looks like an extension. Calls to extensions are switched "
                    "off here: your administrator can switch them on (setting "
                    "call.internal_digits)."
                ).format(digits=digits),
                tr(_ADVICE),
            )
        if len(digits) not in self.lengths:
            lengths = " or ".join(map(str, self.lengths))
            raise NotCallable(
                tr(
                    "{digits} looks like an extension, but those have {lengths} digits "
                    "here (setting call.internal_digits)."
                ).format(digits=digits, lengths=lengths),
                tr("Check the number."),
            )
        return digits

    def has(self, text: str) -> bool:
        """Whether `text` is an extension that may be called."""
        try:
            return text.isascii() and text.isdigit() and self.check(text) == text
        except NotCallable:
            return False


SWITCHED_OFF = InternalCalls()


def internal_calls(digits: str, line: str, version: tuple[int, ...]) -> InternalCalls:
    """The extensions of a PBX of `version`, on `line`; values as in the settings."""
    since = _SINCE[line]
    unavailable = ""
    if version[0] < since:
        where = tr("with the desk phone") if line == "desk_phone" else tr("with the softphone")
        given = ".".join(map(str, version))
        unavailable = tr(
            "Calls to extensions need version {since}.0 of the PBX {where}; the "
            "version set is {given}."
        ).format(since=since, where=where, given=given)
    return InternalCalls(_LENGTHS[digits], unavailable)


def internal_callee(number: PhoneNumber, source: CallSource, internal: InternalCalls) -> str:
    """The callee to send for an internal number. Raises NotCallable, also where none was typed."""
    if source not in _TYPED:
        raise NotCallable(
            tr(
                "{number} looks like an extension. Extensions are only called when they are typed."
            ).format(number=number.display),
            tr(_ADVICE),
        )
    return internal.check(number.e164)
