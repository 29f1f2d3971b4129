"""The composition root: builds every object of the running program and joins them."""

import logging
import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from ..calling.call_result import CallResult
from ..calling.dialer import Dialer
from ..calling.dialer_hooks import DialerHooks
from ..calling.factory import load_numbering
from ..desktop.background import Background
from ..desktop.dbus.session_bus import SessionBus
from ..desktop.gui_thread import GuiThread
from ..desktop.session import DesktopSession, choose_session, notifications_on
from ..model.errors import DialerError
from ..settings.store import LoadedSettings
from ..ui.dial.call_status import CallStatus, Phase
from ..ui.tray.icon import Tray
from ..ui.tray.view import TrayView
from .clipboard_watcher import ClipboardWatcher
from .context import AppContext
from .dial_controller import DialController
from .dial_hotkey import DialHotkey
from .notification_router import NotificationRouter
from .offers import Offers
from .outcome_announcer import OutcomeAnnouncer, status_of
from .settings_writer import SettingsWriter
from .setup_controller import SetupController
from .softphone.dependencies import Dependencies
from .softphone.event_loop_sockets import sockets_of
from .softphone.line_settings_controller import LineSettingsController
from .softphone.softphone import Softphone
from .state import AppState, tray_view
from .tray_icon import AppTrayIcon
from .tray_wiring import wire_tray
from .watch_notice import WatchNotice

_HOST_PATIENCE_MS = 3000
_log = logging.getLogger(__name__)


class App(QObject):
    """The running program. `ready`: the icon is shown and the desktop has been examined."""

    ready = Signal()
    quit_requested = Signal()

    def __init__(self, context: AppContext, tray: Tray, *, quiet: bool = False) -> None:
        """`tray`: its icon is shown already.

        `quiet`: open no window on its own, say nothing of the watch (smoke test).
        """
        super().__init__()
        self._quiet = quiet
        self.context = context
        self.gui = GuiThread(self)
        self.background = Background(self.gui, self)
        self.state = AppState()
        self._status = CallStatus()
        self._unavailable: dict[str, str] = {}
        self.bus = SessionBus(sockets_of(self))
        self.router = NotificationRouter()
        self.notifications = notifications_on(self.bus, self.router.events)
        self.dialer = Dialer(
            context.placer(),
            context.number_reader(),
            self.background,
            time.monotonic,
            DialerHooks(self.refresh, lambda _: self.offers.show_prompt(), self.ended),
        )
        self.icon = AppTrayIcon(tray, self.gui, self)
        self.offers = Offers(
            self.dialer,
            self.notifications,
            lambda: self.softphone.not_to_cover(tray.geometry()),
            self,
        )
        self.announcer = OutcomeAnnouncer(
            self.notifications,
            self._show_status,
            lambda: self.dial_controller.open(activate=False),
            self,
        )
        self.watcher = ClipboardWatcher(
            self.gui, self.dialer.consider, self.dialer.notice_copy, self
        )
        self.keys = DialHotkey(
            self.gui, self.dialer.press, lambda words: self.failed(DialerError(words)), self
        )
        self.set_up = SetupController(context, self.background, self)
        self.writer = SettingsWriter(context, self.background, self.use_settings, self.failed)
        self.dial_controller = DialController(
            context, self.dialer, self.background, announce=self.ended, show=self._show_status,
            choose_caller_id=self.writer.caller_id, changed=self.refresh, parent=self,
        )  # fmt: skip
        self.watch_notice = WatchNotice(
            self.announcer, self.watcher, self.writer.stop_watching, self.dial_controller.open
        )
        dependencies = Dependencies(
            context,
            self.gui,
            self.background,
            self.notifications,
            self.router,
            self.writer,
            copy=self.dial_controller.copy,
            failed=self.failed,
        )
        self.softphone = Softphone(dependencies, self)
        self.line_settings = LineSettingsController(
            dependencies, self.softphone, self.use_settings, self
        )
        self.session: DesktopSession | None = None
        self._flight = self.dialer.flight
        self._connect()
        tray.show_views(self._view)

    def start(self) -> None:
        """Look at what the desktop has, once the event loop runs."""
        QTimer.singleShot(0, self._look_around)

    def finish(self, limit_ms: int = 2000) -> bool:
        """End: a call that is being sent is finished first. Whether nothing was cut off."""
        self.icon.tray.hide()
        self.background.drop_waiting()
        self.softphone.leave()
        done = self.background.wait(limit_ms)
        if self.session:
            self.session.close()
        self.context.call_log.close()
        return done

    def _look_around(self) -> None:
        self.icon.watch_panel(self.bus)
        self.background.run(
            lambda: choose_session(self._post_unavailable),
            self._use_session,
            self.failed,
        )
        self.set_up.look(self._decide_first_window)
        self.dial_controller.look_up_recent()
        self.background.run(load_numbering, lambda _: None, self.failed)

    def _post_unavailable(self, words: str) -> None:
        self.gui.post(lambda: self.show_unavailable("desktop", words))

    def _use_session(self, session: DesktopSession) -> None:
        self.session = session
        self.icon.watch_trays(session)
        self._apply_settings()
        _log.info(
            "ready; %s", session.clipboard.unavailable_reason or "the clipboard can be watched"
        )
        self.ready.emit()
        if not self._quiet:
            QTimer.singleShot(_HOST_PATIENCE_MS, self._open_without_host)

    def _open_without_host(self) -> None:
        """Without a tray, the window is the way in. Panels come up late at log-in."""
        if not self.icon.has_host:
            self.open_window()

    def _apply_settings(self) -> None:
        settings = self.context.settings
        if self.session:
            self.softphone.use(self.session)
        self.dialer.placer = self.context.placer()
        self.dialer.number_reader = self.context.number_reader()
        if self.session:
            self.watcher.use(self.session.clipboard, wanted=settings.clipboard_watch)
            self.keys.use(self.session.hotkeys, self.session.clipboard, settings)
        self.refresh()

    def use_settings(self, loaded: LoadedSettings) -> None:
        """Go by these settings from here on."""
        self.context.use(loaded)
        self._apply_settings()
        self.background.run(
            lambda: self.context.call_log.keep_for(loaded.settings.log_keep_days),
            lambda _: self.dial_controller.look_up_recent(),
            self.failed,
        )

    def _decide_first_window(self) -> None:
        if self._quiet:
            return
        if self.set_up.missing:
            self.set_up.open()
        elif self.context.settings.clipboard_watch:
            self.watch_notice.tell_once()

    def show_unavailable(self, part: str, words: str) -> None:
        """Show why something does not work on this desktop; "" = it does again."""
        self._unavailable[part] = words
        self.refresh()

    def open_window(self) -> None:
        """The way in without an icon: set up what is missing, else dial."""
        if self.set_up.missing:
            self.set_up.open()
        else:
            self.dial_controller.open()

    def refresh(self) -> None:
        """Bring icon, prompt and windows to the present state."""
        before, self._flight = self._flight, self.dialer.flight
        if self._flight and self._flight is not before:
            self.announcer.sending()
            self.softphone.put_end_away()  # a call is being made: the one before is old news
        elif self._status.phase is Phase.SENDING and not self._flight:
            self._show_status(CallStatus())  # it ended in a question, or is shown elsewhere
        if self.state.is_outdated(self.softphone.registration, self.softphone.live):
            self._show_status(CallStatus())
        self.state = self._computed()
        self.icon.tray.refresh()
        self.offers.refresh(self.context.settings, self.state.live)
        self.dial_controller.refresh(self.state)

    def _computed(self) -> AppState:
        settings = self.context.settings
        keys = self.softphone.unavailable_hotkeys.values()
        notices = (
            *self._unavailable.values(),
            self.watcher.unavailable_reason,
            self.keys.unavailable_reason,
            *keys,
        )
        return AppState(
            not_set_up=self.set_up.missing,
            paused=self.watcher.paused,
            status=self._status,
            recent=self.dial_controller.recent,
            notices=tuple(filter(None, notices)),
            talks_here=settings.call_line == "webrtc",
            registration=self.softphone.registration,
            live=self.softphone.live,
            do_not_disturb=settings.webrtc_do_not_disturb,
        )

    def failed(self, error: Exception) -> None:
        """Announce why something was not done. No call was sent for it."""
        self.ended(CallResult.failed(error))

    def ended(self, result: CallResult) -> None:
        """Announce what became of a request to call."""
        shown = result.request is not None and self.softphone.shows(result.request.id)
        accepted = status_of(result).phase is Phase.ACCEPTED
        if not (shown and accepted and self.softphone.live is None):
            self.announcer.ended(result, shown=shown)  # else the end of the call is announced
        self.show_unavailable("call log", self.context.call_log.unavailable_reason)
        self.dial_controller.look_up_recent()

    def _show_status(self, status: CallStatus) -> None:
        self._status = status
        self.state = replace(self.state, status=status)
        self.dial_controller.show_status(status)
        self.icon.tray.refresh()

    def _view(self) -> TrayView:
        settings = self.context.settings
        return tray_view(
            self.state, self.dialer, settings.call_caller_ids, settings.call_outbound_id
        )

    def _connect(self) -> None:
        tray = self.icon.tray
        tray.quit_requested.connect(self.quit_requested)
        wire_tray(
            tray, dialer=self.dialer, dial_controller=self.dial_controller,
            softphone=self.softphone, line_settings=self.line_settings, writer=self.writer,
            watcher=self.watcher, set_up=self.set_up, offers=self.offers, context=self.context,
        )  # fmt: skip
        offers = self.offers
        self.router.hear(shown=offers.shown, acted=offers.take_action, failed=offers.not_shown)
        self.router.hear(failed=self.announcer.not_shown)
        self.router.hear(shown=self.watch_notice.shown, acted=self.watch_notice.take_action)
        self.softphone.changed.connect(self.refresh)
        self.softphone.over.connect(self.announcer.softphone_call_over)
        self.dial_controller.opened.connect(self.softphone.put_end_away)  # its status says the same
        self.softphone.logged.connect(self.dial_controller.look_up_recent)
        self.watcher.changed.connect(self.refresh)
        self.keys.changed.connect(
            lambda: self.set_up.show_hotkey_problem(self.keys.unavailable_reason)
        )
        self.keys.changed.connect(self.refresh)
        self.set_up.changed.connect(self.refresh)
        self.set_up.saved.connect(self.use_settings)
        self.set_up.account_stored.connect(self.softphone.try_again)
        self.set_up.saved.connect(self.softphone.try_what_failed)
        self.set_up.line_settings_requested.connect(self.line_settings.open)
