"""The phone: passes commands to the page and events from it, and stands by for its loss."""

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
from .certificates import judge
from .csp import is_socket, policy
from .log import hide, note
from .page_files import PageFiles
from .page_lifecycle import PageLifecycle

FAILED = 1
"""Exit code after `fatal`, and where the page cannot be kept alive."""

_STANDING = (Configure, Devices, Register, Meter)
"""These hold until the next of their kind: a page that is loaded again gets them again."""

_STOP_LIMIT_S = 1
_PAGE_LOST = "the phone's page broke down"


class PageHost(QObject):
    """What one page is told and tells. `tell`: writes an event, False where nobody reads it.

    `leave`: ends the process with an exit code.
    """

    def __init__(
        self, files: PageFiles, tell: Callable[[Event], bool], leave: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._files = files
        self._write = tell
        self._leave = leave
        self._configured = Configure(url="", server="")
        self._standing: dict[type[Command], Command] = {}
        self._calls: set[str] = set()
        self._dialled: set[str] = set()
        """Those of them that the page was told to call."""
        self._doubted: set[CertificateUntrusted] = set()
        self._ready = self._told_ready = self._ending = self._left = False
        self._life = PageLifecycle(files, self.hear, self)
        self._life.lost.connect(self._on_lost)
        self._life.given_up.connect(self._give_up)
        self._life.page.certificateError.connect(self._judge)

    def obey(self, line: bytes) -> None:
        """Take a line from the app; none once the end has begun."""
        if self._ending:
            return
        try:
            command = read_command(line)
        except ProtocolError as broken:
            note(f"refused a line: {broken}")
            return
        if isinstance(command, Stop):
            self.end()
        elif isinstance(command, Configure):
            self._configure(command)
        elif Configure not in self._standing:
            note(f"refused {command.kind}: not configured yet")
        else:
            self._pass_on(command)

    def hear(self, line: str) -> None:
        """Take an event from the page, which is trusted no further than the contract goes."""
        if self._left:
            return
        try:
            event = read_event(line.encode(errors="replace"))
        except ProtocolError as broken:
            note(f"refused an event of the page: {broken}")
            return
        match event:
            case Ready():
                self._on_ready()
            case Stopped() if self._ending:
                self._leave_now(0)
            case Fatal():
                self._fail(event.reason)
            case CertificateUntrusted() | Stopped():
                note("refused an event that is not the page's to tell")
            case _:
                self._count(event)
                self._tell(event)

    def end(self) -> None:
        """Have the page hang up and unregister, then leave; the page gets one second."""
        if self._ending:
            return
        self._ending = True
        if not self._ready:
            self._leave_now(0)
            return
        self._life.tell(Stop())
        QTimer.singleShot(_STOP_LIMIT_S * 1000, self, lambda: self._leave_now(0))

    def _configure(self, command: Configure) -> None:
        if Configure in self._standing:
            note("refused configure: it comes once")
        elif command.url and not is_socket(command.url):
            self._fail("The address of the line is not one of a WebSocket (ws:// or wss://).")
        else:
            self._standing[Configure] = self._configured = command
            self._files.policy = policy(command.url)
            self._life.load()

    def _pass_on(self, command: Command) -> None:
        if isinstance(command, Register):
            hide(command.password)
        if isinstance(command, _STANDING):
            self._standing[type(command)] = command
        if isinstance(command, Dial):
            self._calls.add(command.call)
        if self._ready:
            if isinstance(command, Dial):
                self._dialled.add(command.call)
            self._life.tell(command)
        elif isinstance(command, Dial):
            self._end_calls("the phone's page is not ready")
        elif not isinstance(command, _STANDING):
            note(f"refused {command.kind}: the page is not ready")

    def _on_ready(self) -> None:
        if self._ready:  # it loaded itself again
            self._on_lost()
        self._ready = True
        self._life.has_come()
        for kind in _STANDING:
            if kind in self._standing:
                self._life.tell(self._standing[kind])
        if not self._told_ready:
            self._told_ready = True
            # A str; the stub of PySide6 6.11 says bytes.
            self._tell(Ready(engine="Chromium " + str(qWebEngineChromiumVersion())))

    def _on_lost(self) -> None:
        self._ready = False
        if self._ending:
            self._leave_now(0)
            return
        self._end_calls(_PAGE_LOST)
        if Register in self._standing:
            self._tell(RegistrationChanged(state="trying", reason=_PAGE_LOST))

    def _end_calls(self, reason: str) -> None:
        for call in sorted(self._calls):
            if call in self._dialled:  # the page's own word of it may be lost with the page
                self._tell(Sent(call=call))
            self._tell(Ended(call=call, by="fault", reason=reason))
        self._calls.clear()
        self._dialled.clear()

    def _count(self, event: Event) -> None:
        if isinstance(event, Incoming):
            self._calls.add(event.call)
        elif isinstance(event, Ended):
            self._calls.discard(event.call)
            self._dialled.discard(event.call)
        elif isinstance(event, RegistrationChanged) and event.state == "refused":
            self._standing.pop(Register, None)  # once more might lock the extension out

    def _judge(self, error: QWebEngineCertificateError) -> None:
        doubted = judge(error, self._configured)
        if doubted and doubted not in self._doubted:  # the page tries again and again
            self._doubted.add(doubted)
            self._tell(doubted)

    def _tell(self, event: Event) -> None:
        if not self._write(event):
            self.end()

    def _give_up(self, reason: str) -> None:
        """End as one that died does: not `fatal`, so that the app tries again after a pause."""
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
