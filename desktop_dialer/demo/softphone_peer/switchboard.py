"""Which part of the PBX a SIP message is for."""

from .dialog import Dialogs, Exchange
from .from_agent import FromAgent
from .message import (
    Malformed,
    SipRequest,
    SipResponse,
    address_of,
    parameter,
    parse,
    reply,
    user_of,
)
from .registrar import RegisteredPhone
from .to_agent import ToAgent

_ALLOW = ("Allow", "REGISTER, INVITE, ACK, BYE, CANCEL, INFO, OPTIONS")
_PING, _PONG = "\r\n\r\n", "\r\n"
"""The keep-alive of RFC 7118, section 6, and RFC 5626, section 4.4.1."""


class Switchboard:
    """Takes the messages of every phone. On the server's own thread only."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.dialogs = Dialogs(exchange)
        self.from_agent = FromAgent(exchange, self.dialogs)
        self.to_agent = ToAgent(exchange, self.dialogs)

    def take(self, phone: RegisteredPhone, frame: str | bytes) -> None:
        """One frame of a WebSocket. Nothing that a phone sends may end the PBX."""
        try:
            text = frame if isinstance(frame, str) else frame.decode()
            if text.strip("\r\n"):
                self._take(phone, parse(text))
            elif text == _PING:
                phone.send(_PONG)
        except UnicodeDecodeError:
            self._exchange.book.tell("refused: a message that is no UTF-8")
        except Malformed as error:
            self._exchange.book.tell(f"refused: {error}")
            if error.request and error.request.method != "ACK":
                phone.send(reply(error.request, 400, to_tag="broken"))
        except Exception as error:  # noqa: BLE001  # the last line of defence, and it is reported
            self._exchange.book.tell(f"a defect of the demo PBX: {error!r}")

    def gone(self, phone: RegisteredPhone) -> None:
        """The WebSocket of `phone` is closed; its calls go on, their audio is elsewhere."""
        for extension in self._exchange.registrar.forget(phone):
            self._exchange.book.tell(f"agent {extension} is gone: its WebSocket is closed")

    def _take(self, phone: RegisteredPhone, message: SipRequest | SipResponse) -> None:
        if isinstance(message, SipResponse):
            taker = self._exchange.waiting.get(message.branch)
            if taker:
                taker(message)
            return
        answer = self._answer(message, phone)
        if answer:
            phone.send(answer)

    def _answer(self, request: SipRequest, phone: RegisteredPhone) -> SipResponse | None:
        inside = bool(parameter(request.header("to"), "tag"))
        if request.method == "CANCEL":
            return self.from_agent.cancel(request, phone)
        if inside or request.method in ("ACK", "BYE", "INFO"):
            return self.dialogs.take(request, phone)
        if request.method == "REGISTER":
            return self._register(request, phone)
        if request.method == "INVITE":
            return self.from_agent.invite(request, phone)
        return reply(request, 200 if request.method == "OPTIONS" else 405, _ALLOW, to_tag="here")

    def _register(self, request: SipRequest, phone: RegisteredPhone) -> SipResponse:
        extension = user_of(address_of(request.header("to")))
        before = self._exchange.registrar.registration(extension)
        answer = self._exchange.registrar.register(request, phone)
        after = self._exchange.registrar.registration(extension)
        if after.contacts and not before.contacts:
            self._exchange.book.tell(f"agent {extension} is registered")
        elif before.contacts and not after.contacts:
            self._exchange.book.tell(f"agent {extension} is no longer registered")
        elif after.refusals > before.refusals:
            self._exchange.book.tell(f"agent {extension} is refused: wrong password")
        return answer
