"""The softphone's calls: at most one that is live, and the one that ended last."""

from collections.abc import Callable, Iterator, Mapping

from ...model.live_call import LiveCall
from ...model.user_message import UserMessage
from .conversation import CallEvent, Conversation


class Calls(Mapping[str, LiveCall]):
    """The calls by id; each is changed only by its conversation.

    `clock`: monotonic seconds. `changed` is called with each call after each change.
    """

    def __init__(self, clock: Callable[[], float], changed: Callable[[LiveCall], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._conversations: dict[str, Conversation] = {}

    def __getitem__(self, call: str) -> LiveCall:
        return self._conversations[call].call

    def __iter__(self) -> Iterator[str]:
        return iter(self._conversations)

    def __len__(self) -> int:
        return len(self._conversations)

    @property
    def live(self) -> Conversation | None:
        """The one that has not ended."""
        return next((each for each in self._conversations.values() if not each.over), None)

    def begin(self, call: LiveCall) -> Conversation:
        """A new call, which replaces those that ended."""
        conversation = Conversation(call, self._clock, self._changed)
        self._conversations = {call.id: conversation}
        return conversation

    def find(self, call: str) -> Conversation | None:
        """The call with that id, if it has not ended."""
        conversation = self._conversations.get(call)
        return conversation if conversation and not conversation.over else None

    def handle(self, event: CallEvent) -> None:
        """Handle an event; one of a call that has ended changes nothing."""
        if conversation := self.find(event.call):
            conversation.handle(event)

    def cut_off(self, reason: UserMessage) -> None:
        """The live call's process has stopped, or is being stopped."""
        if self.live:
            self.live.cut_off(reason)

    def set_signalling_lost(self, lost: bool) -> None:
        """The connection to the PBX is lost, or restored."""
        if self.live:
            self.live.set_signalling_lost(lost)

    def warn(self, message: UserMessage) -> None:
        """Show a warning in the live call, if there is one."""
        if self.live:
            self.live.warn(message)
