"""Clicks and keys at a desktop."""

from subprocess import Popen

from tests.support.ui.window_desktop import Desktop


def keys_that_arrive(desktop: Desktop, xev: Popen[str], last: str) -> str:
    """Everything xev has printed up to and with the key `last`, which is typed now."""
    desktop.xdotool(f"key {last}")
    assert xev.stdout
    read: list[str] = []
    while f", {last})," not in "".join(read):
        read.append(xev.stdout.readline())
    return "".join(read)


def click(desktop: Desktop, at: list[int]) -> None:
    desktop.xdotool(f"mousemove {at[0]} {at[1]} click 1")
