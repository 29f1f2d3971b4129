"""Calls of the line, with a scripted phone process."""

from pathlib import Path
from typing import Any

from desktop_dialer.model.call import CallRequest, CallSource
from desktop_dialer.model.live_call import CallStage
from desktop_dialer.model.phone_number import PhoneNumber
from tests.support.softphone.phone_stage import PhoneStage

NUMBER = PhoneNumber("082 000 1234", "+27820001234", "082 000 1234", "ZA", "mobile")


REQUEST = CallRequest(
    "204", "0820001234", NUMBER, CallSource.COMMAND, outbound_id="27215550000", reference="ref-7"
)


SENT = {"kind": "sent"}


RINGS = {"kind": "progress", "code": 180}


ANSWERED = {"kind": "established"}


def in_a_call(folder: Path, **more: list[dict[str, Any]]) -> PhoneStage:
    stage = PhoneStage(folder, call=[SENT, RINGS, ANSWERED], **more).registered()
    stage.phone.dial(REQUEST)
    stage.until(lambda: stage.phone.calls[REQUEST.id].stage is CallStage.TALKING)
    return stage
