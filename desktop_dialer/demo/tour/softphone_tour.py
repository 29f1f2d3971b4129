"""The softphone tour, on a desktop of its own.

Every step is done from outside, and what the PBX then knows proves it. The microphone is a file.
"""

from ...model.errors import DesktopError
from ...text.terminal import for_terminal
from ..pbx.listening import AGENT
from ..softphone_peer import DemoWebRtcPbx
from ..softphone_peer.calls import PeerCallEnd, PeerCallState
from .fake_microphone import HEARD_HZ, fake_microphone
from .pbx_steps import PbxSteps
from .profile import Profile
from .robot_user import RobotUser
from .runner import Step, expect_end, play
from .running_app import RunningApp
from .screenshots import Screenshots
from .softphone_pbx import Witness, both_sides
from .stage import DemoDesktop
from .waiting import StepFailed

_TEXT = "Client: Ms Dlamini, tel. (082) 000-1234 (after 14:00), ref 7"
_BUSY = "Cape Town office: 021 555 0486"
_NOBODY = "or after hours 021 555 0180"
_KEYS = "12#"
_PROMPT = "Call a number"
_OUTCOMES = ["answered", "unanswered", "refused", "answered"]
"""Of the call log, newest first."""
_TWO_SECONDS = 100
"""Packets."""


def run_softphone_tour(profile: Profile, port: int) -> None:
    """Play it, narrated on standard output. Raises DialerError where a step does not happen."""
    album = Screenshots("webrtc")
    print(
        "Calls that are talked in the program, on a screen of its own; your desktop, your "
        "microphone and your speakers are left alone.",
        flush=True,
    )
    with both_sides(port, PbxSteps()) as (pbx, webrtc), DemoDesktop(profile) as stage:
        microphone = fake_microphone(profile.folder)
        app = RunningApp(profile, pbx.port, stage.env | microphone, webrtc.url)
        tour = _Tour(RobotUser(stage), webrtc, album)
        play(tour.steps(), lambda: _prove(webrtc, app, profile), app, tour.photograph)
    print(
        "\nTo talk yourself, start “desktop-dialer demo --webrtc” in a terminal of your desktop."
        f"\nAll of it happened. The pictures are in {for_terminal(str(album.folder))}",
        flush=True,
    )


class _Tour:
    """The steps, one method each."""

    def __init__(self, visitor: RobotUser, pbx: DemoWebRtcPbx, album: Screenshots) -> None:
        self._visitor = visitor
        self._pbx = pbx
        self._witness = Witness(pbx)
        self._album = album

    def steps(self) -> tuple[Step, ...]:
        """All of them, in order."""
        return (
            ("The program starts, and the PBX knows the agent's phone: this one.", self._start),
            (f"Another program copies:  {_TEXT}", self._copy),
            ("One click on the icon calls the number. It answers, and they talk.", self._click),
            ("Ctrl+Alt+M, in any program: the other hears nothing any more.", self._mute),
            ("Once more, and the agent is heard again.", self._unmute),
            (f"A menu asks for keys. A click on the icon, Ctrl+K, then {_KEYS}", self._press_keys),
            ("Ctrl+O in the call's window: on hold, and back.", self._hold),
            ("Ctrl+Alt+H, in any program, hangs up.", self._hang_up),
            (f"A busy number:  {_BUSY}", self._call_busy),
            (f"It rings and nobody answers:  {_NOBODY}   Ctrl+Alt+H gives up.", self._give_up),
            ("Somebody calls the agent.", self._ring),
            ("Ctrl+Alt+P, in any program, answers.", self._answer),
            ("The other hangs up.", self._far_end_hangs_up),
            ("The dial window has these calls, and what became of them.", self._look_back),
        )

    def photograph(self, name: str) -> None:
        """A picture of the screen as it is now."""
        self._album.take(self._visitor, name)

    def _start(self) -> None:
        self._witness.registered()
        self._visitor.point_at_icon()
        self.photograph("registered")
        self._visitor.step_aside()

    def _copy(self) -> None:
        self._offer(_TEXT)
        self.photograph("offer")

    def _click(self) -> None:
        self._visitor.click_icon()
        self._visitor.gone(_PROMPT)
        self._visitor.step_aside()
        self._witness.state(1, PeerCallState.TALKING)
        self._visitor.window(".* talking.*")
        self._witness.hears(HEARD_HZ)
        self._witness.packets(_TWO_SECONDS)  # until there is something to say of its quality
        self.photograph("talking")

    def _mute(self) -> None:
        self._visitor.press("ctrl+alt+m")
        self._witness.hears_nothing()
        self.photograph("muted")

    def _unmute(self) -> None:
        self._visitor.press("ctrl+alt+m")
        self._witness.hears(HEARD_HZ)

    def _press_keys(self) -> None:
        self._visitor.click_icon()
        self._visitor.step_aside()
        self._visitor.focus(".* talking.*")
        self._visitor.read_first()
        self._visitor.press("ctrl+k")
        self._visitor.type_keys(_KEYS)
        self._witness.keys(_KEYS)
        self.photograph("keypad")

    def _hold(self) -> None:
        self._visitor.press("Escape", "ctrl+o")
        self._witness.state(1, PeerCallState.HELD)
        self._visitor.window(".* on hold.*")
        self.photograph("on-hold")
        self._visitor.read_first()  # a second press right after the first does not count
        self._visitor.press("ctrl+o")
        self._witness.state(1, PeerCallState.TALKING)
        self._witness.hears(HEARD_HZ)

    def _hang_up(self) -> None:
        self._visitor.press("ctrl+alt+h")
        self._expect_end(1, PeerCallEnd.AGENT)
        self._visitor.window(".*1234 .* ended.*")
        self.photograph("hung-up")

    def _call_busy(self) -> None:
        self._offer(_BUSY)
        self._visitor.click_icon()
        self._visitor.step_aside()
        self._witness.state(2, PeerCallState.REFUSED)
        self._visitor.window(".*0486 .* ended.*")
        self.photograph("busy")

    def _give_up(self) -> None:
        self._offer(_NOBODY)
        self._visitor.click_icon()
        self._visitor.step_aside()
        self._visitor.window(".*0180 .* ringing.*")
        self.photograph("rings")
        self._visitor.press("ctrl+alt+h")
        self._expect_end(3, PeerCallEnd.AGENT)

    def _ring(self) -> None:
        self._pbx.call_agent(AGENT)
        self._visitor.window(".*0123 .* calls you.*")
        self._visitor.read_first()
        self.photograph("incoming")

    def _answer(self) -> None:
        self._visitor.press("ctrl+alt+p")
        self._witness.state(4, PeerCallState.TALKING)
        self._visitor.window(".*0123 .* talking.*")
        self._witness.hears(HEARD_HZ)
        self.photograph("answered")

    def _far_end_hangs_up(self) -> None:
        self._pbx.hang_up(4)
        self._expect_end(4, PeerCallEnd.FAR_END)
        self._visitor.window(".*0123 .* ended.*")
        self.photograph("they-hung-up")

    def _look_back(self) -> None:
        self._visitor.dialer("show")
        self._visitor.window("Dial.*")
        self.photograph("dial-window")

    def _offer(self, text: str) -> None:
        self._visitor.copy(text)
        self._visitor.window(_PROMPT)
        self._visitor.read_first()

    def _expect_end(self, number: int, ending: PeerCallEnd) -> None:
        call = self._witness.state(number, PeerCallState.HUNG_UP)
        if call.ended is not ending:
            raise StepFailed(f"The PBX says that {call.ended} hung up, and not {ending}.")


def _prove(pbx: DemoWebRtcPbx, app: RunningApp, profile: Profile) -> None:
    """Exactly these calls, each with its end in the app's log, and the PBX got the end."""
    arrived = [call.callee for call in pbx.snapshot()]
    if len(arrived) != len(_OUTCOMES):
        raise StepFailed(f"There were calls with {arrived}, and not {len(_OUTCOMES)}.")
    expect_end(app, profile, _OUTCOMES)
    if pbx.registration(AGENT).contacts:
        raise DesktopError("The PBX did not get the message that the agent's phone is gone.")
    outcomes = ", ".join(reversed(_OUTCOMES))
    print(f"\n{len(arrived)} calls, and the call log says of them: {outcomes}.")
