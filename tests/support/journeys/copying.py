"""Copying a number at a desk, and what comes of it."""

from tests.support.journeys.agent_desk import AgentDesk, until

PROMPT = "Call a number"


DIAL_WINDOW = "Dial a number"


def arm(desk: AgentDesk, text: str) -> None:
    """Copy a text with a number, and let its offer grow old enough for a click."""
    desk.copy(text)
    desk.prompt()
    desk.settle()


def until_no_prompt(desk: AgentDesk) -> None:
    until(lambda: not desk.windows(PROMPT), "the prompt's end")


def callees(desk: AgentDesk) -> list[str]:
    return [call["callee"] for call in desk.calls()]
