"""Passes commands to the page and events from it, and recovers when the page is lost."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineCore import QWebEngineCertificateError, qWebEngineChromiumVersion

from ..pbx.softphone.commands import (
    Command,
    Configure,
    Devices,
    Dial,
    Meter,
    Register,
    Stop,
    read_command,
)
from ..pbx.softphone.events import (
    CertificateUntrusted,
    Ended,
    Event,
    Fatal,
    Incoming,
    Ready,
    RegistrationChanged,
    Sent,
    Stopped,
    read_event,
)
from ..pbx.softphone.protocol import ProtocolError
from ..translation import tr, tr_later
from .certificates import judge
from .csp import is_socket, policy
from .log import hide, note
from .page_files import PageFiles
from .page_lifecycle import PageLifecycle

FAILED = 1
"""Exit code after `fatal`, and when the page keeps crashing."""

_PERSISTENT = (Configure, Devices, Register, Meter)
"""These apply until the next of their kind: a reloaded page gets them again."""

_STOP_LIMIT_S = 1
_PAGE_LOST = tr_later("the softphone's page crashed")


class PageHost(QObject):
    """Connects the app with the page. `write`: writes an event, False where nobody reads it.

    `leave`: ends the process with an exit code.
    """

    def __init__(
        self, files: PageFiles, write: Callable[[Event], bool], leave: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._files = files
        self._write = write
        self._leave = leave
        self._configured = Configure(url="", server="")
        self._persistent: dict[type[Command], Command] = {}
        self._calls: set[str] = set()
        self._dialled: set[str] = set()
        """Those of them whose `call` was passed on to the page."""
        self._untrusted: set[CertificateUntrusted] = set()
        self._ready = self._ready_sent = self._ending = self._left = False
        self._life = PageLifecycle(files, self.handle_event, self)
        self._life.lost.connect(self._on_lost)
        self._life.given_up.connect(self._give_up)
        self._life.page.certificateError.connect(self._on_certificate_error)

    def handle_line(self, line: bytes) -> None:
        """Handle a line from the app; lines after the end has begun are ignored."""
        if self._ending:
            return
        try:
            command = read_command(line)
        except ProtocolError as error:
            note(f"refused a line: {error}")
            return
        if isinstance(command, Stop):
            self.end()
        elif isinstance(command, Configure):
            self._configure(command)
        elif Configure not in self._persistent:
            note(f"refused {command.kind}: not configured yet")
        else:
            self._pass_on(command)

    def handle_event(self, line: str) -> None:
        """Handle an event from the page, which is only trusted as far as the protocol goes."""
        if self._left:
            return
        try:
            event = read_event(line.encode(errors="replace"))
        except ProtocolError as error:
            note(f"refused an event of the page: {error}")
            return
        match event:
            case Ready():
                self._on_ready()
            case Stopped() if self._ending:
                self._leave_now(0)
            case Fatal():
                self._fail(event.reason)
            case CertificateUntrusted() | Stopped():
                note("refused an event that the page may not send")
            case _:
                self._track(event)
                self._report(event)

    def end(self) -> None:
        """Have the page hang up and unregister within one second, then leave."""
        if self._ending:
            return
        self._ending = True
        if not self._ready:
            self._leave_now(0)
            return
        self._life.send(Stop())
        QTimer.singleShot(_STOP_LIMIT_S * 1000, self, lambda: self._leave_now(0))

    def _configure(self, command: Configure) -> None:
        if Configure in self._persistent:
            note("refused configure: it was already configured")
        elif command.url and not is_socket(command.url):
            self._fail(tr("The softphone's address is not a WebSocket URL (ws:// or wss://)."))
        else:
            self._persistent[Configure] = self._configured = command
            self._files.policy = policy(command.url)
            self._life.load()

    def _pass_on(self, command: Command) -> None:
        if isinstance(command, Register):
            hide(command.password)
        if isinstance(command, _PERSISTENT):
            self._persistent[type(command)] = command
        if isinstance(command, Dial):
            self._calls.add(command.call)
        if self._ready:
            if isinstance(command, Dial):
                self._dialled.add(command.call)
            self._life.send(command)
        elif isinstance(command, Dial):
            self._end_calls(tr("the softphone's page is not ready"))
        elif not isinstance(command, _PERSISTENT):
            note(f"refused {command.kind}: the page is not ready")

    def _on_ready(self) -> None:
        if self._ready:  # the page has reloaded itself
            self._on_lost()
        self._ready = True
        self._life.ready()
        for kind in _PERSISTENT:
            if kind in self._persistent:
                self._life.send(self._persistent[kind])
        if not self._ready_sent:
            self._ready_sent = True
            # A str; the stub of PySide6 6.11 says bytes.
            self._report(Ready(engine="Chromium " + str(qWebEngineChromiumVersion())))

    def _on_lost(self) -> None:
        self._ready = False
        if self._ending:
            self._leave_now(0)
            return
        self._end_calls(tr(_PAGE_LOST))
        if Register in self._persistent:
            self._report(RegistrationChanged(state="trying", reason=_PAGE_LOST))

    def _end_calls(self, reason: str) -> None:
        for call in sorted(self._calls):
            if call in self._dialled:  # the page's report of it may be lost with the page
                self._report(Sent(call=call))
            self._report(Ended(call=call, by="fault", reason=reason))
        self._calls.clear()
        self._dialled.clear()

    def _track(self, event: Event) -> None:
        if isinstance(event, Incoming):
            self._calls.add(event.call)
        elif isinstance(event, Ended):
            self._calls.discard(event.call)
            self._dialled.discard(event.call)
        elif isinstance(event, RegistrationChanged) and event.state == "refused":
            self._persistent.pop(Register, None)  # another try might lock the extension out

    def _on_certificate_error(self, error: QWebEngineCertificateError) -> None:
        untrusted = judge(error, self._configured)
        if untrusted and untrusted not in self._untrusted:  # the page tries again and again
            self._untrusted.add(untrusted)
            self._report(untrusted)

    def _report(self, event: Event) -> None:
        if not self._write(event):
            self.end()

    def _give_up(self, reason: str) -> None:
        """End as after a crash: without `fatal`, so that the app tries again after a pause."""
        note(reason)
        self._leave_now(FAILED)

    def _fail(self, reason: str) -> None:
        self._write(Fatal(reason=reason))
        self._leave_now(FAILED)

    def _leave_now(self, code: int) -> None:
        if self._left:
            return
        self._ending = self._left = True
        self._life.end()
        self._leave(code)
