"""Starting the app, or handing the request to the one that runs already.

What is loaded here comes before the icon, so it is little: see docs/adr/0005-cost.md.
"""

from collections.abc import Callable

from .desktop.instance.client import ACCEPTED, InstanceAnswer
from .desktop.instance.instance import claim_or_hand_over
from .translation import tr, tr_later

WITHOUT_SCREEN = tr_later("Calls from a terminal: desktop-dialer dial NUMBER")


def start_app(request: dict[str, object], once_shown: Callable[[], None] = lambda: None) -> int:
    """Carry out `show` or `link` in the running app, or become it; the exit code at its end.

    `once_shown` is called when the icon is shown, before anything else is loaded.
    """
    taken = claim_or_hand_over(request)
    if isinstance(taken, InstanceAnswer):
        return _handed_over(taken)
    from .desktop.screen import no_screen_reason

    no_screen = no_screen_reason()
    if no_screen:
        from .calling.exit_codes import ExitCode

        taken.close()
        _complain(f"{no_screen} {tr(WITHOUT_SCREEN)}")
        return ExitCode.USAGE
    from .app.startup import StartOptions, run  # Qt: only the app itself needs it

    return run(StartOptions(link=str(request.get("link", "")), once_shown=once_shown), taken)


def _handed_over(answer: InstanceAnswer) -> int:
    from .calling.exit_codes import ExitCode

    if answer.state == ACCEPTED:
        return ExitCode.ACCEPTED
    words = answer.content.get("message") or tr("The running Desktop Dialer does not respond.")
    if answer.other_version:
        from .desktop.instance.protocol import RESTART

        words = tr("The running Desktop Dialer is another version. {restart}").format(
            restart=tr(RESTART)
        )
    _complain(str(words))
    return ExitCode.UNREACHED


def _complain(words: str) -> None:
    from .commands.output import complain  # nothing is said where the icon comes up

    complain(words)
