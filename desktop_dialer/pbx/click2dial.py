"""The Click2Dial REST interface of the PBX: one POST for one call, never a second.

Source: the vendor's page "Create a Call", version 36. Creating a call is not idempotent, so
nothing is ever sent again: not after a timeout, a redirect or a broken connection.
"""

import logging
from typing import TYPE_CHECKING, Any

from ..model.call import CallRequest
from ..model.errors import CallError, NeverReached, OutcomeUnknown, Refused
from ..model.pbx_ports import port_advice
from ..translation import tr, tr_later
from .address import PbxAddress
from .deadline import Deadline
from .failure_reasons import failure_reason
from .http_client import PbxSettings, hosts_of, new_client
from .line import Accepted
from .response_text import errors_in, readable_text

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)

PATH = "/click2dial/calls"

_RING_ADVICE = tr_later(
    "Wait to hear whether your phone rings. If it does not, check the callee's number and call "
    "again."
)


def payload(request: CallRequest, version: tuple[int, ...]) -> dict[str, str]:
    """The JSON object for a call. The reference is `call_ref` before version 3.0.0."""
    fields = {"agent": request.agent, "callee": request.callee}
    if request.outbound_id:
        fields["outbound_id"] = request.outbound_id
    fields["contact_ref" if version >= (3,) else "call_ref"] = request.reference
    return fields


class Click2Dial:
    """The desk phone's line: the PBX rings the agent's phone, then the callee."""

    def __init__(self, settings: PbxSettings) -> None:
        self._settings = settings
        self._client: httpx.Client | None = None

    def prepare(self) -> None:
        """Load the HTTP client and look up the server's name, without connecting."""
        self._ready_client()
        hosts_of(self._settings)

    def place(self, request: CallRequest) -> Accepted:
        """Ask the PBX for the call, once. See `Line.place`."""
        departure = _Departure()
        try:
            return self._place(request, departure)
        except KeyboardInterrupt as stop:  # as an error, so that the call log gets an outcome
            raise _stopped(departure) from stop

    def _place(self, request: CallRequest, departure: "_Departure") -> Accepted:
        client = self._ready_client()
        for address in hosts_of(self._settings):
            try:
                return self._exchange(client, address, request, departure)
            except NeverReached as error:
                # Nothing of the request was sent, so the server's next address may be tried.
                unreached = error
        raise unreached

    def _exchange(
        self, client: "httpx.Client", host: str, request: CallRequest, departure: "_Departure"
    ) -> Accepted:
        pbx = self._settings.address
        outgoing = client.build_request(
            "POST",
            PbxAddress(pbx.scheme, host, pbx.port).base_url + PATH,
            json=payload(request, self._settings.version),
            headers={"Host": pbx.authority},
            extensions={"sni_hostname": pbx.server, "trace": departure.trace},
        )
        departure.answer_within_s = self._settings.answer_timeout_s
        try:
            with Deadline(self._settings.connect_timeout_s) as deadline:
                departure.deadline = deadline
                response = client.send(outgoing, stream=True)
                body = _read_body(response, self._settings.answer_limit)
                return self._evaluate(request, response, body)
        except CallError:
            raise
        # For any other failure, our own defects included, all that matters is whether sending
        # the request had begun.
        except Exception as error:
            _log.info("the exchange with the PBX ended with %s: %s", type(error).__name__, error)
            raise self._failure(error, departure) from error

    def _evaluate(self, request: CallRequest, response: "httpx.Response", body: bytes) -> Accepted:
        status = response.status_code
        charset, limit = response.charset_encoding or "", self._settings.answer_limit
        if 200 <= status < 300:
            message = tr("Your phone {extension} will ring. Pick up to be connected to {number}.")
            message = message.format(extension=request.agent, number=request.number.display)
            if errors := errors_in(body, charset, limit):
                warning = tr("The PBX accepted the call, but it also says: {text}")
                message += " " + warning.format(text=_sentence(errors))
            return Accepted(message, status)
        kind: type[CallError] = Refused
        if 300 <= status < 400:
            message = tr("The PBX answered with a redirect ({status}) instead of placing the call.")
            advice = tr("Check server, port and scheme in the settings.")
        elif 400 <= status < 500 and status != 408:
            message = tr("The PBX refused the call ({status}).")
            advice = tr("Correct what the PBX objects to, or show this message to your supervisor.")
        else:
            kind = OutcomeUnknown
            message = tr("The PBX reported an internal error ({status}). A phone may be ringing.")
            advice = tr(_RING_ADVICE)
        details = _details(readable_text(body, charset, limit), len(body))
        raise kind(message.format(status=status) + details, advice, status)

    def _failure(self, error: Exception, departure: "_Departure") -> CallError:
        pbx = self._settings.address
        late = departure.deadline is not None and departure.deadline.passed
        reason = tr("no answer in time") if late else failure_reason(error)
        if departure.left:
            return OutcomeUnknown(
                tr("The outcome of the call is unknown ({reason}). A phone may be ringing.").format(
                    reason=reason
                ),
                tr(_RING_ADVICE),
            )
        advice = tr("Check the network and the server's settings, then call again.")
        return NeverReached(
            tr("The PBX at {address} was not reached ({reason}). No phone rang.").format(
                address=pbx.authority, reason=reason
            ),
            f"{advice} {port_advice(self._settings.version, pbx.port)}".strip(),
        )

    def _ready_client(self) -> "httpx.Client":
        if self._client is None:
            self._client = new_client(self._settings)
        return self._client


class _Departure:
    """Records, from httpcore's trace events, whether sending the request has begun.

    Until then the deadline is that of connecting, afterwards that of the answer.
    """

    def __init__(self) -> None:
        self.left = False
        self.deadline: Deadline | None = None
        self.answer_within_s = 0.0

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Handle one event: https://www.encode.io/httpcore/extensions/#trace."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")) and self.deadline:
            self.deadline.watch_stream(info["return_value"])
        if event == "http11.send_request_headers.started" and _is_call(info):
            self.left = True
            if self.deadline:
                self.deadline.restart(self.answer_within_s)


def _stopped(departure: _Departure) -> CallError:
    if departure.left:
        return OutcomeUnknown(
            tr("The program was stopped before the PBX answered. A phone may be ringing."),
            tr(_RING_ADVICE),
        )
    return NeverReached(
        tr("The program was stopped. Nothing was sent."), tr("Call again if you want to.")
    )


def _is_call(info: dict[str, Any]) -> bool:
    # Through a proxy, the CONNECT that only opens the tunnel is traced by the same event.
    return bool(info["request"].method == b"POST")


def _details(text: str | None, size: int) -> str:
    """What the PBX says in its answer of `size` bytes, as a sentence to append; None = binary."""
    if text is None:
        return " " + tr("It sent an unreadable answer ({count} bytes).").format(count=size)
    return " " + tr("It says: {text}").format(text=_sentence(text)) if text else ""


def _sentence(text: str) -> str:
    """`text` with a full stop, because advice follows it."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _read_body(response: "httpx.Response", limit: int) -> bytes:
    """At most `limit` bytes of the body; a failure to read it does not change the outcome."""
    body = bytearray()
    try:
        for chunk in response.iter_raw(chunk_size=8192):
            body += chunk
            if len(body) >= limit:
                break
        response.close()
    # The status line already gives the outcome.
    except Exception as error:  # noqa: BLE001
        _log.info("the body of the PBX's answer was cut off: %s", type(error).__name__)
    return bytes(body[:limit])
