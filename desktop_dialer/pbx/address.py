"""The address of the PBX, and a name look-up with a time limit."""

import socket
import threading
from dataclasses import dataclass

from ..model.errors import NeverReached
from ..translation import tr
from .failure_reasons import failure_reason


@dataclass(frozen=True, slots=True)
class PbxAddress:
    """Scheme (http or https), server (name or address, without brackets) and port."""

    scheme: str
    server: str
    port: int

    @property
    def authority(self) -> str:
        """`server:port` as in a URL and in the Host header (RFC 3986 3.2)."""
        host = f"[{self.server}]" if ":" in self.server else self.server
        return f"{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The URL without a path."""
        return f"{self.scheme}://{self.authority}"


def look_up(address: PbxAddress, limit_s: float) -> list[str]:
    """The IP addresses of the server, in the system's order of preference.

    The system's resolver has no time limit and may hang for half a minute, so it runs on a
    thread that is abandoned after `limit_s` seconds. Raises NeverReached.
    """
    addresses: list[str] = []
    errors: list[OSError | UnicodeError] = []

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(address.server, address.port, type=socket.SOCK_STREAM)
            addresses.extend(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as error:  # UnicodeError: not a valid host name
            errors.append(error)

    thread = threading.Thread(target=resolve, name="name look-up", daemon=True)
    thread.start()
    thread.join(limit_s)
    if addresses:
        return addresses
    reason = (
        failure_reason(errors[0])
        if errors
        else tr("no answer within {seconds} s").format(seconds=f"{limit_s:g}")
    )
    raise NeverReached(
        tr("The PBX's name {server} could not be looked up ({reason}). No phone rang.").format(
            server=address.server, reason=reason
        ),
        tr("Check the server name in the settings and your network connection."),
    ) from (errors[0] if errors else None)
