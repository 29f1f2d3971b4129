"""Every SIP message that a kamailio receives or sends, as it is on the wire."""

import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

_LONGEST_S = 10.0
_END = b"end"


@dataclass(frozen=True)
class SipMessage:
    """One message: where it came from and went to (ports), and its text."""

    source: int
    destination: int
    text: str

    @property
    def start_line(self) -> str:
        """`INVITE sip:… SIP/2.0` or `SIP/2.0 200 OK`."""
        return self.text.partition("\r\n")[0]

    @property
    def code(self) -> int:
        """Of an answer; 0 for a request."""
        first, second = self.start_line.split(" ")[:2]
        return int(second) if first == "SIP/2.0" else 0

    @property
    def method(self) -> str:
        """Of a request, or of the request that an answer answers."""
        return self.header("CSeq").split()[-1]

    @property
    def body(self) -> str:
        """What is behind the headers: SDP, DTMF."""
        return self.text.partition("\r\n\r\n")[2]

    def headers(self, name: str) -> list[str]:
        """The values of all headers of that name."""
        lines = self.text.partition("\r\n\r\n")[0].split("\r\n")[1:]
        pairs = (line.partition(":") for line in lines)
        return [value.strip() for key, _, value in pairs if key.strip().lower() == name.lower()]

    def header(self, name: str) -> str:
        """The first value; "" for none."""
        return next(iter(self.headers(name)), "")


class SipTrace:
    """Takes what kamailio's siptrace sends (HEP 1) on a UDP port; knows the ports of the PBX."""

    def __init__(self, address: str, *pbx_ports: int) -> None:
        self.messages: list[SipMessage] = []
        self._pbx_ports = pbx_ports
        self._news = threading.Condition()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 0))
        self.port = int(self._socket.getsockname()[1])
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.sendto(_END, self._socket.getsockname())
        self._reader.join(_LONGEST_S)
        self._socket.close()

    def requests(self, method: str) -> list[SipMessage]:
        """The requests that came to the PBX, repetitions too."""
        return [
            message
            for message in list(self.messages)
            if not message.code
            and message.method == method
            and message.destination in self._pbx_ports
        ]

    def answers(self, code: int, method: str = "") -> list[SipMessage]:
        """The answers that the PBX sent, its own and those it passed on."""
        return [
            message
            for message in list(self.messages)
            if message.code == code
            and message.method == (method or message.method)
            and message.source in self._pbx_ports
        ]

    def wait_until(self, happened: Callable[[], object], within_s: float = _LONGEST_S) -> None:
        """Look again after every message; AssertionError with the whole trace if never."""
        deadline = time.monotonic() + within_s
        with self._news:
            while not happened():
                left = deadline - time.monotonic()
                assert left > 0, f"it never happened:\n{self}"
                self._news.wait(left)

    def wait_for_request(
        self, method: str, count: int = 1, within_s: float = _LONGEST_S
    ) -> SipMessage:
        """The request that makes `count` of that method."""
        self.wait_until(lambda: len(self.requests(method)) >= count, within_s)
        return self.requests(method)[count - 1]

    def wait_for_answer(
        self, code: int, method: str, count: int = 1, within_s: float = _LONGEST_S
    ) -> SipMessage:
        """The answer that makes `count` of that code to that method."""
        self.wait_until(lambda: len(self.answers(code, method)) >= count, within_s)
        return self.answers(code, method)[count - 1]

    def __str__(self) -> str:
        return "\n".join(
            f"{message.source} → {message.destination}  {message.start_line}"
            f"  [{message.header('CSeq')}]"
            for message in list(self.messages)
        )

    def _read(self) -> None:
        while (packet := self._socket.recv(65_536)) != _END:
            message = _of_packet(packet)
            with self._news:
                self.messages.append(message)
                self._news.notify_all()


def _of_packet(packet: bytes) -> SipMessage:
    """HEP 1: version, length of this header, family, protocol, both ports, both addresses."""
    length, source, destination = struct.unpack_from("!xBxxHH", packet)
    return SipMessage(source, destination, packet[length:].decode(errors="replace"))
