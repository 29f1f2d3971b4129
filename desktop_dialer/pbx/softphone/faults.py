"""What failed on our side of a call, as messages with a next step.

`cause` is the library's (JsSIP 3.13, lib/Constants.js, "causes") or the phone's page's own.
"""

from ...model.user_message import UserMessage
from ...translation import tr, tr_later
from ..response_text import one_line

_NETWORK_ADVICE = tr_later("Check the network and the server's settings, then call again.")

_MICROPHONE = {
    "refused": UserMessage(
        tr_later("This system does not allow the program to use the microphone."),
        tr_later("Allow the microphone for Desktop Dialer in the system's settings."),
    ),
    "missing": UserMessage(
        tr_later("No microphone found."),
        tr_later("Plug in a headset, or choose a microphone under “Line and sound”."),
    ),
    "fault": UserMessage(
        tr_later("The microphone does not work."),
        tr_later("Unplug it and plug it in again, or choose another one under “Line and sound”."),
    ),
}
MICROPHONE_CAUSES = frozenset(("User Denied Media Access", "microphone"))
"""Before a call ends with one of these, MicrophoneRefused has reported the exact reason."""
_CAUSES = {
    "User Denied Media Access": _MICROPHONE["refused"],
    "microphone": _MICROPHONE["fault"],
    "WebRTC Error": UserMessage(
        tr_later("The audio of the call could not be set up."),
        tr_later("Check microphone and speaker under “Line and sound”, then call again."),
    ),
    "not registered": UserMessage(
        tr_later("The softphone was no longer registered."),
        tr_later("Call again when it is registered."),
    ),
    "Connection Error": UserMessage(
        tr_later("The connection to the PBX was lost."), _NETWORK_ADVICE
    ),
    # 481, the answer of a restarted PBX to every request within the call.
    "Dialog Error": UserMessage(
        tr_later("The PBX no longer knows the call."), tr_later("Call again.")
    ),
    "Request Timeout": UserMessage(tr_later("The PBX did not answer in time."), _NETWORK_ADVICE),
    "RTP Timeout": UserMessage(tr_later("No more audio arrived."), _NETWORK_ADVICE),
    "Authentication Error": UserMessage(
        tr_later("The PBX did not accept your extension or its password."),
        tr_later("Enter your extension and its password again under “Settings”, then call again."),
    ),
    **dict.fromkeys(
        ("Incompatible SDP", "Missing SDP", "Bad Media Description"),
        UserMessage(
            tr_later("The PBX and the softphone have no audio format in common."),
            tr_later(
                "Show this message to the administrator of the PBX. Use the desk phone until then."
            ),
        ),
    ),
}

NO_SPEAKER = UserMessage(
    tr_later("No speaker found: you will not hear the remote party."),
    tr_later("Plug in a headset, or choose a speaker under “Line and sound”."),
)
NO_AUDIO = UserMessage(
    tr_later(
        "The call is connected, but no sound arrives from the remote party. A firewall "
        "may block the audio."
    ),
    tr_later(
        "Hang up and use the desk phone. Ask your network administrator to allow audio (UDP)."
    ),
)
AUDIO_LOST = UserMessage(
    tr_later("No more sound arrives from the remote party."),
    tr_later("Wait a moment: the sound may come back. Otherwise hang up and call again."),
)
NO_AUDIO_SENT = UserMessage(
    tr_later("No sound has arrived from the PBX for 5 seconds. The connection itself works."),
    tr_later("Wait a moment, or hang up and call again."),
)
"""The network path is known to work: a PBX may send nothing while nothing plays."""
AUDIO_RECONNECTING = UserMessage(
    tr_later("The audio connection was interrupted and is being restored."),
    tr_later("Stay in the call."),
)
PROCESS_STOPPED = UserMessage(
    tr_later("The softphone process stopped unexpectedly."),
    tr_later("Call again when the softphone is registered."),
)
SOFTPHONE_STOPPED = UserMessage(
    tr_later("The softphone was stopped or restarted."),
    tr_later("Call again when the softphone is registered."),
)


def microphone_message(why: str) -> UserMessage:
    """The message for a microphone that is refused, missing or faulty."""
    return _MICROPHONE[why].translated()


def fault_message(cause: str, reason: str = "") -> UserMessage:
    """The message for a call that failed on our side."""
    known = _CAUSES.get(cause)
    if known:
        return known.translated()
    detail = one_line(reason or cause, 100)
    return UserMessage(
        tr("Internal error ({detail}).").format(detail=detail) if detail else tr("Internal error."),
        tr("Call again. If it happens again, show this message to your supervisor."),
    )
