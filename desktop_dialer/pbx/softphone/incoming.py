"""Who calls: what the PBX wrote of the caller → what may be shown and copied."""

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
"""Characters of a number or a name: it comes from anybody."""


def incoming_call(event: Incoming, written: Callable[[str], tuple[str, str]]) -> LiveCall:
    """The call. `written`: a number → as people write it, and as it is to be copied."""
    number, name = _shown(event.number), _shown(event.name)
    party, copied = written(number) if number else ("", "")
    if _digits(name) != _digits(number) or not number:  # else the name only says it again
        party = ", ".join(filter(None, (name, party)))
    return LiveCall(event.call, party, copied, incoming=True, stage=CallStage.INCOMING)


def busy_call(call: LiveCall, *, in_call: bool, now: float) -> LiveCall:
    """An incoming call that heard busy without the agent's doing, as an ended one."""
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
    """What two ways to write one number have in common; a name without digits stays a name."""
    return re.sub(r"[ ()+/.-]", "", text)
