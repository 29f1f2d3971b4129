"""What the PBX's refusals mean: SIP codes and error headers → words with a next step.

Codes: RFC 3261 section 21; what agents meet of them, measured against Asterisk and kamailio. The
PBX's own words, from its error headers, come first; of a call they take the place of ours. The
Q.850 cause of a Reason header comes before the SIP code: Asterisk answers 603 to whatever its
dialplan leaves unanswered, and 503 to a call that was declined.
"""

from dataclasses import dataclass

from ..response_text import one_line


@dataclass(frozen=True, slots=True)
class UserMessage:
    """Words for the agent. `advice`: what to do now."""

    message: str
    advice: str = ""


NO_CALLS = "You cannot call or be called here."
PASSWORD_CODES = frozenset((401, 407))
FORBIDDEN = 403
UNANSWERED_CODES = frozenset((408, 480, 487))

_PASSWORD = UserMessage(
    "The PBX did not take your extension or its password",
    "Enter your extension and its password again under “Settings”, then call again.",
)
_BUSY = UserMessage("{party} is busy", "Call again later.")
_NO_NUMBER = UserMessage(
    "The PBX knows no number {party}", "Check the number for missing or wrong digits."
)
_NOT_ALLOWED = UserMessage(
    "The PBX does not allow this call",
    "Ask your supervisor whether you may call this number, and with this caller ID.",
)
_AWAY = UserMessage("{party} cannot be reached just now", "Call again later.")
_NO_ANSWER = UserMessage("{party} did not answer", "Call again later.")
_DECLINED = UserMessage("{party} declined the call", "Call again only if that makes sense to you.")
_NOT_TAKEN = UserMessage(
    "{party} did not answer, or the PBX ended the call without giving a reason", "Call again later."
)
_NETWORK = UserMessage(
    "The telephone network has no free line or is disturbed",
    "Wait a moment, then call again. If it stays so, show these words to your supervisor.",
)
_BUSY_AT_LAST = UserMessage("{party} is busy or declined the call", "Call again later.")
_NO_SOUND_FORMAT = UserMessage(
    "The PBX and this program found no sound format that both know",
    "Show these words to whoever runs the PBX; use the desk phone until then.",
)
_ELSEWHERE = UserMessage(
    "The PBX sent us elsewhere, where this program does not follow",
    "Show these words to your supervisor.",
)
_PBX_FAULT = UserMessage(
    "The PBX had a fault",
    "Wait a moment, then try again. If it stays so, show these words to your supervisor.",
)
_REFUSED = UserMessage("The PBX refused the call", "Show these words to your supervisor.")

_MEANING = {
    **dict.fromkeys((401, 407), _PASSWORD),
    **dict.fromkeys((486, 600), _BUSY),
    **dict.fromkeys((404, 410, 416, 484, 485, 604), _NO_NUMBER),
    **dict.fromkeys((402, 403, 607, 608), _NOT_ALLOWED),
    603: _NOT_TAKEN,
    **dict.fromkeys((408, 480, 487), _AWAY),
    **dict.fromkeys((415, 488, 606), _NO_SOUND_FORMAT),
}
_MEANING_AFTER_RINGING = {
    **dict.fromkeys(UNANSWERED_CODES, _NO_ANSWER),
    **dict.fromkeys((403, 607, 608), _DECLINED),
    **dict.fromkeys((486, 600), _BUSY_AT_LAST),
}
_MEANING_OF_CAUSE = {
    17: _BUSY,
    **dict.fromkeys((18, 19), _NO_ANSWER),
    **dict.fromkeys((20, 27), _AWAY),
    21: _DECLINED,
    **dict.fromkeys((1, 28), _NO_NUMBER),
    **dict.fromkeys((34, 38, 41, 42, 44), _NETWORK),
}
NO_ANSWER_CAUSES = frozenset((18, 19))
NETWORK_CAUSES = frozenset((34, 38, 41, 42, 44))
"""Of ITU-T Q.850, as RFC 3326 carries them."""


def call_refused(
    code: int,
    errors: tuple[str, ...] = (),
    reason: str = "",
    *,
    party: str,
    rang: bool,
    q850: int = 0,
    sip: int = 0,
) -> UserMessage:
    """The words for a final answer to a call to `party`. `rang`: whether a phone had been ringing.

    An announcement is no ringing. `q850`, `sip`: the causes of the answer's Reason headers.

    "No phone is ringing" holds for every final answer: the PBX ends all its branches before it
    (RFC 3261 16.7).
    """
    cause = q850 if q850 in _MEANING_OF_CAUSE else 0
    said_by = sip if sip >= 300 else code
    known = (
        _MEANING_OF_CAUSE.get(cause)
        or (_MEANING_AFTER_RINGING.get(said_by) if rang else None)
        or _MEANING.get(said_by)
    )
    meaning = known or _by_class(code, _REFUSED)
    silent = "It rings no more" if rang else "No phone is ringing"
    if said := pbx_said(errors):  # our words would only say it again
        told = f"code {_inside(code, reason, known=known is not None, cause=cause)}"
        return UserMessage(f"{said}{silent} ({party}, {told}).", meaning.advice)
    words = _sentence(meaning, code, reason, known=known is not None, cause=cause)
    return UserMessage(f"{words.replace('{party}', party)} {silent}.", meaning.advice)


def registration_refused(
    code: int, errors: tuple[str, ...] = (), reason: str = "", asks: str = ""
) -> UserMessage:
    """The words for a final answer to a registration: it will not be tried again by itself.

    `asks`: the way of proving the password that the PBX asks for, where it is none of this
    program's; "" = the password was proven, and not taken.
    """
    if asks:
        meaning = UserMessage(
            "The PBX asks for the password in a way that this program does not know: "
            f"{one_line(asks, 100)}",
            "Show these words to whoever runs the PBX: it has to offer the digest SHA-256 or MD5. "
            "Your password was not sent.",
        )
    elif code in PASSWORD_CODES:
        meaning = UserMessage(
            _PASSWORD.message,
            "Enter your extension and its password again under “Settings”. Until then the line "
            "does not try again, so that the PBX does not lock you out.",
        )
    elif code == 404:
        meaning = UserMessage(
            "The PBX does not know your extension", "Check extension and server under “Settings”."
        )
    else:
        meaning = _by_class(
            code,
            UserMessage("The PBX refused the registration", "Show these words to your supervisor."),
        )
    words = _sentence(meaning, code, reason, known=code in PASSWORD_CODES or code == 404)
    return UserMessage(f"{pbx_said(errors)}{words} {NO_CALLS}", meaning.advice)


def pbx_said(errors: tuple[str, ...]) -> str:
    """The PBX's own words as a sentence that others follow; "" where it said none."""
    words = one_line("; ".join(filter(None, map(one_line, errors))))
    if not words:
        return ""
    end = "" if words.endswith((".", "!", "?", "…")) else "."
    return f"The PBX says: {words}{end} "


def _by_class(code: int, otherwise: UserMessage) -> UserMessage:
    if 500 <= code < 600:
        return _PBX_FAULT
    return _ELSEWHERE if 300 <= code < 400 else otherwise


def _sentence(meaning: UserMessage, code: int, reason: str, *, known: bool, cause: int = 0) -> str:
    inside = _inside(code, reason, known=known, cause=cause)
    return f"{meaning.message} ({inside})." if inside else f"{meaning.message}."


def _inside(code: int, reason: str, *, known: bool, cause: int = 0) -> str:
    """Code, cause and reason phrase, for whoever is asked about it."""
    if cause:
        return f"{code}, cause {cause}"
    # The phrase of a known code says nothing more than our words do.
    phrase = "" if known else one_line(reason, 60)
    return " ".join(filter(None, (str(code) if code else "", phrase)))
