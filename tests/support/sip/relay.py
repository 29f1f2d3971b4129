"""A STUN and TURN server as far as a phone needs one to offer its addresses: none relays anything.

RFC 8489 (STUN) and RFC 8656 (TURN), long-term credentials: the first Allocate is refused with a
realm and a nonce, the second proves the password.
"""

import hashlib
import socket
import threading
from types import TracebackType
from typing import Self

from aioice.stun import Class, Message, Method, parse_message

REFLEXIVE = ("203.0.113.7", 40007)
RELAYED = ("203.0.113.9", 40009)
"""Addresses of a documentation network (RFC 5737): nobody is there."""

_REALM = "relay.example"


class Relay:
    """Listens at `address`, "host:port". `users`: who may allocate, with their passwords.

    `allocated`: by whom addresses were allocated; `refused`: whose proof was wrong.
    """

    def __init__(self, users: dict[str, str]) -> None:
        self.allocated: list[str] = []
        self.refused: list[str] = []
        self._users = users
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, name="relay", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._thread.join(5)
        self._socket.close()
        assert not self._thread.is_alive()

    @property
    def address(self) -> str:
        host, port = self._socket.getsockname()
        return f"{host}:{port}"

    def _serve(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(2048)
            if not data:
                return
            asked = parse_message(data)
            if asked.message_class is Class.REQUEST:
                self._socket.sendto(bytes(self._answer(asked)), sender)

    def _answer(self, asked: Message) -> Message:
        if asked.message_method is Method.BINDING:
            return _reply(asked, Class.RESPONSE, {"XOR-MAPPED-ADDRESS": REFLEXIVE})
        user = asked.attributes.get("USERNAME", "")
        proof = f"{user}:{_REALM}:{self._users.get(user)}"
        key = hashlib.md5(proof.encode(), usedforsecurity=False).digest()  # RFC 8489, 9.2.2
        if not asked.check_message_integrity(key):
            self.refused.extend([user] if user else [])
            code = (401, "Unauthorized")
            why: dict[str, object] = {"ERROR-CODE": code, "REALM": _REALM, "NONCE": b"once"}
            return _reply(asked, Class.ERROR, why)
        given: dict[str, object] = {"LIFETIME": 600}
        if asked.message_method is Method.ALLOCATE:
            self.allocated.append(user)
            given |= {"XOR-RELAYED-ADDRESS": RELAYED, "XOR-MAPPED-ADDRESS": REFLEXIVE}
        reply = _reply(asked, Class.RESPONSE, given)
        reply.add_message_integrity(key)
        return reply


def _reply(asked: Message, kind: Class, attributes: dict[str, object]) -> Message:
    return Message(asked.message_method, kind, asked.transaction_id, attributes)
