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
    "Wait and listen whether your phone rings. If nothing rings, check the callee's "
    "number and call again."
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
        """Load the HTTP client and look the name up; connects to nothing."""
        self._ready_client()
        hosts_of(self._settings)

    def place(self, request: CallRequest) -> Accepted:
        """Ask the PBX for the call, once. See `Line.place`."""
        departure = _Departure()
        try:
            return self._place(request, departure)
        except (
            KeyboardInterrupt
        ) as stop:  # a command that was asked to end: its log entry is closed
            raise _stopped(departure) from stop

    def _place(self, request: CallRequest, departure: "_Departure") -> Accepted:
        client = self._ready_client()
        for address in hosts_of(self._settings):
            try:
                return self._exchange(client, address, request, departure)
            except NeverReached as error:
                # Not one byte of the request left, so the server's next address may be tried.
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
                return self._judge(request, response, body)
        except CallError:
            raise
        # Whatever else goes wrong here, defects included: all that matters is whether the
        # request began to leave.
        except Exception as error:
            _log.info("the exchange with the PBX ended with %s: %s", type(error).__name__, error)
            raise self._failure(error, departure) from error

    def _judge(self, request: CallRequest, response: "httpx.Response", body: bytes) -> Accepted:
        status = response.status_code
        how = (response.charset_encoding or "", self._settings.answer_limit)
        if 200 <= status < 300:
            faults = errors_in(body, *how)
            also = (
                " "
                + tr("The PBX accepted the call, but it also says: {faults}").format(
                    faults=_ended(faults)
                )
                if faults
                else ""
            )
            return Accepted(
                tr(
                    "Your phone {extension} will ring. Pick up to be connected to {number}.{also}"
                ).format(extension=request.agent, number=request.number.display, also=also),
                status,
            )
        words = readable_text(body, *how)
        said = " " + tr("It says: {words}").format(words=_ended(words)) if words else ""
        if words is None:
            said = " " + tr("It sent an unreadable answer ({count} bytes).").format(count=len(body))
        if 300 <= status < 400:
            raise Refused(
                tr(
                    "The PBX answered with a redirect ({status}) instead of placing the call.{said}"
                ).format(status=status, said=said),
                tr("Check server, port and scheme in the settings."),
                status,
            )
        if 400 <= status < 500 and status != 408:
            raise Refused(
                tr("The PBX refused the call ({status}).{said}").format(status=status, said=said),
                tr("Change what the PBX names, or show this message to your supervisor."),
                status,
            )
        raise OutcomeUnknown(
            tr(
                "The PBX reported an internal error ({status}). A phone may be ringing.{said}"
            ).format(status=status, said=said),
            tr(_RING_ADVICE),
            status,
        )

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
        port = port_advice(self._settings.version, pbx.port)
        return NeverReached(
            tr("The PBX at {address} was not reached ({reason}). No phone rang.").format(
                address=pbx.authority, reason=reason
            ),
            tr("Check the network and the server's settings, then call again. {port}")
            .format(port=port)
            .strip(),
        )

    def _ready_client(self) -> "httpx.Client":
        if self._client is None:
            self._client = new_client(self._settings)
        return self._client


class _Departure:
    """Notices, through httpcore's trace events, when a request begins to leave.

    From then on the deadline is the answer's; before, it was that of connecting.
    """

    def __init__(self) -> None:
        self.left = False
        self.deadline: Deadline | None = None
        self.answer_within_s = 0.0

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Take one event: https://www.encode.io/httpcore/extensions/#trace."""
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


def _ended(words: str) -> str:
    """`words` as a sentence: advice follows."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _read_body(response: "httpx.Response", limit: int) -> bytes:
    """At most `limit` bytes of the body; the status stands, whatever becomes of it."""
    body = bytearray()
    try:
        for chunk in response.iter_raw(chunk_size=8192):
            body += chunk
            if len(body) >= limit:
                break
        response.close()
    # The status line has said what matters; no fault of the body may turn it into another.
    except Exception as error:  # noqa: BLE001
        _log.info("the body of the PBX's answer broke off: %s", type(error).__name__)
    return bytes(body[:limit])
