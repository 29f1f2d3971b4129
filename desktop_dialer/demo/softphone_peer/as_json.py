"""The WebRTC calls in `/calls.json`, beside those over REST."""

from .calls import WebRtcCall


def call_as_json(call: WebRtcCall) -> dict[str, object]:
    """One item, with every field of a REST call and more; its `call` is "W1", "W2" and so on."""
    return {
        "call": f"W{call.id}",
        "line": "webrtc",
        "agent": call.agent,
        "callee": call.callee,
        "incoming": call.incoming,
        "outbound_id": call.outbound_id,
        "reference": call.reference,
        "state": call.state,
        "live": call.live,
        "code": call.code,
        "ended": call.ended,
        "dtmf": call.dtmf,
        "heard_dbfs": round(call.heard_dbfs, 1),
        "heard_hz": None if call.heard_hz is None else round(call.heard_hz, 1),
        "packets": call.packets,
        "started": call.started.isoformat(timespec="milliseconds"),
        "since": call.since.isoformat(timespec="milliseconds"),
    }
