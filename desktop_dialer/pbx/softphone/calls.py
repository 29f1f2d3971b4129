"""The line's calls: one that lives at most, and the one that ended last."""

from collections.abc import Callable, Iterator, Mapping

from ...model.live_call import LiveCall
from ...model.user_message import UserMessage
from .conversation import CallEvent, Conversation


class Calls(Mapping[str, LiveCall]):
    """The calls by id; what happens to one goes through its conversation.

    `clock`: monotonic seconds. `changed` gets each call after each change.
    """

    def __init__(self, clock: Callable[[], float], changed: Callable[[LiveCall], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._talks: dict[str, Conversation] = {}

    def __getitem__(self, call: str) -> LiveCall:
        return self._talks[call].call

    def __iter__(self) -> Iterator[str]:
        return iter(self._talks)

    def __len__(self) -> int:
        return len(self._talks)

    @property
    def talk(self) -> Conversation | None:
        """The one that has not ended."""
        return next((talk for talk in self._talks.values() if not talk.over), None)

    def begin(self, call: LiveCall) -> Conversation:
        """A new call, in place of those that ended."""
        talk = Conversation(call, self._clock, self._changed)
        self._talks = {call.id: talk}
        return talk

    def find(self, call: str) -> Conversation | None:
        """The call of that id, if it has not ended."""
        talk = self._talks.get(call)
        return talk if talk and not talk.over else None

    def take(self, event: CallEvent) -> None:
        """Take an event; one of a call that has ended changes nothing."""
        talk = self.find(event.call)
        if talk:
            talk.take(event)

    def break_off(self, why: UserMessage, *, by_us: bool = False) -> None:
        """What carries the calls has failed. `by_us`: its last words are not heard."""
        if self.talk:
            self.talk.break_off(why, by_us=by_us)

    def lose_signalling(self, lost: bool) -> None:
        """The PBX is out of reach, or back."""
        if self.talk:
            self.talk.lose_signalling(lost)

    def warn(self, told: UserMessage) -> None:
        """Say what is wrong, where a call is there to say it in."""
        if self.talk:
            self.talk.warn(told)
