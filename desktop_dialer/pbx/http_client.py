"""The HTTP client for the PBX, its trust store and limits: for calls and the connection test.

No proxy variables, no `.netrc`, no redirects, no persistent connections: a persistent connection
that died would turn a harmless failure into an unknown outcome.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.errors import SettingsError
from ..translation import tr
from .address import PbxAddress, look_up
from .failure_reasons import plain_text

if TYPE_CHECKING:
    import ssl

    import httpx


@dataclass(frozen=True, slots=True)
class PbxSettings:
    """The PBX as set. Timeouts are in seconds; "" = not set."""

    address: PbxAddress
    version: tuple[int, ...] = (3, 0)
    connect_timeout_s: float = 3
    answer_timeout_s: float = 10
    answer_limit: int = 64 * 1024
    """Bytes of an answer's body that are read."""
    ca_file: str = ""
    proxy: str = ""


def hosts_of(settings: PbxSettings) -> list[str]:
    """The addresses to try, in order; raises NeverReached where the name has none."""
    if settings.proxy:
        return [settings.address.server]  # the proxy looks the name up
    return look_up(settings.address, settings.connect_timeout_s)


def new_client(settings: PbxSettings) -> "httpx.Client":
    """A client for that PBX. Raises SettingsError for an unusable proxy or CA file."""
    import httpx

    try:
        return httpx.Client(
            verify=_tls(settings),
            trust_env=False,
            proxy=settings.proxy or None,
            follow_redirects=False,
            timeout=httpx.Timeout(settings.answer_timeout_s, connect=settings.connect_timeout_s),
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={"User-Agent": "desktop-dialer", "Accept-Encoding": "identity"},
        )
    except (httpx.InvalidURL, ValueError) as error:
        raise SettingsError(
            tr("pbx.proxy = {proxy} cannot be used ({reason}).").format(
                proxy=repr(settings.proxy), reason=plain_text(error)
            ),
            tr("Use a form like http://proxy.example:3128."),
        ) from error


def _tls(settings: PbxSettings) -> "ssl.SSLContext":
    import ssl  # 1.4 MiB

    if settings.address.scheme == "http" and not settings.proxy.startswith("https"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; trusts no certificate
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if settings.ca_file:
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except OSError as error:  # ssl.SSLError is one too
            raise SettingsError(
                tr("pbx.ca_file = {ca_file} cannot be read ({reason}).").format(
                    ca_file=repr(settings.ca_file), reason=plain_text(error)
                ),
                tr("Name a file with certificates in PEM form."),
            ) from error
    return context
