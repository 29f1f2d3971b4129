"""`POST /demo/incoming`: the demo PBX calls an agent over WebRTC, on request.

Only for programs and pages of this very machine: a web page from elsewhere, opened in a browser
here, must not make phones ring. So the client is on the loopback, the Host is one of the
loopback's own names (a page cannot forge it, but can rename its own server to 127.0.0.1), an
Origin is this server's own, and the body says it is JSON, which a page elsewhere may send only
after asking first, and is never answered.
"""

import json
from typing import Protocol
from urllib.parse import urlsplit

from ...model.errors import NeverReached
from .connection import HttpAnswer, HttpRequest, errors_answer, json_answer
from .listening import is_loopback

PATH = "/demo/incoming"
CALLER = "0215550123"
_FIELDS = {"extension", "caller", "name"}


class WebRtcSide(Protocol):
    """What the HTTP server needs of the demo PBX's WebRTC side."""

    def call_agent(self, extension: str, caller: str = CALLER, name: str = "") -> int:
        """Call `extension`; the call's id. Raises NeverReached."""

    def calls_as_json(self) -> list[dict[str, object]]:
        """The calls, for `/calls.json`."""


def ring(request: HttpRequest, side: WebRtcSide) -> HttpAnswer:
    """Answer a POST of `{"extension": "204", "caller": "0215550123", "name": "Thandi"}`.

    Caller and name are optional.

    201 with the call's id when the phone is being called, 409 when none is registered.
    """
    if not _is_from_here(request):
        return errors_answer(403, "Only this machine's own programs may ask for a call.")
    asked = _read(request.body)
    if asked is None:
        return errors_answer(400, 'The body must be {"extension": "204", "caller": "0215550123"}.')
    try:
        call = side.call_agent(**asked)
    except NeverReached as error:
        return errors_answer(409, f"{error.message} {error.advice}".strip())
    return json_answer(201, {"call": f"W{call}"})


def _is_from_here(request: HttpRequest) -> bool:
    try:
        host = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return False
    own = request.origin in ("", f"http://{request.host}")
    return own and is_loopback(host) and is_loopback(request.client)


def _read(body: bytes) -> dict[str, str] | None:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or not {"extension"} <= given.keys() <= _FIELDS:
        return None
    return given if all(isinstance(value, str) for value in given.values()) else None
