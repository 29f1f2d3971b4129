"""The softphone, joined to settings, keyring and event loop. Loaded when it is chosen."""

import os
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ...calling.factory import softphone_configuration
from ...calling.number_lookup import BackgroundWork
from ...desktop.gui_thread import GuiThread
from ...model.errors import NoAccount, NumberError
from ...numbers.own_numbers import WEBRTC, check_agent_on_line
from ...pbx.softphone.configuration import LineConfiguration
from ...pbx.softphone.phone import Phone
from ...pbx.softphone.phone_process import PhoneProcess, phone_command, stage_flags
from ...pbx.softphone.ports import PhoneHooks, PhonePorts, RunningPhone
from ...pbx.softphone.webrtc_line import WebRtcLine
from ...settings.schema import Settings
from ...translation import tr
from ..context import AppContext


class PhoneController(QObject):
    """Owns the phone, and keeps it to the settings in force."""

    def __init__(
        self,
        context: AppContext,
        background: BackgroundWork,
        gui: GuiThread,
        hooks: PhoneHooks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._post = gui.post
        self._used: LineConfiguration | None = None
        self._due = False
        """Whether to register again when the current call has ended."""
        self._timers: set[QTimer] = set()
        self.phone = Phone(
            PhonePorts(
                *(self._start, self._load_account, gui.post, self._later),
                *(time.monotonic, self._format_number),
            ),
            hooks,
        )

    def line(self) -> WebRtcLine:
        """The line, for the dialer's workers."""
        return WebRtcLine(self.phone, self._post)

    def use(self, settings: Settings) -> None:
        """Register under these settings; what can be changed in a call is changed in it.

        Raises SettingsError where they give no line.
        """
        wanted = softphone_configuration(settings)
        before, self._used = self._used, wanted
        if before is None or _registered_as(before) != _registered_as(wanted):
            self.try_again()
            return
        if before.sound != wanted.sound:
            self.phone.choose_sound(wanted.sound)
        if before.do_not_disturb != wanted.do_not_disturb:
            self.phone.do_not_disturb(wanted.do_not_disturb)

    def try_again(self) -> None:
        """Register again: another account was stored, or somebody asked for it.

        After the current call, if there is one: pressing Save cuts nobody off.
        """
        self._due = self.phone.live is not None
        if self._used and not self._due:
            self.phone.use(self._used)

    def catch_up(self) -> None:
        """A call has ended: do what waited for that."""
        if self._due:
            self.try_again()

    def leave(self) -> None:
        """Hang up, unregister, end the process."""
        self._used = None
        self._due = False
        self.phone.leave()

    def _start(self, on_event: Callable[..., None], on_exit: Callable[[int], None]) -> RunningPhone:
        command = [*phone_command(), *stage_flags(os.environ)]
        return PhoneProcess(command, on_event, on_exit)

    def _load_account(
        self, on_account: Callable[[str, str], None], on_error: Callable[[Exception], None]
    ) -> None:
        def load() -> tuple[str, str]:
            account = self._context.credentials.load(unlock=True)
            if not account.password:
                raise NoAccount(
                    tr("The password of your extension is not stored. The softphone needs it."),
                    tr("Enter it under “Settings”."),
                )
            return check_agent_on_line(account.extension, WEBRTC), account.password

        self._background.run(load, lambda account: on_account(*account), on_error)

    def _later(self, seconds: float, work: Callable[[], None]) -> Callable[[], None]:
        timer = QTimer(self)
        timer.setSingleShot(True)
        self._timers.add(timer)

        def end() -> bool:
            """Whether it was still to come; a timer that has gone can be asked nothing."""
            if timer not in self._timers:
                return False
            self._timers.discard(timer)
            timer.stop()
            timer.deleteLater()
            return True

        def fire() -> None:
            if end():
                work()

        def cancel() -> None:
            end()

        timer.timeout.connect(fire)
        timer.start(round(seconds * 1000))
        return cancel

    def _format_number(self, number: str) -> tuple[str, str]:
        """As people write it, and as it is copied. A PBX may write an extension, or anything."""
        from ...numbers.reading import read_number  # loads the numbering data

        try:
            read = read_number(number, self._context.settings.call_region)
        except NumberError:
            return number, number
        return read.display, read.e164


def _registered_as(line: LineConfiguration) -> tuple[object, ...]:
    """What a registration depends on; a change of the rest needs no new one."""
    return line.url, line.server, line.header_prefix, line.ice_servers, line.certificate
