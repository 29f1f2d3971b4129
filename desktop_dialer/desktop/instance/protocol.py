"""What other processes may say to the running app, and what it answers.

One JSON object on one line each way: `protocol` (1), `command` and the fields of that command.
Every byte is distrusted.

The two sides may be of different versions: an update replaces the files under a running app.
Within one protocol number

- a receiver ignores fields that it does not know, and gives missing ones their defaults;
- a field that restricts or changes what is done is of no use if it is ignored: a call "only if ..."
  would be placed without the "if". A client that sends such a field names it in `require`, a list
  of field names. An app that does not know one of them does nothing ("unsupported"). This is
  the rule of `Require` in SIP (RFC 3261, 20.32) and of `crit` in JWS (RFC 7515, 4.1.11).

Anything else gets a new number. `quit` keeps its form in every number, so that a program of one
version can always end one of another.
"""

import json
from dataclasses import dataclass
from typing import Any

from ...translation import tr, tr_later
from .client import PROTOCOL

_TEXT = (str,)
_MAYBE_TEXT = (str, type(None))
_COMMANDS: dict[str, dict[str, tuple[type, ...]]] = {
    "ping": {},
    "show": {},
    "quit": {},
    "link": {"link": _TEXT},
    "dial": {
        "number": _TEXT,
        "read": _TEXT,
        "yes": (bool,),
        "reference": _MAYBE_TEXT,
        "caller_id": _MAYBE_TEXT,
        "extension": _MAYBE_TEXT,
    },
}
_REQUIRED = {"link": {"link"}}
_IN_EVERY_PROTOCOL = {"quit"}
RESTART = tr_later("Restart Desktop Dialer: it was updated while it was running.")
"""What to do where the two sides are of different versions and do not understand each other."""
_PLACES = ("clipboard", "selection")


class BadRequest(Exception):
    """A request that is not carried out. `error` for programs, `message` for people."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message


@dataclass(frozen=True)
class DialRequest:
    """A call that another process asked for, as `desktop-dialer dial` has it.

    `number` as typed, or "" and `read` is the place to read it from: clipboard or selection.
    None = not given.
    """

    number: str = ""
    read: str = ""
    yes: bool = False
    reference: str | None = None
    caller_id: str | None = None
    extension: str | None = None


@dataclass(frozen=True)
class InstanceRequest:
    """A checked request. `command`: ping, show, quit, link or dial."""

    command: str
    link: str = ""
    dial: DialRequest | None = None


def read_request(line: bytes) -> InstanceRequest:
    """The request in a line, without its end. BadRequest for whatever else it is."""
    request = _object(line)
    protocol, command = request.get("protocol"), request.get("command")
    if type(protocol) is not int or (protocol != PROTOCOL and command not in _IN_EVERY_PROTOCOL):
        raise BadRequest(
            "protocol",
            tr("The running Desktop Dialer is another version. Nothing was done. {restart}").format(
                restart=tr(RESTART)
            ),
        )
    known = _COMMANDS.get(command) if isinstance(command, str) else None
    if not isinstance(command, str) or known is None:
        raise BadRequest(
            "unknown_command",
            tr(
                "The running Desktop Dialer does not know this command. Nothing was done. {restart}"
            ).format(restart=tr(RESTART)),
        )
    _check_required(request.get("require", []), known)
    fields = {name: value for name, value in request.items() if name in known}
    for name, value in fields.items():
        if type(value) not in known[name] or not _is_text(value):
            raise BadRequest(
                "bad_field", tr("The field {name} has an invalid value.").format(name=repr(name))
            )
    if _REQUIRED.get(command, set()) - fields.keys():
        raise BadRequest("bad_field", tr("A field is missing."))
    if command == "dial":
        return InstanceRequest(command, dial=_dial(fields))
    return InstanceRequest(command, **fields)


def taken(result: dict[str, Any]) -> bytes:
    """The line that answers a request with a result."""
    return _line({"protocol": PROTOCOL, "ok": True, "result": result})


def refused(error: str, message: str) -> bytes:
    """The line that answers a request which is not carried out."""
    return _line({"protocol": PROTOCOL, "ok": False, "error": error, "message": message})


def _line(reply: dict[str, Any]) -> bytes:
    return json.dumps(reply).encode() + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    try:
        content = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadRequest("not_json", tr("Not JSON.")) from error
    if not isinstance(content, dict):
        raise BadRequest("not_json", tr("Not a JSON object."))
    return content


def _check_required(require: object, known: dict[str, tuple[type, ...]]) -> None:
    """BadRequest if the client insists on a field that this version does not know."""
    if not isinstance(require, list) or any(type(name) is not str for name in require):
        raise BadRequest("bad_field", tr("The field 'require' has an invalid value."))
    if not known.keys() >= set(require):
        raise BadRequest(
            "unsupported",
            tr(
                "The running Desktop Dialer does not know an option of this request. "
                "Nothing was done. {restart}"
            ).format(restart=tr(RESTART)),
        )


def _is_text(value: object) -> bool:
    """False for a text with half of a surrogate pair, which nothing can show or send."""
    if not isinstance(value, str):
        return True
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _dial(fields: dict[str, Any]) -> DialRequest:
    dial = DialRequest(**fields)
    if bool(dial.number) == bool(dial.read) or dial.read not in {"", *_PLACES}:
        raise BadRequest("bad_field", tr("A call needs a number, or a place to read it from."))
    return dial
