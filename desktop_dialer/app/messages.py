"""What other processes wish of the running app, carried out on the GUI thread."""

from collections.abc import Callable

from ..desktop.clipboard import Reading, ReadOutcome, Selection
from ..desktop.instance_protocol import Dial, Message
from ..desktop.instance_server import Reply
from ..dial_order import DialOrder, report
from ..dialling.errors import NotANumber
from ..placing import Placed, Wish
from .root import App

_PLACES = {"clipboard": Selection.CLIPBOARD, "selection": Selection.PRIMARY}


class Messages:
    """Takes messages on any thread and hands them to the app on its own."""

    def __init__(self, app: App, quit_app: Callable[[], None]) -> None:
        self._app = app
        self._quit = quit_app

    def take(self, message: Message, reply: Reply) -> None:
        """Carry one out, soon. Only `dial` is replied to here; see InstanceServer."""
        self._app.gui.post(lambda: self._carry_out(message, reply))

    def _carry_out(self, message: Message, reply: Reply) -> None:
        match message.command:
            case "show":
                self._app.open_window()
            case "quit":
                self._quit()
            case "link":
                self._app.dialer.follow(message.link)
            case "dial" if message.dial:
                self._dial(message.dial, reply)

    def _dial(self, dial: Dial, reply: Reply) -> None:
        if not dial.read:
            self._place(_order(dial, dial.number), reply)
            return
        session = self._app.session
        if session is None:
            self._refuse(dial, NotANumber("The program is still starting.", "Try again."), reply)
            return

        def take(reading: Reading) -> None:
            if reading.outcome is ReadOutcome.TEXT:
                self._place(_order(dial, reading.text), reply)
            else:
                self._refuse(dial, NotANumber(reading.words), reply)

        session.clipboard.read(
            _PLACES[dial.read], lambda reading: self._app.gui.post(lambda: take(reading))
        )

    def _place(self, order: DialOrder, reply: Reply) -> None:
        app = self._app
        settings, numerals = app.desk.settings, app.desk.numerals()

        def answer(wish: Wish | None, end: Placed | Exception) -> None:
            told = report(order, wish, end)
            reply({**told.as_json(), "code": told.code})
            if isinstance(end, Placed):
                app.ended(end)

        app.background.run(
            lambda: order.wish(settings, numerals),
            lambda wish: app.dialer.call(wish, lambda end: answer(wish, end)),
            lambda error: answer(None, error),
        )

    def _refuse(self, dial: Dial, error: NotANumber, reply: Reply) -> None:
        told = report(_order(dial, ""), None, error)
        reply({**told.as_json(), "code": told.code})


def _order(dial: Dial, typed: str) -> DialOrder:
    return DialOrder(
        typed=typed,
        typed_by_hand=not dial.read,
        yes=dial.yes,
        ref=dial.reference,
        caller_id=dial.caller_id,
        extension=dial.extension,
    )
