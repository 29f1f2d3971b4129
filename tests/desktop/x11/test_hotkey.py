"""The hotkeys on a real X server, pressed by xdotool."""

import sys
from collections.abc import Callable, Iterator

import pytest

from desktop_dialer.desktop.hotkey import GrabOutcome, parse_key
from desktop_dialer.desktop.x11.connection import X11Connection
from desktop_dialer.desktop.x11.hotkeys import X11Hotkeys
from tests.support.desktop.x_display import Heard, XDisplay, until

CTRL, ALT, SHIFT, SUPER, B_KEY = "37", "64", "50", "133", "56"
H_KEY, N_KEY = "43", "57"
# setxkbmap makes one keymap of two layouts; this switches to the second, as a panel does.
_SECOND_LAYOUT = """
import ctypes
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
assert x11.XkbLockGroup(display, 0x100, 1)
x11.XSync(display, 0)
"""


class Program:
    """A program with a hotkey, and every key event that the X server sends it."""

    def __init__(self, display: XDisplay) -> None:
        self.lost, self.pressed, self.outcomes = Heard(), Heard(), Heard()
        self.connection = X11Connection(display.name, self.lost)
        self.hotkeys = X11Hotkeys(self.connection)
        self.sent: list[tuple[str, int]] = []
        for event in ("KeyPressEvent", "KeyReleaseEvent"):
            self._overhear(event)
        self.connection.start()

    def grab(self, key: str) -> GrabOutcome:
        self.hotkeys.hold("call", key, self.pressed, self.outcomes)
        return self.outcome()

    def hold(self, name: str, key: str) -> GrabOutcome:
        """Hold one more, whose presses are told by its name."""
        self.hotkeys.hold(name, key, lambda: self.pressed(name), self.outcomes)
        return self.outcome()

    def outcome(self) -> GrabOutcome:
        outcome = self.outcomes.next()
        assert isinstance(outcome, GrabOutcome)
        return outcome

    def _overhear(self, event: str) -> None:
        kind = getattr(self.connection.xproto, event)
        handler: Callable[[object], None] = self.connection._handlers[kind]

        def note(sent: object) -> None:
            self.sent.append((event, getattr(sent, "detail", 0)))
            handler(sent)

        self.connection.handle(kind, note)


@pytest.fixture
def program(display: XDisplay) -> Iterator[Program]:
    with_hotkey = Program(display)
    yield with_hotkey
    with_hotkey.connection.stop()


def pressed_once(program: Program) -> None:
    program.pressed.next()
    assert program.pressed.nothing_for(0.1)


@pytest.mark.parametrize("locks", [(), ("Num_Lock",), ("Caps_Lock",), ("Num_Lock", "Caps_Lock")])
def test_it_works_whatever_is_locked(
    display: XDisplay, program: Program, locks: tuple[str, ...]
) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    for lock in locks:
        display.run("xdotool", "key", lock)
    for _ in range(3):
        display.press(CTRL, ALT, B_KEY)
        pressed_once(program)


def test_num_lock_is_looked_up(display: XDisplay, program: Program) -> None:
    display.run("xmodmap", "-e", "clear mod2", "-e", "clear mod3", "-e", "add mod3 = Num_Lock")
    assert program.grab("Ctrl+Alt+B").grabbed
    display.run("xdotool", "key", "Num_Lock")
    display.press(CTRL, ALT, B_KEY)
    pressed_once(program)


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("F9", ("F9",)),
        ("Meta+Shift+7", (SUPER, SHIFT, "16")),
        ("Ctrl+A", (CTRL, "a")),
        ("Alt+F12", (ALT, "F12")),
    ],
)
def test_other_keys(display: XDisplay, program: Program, key: str, keys: tuple[str, ...]) -> None:
    assert program.grab(key) == GrabOutcome(key)
    display.press(*keys)
    pressed_once(program)


def test_no_other_key_is_seen(display: XDisplay, program: Program) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    display.run("xdotool", "type", "a secret with b and B")
    display.press(CTRL, B_KEY)
    display.press(ALT, B_KEY)
    display.press(CTRL, ALT, SHIFT, B_KEY)
    display.press(CTRL, ALT, "c")
    display.press(CTRL, ALT, B_KEY)
    pressed_once(program)
    assert {code for _, code in program.sent} <= {int(B_KEY), int(ALT), int(CTRL)}
    assert [event for event in program.sent if event[1] == int(B_KEY)] == [
        ("KeyPressEvent", int(B_KEY)),
        ("KeyReleaseEvent", int(B_KEY)),
    ]


def test_a_key_held_down_is_one_press(display: XDisplay, program: Program) -> None:
    display.run("xset", "r", "rate", "100", "50")
    assert program.grab("Ctrl+Alt+B").grabbed
    display.run("xdotool", "keydown", CTRL, "keydown", ALT, "keydown", B_KEY)
    until(lambda: program.sent.count(("KeyPressEvent", int(B_KEY))) > 10)
    display.run("xdotool", "keyup", B_KEY, "keyup", ALT, "keyup", CTRL)
    pressed_once(program)
    display.press(CTRL, ALT, B_KEY)
    pressed_once(program)


@pytest.mark.parametrize("layout", ["ru", "gr", "de", "fr", "us,ru", "ru,us", "il"])
def test_a_layout_switch_keeps_it_in_place(
    display: XDisplay, program: Program, layout: str
) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    display.run("setxkbmap", "-layout", layout)
    display.press(CTRL, ALT, B_KEY)
    pressed_once(program)
    if "," in layout:
        display.run(sys.executable, "-c", _SECOND_LAYOUT)
        display.press(CTRL, ALT, B_KEY)
        pressed_once(program)
    display.run("setxkbmap", "-layout", "us")
    display.press(CTRL, ALT, B_KEY)
    pressed_once(program)
    assert program.outcomes.nothing_for(0.1), "an outcome that did not change is not told again"


def test_a_layout_with_the_letter_elsewhere_moves_it(display: XDisplay, program: Program) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    display.run("setxkbmap", "-layout", "us", "-variant", "dvorak")
    display.press(CTRL, ALT, "57")
    pressed_once(program)
    display.press(CTRL, ALT, B_KEY)
    assert program.pressed.nothing_for(0.1)


def test_a_taken_key_is_told_and_another_one_works_at_once(
    display: XDisplay, program: Program
) -> None:
    other = Program(display)
    assert other.grab("Ctrl+Alt+B").grabbed
    refused = program.grab("Ctrl+Alt+B")
    assert not refused.grabbed
    assert "Another program already uses Ctrl+Alt+B." in refused.unavailable_reason
    assert program.grab("Ctrl+Alt+N").grabbed
    display.press(CTRL, ALT, "57")
    pressed_once(program)
    display.press(CTRL, ALT, B_KEY)
    pressed_once(other)
    assert program.pressed.nothing_for(0.1)
    other.connection.stop()
    assert program.grab("Ctrl+Alt+B").grabbed, "given back when the other one ended"


def test_a_key_taken_in_one_state_of_the_locks_only_is_taken(
    display: XDisplay, program: Program
) -> None:
    other = Program(display)
    core, grab_mode = other.connection.core, other.connection.xproto.GrabMode.Async
    with_num_lock = 4 | 8 | 16
    other.connection.post(
        lambda: core.GrabKey(
            False, other.connection.root, with_num_lock, int(B_KEY), grab_mode, grab_mode
        )
    )
    assert other.grab("F9").grabbed  # the one before has been done
    assert not program.grab("Ctrl+Alt+B").grabbed
    assert other.grab("Ctrl+Alt+B").grabbed, "nothing of the failed grab is left"
    other.connection.stop()


def test_a_changed_key_lets_the_old_one_go(display: XDisplay, program: Program) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    assert program.grab("Ctrl+Alt+N").grabbed
    display.press(CTRL, ALT, B_KEY)
    assert program.pressed.nothing_for(0.1)
    other = Program(display)
    assert other.grab("Ctrl+Alt+B").grabbed
    program.hotkeys.release("call")
    until(lambda: other.grab("Ctrl+Alt+N").grabbed)
    other.connection.stop()


def test_a_key_the_keyboard_lacks(program: Program) -> None:
    outcome = program.grab("F35")
    assert not outcome.grabbed
    assert "no F35 key" in outcome.unavailable_reason


def test_a_key_that_comes_with_a_layout(display: XDisplay, program: Program) -> None:
    assert not program.grab("F35").grabbed
    display.run("xmodmap", "-e", "keycode 248 = F35")
    assert program.outcome() == GrabOutcome("F35")
    display.press("248")
    pressed_once(program)


@pytest.mark.parametrize("written", ["", "B+Ctrl", "Hyper+B", "Ctrl+", "F36", "Ctrl+Ä", "b"])
def test_what_is_no_key(program: Program, written: str) -> None:
    outcome = program.grab(written)
    assert "cannot be a hotkey" in outcome.unavailable_reason
    with pytest.raises(ValueError, match="cannot be a hotkey"):
        parse_key(written)


def test_a_lost_x_server(display: XDisplay, program: Program) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    display.server.kill()
    words = program.lost.next()
    assert "Restart Desktop Dialer" in str(words)
    assert "was lost" in program.grab("Ctrl+Alt+B").unavailable_reason
    program.hotkeys.release("call")


def test_nothing_waits_for_us_while_it_is_held(display: XDisplay, program: Program) -> None:
    """A grab that froze the keyboard would keep xdotool's keys from the other program."""
    assert program.grab("Ctrl+Alt+B").grabbed
    display.run("xdotool", "keydown", CTRL, "keydown", ALT, "keydown", B_KEY)
    program.pressed.next()
    display.run("xdotool", "keyup", B_KEY, "keyup", ALT, "keyup", CTRL)
    other = Program(display)
    assert other.grab("Ctrl+X").grabbed
    display.press(CTRL, "x")
    pressed_once(other)
    other.connection.stop()


def test_several_keys_are_held_at_once(display: XDisplay, program: Program) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    assert program.hold("hang up", "Ctrl+Alt+H").grabbed
    assert program.hold("mute", "Ctrl+Shift+H").grabbed
    display.press(CTRL, ALT, H_KEY)
    assert program.pressed.next() == "hang up"
    display.press(CTRL, SHIFT, H_KEY)
    assert program.pressed.next() == "mute"
    display.press(CTRL, ALT, B_KEY)
    assert program.pressed.next() is None
    assert program.pressed.nothing_for(0.1)


def test_a_key_that_is_let_go_is_another_programs_and_the_rest_stays(
    display: XDisplay, program: Program
) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    assert program.hold("hang up", "Ctrl+Alt+H").grabbed
    other = Program(display)
    assert not other.grab("Ctrl+Alt+H").grabbed
    program.hotkeys.release("hang up")
    program.hotkeys.release("nothing that was ever held")
    until(lambda: other.grab("Ctrl+Alt+H").grabbed)
    display.press(CTRL, ALT, H_KEY)
    pressed_once(other)
    display.press(CTRL, ALT, B_KEY)
    pressed_once(program)
    assert "Another program" in program.hold("hang up", "Ctrl+Alt+H").unavailable_reason
    other.connection.stop()


@pytest.mark.parametrize("again", ["Ctrl+Alt+B", "Alt+Ctrl+B"])
def test_one_key_for_two_names_is_told_until_the_first_lets_go(
    display: XDisplay, program: Program, again: str
) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    refused = program.hold("answer", again)
    assert (
        refused.unavailable_reason == f"{again} is already the key to call. Choose another hotkey."
    )
    display.press(CTRL, ALT, B_KEY)
    assert program.pressed.next() is None, "the first one's"
    program.hotkeys.release("call")
    assert program.outcome() == GrabOutcome(again)
    display.press(CTRL, ALT, B_KEY)
    assert program.pressed.next() == "answer"


def test_names_can_change_keys(display: XDisplay, program: Program) -> None:
    assert program.hold("answer", "Ctrl+Alt+N").grabbed
    assert program.hold("mute", "Ctrl+Alt+B").grabbed
    assert not program.hold("mute", "Ctrl+Alt+N").grabbed
    assert program.hold("answer", "Ctrl+Alt+B").grabbed
    assert program.outcome() == GrabOutcome("Ctrl+Alt+N"), "and the other has it now"
    display.press(CTRL, ALT, N_KEY)
    assert program.pressed.next() == "mute"


def test_a_layout_moves_every_key(display: XDisplay, program: Program) -> None:
    assert program.grab("Ctrl+Alt+B").grabbed
    assert program.hold("next", "Ctrl+Alt+N").grabbed
    display.run("setxkbmap", "-layout", "us", "-variant", "dvorak")
    display.press(CTRL, ALT, N_KEY)
    assert program.pressed.next() is None, "B is where N was"
    display.press(CTRL, ALT, "46")
    assert program.pressed.next() == "next"


def test_a_key_that_stays_down_through_the_next_call_is_one_press(
    display: XDisplay, program: Program
) -> None:
    """Hanging up lets the key go; the next call holds it again, and it is down all the time."""
    display.run("xset", "r", "rate", "100", "50")
    assert program.hold("hang up", "Ctrl+Alt+H").grabbed
    display.run("xdotool", "keydown", CTRL, "keydown", ALT, "keydown", H_KEY)
    assert program.pressed.next() == "hang up"
    program.hotkeys.release("hang up")
    repeats = len(program.sent)
    until(lambda: len(program.sent) > repeats + 100)  # more than a second of them
    assert program.hold("hang up", "Ctrl+Alt+H").grabbed
    repeats = len(program.sent)
    until(lambda: len(program.sent) > repeats + 10)
    display.run("xdotool", "keyup", H_KEY, "keyup", ALT, "keyup", CTRL)
    assert program.pressed.nothing_for(0.1)
    display.press(CTRL, ALT, H_KEY)
    assert program.pressed.next() == "hang up"
