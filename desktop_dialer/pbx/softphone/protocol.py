"""The protocol between the app and its phone process: JSON objects, one per line, over a pipe.

The phone reads `commands` on its standard input and writes `events` to its standard output; the
end of its input means quit. Each class is one kind of message, named by `kind`; its fields are
the object's other members. SIP codes and error headers are passed on unchanged: only `refusals`
turns them into messages for the agent. The phone's page uses the same objects.
"""

import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, ClassVar, Literal, TypeVar, get_type_hints

LONGEST_LINE = 65_536
"""Bytes; a longer line is not a message."""


class ProtocolError(ValueError):
    """A line that is not a message of the protocol. Its text is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One line."""

    kind: ClassVar[str]

    def line(self) -> bytes:
        """As sent: ASCII, with a line break."""
        return json.dumps({"kind": self.kind} | asdict(self)).encode() + b"\n"


_M = TypeVar("_M", bound=Message)


def read(line: bytes, kinds: Mapping[str, type[_M]]) -> _M:
    """The message on a line, one of `kinds`. Raises ProtocolError."""
    if len(line) > LONGEST_LINE:
        raise ProtocolError("line too long")
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error
    if not isinstance(given, dict):
        raise ProtocolError("not an object")
    named = given.pop("kind", None)
    kind = kinds.get(named) if isinstance(named, str) else None
    if kind is None:
        raise ProtocolError("unknown kind of message")
    hints = get_type_hints(kind)
    try:
        return kind(**{name: _fit(value, hints[name]) for name, value in given.items()})
    except (KeyError, TypeError) as error:
        raise ProtocolError(f"wrong members of {named}") from error


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a pipe until its end, waiting for each; an incomplete last one is dropped.

    Of a line that is too long, just enough is kept for `read` to reject it.
    """
    while line := stream.readline(LONGEST_LINE + 1):
        if line.endswith(b"\n"):
            yield line
        elif len(line) > LONGEST_LINE:
            yield line
            _skip_line(stream)


def _skip_line(stream: BinaryIO) -> None:
    while (more := stream.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _fit(value: object, wanted: Any) -> object:
    """`value` as the type of its field; raises TypeError where it does not fit."""
    origin = typing.get_origin(wanted)
    if origin is Literal:
        fits = value in typing.get_args(wanted)
    elif origin is tuple:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        value = tuple(value) if isinstance(value, list) else value
    elif wanted is float:
        fits = type(value) in (int, float)
    else:
        fits = type(value) is wanted
    if not fits:
        raise TypeError
    return value
