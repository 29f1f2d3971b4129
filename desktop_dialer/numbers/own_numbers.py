"""Extension and caller ID as people type them → the form that is sent.

One reader for each, for commands, windows and settings files. Numbers are read like a callee
(`reading.read_number`) and keep the form they were typed in: national, 27 or 00. What is certain
already is not read, so that the numbering data is loaded only for what people group or write
with a plus.
"""

import re

from ..model.call_fields import CalleeForm, callee_for, check_agent, check_outbound_id, fits_callee
from ..model.errors import AccountRefused, NumberError, SettingsError
from ..model.phone_number import Confidence
from ..text.cleaning import clean
from ..text.quoted import quoted
from ..translation import tr

WEBRTC = "webrtc"
"""The value of the setting `call.line` for calls in the program itself."""

_LONGEST = 100
"""Characters of a typed number with everything that people write between its digits."""
_NUMBER = re.compile(r"\+?[0-9][0-9 ()\[\].-]*|\([0-9+][0-9 ()\[\].-]*")
_SPACED_EXTENSION = re.compile(r"(?:[0-9] ?){3,4}")


def read_agent(typed: str) -> str:
    """The extension to ring, from "204", "082 555 0101" or "+27 21 555 0100"; else AccountRefused.

    The result fits `check_agent`.
    """
    text = _plain(typed)
    if _SPACED_EXTENSION.fullmatch(text):
        return check_agent(text.replace(" ", ""))
    return check_agent(_number(text) or typed)


def check_agent_on_line(agent: str, line: str) -> str:
    """`agent`, a checked extension, if it can call on `line` (of `call.line`); else AccountRefused.

    Source: the vendor's pages on WebRTC, which has no calls from number to number.
    """
    if line == WEBRTC and len(agent) > 4:
        raise AccountRefused(
            tr(
                "{extension} is a phone number. The softphone needs an extension of 3 or 4 "
                "digits; a phone number can only be rung as a desk phone."
            ).format(extension=agent),
            tr("Enter your extension, or choose the desk phone under “Line and sound”."),
        )
    return agent


def read_outbound_id(typed: str, major_version: int = 3) -> str:
    """The caller ID to send, "" = none, from "random", "tvc_…" or a South African number.

    `major_version`: see `check_outbound_id`, which the result fits. Raises SettingsError.
    """
    number = _number(_plain(typed))
    if number.startswith("0027"):
        raise SettingsError(
            tr("{text} cannot be a caller ID: the PBX does not accept the form with 00.").format(
                text=quoted(typed)
            ),
            tr("Use {number}.").format(number=number[2:]),
        )
    return check_outbound_id(number or typed, major_version)


def caller_id_warning(outbound_id: str, *, named: bool = False) -> str:
    """What may go wrong with an allowed caller ID, "" = nothing is known.

    `named`: name the caller ID, where the words are not beside it. Source: the
    vendor's page "Create a Call", version 36, on the form with 0.
    """
    if not outbound_id.startswith("0"):
        return ""
    better = f"27{outbound_id[1:]}"
    text = (
        tr("Caller ID {caller_id}: providers often reject this form; {better} is recommended.")
        if named
        else tr("Providers often reject this form; {better} is recommended.")
    )
    return text.format(caller_id=outbound_id, better=better)


def _plain(typed: str) -> str:
    if len(typed) > _LONGEST:
        return ""  # nothing is read from a part of it
    return re.sub(r"[\n\t]", " ", clean(typed).text).strip()


def _number(text: str) -> str:
    """The phone number `text` in the form it was typed in, "" where it is not clearly one."""
    if text.isdigit() and fits_callee(text):
        return text
    if not _NUMBER.fullmatch(text):
        return ""
    from .reading import read_number  # loads the numbering data

    try:
        number = read_number(text)
        if number.confidence is not Confidence.SURE or number.extension:
            return ""
        return callee_for(number.e164, number.region, _form_of(text))
    except NumberError:
        return ""


def _form_of(text: str) -> CalleeForm:
    digits = re.sub(r"[^0-9+]", "", text)
    if digits.startswith(("+27", "27")):
        return CalleeForm.TWENTY_SEVEN
    return CalleeForm.DOUBLE_ZERO if digits.startswith("00") else CalleeForm.NATIONAL
