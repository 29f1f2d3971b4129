"""What became of softphone calls, for the call log."""

from collections import deque
from collections.abc import Callable
from threading import Lock

from ...calling.number_lookup import BackgroundWork
from ...desktop.call_log.call_log import CallLog
from ...model.call import CallRequest
from ...model.errors import InACall, NeverReached
from ...model.internal_calls import InternalCalls
from ...model.live_call import CallStage, LiveCall
from ...pbx.line import Accepted, Line
from ...pbx.softphone.call_end import outcome_of


class CallRecorder:
    """Puts each end on disk, off the GUI thread; `written` is called after that."""

    def __init__(
        self,
        call_log: CallLog,
        background: BackgroundWork,
        written: Callable[[], None],
        failed: Callable[[Exception], None],
        internal: Callable[[], InternalCalls],
    ) -> None:
        """`internal`: the extensions that may be called now, and so called back."""
        self._call_log = call_log
        self._internal = internal
        self._background = background
        self._written = written
        self._failed = failed
        self._requests: dict[str, CallRequest] = {}
        self._waiting: deque[Callable[[], None]] = deque()
        self._writing = Lock()

    def noting(self, line: Line) -> Line:
        """`line`, with its requests remembered until their end is known here."""
        return _Noting(line, self._requests)

    def rang(self, call: LiveCall) -> None:
        """An incoming call rings."""
        self._do(lambda: self._call_log.record_incoming(call.id, self._e164(call), call.party))

    def declined(self, call: LiveCall) -> None:
        """An incoming call heard busy without the agent's doing."""
        outcome = outcome_of(call)
        self._do(
            lambda: self._call_log.record_incoming(call.id, self._e164(call), call.party, outcome)
        )

    def changed(self, call: LiveCall) -> None:
        """A call is not what it was; its end is put down, once."""
        if call.stage is not CallStage.ENDED:
            return
        if call.incoming:
            self._do(lambda: self._call_log.record_incoming_outcome(call.id, outcome_of(call)))
        elif request := self._requests.pop(call.id, None):
            self._do(lambda: self._call_log.record_outcome(request, outcome_of(call), final=True))

    def _e164(self, call: LiveCall) -> str:
        """The number to call back, "" = none: an extension is one only where it can be called."""
        can_be_called = call.number.startswith("+") or self._internal().has(call.number)
        return call.number if can_be_called else ""

    def _do(self, work: Callable[[], None]) -> None:
        self._waiting.append(work)
        self._background.run(self._write_waiting, lambda _: self._written(), self._failed)

    def _write_waiting(self) -> None:
        """In the order in which it happened, whichever thread is first: a ring before its end."""
        with self._writing:
            while self._waiting:
                self._waiting.popleft()()


class _Noting:
    """A line that remembers what it was asked for."""

    def __init__(self, line: Line, requests: dict[str, CallRequest]) -> None:
        self._line = line
        self._requests = requests

    def prepare(self) -> None:
        """See Line."""
        self._line.prepare()

    def place(self, request: CallRequest) -> Accepted:
        """See Line."""
        self._requests[request.id] = request
        try:
            return self._line.place(request)
        except (InACall, NeverReached):
            self._requests.pop(request.id, None)  # no call, so no end of one
            raise
