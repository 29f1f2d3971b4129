"""Our windows used as a person does who sees them or hears them: read, typed into, answered."""

from tests.support.journeys.agent_desk import AgentDesk, until
from tests.support.journeys.screen_reader import Element, ScreenReader

PROMPT = "Call a number"
DIAL = "Dial a number"
FIRST_RUN = "Set up Desktop Dialer"


def answer_prompt(desk: AgentDesk, reader: ScreenReader, button: str) -> None:
    """Press a button of the prompt by mouse, and again while the prompt has not taken the click.

    The prompt takes no click before it has been on the screen for 300 ms, and a busy machine may
    paint or move it long after its button can be read. A second click is safe: an offer is
    answered once.
    """

    def unanswered() -> Element | None:
        shown = (one for one in reader.elements(PROMPT) if one.name == button and one.enabled)
        return next(shown, None)

    def answered() -> bool:
        desk.settle()
        if control := unanswered():
            x, y, width, height = control.place
            desk.click(x + width // 2, y + height // 2)
            desk.settle()
        return unanswered() is None

    reader.find(PROMPT, button)
    try:
        until(answered, f"an answer to {button!r}")
    except AssertionError as error:
        pointer = desk.xdotool("getmouselocation")
        shown = "\n".join(f"{one.name!r} at {one.place}" for one in reader.elements(PROMPT))
        raise AssertionError(f"{error}; pointer: {pointer}; shown:\n{shown}") from error


def prompt_is_gone(desk: AgentDesk) -> None:
    """Wait until nothing is asked any more."""
    until(lambda: not desk.windows(PROMPT), "the prompt's end")


def open_dial_window(desk: AgentDesk, reader: ScreenReader) -> None:
    """Show the dial window, until it has the keyboard and an empty or marked entry."""
    desk.dialer("show")
    desk.window(DIAL)
    until(lambda: desk.xdotool("getactivewindow", "getwindowname").startswith(DIAL), "its focus")
    until(lambda: reader.focused(DIAL) == "Number", "the entry's focus")


def type_text(desk: AgentDesk, text: str) -> None:
    """Type into whatever has the keyboard."""
    desk.xdotool("type", "--delay", "1", text)


def press(desk: AgentDesk, *keys: str) -> None:
    """Press and release each key, one after the other."""
    desk.xdotool("key", *keys)


def entry(reader: ScreenReader) -> str:
    """What is in the dial window's entry."""
    return reader.find(DIAL, "Number").text


def until_in_entry(reader: ScreenReader, text: str) -> None:
    """Wait until the dial window's entry holds this."""
    until(lambda: entry(reader) == text, f"{text!r} in the entry")


def until_tooltip(desk: AgentDesk, reader: ScreenReader, words: str) -> str:
    """Rest the pointer on the icon until its tooltip says this; all that it says."""

    def said() -> str:
        desk.xdotool("mousemove", "10", "10")
        x, y = until(desk.icon, "the icon")
        desk.xdotool("mousemove", str(x - 2), str(y - 2), "mousemove", str(x), str(y))
        desk.settle(1)  # Qt shows a tooltip to a pointer that has rested for 0.7 s
        told = [one.name for one in reader.elements("") if one.role == "tool tip"]
        return next((one for one in told if words in one), "")

    return until(said, f"a tooltip with {words!r}")


def open_first_run(desk: AgentDesk, reader: ScreenReader) -> None:
    """Wait until the first-run window is there and has the keyboard."""
    desk.window(FIRST_RUN)
    until(
        lambda: desk.xdotool("getactivewindow", "getwindowname").startswith(FIRST_RUN), "its focus"
    )
    until(lambda: reader.focused(FIRST_RUN), "a field's focus")
