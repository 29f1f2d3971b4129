"""Starting the app, or handing the wish to the one that runs already.

What is loaded here comes before the icon, so it is little: see docs/adr/0005-cost.md.
"""

from collections.abc import Callable

from .desktop.instance.client import TAKEN, Answer
from .desktop.instance.instance import claim_or_hand_over

WITHOUT_SCREEN = "Calls from a terminal: desktop-dialer dial NUMBER"


def start_app(wish: dict[str, object], once_shown: Callable[[], None] = lambda: None) -> int:
    """Carry out `show` or `link` in the running app, or become it; the exit code at its end.

    `once_shown` is called when the icon stands and before anything else is loaded.
    """
    taken = claim_or_hand_over(wish)
    if isinstance(taken, Answer):
        return _handed_over(taken)
    from .desktop.screen import why_no_screen

    no_screen = why_no_screen()
    if no_screen:
        from .calling.exit_codes import Ending

        taken.close()
        _complain(f"{no_screen} {WITHOUT_SCREEN}")
        return Ending.USAGE
    from .app.startup import Start, run  # Qt: only the app itself needs it

    return run(Start(link=str(wish.get("link", "")), once_shown=once_shown), taken)


def _handed_over(answer: Answer) -> int:
    from .calling.exit_codes import Ending

    if answer.state == TAKEN:
        return Ending.ACCEPTED
    words = answer.content.get("message") or "The running Desktop Dialer does not answer."
    if answer.other_version:
        from .desktop.instance.protocol import RESTART

        words = f"The running Desktop Dialer is another version. {RESTART}"
    _complain(str(words))
    return Ending.UNREACHED


def _complain(words: str) -> None:
    from .commands.output import complain  # nothing is said where the icon comes up

    complain(words)
