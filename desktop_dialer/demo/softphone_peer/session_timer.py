"""Session timers (RFC 4028): an answered call that nobody refreshes is over."""

import asyncio
from collections.abc import Awaitable, Callable

from .calls import CallBook, PeerCall
from .message import Header, SipRequest, SipResponse, reply
from .policy import PeerPolicy


class SessionTimers:
    """The timers of every call; nothing at all where the policy has none.

    `refresh`: sends an UPDATE inside the call; whether it was taken. `expired`: nobody refreshed
    the call in time.
    """

    def __init__(
        self,
        policy: PeerPolicy,
        book: CallBook,
        refresh: Callable[[PeerCall], Awaitable[bool]],
        expired: Callable[[PeerCall], None],
    ) -> None:
        self._policy = policy
        self._book = book
        self._refresh = refresh
        self._expired = expired

    def refusal(self, request: SipRequest) -> SipResponse | None:
        """The 421 for a phone that offers no session timer."""
        offered = request.header("supported").replace(",", " ").split()
        if not self._policy.session_s or "timer" in offered:
            return None
        return reply(request, 421, ("Require", "timer"), to_tag="timer")

    def answer_headers(self) -> list[Header]:
        """For the answer to a phone's INVITE or UPDATE."""
        return self._headers("uac" if self._policy.phone_refreshes else "uas", "Require")

    def request_headers(self) -> list[Header]:
        """For an INVITE or UPDATE of the PBX's own."""
        return self._headers("uas" if self._policy.phone_refreshes else "uac", "Supported")

    def begin(self, call: PeerCall) -> None:
        """The call is answered, or was refreshed: by an INVITE or an UPDATE of either side."""
        self.end(call)
        seconds = self._policy.session_s
        if not seconds:
            return
        loop = asyncio.get_running_loop()
        if self._policy.phone_refreshes:
            call.refresh = loop.call_later(seconds, self._expired, call)
        else:
            call.refresh = loop.call_later(seconds / 2, lambda: self._book.spawn(self._due(call)))

    def refreshed(self, call: PeerCall) -> None:
        """The call was refreshed by a request that is nothing else."""
        call.refreshes += 1
        self._book.tell(f"call W{call.id}: refreshed")
        self.begin(call)

    def end(self, call: PeerCall) -> None:
        """The call is over."""
        if call.refresh:
            call.refresh.cancel()
            call.refresh = None

    async def _due(self, call: PeerCall) -> None:
        if await self._refresh(call):
            self.refreshed(call)
        elif call.live:
            self._expired(call)

    def _headers(self, refresher: str, how: str) -> list[Header]:
        seconds = self._policy.session_s
        if not seconds:
            return []
        return [("Session-Expires", f"{seconds};refresher={refresher}"), (how, "timer")]
