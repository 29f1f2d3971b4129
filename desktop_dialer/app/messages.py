"""What other processes ask of the running app, carried out on the GUI thread."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..calling.call_result import CallResult
from ..calling.dial_command import DialArguments, report
from ..calling.placer import CallIntent
from ..desktop.clipboard import CopiedReading, ReadOutcome, Selection
from ..desktop.instance.protocol import DialRequest, InstanceRequest
from ..desktop.instance.server import InstanceReply
from ..model.errors import NotANumber, OutcomeUnknown, ProgramEnds, TextChanged, Withdrawn
from ..translation import tr
from .copied_text import CopiedText
from .root import App

_PLACES = {"clipboard": Selection.CLIPBOARD, "selection": Selection.PRIMARY}


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    """One `dial` request, from its receipt to its answer. `read`: a place, "" = it has a number."""

    order: DialArguments
    read: str
    reply: InstanceReply


class Messages:
    """Takes messages on any thread and hands them to the app on the GUI thread.

    Every `dial` is answered, whenever the app ends: see `end` and `give_up`.
    """

    def __init__(self, app: App, quit_app: Callable[[], None]) -> None:
        self._app = app
        self._quit = quit_app
        self._lock = threading.Lock()
        self._open: set[_Call] = set()
        self._ending = False

    def take(self, message: InstanceRequest, reply: InstanceReply) -> None:
        """Carry one out, soon. Only `dial` is replied to here; see InstanceServer."""
        if message.dial is None:
            self._app.gui.post(lambda: self._carry_out(message))
            return
        call = _Call(_order(message.dial), message.dial.read, reply)
        reply.when_gone(lambda: self._withdraw(call))
        with self._lock:
            self._open.add(call)
            ending = self._ending
        if ending:
            self._stop_unsent()
        else:
            self._app.gui.post(lambda: self._dial(call))

    def end(self) -> None:
        """Place no further call, and answer those that were never sent."""
        with self._lock:
            self._ending = True
        self._app.dialer.end()
        self._stop_unsent()

    def give_up(self) -> None:
        """Answer the calls that were sent and have no outcome: nothing will be heard of them."""
        for call in self._calls():
            words = tr("Desktop Dialer quit before the PBX answered. A phone may be ringing.")
            advice = tr("Wait and listen before you call again.")
            self._conclude(call, call.order, None, CallResult.failed(OutcomeUnknown(words, advice)))

    def _withdraw(self, call: _Call) -> None:
        """The client has left: its call is not placed, unless it was sent already."""
        if call.order.go_ahead.withdraw():
            self._conclude(call, call.order, None, CallResult.failed(Withdrawn()))

    def _stop_unsent(self) -> None:
        for call in self._calls():
            if call.order.go_ahead.withdraw():
                self._conclude(call, call.order, None, CallResult.failed(ProgramEnds()))

    def _calls(self) -> list[_Call]:
        with self._lock:
            return list(self._open)

    def _conclude(
        self,
        call: _Call,
        order: DialArguments,
        intent: CallIntent | None,
        result: CallResult,
    ) -> None:
        with self._lock:
            self._open.discard(call)
        answer = report(order, intent, result)
        # No other keys: the clients of the first version refuse those that they do not know.
        call.reply.answer({**answer.as_json(), "code": answer.code})

    def _carry_out(self, message: InstanceRequest) -> None:
        match message.command:
            case "show":
                self._app.open_window()
            case "quit":
                self._quit()
            case "link":
                self._app.dialer.follow(message.link)

    def _dial(self, call: _Call) -> None:
        if not call.read:
            self._place(call, call.order)
            return
        session = self._app.session
        if session is None:
            starting = NotANumber(tr("The program is still starting."), tr("Try again."))
            self._conclude(call, call.order, None, CallResult.failed(starting))
            return

        app = self._app
        source = CopiedText(app.gui, session.clipboard, _PLACES[call.read])

        def take(reading: CopiedReading) -> None:
            if reading.outcome is not ReadOutcome.TEXT:
                self._conclude(call, call.order, None, CallResult.failed(NotANumber(reading.words)))
            elif not app.dialer.is_still_shown(reading.text, source):
                self._conclude(call, call.order, None, CallResult.failed(TextChanged()))
            else:
                self._place(call, replace(call.order, typed=reading.text))

        source.clipboard.read(source.selection, lambda reading: app.gui.post(lambda: take(reading)))

    def _place(self, call: _Call, order: DialArguments) -> None:
        app = self._app
        settings, number_reader = app.context.settings, app.context.number_reader()

        def place(intent: CallIntent) -> None:
            if not intent.go_ahead.withdrawn:
                app.dialer.call(intent, lambda result: ended(intent, result))

        def ended(intent: CallIntent | None, result: CallResult) -> None:
            self._conclude(call, order, intent, result)
            if result.outcome:
                app.ended(result)

        app.background.run(
            lambda: order.intent(settings, number_reader),
            place,
            lambda error: ended(None, CallResult.failed(error)),
        )


def _order(dial: DialRequest) -> DialArguments:
    return DialArguments(
        typed=dial.number,
        typed_by_hand=not dial.read,
        yes=dial.yes,
        ref=dial.reference,
        caller_id=dial.caller_id,
        extension=dial.extension,
    )
