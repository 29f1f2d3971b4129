"""The demo PBX's WebRTC side as others use it: a thread of its own with an asyncio loop in it."""

import asyncio
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self, TypeVar

from ...model.errors import SettingsError
from ..pbx.listening import AGENT, PASSWORD, cannot_listen, check, host_for_urls, is_loopback
from .as_json import call_as_json
from .calls import CallBook, PeerCallState, WebRtcCall
from .dialog import Exchange
from .invite_fields import VERSIONS
from .policy import PeerPolicy
from .registrar import Registrar, StoredRegistration
from .sockets import PATH, Sockets
from .switchboard import Switchboard

_T = TypeVar("_T")
STARTS_WITHIN_S = 30.0


class DemoWebRtcPbx:
    """The PBX. Also a context manager: started on entry, stopped on exit; may start again.

    `version`: 3 or 4. `host`, `port`, `say`, `pace`: as of DemoPbx; `say` is called on the
    server's thread. `extensions`: extension → password. `expires_s`: the longest registration
    granted, in seconds. `internal`: take extensions as callees. `policy`: how it differs from
    the usual PBX. Every method may be called from any thread. Raises SettingsError for a value
    that cannot be.
    """

    def __init__(
        self,
        *,
        version: int = 3,
        host: str = "127.0.0.1",
        port: int = 8088,
        extensions: dict[str, str] | None = None,
        expires_s: int = 600,
        say: Callable[[str], None] = print,
        pace: float = 1.0,
        internal: bool = False,
        policy: PeerPolicy | None = None,
    ) -> None:
        check(version, port, pace, VERSIONS, " for WebRTC")
        self._version = version
        self._internal = internal
        self._address = (host, port)
        self._pace = pace
        self._say = say
        self._policy = policy or PeerPolicy()
        self._registrar = Registrar(dict(extensions or {AGENT: PASSWORD}), expires_s, self._policy)
        self._book = CallBook(say)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._board: Switchboard | None = None
        self._sockets: Sockets | None = None
        self._end: asyncio.Event | None = None

    def start(self) -> None:
        """Bind, listen, say so.

        Raises SettingsError when the address cannot be had or the libraries are missing.
        """
        if self._thread is not None:
            raise RuntimeError("this demo PBX is started")
        _load_libraries()
        listening = self._listen()
        self._address = (self._address[0], listening.getsockname()[1])
        started: Future[None] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(listening, started)),
            name="demo WebRTC",
            daemon=True,
        )
        self._thread.start()
        started.result(STARTS_WITHIN_S)
        self._say(f"Demo PBX version {self._version} for WebRTC at {self.url}")

    def stop(self) -> None:
        """Drop sockets and calls without a word, as a PBX does that goes down."""
        if self._thread is not None and self._loop and self._end:
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join()
            self._thread = None

    def restart(self) -> None:
        """Stop, and start again on the same port with nobody registered."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port: the one bound, once started."""
        return self._address[1]

    @property
    def url(self) -> str:
        """Where a phone on this machine connects."""
        return f"ws://{self._host_and_port}{PATH}"

    def snapshot(self) -> tuple[WebRtcCall, ...]:
        """The calls as they stand, oldest first."""
        return self._book.snapshot()

    def calls_as_json(self) -> list[dict[str, object]]:
        """The calls for `/calls.json`."""
        return [call_as_json(call) for call in self.snapshot()]

    def registration(self, extension: str) -> StoredRegistration:
        """The present state of `extension`."""
        return self._on_loop(lambda: self._registrar.registration(extension))

    def wait_for(self, condition: Callable[[], bool], within_s: float = 10.0) -> bool:
        """Wait until `condition` holds; checked again at every line."""
        return self._book.wait_for(condition, within_s)

    def call_agent(self, extension: str, caller: str = "0215550123", name: str = "") -> int:
        """Call the newest phone of `extension`, showing `caller` and `name`; the call's id.

        Raises NeverReached when no phone is registered, or a number is not a number.
        """
        return self._on_board(lambda board: board.to_agent.ring(extension, caller, name).id)

    def hang_up(self, call: int, reason: str = "") -> bool:
        """End the call with this id from the PBX's side; False when it was over.

        `reason`: of a Reason header (RFC 3326), such as "Q.850;cause=16"; "" = no such header.
        """

        def end(board: Switchboard) -> bool:
            live = self._book.numbered(call)
            if live and live.state is PeerCallState.AGENT_RINGS:
                board.to_agent.give_up(live, reason)
            elif live and live.state is not PeerCallState.CALLEE_RINGS:
                board.dialogs.hang_up(live, reason=reason)
            return live is not None

        return self._on_board(end)

    def hold(self, call: int, *, held: bool) -> bool:
        """Put the call with this id on hold, or take it back, from the PBX's side.

        False when it is not answered, or over.
        """

        def change(board: Switchboard) -> bool:
            live = self._book.numbered(call)
            talked = live is not None and live.state in (PeerCallState.TALKING, PeerCallState.HELD)
            if live and talked:
                self._book.spawn(board.dialogs.hold(live, held=held))
            return talked

        return self._on_board(change)

    def fall_silent(self) -> None:
        """Answer nothing on the sockets open now, and leave them open; new ones are served."""
        self._on_sockets(Sockets.fall_silent)

    def drop_sockets(self) -> None:
        """Close every WebSocket without a farewell; the calls go on."""
        self._on_sockets(Sockets.drop)

    @property
    def _host_and_port(self) -> str:
        return f"{host_for_urls(self._address[0])}:{self.port}"

    def _listen(self) -> socket.socket:
        host, port = self._address
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            family, *_, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
            return socket.create_server(address[:2], family=family)
        except (OSError, UnicodeError) as error:
            raise cannot_listen(host, port, error) from error

    async def _serve(self, listening: socket.socket, started: "Future[None]") -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        own = listening.getsockname()[0]
        exchange = Exchange(
            version=self._version,
            pace=self._pace,
            address=self._host_and_port,
            loopback=own if is_loopback(own) else "",
            book=self._book,
            registrar=self._registrar,
            waiting={},
            internal=self._internal,
            policy=self._policy,
        )
        self._board = Switchboard(exchange)
        self._sockets = Sockets(self._board, self._address[0])
        server = await self._sockets.serve(listening)
        started.set_result(None)
        await self._end.wait()
        server.close(close_connections=False)
        self._sockets.drop()
        self._board.dialogs.stop()
        await self._book.finish()
        await server.wait_closed()
        self._registrar.restart()

    def _on_board(self, work: Callable[[Switchboard], _T]) -> _T:
        if self._thread is None or self._board is None:
            raise RuntimeError("this demo PBX is not started")
        board = self._board
        return self._on_loop(lambda: work(board))

    def _on_sockets(self, work: Callable[[Sockets], None]) -> None:
        sockets = self._sockets
        if sockets:
            self._on_loop(lambda: work(sockets))

    def _on_loop(self, work: Callable[[], _T]) -> _T:
        """The result of `work`, done on the server's thread while it runs."""
        if self._thread is None or self._loop is None:
            return work()
        if threading.current_thread() is self._thread:
            return work()

        async def working() -> _T:
            return work()

        return asyncio.run_coroutine_threadsafe(working(), self._loop).result()


def _load_libraries() -> None:
    try:
        import websockets.asyncio.server  # noqa: F401

        from . import media  # noqa: F401
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("desktop_dialer"):
            raise
        raise SettingsError(
            f"The demo PBX needs {error.name} for WebRTC, which is not installed.",
            "Install it with: pip install 'desktop-dialer[demo]'",
        ) from error
