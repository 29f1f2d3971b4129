"""The dial window and the recent calls, joined to the dialer."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from ..calling.dialer import Dialer
from ..calling.number_lookup import BackgroundWork
from ..calling.placer import CallIntent, NeedsConfirmation, PlacedCall
from ..desktop.clipboard import OWN_FORMAT
from ..model.call import CallSource, PastCall
from ..model.errors import DialerError
from ..model.phone_number import PhoneNumber
from ..numbers.typed_text import TypedReading, read_typed
from ..ui.dial.call_status import CallStatus
from .context import AppContext
from .outcome_announcer import status_of
from .state import AppState

if TYPE_CHECKING:
    from ..model.policy import Verdict
    from ..ui.dial.dial_window import DialWindow


class DialController(QObject):
    """Makes the window when it is first wanted, and carries its intents to the dialer.

    `tell` announces an end that no question follows; `show` puts a status on the tray and the
    windows, and nothing more.
    """

    opened = Signal()
    """Somebody has opened the window, to dial or to look."""

    def __init__(
        self,
        context: AppContext,
        dialer: Dialer,
        background: BackgroundWork,
        *,
        tell: Callable[[PlacedCall | Exception], None],
        show: Callable[[CallStatus], None],
        choose_caller_id: Callable[[str], None],
        changed: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._dialer = dialer
        self._background = background
        self._state = AppState()
        self.recent: tuple[PastCall, ...] = ()
        """The latest calls, newest first."""
        self._tell = tell
        self._show = show
        self._choose_caller_id = choose_caller_id
        self._changed = changed
        self._window: DialWindow | None = None
        self._verdict: Verdict | None = None
        """The latest one that the window shows."""

    def open(self, *, activate: bool = True) -> None:
        """Show the window; without `activate` it does not take the keyboard."""
        from PySide6.QtCore import Qt

        window = self._ready_window()
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not activate)
        self.refresh(self._state)
        self.look_up_recent()
        window.show()
        if activate:
            window.raise_()
            window.activateWindow()
            self.opened.emit()

    def refresh(self, state: AppState) -> None:
        """Show this state in the window, if there is one, and when there is one."""
        self._state = state
        if self._window is None:
            return
        settings = self._context.settings
        named = tuple((caller.name, caller.id) for caller in settings.call_caller_ids)
        self._window.show_caller_ids(named, settings.call_outbound_id)
        self._window.show_notices(state.notices)
        self._window.show_registration(state.line)
        self._window.show_live(state.live)
        self._window.show_recent(state.recent)

    def show_status(self, status: CallStatus) -> None:
        """Show the state of the present call."""
        if self._window:
            self._window.show_status(status)

    def look_up_recent(self) -> None:
        """Read the latest calls from the call log, off this thread."""

        def show(calls: list[PastCall]) -> None:
            self.recent = tuple(calls)
            self._changed()

        self._background.run(self._context.call_log.recent, show, self._tell)

    def redial(self, call_id: str) -> None:
        """Call the number of a past call again, from the tray: a question goes to the prompt."""
        self._redial(
            call_id, lambda number: self._dialer.call(CallIntent(number, CallSource.REDIAL))
        )

    def copy(self, text: str) -> None:
        """Put a number on the clipboard, marked so that we make no offer of it."""
        content = QMimeData()
        content.setText(text)
        content.setData(OWN_FORMAT, b"1")
        QGuiApplication.clipboard().setMimeData(content)

    def _redial_here(self, call_id: str) -> None:
        """Call it again, from the window: a question is asked there."""

        def place(number: PhoneNumber) -> None:
            self._dialer.call(
                CallIntent(number, CallSource.REDIAL),
                lambda end: self._ended(number.display, number, end),
            )

        self._redial(call_id, place)

    def _redial(self, call_id: str, place: Callable[[PhoneNumber], None]) -> None:
        call = next((call for call in self.recent if call.id == call_id), None)
        if call is None:
            self.show_status(self._state.status)
            return
        self._background.run(
            lambda: self._context.number_reader().typed(call.e164), place, self._tell
        )

    def _call(self, text: str, confirmed: bool) -> None:
        def place(number: PhoneNumber) -> None:
            shown = self._verdict
            intent = CallIntent(number, CallSource.DIAL_WINDOW, confirmed=confirmed, answered=shown)
            self._dialer.call(intent, lambda end: self._ended(text, number, end))

        self._background.run(
            lambda: self._context.number_reader().typed(text),
            place,
            lambda error: self._ended(text, None, error),
        )

    def _ended(self, text: str, number: PhoneNumber | None, end: PlacedCall | Exception) -> None:
        if isinstance(end, NeedsConfirmation) and number and self._window:
            self._show(CallStatus())
            self._verdict = end.verdict
            self._window.ask(text, TypedReading(text, number.display, end.verdict))
        elif isinstance(end, DialerError) and self._window and self._window.isActiveWindow():
            self._show(status_of(end))
        else:
            self._tell(end)

    def _read(self, text: str) -> None:
        placer, settings = self._dialer.placer, self._context.settings

        def judged() -> TypedReading:
            return read_typed(
                text,
                lambda number: placer.judge(number, CallSource.DIAL_WINDOW),
                settings.call_region,
                settings.internal_calls(),
            )

        def show(reading: TypedReading) -> None:
            if self._window:
                self._verdict = reading.verdict
                self._window.show_reading(text, reading)

        self._background.run(judged, show, self._tell)

    def _load_grouping(self) -> None:
        region = self._context.settings.call_region

        def load() -> Callable[[str, int], tuple[str, int]]:
            from ..numbers.as_you_type import group_as_typed

            return lambda text, cursor: group_as_typed(text, cursor, region)

        def use(group: Callable[[str, int], tuple[str, int]]) -> None:
            if self._window:
                self._window.use_grouping(group)

        self._background.run(load, use, self._tell)

    def _clear_log(self) -> None:
        self._background.run(
            self._context.call_log.clear, lambda _: self.look_up_recent(), self._tell
        )

    def _ready_window(self) -> "DialWindow":
        if self._window is None:
            from ..ui.dial.dial_window import DialWindow

            window = self._window = DialWindow()
            window.text_changed.connect(self._read)
            window.call_requested.connect(self._call)
            window.redial_requested.connect(self._redial_here)
            window.copy_requested.connect(self.copy)
            window.caller_id_chosen.connect(self._choose_caller_id)
            window.clear_log_requested.connect(self._clear_log)
            window.grouping_requested.connect(self._load_grouping)
            window.show_status(self._state.status)
        return self._window
