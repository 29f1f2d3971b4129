"""What broke on our side of the line, in words with a next step.

`cause` is the library's (JsSIP 3.13, lib/Constants.js, "causes") or the phone's page's own.
"""

from ..response_text import one_line
from .refusals import UserMessage

_NETWORK_ADVICE = "Check the network and the server's settings, then call again."

_MICROPHONE = {
    "refused": UserMessage(
        "This system does not let the program use the microphone.",
        "Allow the microphone for Desktop Dialer in the system's settings.",
    ),
    "missing": UserMessage(
        "There is no microphone.",
        "Plug in a headset, or choose a microphone under “Line and sound”.",
    ),
    "fault": UserMessage(
        "The microphone does not work.",
        "Unplug it and plug it in again, or choose another one under “Line and sound”.",
    ),
}
MICROPHONE_CAUSES = frozenset(("User Denied Media Access", "microphone"))
"""The phone tells apart from them, before, why the microphone cannot be had."""
_CAUSES = {
    "User Denied Media Access": _MICROPHONE["refused"],
    "microphone": _MICROPHONE["fault"],
    "WebRTC Error": UserMessage(
        "The sound of the call could not be set up.",
        "Check microphone and speaker under “Line and sound”, then call again.",
    ),
    "not registered": UserMessage(
        "The line was not registered any more.", "Call again as soon as it is registered."
    ),
    "Connection Error": UserMessage("The connection to the PBX broke.", _NETWORK_ADVICE),
    # 481, the answer of a PBX that was restarted to whatever is asked inside the call.
    "Dialog Error": UserMessage("The PBX does not know the call any more.", "Call again."),
    "Request Timeout": UserMessage("The PBX gave no answer in time.", _NETWORK_ADVICE),
    "RTP Timeout": UserMessage("No more sound came through.", _NETWORK_ADVICE),
    "Authentication Error": UserMessage(
        "The PBX did not take your extension or its password.",
        "Enter your extension and its password again under “Settings”, then call again.",
    ),
    **dict.fromkeys(
        ("Incompatible SDP", "Missing SDP", "Bad Media Description"),
        UserMessage(
            "The PBX and this program found no sound format that both know.",
            "Show these words to whoever runs the PBX; use the desk phone until then.",
        ),
    ),
}

NO_SPEAKER = UserMessage(
    "There is no speaker: you will hear nobody.",
    "Plug in a headset, or choose a speaker under “Line and sound”.",
)
NOTHING_HEARD = UserMessage(
    "The call stands, but nothing is heard of the other side: a firewall may keep the sound out.",
    "Hang up and use the desk phone. Ask whoever runs the network to let the sound (UDP) through.",
)
SOUND_LOST = UserMessage(
    "Nothing more is heard of the other side.",
    "Wait a moment: the sound may come back. Else hang up and call again.",
)
NOTHING_SENT = UserMessage(
    "No sound has arrived from the PBX for 5 seconds. The connection itself works.",
    "Wait a moment, or hang up and call again.",
)
"""The path is measured: a PBX may send nothing while nothing plays."""
WAY_LOOKED_FOR = UserMessage(
    "The connection for the sound is interrupted and is being restored.", "Stay in the call."
)
PHONE_ENDED = UserMessage(
    "The part of the program that telephones ended unexpectedly.",
    "Call again as soon as the line is registered again.",
)
LINE_LEFT = UserMessage(
    "The line was closed, or started anew.", "Call again as soon as the line is registered."
)


def microphone_trouble(why: str) -> UserMessage:
    """The words for a microphone that is refused, missing or at fault."""
    return _MICROPHONE[why]


def broken(cause: str, reason: str = "") -> UserMessage:
    """The words for a call that broke on our side."""
    known = _CAUSES.get(cause)
    if known:
        return known
    detail = one_line(reason or cause, 100)
    return UserMessage(
        f"Something broke here ({detail})." if detail else "Something broke here.",
        "Call again. If it happens again, show these words to your supervisor.",
    )
