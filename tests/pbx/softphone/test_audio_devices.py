"""What the app's side of the line makes of sound, with a scripted phone process."""

from pathlib import Path

from desktop_dialer.pbx.softphone.commands import Meter, TestRing
from tests.support.softphone.phone_stage import PhoneStage


def test_the_level_is_told_while_any_window_looks_at_it(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:

        def told() -> list[bool]:
            """Whether the level was wanted, each time; ends with a command that follows."""
            rings = len(stage.of(TestRing))
            stage.phone.test_ring()
            stage.until(lambda: len(stage.of(TestRing)) > rings)
            return [command.on for command in stage.of(Meter)]

        stage.phone.meter(True, "line window")
        stage.phone.meter(True, "call window")
        stage.phone.meter(False, "call window")
        assert told() == [True]
        stage.phone.meter(False, "call window")
        assert told() == [True]
        stage.phone.meter(False, "line window")
        assert told() == [True, False]
