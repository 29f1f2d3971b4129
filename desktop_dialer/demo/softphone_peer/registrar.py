"""Who is registered, through which WebSocket, and how often they asked."""

import time
from dataclasses import dataclass, field
from typing import Protocol

from .digest import Digest, DigestResult
from .message import SipRequest, SipResponse, address_of, parameter, reply, user_of
from .policy import PeerPolicy


class RegisteredPhone(Protocol):
    """The WebSocket of a phone."""

    def send(self, message: SipRequest | SipResponse | str) -> None:
        """Send, or lose it when the socket is gone."""


@dataclass(frozen=True, slots=True)
class StoredRegistration:
    """One extension and its present state.

    `registers`: REGISTERs granted, the ones that take a contact away too. `refusals`: requests
    of any kind with wrong credentials. `contacts`: the URIs not yet expired, newest last.
    """

    registers: int = 0
    refusals: int = 0
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Binding:
    uri: str
    phone: RegisteredPhone
    until: float
    """Of time.monotonic."""


@dataclass(slots=True)
class _Line:
    registers: int = 0
    refusals: int = 0
    bindings: dict[str, _Binding] = field(default_factory=dict)
    """By the phone's +sip.instance (RFC 5626), else by its contact or address; newest last."""

    def live(self) -> list[_Binding]:
        now = time.monotonic()
        return [binding for binding in self.bindings.values() if binding.until > now]


class Registrar:
    """`extensions`: extension → password. `expires_s`: the longest expiry granted.

    All on one thread but `registration`.
    """

    def __init__(
        self, extensions: dict[str, str], expires_s: int, policy: PeerPolicy | None = None
    ) -> None:
        self._extensions = extensions
        self._policy = policy or PeerPolicy()
        self._digest = self._new_digest()
        self._expires_s = expires_s
        self._lines = {extension: _Line() for extension in extensions}

    def registration(self, extension: str) -> StoredRegistration:
        """How `extension` stands; nothing when there is no such extension."""
        line = self._lines.get(extension, _Line())
        contacts = tuple(binding.uri for binding in line.live())
        return StoredRegistration(line.registers, line.refusals, contacts)

    def where(self, extension: str) -> tuple[str, RegisteredPhone] | None:
        """The newest contact of `extension` and its WebSocket."""
        live = self._lines.get(extension, _Line()).live()
        return (live[-1].uri, live[-1].phone) if live else None

    def forget(self, phone: RegisteredPhone) -> list[str]:
        """The WebSocket is gone, and with it every contact behind it (RFC 5626, 4.2.2).

        The extensions that have none left.
        """
        left: list[str] = []
        for extension, line in self._lines.items():
            gone = [key for key, binding in line.bindings.items() if binding.phone is phone]
            for key in gone:
                del line.bindings[key]
            if gone and not line.live():
                left.append(extension)
        return left

    def restart(self) -> None:
        """Forget contacts and challenges, as a restarted PBX does; keep the counts."""
        self._digest = self._new_digest()
        for line in self._lines.values():
            line.bindings.clear()

    def challenge(self, request: SipRequest, code: int) -> SipResponse | None:
        """The challenge (401 or 407) for a request that is not `From`'s own, None when it is."""
        verdict, extension = self._digest.judge(request, code)
        if verdict is DigestResult.RIGHT:
            caller = user_of(address_of(request.header("from")))
            return None if caller == extension else reply(request, 403, to_tag="other")
        if verdict is DigestResult.WRONG and extension in self._lines:
            self._lines[extension].refusals += 1
        stale = verdict is DigestResult.STALE
        return reply(request, code, *self._digest.challenge(code, stale=stale), to_tag="asked")

    def register(self, request: SipRequest, phone: RegisteredPhone) -> SipResponse:
        """Answer a REGISTER (RFC 3261, section 10.3)."""
        challenge = self.challenge(request, 401)
        if challenge:
            return challenge
        extension = user_of(address_of(request.header("to")))
        if extension != user_of(address_of(request.header("from"))):
            return reply(request, 403, to_tag="other")
        line = self._lines[extension]
        refused = self._bind(request, phone, line)
        if refused:
            return reply(request, refused, to_tag="refused")
        line.registers += 1
        now = time.monotonic()
        contacts = [
            ("Contact", f"<{binding.uri}>;expires={max(1, round(binding.until - now))}")
            for binding in line.live()
        ]
        return reply(request, 200, *contacts, to_tag="registrar")

    def _bind(self, request: SipRequest, phone: RegisteredPhone, line: _Line) -> int:
        """Take the contacts of `request`; the code of a refusal, 0 = they are taken."""
        for contact in request.all("contact"):
            asked = parameter(contact, "expires") or request.header("expires") or "3600"
            if not (asked.isascii() and asked.isdigit() and len(asked) < 11):
                return 400
            if contact == "*":
                line.bindings.clear()
                continue
            uri, key = self._known_by(contact, phone)
            others = [other for other in line.live() if other is not line.bindings.get(key)]
            full = len(others) >= self._policy.contacts
            if int(asked) and full and not self._policy.newest_wins:
                return 403
            line.bindings.pop(key, None)
            if int(asked):
                until = time.monotonic() + min(int(asked), self._expires_s)
                line.bindings[key] = _Binding(uri, phone, until)
                while len(line.bindings) > self._policy.contacts:
                    del line.bindings[next(iter(line.bindings))]
        return 0

    def _known_by(self, contact: str, phone: RegisteredPhone) -> tuple[str, str]:
        """The contact's URI as it is kept, and what it is known by."""
        uri = address_of(contact)
        if not self._policy.by_address:
            return uri, parameter(contact, "+sip.instance") or uri
        uri = f"sip:{user_of(uri)}@phone-{id(phone)}.invalid;transport=ws"
        return uri, uri

    def _new_digest(self) -> Digest:
        return Digest(self._extensions, self._policy.algorithms)
