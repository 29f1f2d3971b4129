"""Debian's kamailio as the PBX: registrar and proxy on a WebSocket, a trunk to the callee."""

import socket
import string
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme

from tests.support.sip.foreground import Foreground
from tests.support.sip.free_ports import free_ports, loopback_of_ones_own
from tests.support.sip.namespace import Host, entered
from tests.support.sip.sip_trace import SipTrace

assert sys.platform != "win32"  # no SIGKILL there

EXTENSIONS = {"204": "the agent's password", "205": "desk-phone-secret"}
_TEMPLATE = Path(__file__).with_name("kamailio.cfg")
_MEMORY_MB = ("-m", "32", "-M", "4")


class _Config(string.Template):
    delimiter = "@"  # kamailio's own variables begin with a dollar sign


@dataclass(frozen=True)
class Refusal:
    """How the PBX refuses a number: SIP code, its phrase, the error headers it sends along."""

    code: int
    phrase: str
    errors: tuple[str, ...] = ()


REFUSALS: Mapping[str, Refusal] = {
    "0860000486": Refusal(486, "Busy Here", ("The callee is busy",)),
    "0860000404": Refusal(404, "Not Found", ("Unknown number",)),
    "0860000403": Refusal(403, "Forbidden", ("No credit left", "Outbound ID not allowed")),
    "0860000480": Refusal(480, "Temporarily Unavailable"),  # and no header: the code must do
}


class KamailioPbx:
    """Runs from `with` to its end, on ports of its own, with all its files in `folder`.

    extensions: extension → password.
    host: the network namespace it runs in; None for this machine, at a loopback
        address of its own.
    longest_registration_s: what a phone asks for beyond that is cut down to it.
    rings_s: so long a call may ring unanswered.
    header_prefix: of the error headers, `X-Platforma` or `X-Teleforge`.

    `sip` holds every message that came or went, also across restarts.
    """

    def __init__(
        self,
        folder: Path,
        extensions: Mapping[str, str],
        *,
        host: Host | None = None,
        refusals: Mapping[str, Refusal] = REFUSALS,
        longest_registration_s: int = 60,
        rings_s: int = 120,
        header_prefix: str = "X-Platforma",
    ) -> None:
        self.host = host
        self.address = address = host.address if host else loopback_of_ones_own()
        with entered(host):
            self.sip_port, self.ws_port, self.wss_port, self.callee_port = free_ports(address, 4)
            self.sip = SipTrace(address, self.sip_port, self.ws_port, self.wss_port)
        self._folder = folder
        self._program: Foreground | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.new_certificate()
        self._config = folder / "kamailio.cfg"
        template = _Config(_TEMPLATE.read_text(encoding="utf-8"))
        self._config.write_text(
            template.substitute(
                folder=folder,
                address=address,
                sip_port=self.sip_port,
                ws_port=self.ws_port,
                wss_port=self.wss_port,
                callee=f"{address}:{self.callee_port}",
                trace_port=self.sip.port,
                longest_registration_s=longest_registration_s,
                rings_ms=rings_s * 1000,
                users="\n".join(f'$sht(users=>{ext}) = "{pw}";' for ext, pw in extensions.items()),
                refusals="\n".join(
                    _refusal(number, refusal, header_prefix) for number, refusal in refusals.items()
                ),
            ),
            encoding="utf-8",
        )

    @property
    def url(self) -> str:
        """Where phones register, in plain text."""
        return f"ws://{self.address}:{self.ws_port}/ws"

    @property
    def secure_url(self) -> str:
        """The same over TLS, with a certificate that nobody trusts."""
        return f"wss://{self.address}:{self.wss_port}/ws"

    @property
    def log(self) -> list[str]:
        """What kamailio logged since its last start: also the origin of each WebSocket."""
        return self._running().lines

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.enter_context(self.sip)
            undo.callback(self.stop)
            self.start()
            self._closing = undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def start(self) -> None:
        """Start on the same ports, with nobody registered; back when it takes connections."""
        assert self._program is None, "it is running"
        with entered(self.host):
            self._program = Foreground(
                "kamailio", "-DD", "-E", *_MEMORY_MB, "-A", "WITH_TLS", "-f", str(self._config)
            )
            self._program.wait_for("ready for phones")
            # Its first worker said that. The process for TCP is the last to start: ask it, too.
            with socket.create_connection((self.address, self.ws_port), 10) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nVia: SIP/2.0/TCP test\r\n\r\n")
                assert connection.recv(12) == b"HTTP/1.1 404", "\n".join(self.log)

    def stop(self) -> None:
        """Its sockets close, all registrations and calls under way are lost to it.

        Killed: some SIGTERM of many leaves kamailio 5.6.3 waiting for a child for a minute.
        """
        if self._program is not None:
            self._program.stop("SIGKILL")
            self._program = None

    def restart(self) -> None:
        """Stop and start: an outage of about 0.15 s, and the new certificate if there is one."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Answer nothing any more, with every socket open: what a half-open socket looks like."""
        self._running().freeze()

    def thaw(self) -> None:
        """Go on after freeze."""
        self._running().thaw()

    def new_certificate(self) -> None:
        """For wss://, another fingerprint than before, from the next start on."""
        certificate = trustme.CA().issue_cert(self.address)
        certificate.private_key_pem.write_to_path(self._folder / "key.pem")
        chain = self._folder / "certificate.pem"
        chain.unlink(missing_ok=True)
        for pem in certificate.cert_chain_pems:
            pem.write_to_path(chain, append=True)

    def _running(self) -> Foreground:
        assert self._program is not None, "it is not running"
        return self._program


def _refusal(number: str, refusal: Refusal, prefix: str) -> str:
    lines = [
        f"$sht(refusals=>{number}::code) = {refusal.code};",
        f'$sht(refusals=>{number}::phrase) = "{refusal.phrase}";',
    ]
    if refusal.errors:
        headers = "".join(rf"{prefix}-Error: {error}\r\n" for error in refusal.errors)
        lines.append(f'$sht(refusals=>{number}::headers) = "{headers}";')
    return "\n".join(lines)
