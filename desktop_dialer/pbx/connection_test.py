"""The connection test: connect to the PBX, complete TLS, send `GET /`.

Any HTTP answer counts: what a PBX shows at `/` is undocumented. The path that places calls is
never requested, so no phone can ring.
"""

import logging
import ssl
from typing import TYPE_CHECKING, Any

from ..model.connection_report import ConnectionReport
from ..model.errors import DialerError
from ..model.pbx_ports import port_advice
from ..translation import tr
from .address import PbxAddress
from .deadline import Deadline
from .failure_reasons import failure_reason
from .http_client import PbxSettings, hosts_of, new_client

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)


def test_connection(settings: PbxSettings) -> ConnectionReport:
    """Test the connection to the PBX once, with the same settings as a call.

    Blocks for at most the name look-up and, for each of the server's addresses, the connect
    and answer timeouts. Failures of the settings and of the network are reported, not raised.
    """
    import httpx

    unreached: Exception | None = None
    try:
        hosts = hosts_of(settings)
        with new_client(settings) as client:
            for host in hosts:
                try:
                    return _answered(settings, _status(client, host, settings))
                except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                    unreached = error  # the server's next address may be up
                except httpx.HTTPError as error:
                    return _not_http(settings, error)
                except (httpx.InvalidURL, ValueError) as error:  # not valid in a URL
                    return _unreached(settings, error)
    except DialerError as error:
        return ConnectionReport(False, error.message, error.advice)
    assert unreached is not None, "hosts_of returns at least one address"  # noqa: S101
    return _unreached(settings, unreached)


def _status(client: "httpx.Client", host: str, settings: PbxSettings) -> int:
    pbx = settings.address
    with Deadline(settings.connect_timeout_s + settings.answer_timeout_s) as deadline:

        def trace(event: str, info: dict[str, Any]) -> None:
            if event.endswith(("connect_tcp.complete", "start_tls.complete")):
                deadline.watch_stream(info["return_value"])

        request = client.build_request(
            "GET",
            PbxAddress(pbx.scheme, host, pbx.port).base_url + "/",
            headers={"Host": pbx.authority},
            extensions={"sni_hostname": pbx.server, "trace": trace},
        )
        response = client.send(request, stream=True)
        response.close()
        return response.status_code


def _answered(settings: PbxSettings, status: int) -> ConnectionReport:
    text = (  # the address of the proxy may hold a password
        tr("{address} answers through the proxy (HTTP {status}). No call was placed.")
        if settings.proxy
        else tr("{address} answers (HTTP {status}). No call was placed.")
    )
    return ConnectionReport(True, text.format(address=settings.address.authority, status=status))


def _not_http(settings: PbxSettings, error: Exception) -> ConnectionReport:
    _log.info("the connection test ended with %s: %s", type(error).__name__, error)
    other_scheme = "https" if settings.address.scheme == "http" else "http"
    return ConnectionReport(
        False,
        tr("{address} does not answer over HTTP ({reason}).").format(
            address=settings.address.authority, reason=failure_reason(error)
        ),
        _with_port(
            tr("Check the port, and whether the PBX speaks {scheme}.").format(scheme=other_scheme),
            settings,
        ),
    )


def _unreached(settings: PbxSettings, error: Exception) -> ConnectionReport:
    _log.info("the connection test ended with %s: %s", type(error).__name__, error)
    return ConnectionReport(
        False,
        tr("The PBX at {address} was not reached ({reason}).").format(
            address=settings.address.authority, reason=failure_reason(error)
        ),
        _advice(error, settings),
    )


def _advice(error: Exception, settings: PbxSettings) -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return tr(
            "Check the server's name, or ask your administrator for the certificate "
            "of the authority (setting pbx.ca_file)."
        )
    if cause is not None:
        advice = tr("Check the port, and whether the PBX speaks http instead of https.")
        return _with_port(advice, settings)
    return _with_port(tr("Check server and port, and your network connection."), settings)


def _with_port(advice: str, settings: PbxSettings) -> str:
    return f"{advice} {port_advice(settings.version, settings.address.port)}".strip()
