"""The demo for a person who talks in the program: their own screen, microphone and speakers."""

import os

from ...model.errors import NeverReached
from ...text.terminal import for_terminal
from ..pbx.listening import AGENT
from ..softphone_peer import DemoWebRtcPbx
from ..softphone_peer.callees import CALLEES, Manner
from .desktop_demo import warnings_here
from .fake_microphone import WITHOUT_NETWORK, flags
from .interactive import stay
from .pbx_steps import PbxSteps
from .profile import Profile
from .running_app import RunningApp
from .softphone_pbx import both_sides

_WORDS = """
A phone icon is in your tray now. It is the whole program, on a profile that is thrown away
afterwards. It is the phone too: its calls go to a PBX built in, and nobody's phone will ring.
Put a headset on, because you will hear your own voice again.

  1. Copy this number, here or in any other program:   (082) 000-1234
  2. Click the phone icon. The number rings and answers: you hear a tone, then what you say.
  3. Mute yourself with Ctrl+Alt+M, in any program. The window of the call has hold, a keypad
     and your microphone and speakers. Hang up there, or with Ctrl+Alt+H.
  4. Let the PBX call you: type i and press Enter here, or press the button at {url}/
     Answer in the window or the notification, or with Ctrl+Alt+P; Ctrl+Alt+H declines.
  5. Copy these numbers, or type them into the dial window, for calls that come to nothing:
{special}
All that the PBX notices is shown here as it comes.
"""
_MANNERS = {
    Manner.RINGS_ON: "It rings, and nobody answers.",
    Manner.SENDS_NOTHING: "It answers, and nothing is heard.",
    Manner.HANGS_UP: "It answers, and hangs up after 3 seconds.",
}
_ENDING = "\nType i and press Enter to be called; press Enter alone to end.\n\n"


def talk_here(profile: Profile, port: int) -> None:
    """Run it until Enter, Ctrl-C or Quit in its menu. Raises DesktopError where it fails."""
    with both_sides(port, PbxSteps()) as (pbx, webrtc):
        warnings = warnings_here()
        here = profile.on_this_desktop(os.environ) | flags(WITHOUT_NETWORK)
        app = RunningApp(profile, pbx.port, here, webrtc.url)
        words = _WORDS.format(url=pbx.url, special=_special_numbers())
        stay(app, profile, f"{words}{warnings}{_ENDING}", lambda line: _obey(line, webrtc))


def _special_numbers() -> str:
    """A line for each."""
    return "".join(
        f"       {number[:3]} {number[3:6]} {number[6:]}   "
        f"{_MANNERS.get(callee.manner) or callee.error or 'It refuses without a word.'}\n"
        for number, callee in CALLEES.items()
    )


def _obey(line: str, webrtc: DemoWebRtcPbx) -> bool:
    """Whether there was something to do."""
    if line.lower() == "i":
        try:
            webrtc.call_agent(AGENT)
        except NeverReached as error:
            print(for_terminal(f"{error.message} {error.advice}".strip()), flush=True)
    elif line:
        print("Type i to be called. Enter alone ends the demo.", flush=True)
    return bool(line)
