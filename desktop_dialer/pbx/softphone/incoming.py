"""The caller of an incoming call: what the PBX sent → what may be shown and copied."""

import re
from collections.abc import Callable
from dataclasses import replace

from ...model.call import Status
from ...model.live_call import CallStage, LiveCall
from ...text.cleaning import clean
from ...translation import tr
from ..response_text import one_line
from .events import Incoming

_LONGEST = 60
"""Characters of a number or a name: they come from outside."""


def incoming_call(event: Incoming, format_number: Callable[[str], tuple[str, str]]) -> LiveCall:
    """The call. `format_number`: a number → for display, and for copying."""
    number, name = _shown(event.number), _shown(event.name)
    party, copied = format_number(number) if number else ("", "")
    if _digits(name) != _digits(number) or not number:  # otherwise the name repeats the number
        party = ", ".join(filter(None, (name, party)))
    return LiveCall(event.call, party, copied, incoming=True, stage=CallStage.INCOMING)


def busy_call(call: LiveCall, *, in_call: bool, now: float) -> LiveCall:
    """An incoming call that was declined automatically as busy, as one that has ended."""
    party = call.party or tr("A withheld number")
    text = (
        tr("{party} called and heard busy: you were in a call.")
        if in_call
        else tr("{party} called and heard busy: do not disturb is on.")
    )
    return replace(
        call,
        stage=CallStage.ENDED,
        ended_at=now,
        status=Status.DECLINED_IN_A_CALL if in_call else Status.DECLINED_UNDISTURBED,
        words=text.format(party=party),
        advice=tr("Call back when you are free.") if call.number else "",
    )


def _shown(text: str) -> str:
    # Invisible marks could make one number look like another.
    return one_line(clean(text[:1000]).text, _LONGEST)


def _digits(text: str) -> str:
    """The text without the separators of numbers, to compare a name with a number."""
    return re.sub(r"[ ()+/.-]", "", text)
