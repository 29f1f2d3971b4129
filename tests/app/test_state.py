"""What the tray says of the softphone."""

from dataclasses import replace

import pytest

from desktop_dialer.app.state import AppState, tray_view
from desktop_dialer.model.live_call import CallStage, LiveCall, Quality
from desktop_dialer.model.registration import Registered, Registration
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.tray.view import TrayState, TrayView
from tests.support.calling.dialer_scene import Scene, scene

__all__ = ["scene"]

pytestmark = pytest.mark.usefixtures("qtbot")

REGISTERED = Registration(Registered.YES, "The line is registered.")
TALKING = LiveCall("c", "082 000 1234", stage=CallStage.TALKING)
RINGING = LiveCall("c", "082 000 1234", incoming=True, stage=CallStage.INCOMING)


class Tray:
    """The picture of a situation, which has a line of its own, and of a real dialer."""

    def __init__(self, dialers: Scene) -> None:
        self.situation = AppState(talks_here=True, registration=REGISTERED)
        self.dialers = dialers

    def picture(self, live: LiveCall | None = None) -> TrayView:
        return tray_view(replace(self.situation, live=live), self.dialers.dialer, (), "")


@pytest.fixture
def tray(scene: Scene) -> Tray:
    return Tray(scene)


def shown(picture: TrayView) -> tuple[TrayState, str]:
    return picture.state, picture.headline


@pytest.mark.parametrize(
    ("live", "state", "words"),
    [
        (RINGING, TrayState.RINGING, "Call from 082 000 1234"),
        (replace(RINGING, party=""), TrayState.RINGING, "Call from a withheld number"),
        (TALKING, TrayState.IN_CALL, "In a call with 082 000 1234"),
        (replace(TALKING, stage=CallStage.DIALLING), TrayState.CALLING, "Calling 082 000 1234 …"),
        (
            replace(TALKING, stage=CallStage.RINGING),
            TrayState.CALLING,
            "082 000 1234 is ringing …",
        ),
    ],
)
def test_a_call_comes_before_everything_else(
    tray: Tray, live: LiveCall, state: TrayState, words: str
) -> None:
    tray.situation = replace(
        tray.situation, status=CallStatus(Phase.REFUSED, "The PBX refused the call.")
    )
    assert tray.dialers.copy("083 000 5678")
    picture = tray.picture(live)
    assert shown(picture) == (state, words)
    assert picture.call
    assert (picture.call.id, picture.call.words) == ("c", words)
    assert picture.call.incoming is live.incoming
    assert picture.call.talking is (live.stage is CallStage.TALKING)
    assert picture.offer


def test_a_call_that_is_over_is_shown_no_longer(tray: Tray) -> None:
    picture = tray.picture(replace(TALKING, stage=CallStage.ENDED))
    assert picture.call is None
    assert picture.state is TrayState.READY


def test_muted_and_broken_sound_are_said(tray: Tray) -> None:
    live = replace(TALKING, muted=True, words="Nothing is heard.")
    assert tray.picture(live).detail == (
        "Muted: the remote party does not hear you.\nNothing is heard."
    )


def test_what_changes_every_second_leaves_an_open_menu_alone(tray: Tray) -> None:
    later = replace(TALKING, quality=Quality(0.01, 4.0, 38.0), tones="12#")
    assert tray.picture(TALKING) == tray.picture(later)


def test_a_line_that_is_well_is_mentioned(tray: Tray) -> None:
    picture = tray.picture()
    assert shown(picture) == (TrayState.READY, "Desktop Dialer")
    assert picture.detail.endswith("\nThe line is registered.")
    assert picture.registration == "The line is registered."
    tray.situation = replace(tray.situation, do_not_disturb=True)
    assert tray.picture().do_not_disturb
    assert tray.picture().detail.endswith("\nDo not disturb: incoming calls are declined as busy.")


def test_the_dial_window_reminds_of_do_not_disturb_while_the_line_is_well() -> None:
    situation = AppState(talks_here=True, registration=REGISTERED, do_not_disturb=True)
    assert situation.line.message == REGISTERED.message
    assert "declined as busy" in situation.line.advice
    situation = replace(situation, registration=Registration(Registered.REFUSED, "No.", "Ask."))
    assert situation.line == situation.registration
    situation = replace(situation, registration=REGISTERED, do_not_disturb=False)
    assert situation.line == REGISTERED


@pytest.mark.parametrize("state", [Registered.RETRYING, Registered.REFUSED, Registered.OFF])
@pytest.mark.parametrize("paused", [False, True])
def test_a_line_that_is_not_is_a_problem(tray: Tray, state: Registered, paused: bool) -> None:
    tray.situation = replace(
        tray.situation, registration=Registration(state, "The PBX cannot be reached.", "Wait.")
    )
    tray.situation = replace(tray.situation, paused=paused)
    picture = tray.picture()
    assert shown(picture) == (TrayState.PROBLEM, "The PBX cannot be reached.")
    assert picture.detail == "Wait."
    assert tray.dialers.copy("083 000 5678")
    assert tray.picture().state is TrayState.ARMED, "the offer can be read all the same"


def test_the_desk_phone_has_no_line_to_speak_of(tray: Tray) -> None:
    tray.situation = replace(tray.situation, talks_here=False)
    tray.situation = replace(tray.situation, do_not_disturb=True)
    tray.situation = replace(tray.situation, registration=Registration(Registered.REFUSED, "No."))
    picture = tray.picture()
    assert (picture.registration, picture.talks_here) == ("", False)
    assert picture.state is TrayState.READY
    assert picture.detail == "Copy a phone number, then click here to call it."


LOST = Registration(Registered.RETRYING, "The PBX cannot be reached.")


@pytest.mark.parametrize(
    ("phase", "registration", "live", "outdated"),
    [
        (Phase.UNREACHED, REGISTERED, None, True),
        (Phase.UNREACHED, replace(LOST, message="The softphone tries again in 8 s."), None, False),
        (Phase.REFUSED, REGISTERED, None, False),
        (Phase.ACCEPTED, LOST, TALKING, True),
        (Phase.ACCEPTED, LOST, RINGING, False),
        (Phase.UNKNOWN, REGISTERED, TALKING, False),
    ],
)
def test_a_status_is_told_until_it_is_old_news(
    phase: Phase, registration: Registration, live: LiveCall | None, outdated: bool
) -> None:
    situation = AppState(status=CallStatus(phase, "Words."), registration=LOST)
    assert situation.is_outdated(registration, live) is outdated


def test_a_call_that_could_not_be_sent_on_a_registered_line_stays_told() -> None:
    unsent = CallStatus(Phase.UNREACHED, "No microphone found.")
    assert not AppState(status=unsent, registration=REGISTERED).is_outdated(REGISTERED, None)
