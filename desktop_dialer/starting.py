"""Starting the app, or handing the wish to the one that runs already."""

import sys
from pathlib import Path

from .desktop.instance import claim, claim_or_hand_over
from .desktop.instance_client import TAKEN, Answer
from .desktop.screen import why_no_screen
from .ending import Ending

WITHOUT_SCREEN = "Calls from a terminal: desktop-dialer dial NUMBER"


def start_app(wish: dict[str, object]) -> int:
    """Carry out `show` or `link` in the running app, or become it; the exit code at its end."""
    taken = claim_or_hand_over(wish)
    if isinstance(taken, Answer):
        if taken.state == TAKEN:
            return Ending.ACCEPTED
        words = taken.content.get("message") or "The running Desktop Dialer does not answer."
        print(words, file=sys.stderr)
        return Ending.UNREACHED
    no_screen = why_no_screen()
    if no_screen:
        taken.close()
        print(f"{no_screen} {WITHOUT_SCREEN}", file=sys.stderr)
        return Ending.USAGE
    from .app.start import Start, real_desk, run  # Qt: only the app itself needs it

    start = Start(link=str(wish.get("link", "")))
    return run(start, taken, real_desk())


def start_demo_app(folder: Path, pbx_port: int) -> int:
    """Become the app of the demo, whose files are in `folder`; the exit code at its end."""
    instance = claim()
    if instance is None:
        print("An app runs in this profile already.", file=sys.stderr)
        return Ending.USAGE
    from .app.demo_desk import run_demo  # Qt: only the app itself needs it

    return run_demo(folder, pbx_port, instance)
