"""A demo PBX: a real HTTP server that keeps the documented rules, to try and test against.

It speaks the Click2Dial interface of the vendor's page "Create a Call" (version 36), rings no
phone, plays both legs of every call on a timeline, says each step, and shows the live calls on a
web page at `/`. What the real PBX answers to a call it takes is documented nowhere; the 201 and
its small object here are this server's own, so nothing should be read into them.
"""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from .calls import DemoCall, DemoCalls
from .connection import HttpAnswer, HttpRequest, errors_answer, json_answer
from .http_server import DemoHttpServer
from .incoming import PATH as INCOMING_PATH
from .incoming import WebRtcSide, ring
from .listening import cannot_listen, check, host_for_urls
from .page import PAGE_HEADERS, call_as_json, page
from .rules import VERSIONS, read_call, reference_field

PATH = "/click2dial/calls"


class DemoPbx:
    """The PBX. Also a context manager: started on entry, stopped on exit.

    `version`: 2, 3 or 4. `host`: a name or address of this machine; the loopback unless the
    whole network may see it. `port`: 0 picks a free one. `say` gets one line for the start, for
    each step of a call and for each refusal; it is called on threads of the server, one line at
    a time, and must not raise. `pace`: factor on the times of a call, 0.01 = a hundred times as
    fast. `webrtc`: its other side, started and stopped by who made it; its calls are listed too,
    and may be asked for. `internal`: from version 4 on, take extensions as callees; how a real PBX
    wants them written is documented nowhere. Raises SettingsError for a version, port or pace that
    cannot be.
    """

    def __init__(
        self,
        *,
        version: int = 3,
        host: str = "127.0.0.1",
        port: int = 8300,
        say: Callable[[str], None] = print,
        pace: float = 1.0,
        webrtc: WebRtcSide | None = None,
        internal: bool = False,
    ) -> None:
        check(version, port, pace, VERSIONS)
        self._version = version
        self._internal = internal and version >= 4
        self._address = (host, port)
        self._say = say
        self._calls = DemoCalls(say, pace)
        self._webrtc = webrtc
        self._server: DemoHttpServer | None = None
        self._stopped = False

    def start(self) -> None:
        """Bind, listen, say so. Raises SettingsError when the address cannot be had."""
        if self._server is not None:
            raise RuntimeError("this demo PBX has been started before")
        host, port = self._address
        try:
            self._server = DemoHttpServer(host, port, self._answer, self._calls.tell)
        except (OSError, UnicodeError) as error:  # UnicodeError: not a valid host name
            raise cannot_listen(host, port, error) from error
        self._address = self._server.server_address[:2]  # type: ignore[assignment]
        self._say(f"Demo PBX version {self._version} at {self.url}, calls at {self.url}{PATH}")
        self._server.start()

    def stop(self) -> None:
        """Listen no more, drop connections, play no further. Does nothing the second time."""
        if self._server is not None and not self._stopped:
            self._stopped = True
            self._server.stop()
            self._calls.stop()

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
        """Where a browser on this machine finds it, without a slash at the end."""
        return f"http://{host_for_urls(self._address[0])}:{self.port}"

    @property
    def calls(self) -> tuple[DemoCall, ...]:
        """The calls as they stand, oldest first: one for each request that was accepted."""
        return self._calls.snapshot()

    def _answer(self, request: HttpRequest) -> HttpAnswer:
        if request.path == PATH:
            return self._place(request) if request.method == "POST" else _not_allowed("POST")
        if request.path == INCOMING_PATH and self._webrtc:
            return self._ring(request, self._webrtc)
        if request.path not in ("/", "/calls.json"):
            return errors_answer(404, f"There is nothing here. Calls: POST {PATH}")
        if request.method not in ("GET", "HEAD"):
            return _not_allowed("GET, HEAD")
        listed = self._listed()
        if request.path == "/":
            text = page(listed, self._version, f"{self.url}{PATH}", rings=bool(self._webrtc))
            return HttpAnswer(200, text.encode(), "text/html; charset=utf-8", PAGE_HEADERS)
        return json_answer(200, listed)

    def _listed(self) -> list[dict[str, object]]:
        """The calls of both sides, in the order they were placed."""
        calls = [call_as_json(call) for call in self.calls]
        more = self._webrtc.calls_as_json() if self._webrtc else []
        return sorted(calls + more, key=lambda call: str(call["started"])) if more else calls

    def _ring(self, request: HttpRequest, webrtc: WebRtcSide) -> HttpAnswer:
        if request.method != "POST":
            return _not_allowed("POST")
        broken = _broken_around(request)
        return errors_answer(400, *broken) if broken else ring(request, webrtc)

    def _place(self, request: HttpRequest) -> HttpAnswer:
        asked, broken = read_call(request.body, self._version, internal=self._internal)
        broken = _broken_around(request) + broken
        if asked is None or broken:
            self._calls.tell(f"refused: {' '.join(broken)}")
            return errors_answer(400, *broken)
        call = self._calls.place(asked)
        reference = {reference_field(self._version): call.reference}
        return json_answer(201, {"call": call.id, "state": call.state, **reference})


def _not_allowed(methods: str) -> HttpAnswer:
    return errors_answer(405, f"The method must be {methods}.", headers=(("Allow", methods),))


def _broken_around(request: HttpRequest) -> tuple[str, ...]:
    """The broken rules outside the body: no query, and a body that says it is JSON."""
    broken: tuple[str, ...] = ()
    if request.query is not None:
        broken += ("The address must have no query (nothing from ? on).",)
    kind, _, parameters = request.content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if kind.strip() != "application/json" or charset not in ("", "charset=utf-8"):
        broken += ("The Content-Type must be application/json, in UTF-8.",)
    return broken
