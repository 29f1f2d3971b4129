"""A server as people paste it → scheme, server and port."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_SERVER_AND_PORT = re.compile(r"(?P<server>\[[0-9A-Fa-f:.]+\]|[^\s:/@]+):(?P<port>[0-9]{1,5})/?")


@dataclass(frozen=True, slots=True)
class PastedServer:
    """The parts; "" where one was not written. No user, password or path is kept."""

    server: str
    scheme: str = ""
    port: str = ""


def take_apart(text: str) -> PastedServer:
    """The parts of a URL ("http://pbx.example:8300/"), of "pbx.example:8300" or of a name.

    What is none of them comes back whole as `server`, for the check to refuse.
    """
    typed = text.strip()
    if "://" in typed:
        return _of_url(typed)
    match = _SERVER_AND_PORT.fullmatch(typed)
    if match:
        return PastedServer(match["server"].strip("[]"), port=match["port"])
    return PastedServer(typed.strip("/").removeprefix("[").removesuffix("]"))


def _of_url(typed: str) -> PastedServer:
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:  # a port beyond 65535, or half a bracket
        return PastedServer(typed)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return PastedServer(typed)
    return PastedServer(parts.hostname, parts.scheme, "" if port is None else str(port))
