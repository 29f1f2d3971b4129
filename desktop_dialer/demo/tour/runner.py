"""Runs a tour: prints and does its steps in order, checks the result, and always cleans up."""

from collections.abc import Callable, Iterable

from ...model.errors import DialerError
from .profile import Profile
from .running_app import RunningApp
from .waiting import StepFailed

Step = tuple[str, Callable[[], None]]
"""What is printed before it, and what is done."""


def play(
    steps: Iterable[Step],
    prove: Callable[[], None],
    app: RunningApp,
    photograph: Callable[[str], None],
) -> None:
    """Do all of it, and end `app`. Raises DialerError where a step fails, with a picture of it."""
    try:
        for number, (words, do) in enumerate(steps, 1):
            print(f"\n{number}. {words}", flush=True)
            do()
        prove()
    except DialerError:
        photograph("failed")
        raise
    finally:
        app.end()


def expect_end(app: RunningApp, profile: Profile, outcomes: list[str]) -> None:
    """End `app`: in order, and with these in its call log, newest first. Raises StepFailed."""
    from ...desktop.call_log.call_log import CallLog

    code = app.end()
    if code:
        raise StepFailed(f"The app ended with {code}.")
    journal = CallLog(profile.call_log_file, profile.folder / "latest-calls.sqlite3")
    try:
        logged = [call.status.value for call in journal.recent()]
    finally:
        journal.close()
    if logged != outcomes:
        raise StepFailed(f"The call log of the app says {logged} and not {outcomes}.")
