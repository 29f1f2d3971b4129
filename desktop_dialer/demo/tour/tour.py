"""The tour: the whole program on a desktop of its own, each step done and verified."""

from ...text.terminal import for_terminal
from ..pbx.server import DemoPbx
from .pbx_steps import PbxSteps
from .profile import Profile
from .robot_user import RobotUser
from .runner import Step, expect_end, play
from .running_app import RunningApp
from .screenshots import Screenshots
from .stage import DemoDesktop
from .waiting import StepFailed

_FIRST = "Client: Ms Dlamini, tel. (082) 000-1234 (after 14:00), ref 7"
_SECOND = "Office (011) 555 0123, or on her cell 083 555 0148. Order 4471180."
_LINK = "tel:+27-21-555-0190"
_TYPED = "0860123456"
_EXPECTED = ("0820001234", "0835550148", "0215550190", "0860123456")
"""What the PBX has to have been asked for, in this order and nothing else."""
_PROMPT = "Call a number"
_RINGS_S = 10.0


def run_tour(profile: Profile, port: int) -> None:
    """Play it, narrated on standard output. Raises DesktopError where a step does not happen."""
    album = Screenshots()
    steps = PbxSteps()
    print("The whole program on a screen of its own; your desktop is left alone.", flush=True)
    with DemoPbx(port=port, say=steps, pace=0.15) as pbx, DemoDesktop(profile) as stage:
        app = RunningApp(profile, pbx.port, stage.env)
        tour = _Tour(RobotUser(stage), steps, album)
        play(tour.steps(), lambda: _prove(pbx, app, profile), app, tour.photograph)
    print(
        f"\nAll of it happened. The pictures are in {for_terminal(str(album.folder))}", flush=True
    )


class _Tour:
    """The steps, one method each."""

    def __init__(self, visitor: RobotUser, steps: PbxSteps, album: Screenshots) -> None:
        self._visitor = visitor
        self._steps = steps
        self._album = album
        self._calls = 0

    def steps(self) -> tuple[Step, ...]:
        """All of them, in order."""
        return (
            ("The program starts: a phone icon in the tray.", self._start),
            (f"Another program copies:  {_FIRST}", self._copy),
            ("One click on the icon calls the number.", self._click),
            (f"A copy with two numbers:  {_SECOND}", self._copy_two),
            (
                "Which one? The icon opens the prompt; Tab and Enter choose the second.",
                self._choose,
            ),
            (f"Somebody clicks a link:  {_LINK}   Links are always asked about.", self._link),
            ("The answer is Call.", self._answer_link),
            (f"A number typed into the dial window:  {_TYPED}", self._dial),
            ("Enter calls it.", self._dial_it),
        )

    def photograph(self, name: str) -> None:
        """A picture of the screen as it is now."""
        self._album.take(self._visitor, name)

    def _start(self) -> None:
        self._visitor.icon()
        self.photograph("ready")

    def _copy(self) -> None:
        self._visitor.copy(_FIRST)
        self._visitor.window(_PROMPT)
        self._visitor.read_first()
        self.photograph("offer")

    def _click(self) -> None:
        self._visitor.click_icon()
        self._expect_call()
        self._visitor.gone(_PROMPT)
        self._visitor.point_at_icon()
        self.photograph("called")
        self._visitor.step_aside()

    def _copy_two(self) -> None:
        self._visitor.copy(_SECOND)
        self._visitor.window(_PROMPT)
        self._visitor.read_first()
        self.photograph("two-numbers")

    def _choose(self) -> None:
        self._visitor.click_icon()
        self._visitor.read_first()
        self._visitor.press("Tab")
        self.photograph("second-chosen")
        self._visitor.press("Return")
        self._expect_call()
        self._visitor.gone(_PROMPT)

    def _link(self) -> None:
        self._visitor.step_aside()
        self._visitor.dialer(_LINK)
        self._visitor.window(_PROMPT)
        self._visitor.read_first()
        self.photograph("link")

    def _answer_link(self) -> None:
        self._visitor.click_icon()
        self._visitor.read_first()
        self._visitor.press("Return")
        self._expect_call()
        self._visitor.gone(_PROMPT)
        self._visitor.step_aside()

    def _dial(self) -> None:
        self._visitor.dialer("show")
        self._visitor.type(self._visitor.window("Dial.*"), _TYPED)
        self.photograph("dial-window")

    def _dial_it(self) -> None:
        self._visitor.press("Return")
        self._expect_call()
        self.photograph("dialled")

    def _expect_call(self) -> None:
        """The PBX rings the agent, and the call runs to its end."""
        self._calls += 1
        for words in ("agent 204 rings", "hung up"):
            if not self._steps.wait_for(f"call {self._calls}: {words}", _RINGS_S):
                raise StepFailed(f"The PBX did not say “{words}” of call {self._calls}.")


def _prove(pbx: DemoPbx, app: RunningApp, profile: Profile) -> None:
    """Exactly the calls that were asked for, each known to the app, and an end in order."""
    arrived = tuple(call.callee for call in pbx.calls)
    if arrived != _EXPECTED:
        raise StepFailed(f"The PBX was asked for {arrived} and not for {_EXPECTED}.")
    expect_end(app, profile, ["accepted"] * len(_EXPECTED))
    print(f"\nThe PBX was asked for {', '.join(arrived)}: once each, and nothing else.")
