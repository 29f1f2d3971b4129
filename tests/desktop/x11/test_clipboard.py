"""Copies by other programs, seen and read on a real X server."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop_dialer.desktop.clipboard import (
    HINT_FORMAT,
    OWN_FORMAT,
    TEXT_LIMIT,
    CopiedReading,
    ReadOutcome,
    Selection,
)
from desktop_dialer.desktop.x11.connection import X11Connection
from desktop_dialer.desktop.x11.selections import X11Clipboard
from tests.support.desktop.x_display import Heard, XDisplay, until

CLIPBOARD, PRIMARY = Selection.CLIPBOARD, Selection.PRIMARY


class Watched:
    """A clipboard with a watch on it."""

    def __init__(self, display: XDisplay, fold_s: float = 0.15) -> None:
        self.lost = Heard()
        self.copied = Heard()
        self.connection = X11Connection(display.name, self.lost)
        self.clipboard = X11Clipboard(self.connection, fold_s)
        self.connection.start()
        self.clipboard.watch(self.copied)
        self.read(CLIPBOARD)  # everything before has been done

    def read(self, selection: Selection | None) -> CopiedReading:
        heard = Heard()
        self.clipboard.read(selection, heard)
        return heard.reading()


@pytest.fixture
def watched(display: XDisplay) -> Iterator[Watched]:
    with_watch = Watched(display)
    yield with_watch
    with_watch.connection.stop()


def text(reading: CopiedReading) -> tuple[Selection | None, str]:
    assert reading.outcome is ReadOutcome.TEXT
    assert not reading.words
    return reading.selection, reading.text


@pytest.mark.alone
def test_none_of_200_copies_is_lost_or_late(
    display: XDisplay, record_property: Callable[[str, object], None]
) -> None:
    watched = Watched(display, fold_s=0)
    took_ms = []
    for number in range(200):
        begun = time.monotonic()
        display.copy(f"082 000 {number:04}")
        assert text(watched.copied.reading()) == (CLIPBOARD, f"082 000 {number:04}")
        took_ms.append((time.monotonic() - begun) * 1000)
    watched.connection.stop()
    p95 = statistics.quantiles(took_ms, n=20)[-1]
    record_property("copy_seen_ms", (statistics.median(took_ms), p95))
    print(f"copy to reading: median {statistics.median(took_ms):.1f} ms, p95 {p95:.1f} ms")
    assert statistics.median(took_ms) < 50
    assert p95 < 100


def test_copies_at_a_persons_pace_come_at_once_and_once(
    display: XDisplay, watched: Watched
) -> None:
    for number in range(5):
        display.copy(f"082 000 000{number}")
        assert text(watched.copied.reading()) == (CLIPBOARD, f"082 000 000{number}")
        assert watched.copied.nothing_for(0.2)


def test_a_program_that_copies_the_same_again_and_again_is_heard_once(
    display: XDisplay, watched: Watched
) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1234"}, "--again", "10")
    assert text(watched.copied.reading()) == (CLIPBOARD, "082 000 1234")
    assert watched.copied.nothing_for(0.6)
    assert owner.asked() in (
        ["TARGETS", "UTF8_STRING"] * 2,
        ["TARGETS", "TARGETS", "UTF8_STRING"],
    )


def test_of_quick_copies_the_last_counts(display: XDisplay, watched: Watched) -> None:
    display.owner({"UTF8_STRING": "082 000 0"}, "--again", "10", "--count")
    readings = [watched.copied.reading()]
    while readings[-1].text != "082 000 0009":
        readings.append(watched.copied.reading())
    assert len(readings) <= 2
    assert watched.copied.nothing_for(0.3)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ({"UTF8_STRING": "Zoë: 082 000 1234"}, "Zoë: 082 000 1234"),
        ({"STRING": "Zoë: 082 000 1234"}, "Zoë: 082 000 1234"),
        ({"TEXT": "082 000 1234"}, "082 000 1234"),
        ({"text/plain;charset=utf-8": "082 000 1234", "image/png": "…"}, "082 000 1234"),
        ({"UTF8_STRING": "082 000 1234", HINT_FORMAT: "public"}, "082 000 1234"),
    ],
)
def test_text_in_any_form(
    display: XDisplay, watched: Watched, targets: dict[str, str], expected: str
) -> None:
    display.owner({name: value.replace("…", "x") for name, value in targets.items()})
    assert text(watched.copied.reading()) == (CLIPBOARD, expected)


def test_an_owner_that_names_no_targets(display: XDisplay, watched: Watched) -> None:
    display.owner({"STRING": "082 000 1234"}, "--mute")
    assert text(watched.copied.reading()) == (CLIPBOARD, "082 000 1234")


def test_an_image_is_no_text(display: XDisplay, watched: Watched) -> None:
    owner = display.owner({"image/png": "x"})
    assert watched.copied.reading().outcome is ReadOutcome.NOTHING
    assert owner.asked() == ["TARGETS"]


def test_a_marked_secret_is_never_asked_for(display: XDisplay, watched: Watched) -> None:
    owner = display.owner({"UTF8_STRING": "0820001234", HINT_FORMAT: "secret"})
    assert watched.copied.reading().outcome is ReadOutcome.HIDDEN
    on_demand = watched.read(None)
    assert on_demand.outcome is ReadOutcome.HIDDEN
    assert "password" in on_demand.words
    assert owner.asked() == ["TARGETS", HINT_FORMAT] * 2


def test_our_own_copies_make_no_offer(display: XDisplay, watched: Watched) -> None:
    owner = display.owner({"UTF8_STRING": "0820001234", OWN_FORMAT: ""})
    assert watched.copied.nothing_for(0.3)
    assert owner.asked() == ["TARGETS"]


def test_our_own_copy_is_read_on_demand(display: XDisplay, watched: Watched) -> None:
    display.owner({"UTF8_STRING": "0820001234", OWN_FORMAT: ""})
    assert text(watched.read(None)) == (CLIPBOARD, "0820001234")


def test_a_long_text_ends_before_a_number_is_cut(display: XDisplay, watched: Watched) -> None:
    line = "call 082 000 1234 now "
    display.copy(line * 10_000)
    reading = watched.copied.reading()
    assert TEXT_LIMIT - len(line) < len(reading.text) <= TEXT_LIMIT
    assert reading.text.endswith(("call", "now", "cal", "ca", "c", "no", "n"))


def test_a_huge_text_is_let_go_by(display: XDisplay, watched: Watched) -> None:
    huge = "082 000 1234 " * 400_000
    display.copy(huge)
    reading = watched.copied.reading()
    assert reading.outcome is ReadOutcome.TOO_LARGE
    assert "too much" in reading.words
    # xclip passes over whoever asks while it is sending pieces.
    until(lambda: not watched.clipboard._reader._drain.slots)
    pasted = display.spawn("xclip", "-selection", "clipboard", "-o").communicate()[0]
    assert pasted == huge, "others can still paste it"
    assert watched.read(CLIPBOARD).outcome is ReadOutcome.TOO_LARGE
    display.copy("082 000 1234")
    assert text(watched.copied.reading()) == (CLIPBOARD, "082 000 1234")


def test_a_text_in_many_small_pieces_is_let_go_by(display: XDisplay, watched: Watched) -> None:
    for _ in range(6):
        display.copy("082 000 1234 " * 1_000, "clipboard", "xsel")  # in pieces of 4,000 bytes
        assert watched.copied.reading().outcome is ReadOutcome.TOO_LARGE
        assert watched.read(CLIPBOARD).outcome is ReadOutcome.TOO_LARGE
        assert watched.copied.nothing_for(0.2)


@pytest.mark.alone
def test_an_owner_that_hangs_costs_half_a_second_here_and_nothing_elsewhere(
    display: XDisplay, watched: Watched
) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1111"})
    watched.copied.reading()
    owner.pause()
    begun = time.monotonic()
    heard = Heard()
    watched.clipboard.read(CLIPBOARD, heard)
    assert time.monotonic() - begun < 0.05, "the caller never waits"
    reading = heard.reading()
    assert reading.outcome is ReadOutcome.NO_ANSWER
    assert "does not respond" in reading.words
    assert 0.45 < time.monotonic() - begun < 1
    begun = time.monotonic()
    display.copy("082 000 2222")
    assert text(watched.copied.reading()) == (CLIPBOARD, "082 000 2222")
    assert time.monotonic() - begun < 0.2
    owner.resume()
    owner.asked()


@pytest.mark.alone
def test_another_copy_ends_the_wait_for_an_owner_that_hangs(
    display: XDisplay, watched: Watched
) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1111"})
    watched.copied.reading()
    owner.pause()
    heard = Heard()
    begun = time.monotonic()
    watched.clipboard.read(CLIPBOARD, heard)
    display.copy("082 000 2222")
    assert text(heard.reading()) == (CLIPBOARD, "082 000 2222")
    assert time.monotonic() - begun < 0.4


def test_an_answer_that_comes_too_late_is_thrown_away(display: XDisplay, watched: Watched) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1111"})
    watched.copied.reading()
    owner.pause()
    assert watched.read(CLIPBOARD).outcome is ReadOutcome.NO_ANSWER
    owner.resume()
    assert text(watched.read(CLIPBOARD)) == (CLIPBOARD, "082 000 1111")
    window = str(watched.connection.window)
    assert "DESKTOP_DIALER" not in display.run("xprop", "-id", window)


def test_a_paused_watch_asks_for_nothing_but_knows_the_order(
    display: XDisplay, watched: Watched
) -> None:
    display.copy("082 000 1111", "primary")
    watched.clipboard.pause()
    owner = display.owner({"UTF8_STRING": "082 000 2222"})
    assert watched.copied.nothing_for(0.3)
    assert text(watched.read(None)) == (CLIPBOARD, "082 000 2222")
    watched.clipboard.watch(watched.copied)
    assert watched.copied.nothing_for(0.3), "what was copied meanwhile is not offered later"
    assert owner.asked() == ["TARGETS", "UTF8_STRING"]
    assert watched.copied.reading().outcome is ReadOutcome.NOTHING
    display.copy("082 000 3333")
    assert text(watched.copied.reading()) == (CLIPBOARD, "082 000 3333")


def test_the_selection_is_read_on_demand_only(display: XDisplay, watched: Watched) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1111"}, selection="PRIMARY")
    display.copy("082 000 2222")
    assert text(watched.copied.reading()) == (CLIPBOARD, "082 000 2222")
    assert text(watched.read(None)) == (CLIPBOARD, "082 000 2222")
    assert watched.copied.nothing_for(0.2)
    assert text(watched.read(PRIMARY)) == (PRIMARY, "082 000 1111")
    assert owner.asked() == ["TARGETS", "UTF8_STRING"]


def test_the_one_that_changed_last_is_read(display: XDisplay, watched: Watched) -> None:
    display.copy("082 000 1111", "primary")
    assert text(watched.read(None)) == (PRIMARY, "082 000 1111")
    display.copy("082 000 2222", "clipboard")
    assert text(watched.read(None)) == (CLIPBOARD, "082 000 2222")
    display.copy("082 000 3333", "primary", "xsel")
    assert text(watched.read(None)) == (PRIMARY, "082 000 3333")


def test_the_older_one_is_never_read_instead(display: XDisplay, watched: Watched) -> None:
    display.copy("082 000 1111", "primary")
    display.copy("082 000 2222", "clipboard", "xsel")
    watched.copied.reading()
    display.run("xsel", "--clipboard", "--clear")
    reading = until(lambda: (r := watched.read(None)).outcome is ReadOutcome.NOTHING and r)
    assert isinstance(reading, CopiedReading)
    assert reading.selection is CLIPBOARD
    assert "has no text" in reading.words


def test_a_clipboard_that_is_cleared_is_told(display: XDisplay, watched: Watched) -> None:
    display.copy("082 000 2222", "clipboard", "xsel")
    watched.copied.reading()
    display.run("xsel", "--clipboard", "--clear")
    assert watched.copied.reading().outcome is ReadOutcome.NOTHING


def test_nothing_was_ever_copied(watched: Watched) -> None:
    for selection in (None, CLIPBOARD, PRIMARY):
        assert watched.read(selection).outcome is ReadOutcome.NOTHING


@pytest.mark.parametrize("last", ["clipboard", "primary"])
def test_what_was_there_before_us_is_put_in_order_by_its_owners(
    display: XDisplay, last: str
) -> None:
    for selection in sorted(("clipboard", "primary"), key=last.__eq__):
        display.copy(selection, selection, "xsel")
    watched = Watched(display)
    assert watched.read(None).text == last
    watched.connection.stop()


def test_an_order_that_cannot_be_known_is_not_guessed(display: XDisplay) -> None:
    display.copy("082 000 1111", "primary", "xclip")
    display.copy("082 000 2222", "clipboard", "xclip")
    watched = Watched(display)
    reading = watched.read(None)
    assert reading.outcome is ReadOutcome.UNCERTAIN
    assert "unknown" in reading.words
    watched.connection.stop()


def test_the_only_one_there_before_us_is_the_newer(display: XDisplay) -> None:
    display.copy("082 000 1111", "primary", "xclip")
    watched = Watched(display)
    assert text(watched.read(None)) == (PRIMARY, "082 000 1111")
    watched.connection.stop()


def test_a_lost_x_server_is_told_once_and_ends_the_thread(
    display: XDisplay, watched: Watched
) -> None:
    owner = display.owner({"UTF8_STRING": "082 000 1111"})
    watched.copied.reading()
    owner.pause()
    heard = Heard()
    watched.clipboard.read(CLIPBOARD, heard)
    display.server.kill()
    words = watched.lost.next()
    assert isinstance(words, str)
    assert display.name in words
    assert "Restart Desktop Dialer" in words
    assert heard.reading().outcome is ReadOutcome.UNAVAILABLE
    assert watched.read(None).outcome is ReadOutcome.UNAVAILABLE
    until(lambda: all(thread.name != "x11" for thread in threading.enumerate()))
    watched.connection.stop()
    assert watched.lost.nothing_for(0.1)


def test_a_wanted_end_is_no_loss(watched: Watched) -> None:
    watched.connection.stop()
    assert watched.lost.nothing_for(0.1)
    assert all(thread.name != "x11" for thread in threading.enumerate())


def test_no_text_in_any_representation(display: XDisplay, watched: Watched) -> None:
    display.copy("082 000 1234")
    assert "082" not in repr(watched.copied.reading())
