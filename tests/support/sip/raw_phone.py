"""A phone that is nothing but SIP on a WebSocket: no SDP, no audio, no second thoughts."""

import hashlib
import secrets
import ssl
from collections import deque
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Self

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.support.sip.sip_trace import SipMessage

_LONGEST_S = 10.0
_HERE = f"{secrets.token_hex(6)}.invalid"  # a browser does not know its address: RFC 7118, 5


class RawPhone:
    """Connected as long as `with` lasts; one request at a time."""

    def __init__(
        self,
        url: str,
        extension: str,
        password: str,
        *,
        origin: str = "test://app",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._extension, self._password = extension, password
        self._host = url.partition("://")[2].partition(":")[0]
        self._scheme = url.partition(":")[0]
        self._requests: deque[SipMessage] = deque()
        self._sequence = 0
        self._within_s = _LONGEST_S
        self._call_id, self._tag = secrets.token_hex(8), secrets.token_hex(4)
        self._closing = ExitStack()
        self._open = partial(
            connect,
            url,
            subprotocols=[Subprotocol("sip")],
            additional_headers={"Origin": origin},
            ssl=tls,
            proxy=None,
            close_timeout=0.5,
        )

    def __enter__(self) -> Self:
        self._socket = self._closing.enter_context(self._open())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def register(self, expires_s: int = 600) -> SipMessage:
        """The last answer: to the request without a password, or to the one with it."""
        return self.request("REGISTER", f"sip:{self._host}", f"Expires: {expires_s}")

    def invite(self, number: str, *headers: str) -> SipMessage:
        """Call; the final answer, acknowledged."""
        return self.request("INVITE", f"sip:{number}@{self._host}", *headers)

    def request(
        self, method: str, uri: str, *headers: str, within_s: float = _LONGEST_S
    ) -> SipMessage:
        """Send a request; once more with a password if asked; the final answer.

        Raises TimeoutError.
        """
        self._within_s = within_s
        answer = self._ask(method, uri, *headers)
        for code, challenge, proof in (
            (401, "WWW-Authenticate", "Authorization"),
            (407, "Proxy-Authenticate", "Proxy-Authorization"),
        ):
            if answer.code == code:
                digest = self._digest(answer.header(challenge), method, uri)
                return self._ask(method, uri, *headers, f"{proof}: {digest}")
        return answer

    def next_request(self) -> SipMessage:
        """What somebody else asks of this phone."""
        while not self._requests:
            self._take()
        return self._requests.popleft()

    def answer(self, request: SipMessage, status: str, sdp: str = "") -> None:
        """Such as `180 Ringing`."""
        copied = [
            f"{name}: {value}"
            for name in ("Via", "Record-Route", "From", "Call-ID", "CSeq")
            for value in request.headers(name)
        ]
        to = f"To: {request.header('To')};tag={self._tag}"
        lines = [*copied, to, f"Contact: {self._contact}"]
        if sdp:
            lines.append("Content-Type: application/sdp")
        self._send(f"SIP/2.0 {status}", *lines, body=sdp)

    def wait_for_close(self) -> None:
        """Until the other end has closed the WebSocket, whether in order or not."""
        with pytest.raises(ConnectionClosed):
            self._socket.recv(timeout=_LONGEST_S)

    @property
    def _contact(self) -> str:
        return f"<sip:{self._extension}-phone@{_HERE};transport=ws>"

    def _ask(self, method: str, uri: str, *headers: str) -> SipMessage:
        self._sequence += 1
        branch = f"z9hG4bK{secrets.token_hex(6)}"
        to = uri if method == "INVITE" else f"sip:{self._extension}@{self._host}"
        head = (
            f"Via: SIP/2.0/{self._scheme.upper()} {_HERE};branch={branch}",
            f"From: <sip:{self._extension}@{self._host}>;tag={self._tag}",
            f"Call-ID: {self._call_id}",
            "Max-Forwards: 70",
        )
        self._send(
            f"{method} {uri} SIP/2.0",
            *head,
            f"To: <{to}>",
            f"CSeq: {self._sequence} {method}",
            f"Contact: {self._contact}",
            *headers,
        )
        while (answer := self._take()) is None or answer.code < 200:
            pass
        if method == "INVITE":
            acknowledged = (f"To: {answer.header('To')}", f"CSeq: {self._sequence} ACK")
            self._send(f"ACK {uri} SIP/2.0", *head, *acknowledged)
        return answer

    def _take(self) -> SipMessage | None:
        """Receive one message: an answer is returned, a request is kept."""
        text = self._socket.recv(timeout=self._within_s)
        assert isinstance(text, str)
        message = SipMessage(0, 0, text)
        if message.code:
            return message
        self._requests.append(message)
        return None

    def _send(self, *lines: str, body: str = "") -> None:
        self._socket.send("\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]))

    def _digest(self, challenge: str, method: str, uri: str) -> str:
        """RFC 2617 with MD5, as kamailio and Asterisk ask for it."""
        pairs = (part.strip().partition("=") for part in challenge.partition(" ")[2].split(","))
        asked = {key: value.strip('"') for key, _, value in pairs}
        identity = _md5(f"{self._extension}:{asked['realm']}:{self._password}")
        tail, extra = asked["nonce"], ""
        if "qop" in asked:
            own = secrets.token_hex(8)
            tail = f"{tail}:00000001:{own}:auth"
            extra = f', qop=auth, nc=00000001, cnonce="{own}"'
        response = _md5(f"{identity}:{tail}:{_md5(f'{method}:{uri}')}")
        return (
            f'Digest username="{self._extension}", realm="{asked["realm"]}",'
            f' nonce="{asked["nonce"]}", uri="{uri}", response="{response}"{extra}'
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
