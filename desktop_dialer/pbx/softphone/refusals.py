"""What the PBX's refusals mean: SIP codes and error headers → a message with a next step.

Codes: RFC 3261 section 21, and what Asterisk and kamailio send in practice (measured). The PBX's
own text, from its error headers, comes first; for a call it replaces ours. The Q.850 cause of a
Reason header takes precedence over the SIP code: Asterisk answers 603 to whatever its dialplan
leaves unanswered, and 503 to a call that was declined.
"""

from ...model.user_message import UserMessage
from ...translation import tr, tr_later
from ..response_text import one_line

NO_CALLS = tr_later("You cannot make or receive calls here.")
PASSWORD_CODES = frozenset((401, 407))
FORBIDDEN = 403
UNANSWERED_CODES = frozenset((408, 480, 487))

_LATER = tr_later("Call again later.")
_TELL_SUPERVISOR = tr_later("Show this message to your supervisor.")
_PASSWORD = UserMessage(
    tr_later("The PBX did not accept your extension or its password ({code})."),
    tr_later("Enter your extension and its password again under “Settings”, then call again."),
)
_BUSY = UserMessage(tr_later("{party} is busy ({code})."), _LATER)
_NO_NUMBER = UserMessage(
    tr_later("The PBX does not know the number {party} ({code})."),
    tr_later("Check the number for missing or wrong digits."),
)
_NOT_ALLOWED = UserMessage(
    tr_later("The PBX does not allow this call ({code})."),
    tr_later("Ask your supervisor whether you may call this number, and with this caller ID."),
)
_AWAY = UserMessage(tr_later("{party} cannot be reached at the moment ({code})."), _LATER)
_NO_ANSWER = UserMessage(tr_later("{party} did not answer ({code})."), _LATER)
_DECLINED = UserMessage(
    tr_later("{party} declined the call ({code})."),
    tr_later("Call again only if that makes sense to you."),
)
_NOT_TAKEN = UserMessage(
    tr_later("{party} did not answer, or the PBX ended the call without giving a reason ({code})."),
    _LATER,
)
_NETWORK = UserMessage(
    tr_later("The telephone network is busy or has a fault ({code})."),
    tr_later(
        "Wait a moment, then call again. If that does not help, show this message to your "
        "supervisor."
    ),
)
_BUSY_AT_LAST = UserMessage(tr_later("{party} is busy or declined the call ({code})."), _LATER)
_NO_AUDIO_FORMAT = UserMessage(
    tr_later("The PBX and the softphone have no audio format in common ({code})."),
    tr_later("Show this message to the administrator of the PBX. Use the desk phone until then."),
)
_REDIRECT = UserMessage(
    tr_later("The PBX answered with a redirect, which the softphone does not follow ({code})."),
    _TELL_SUPERVISOR,
)
_PBX_FAULT = UserMessage(
    tr_later("The PBX reported an internal error ({code})."),
    tr_later(
        "Wait a moment, then try again. If that does not help, show this message to your "
        "supervisor."
    ),
)
_REFUSED = UserMessage(tr_later("The PBX refused the call ({code})."), _TELL_SUPERVISOR)
_BAD_DIGEST = UserMessage(
    tr_later(
        "The PBX asks for a kind of authentication that the softphone does not support: {asks} "
        "({code})."
    ),
    tr_later(
        "Show this message to the administrator of the PBX: it has to offer the digest SHA-256 or "
        "MD5. Your password was not sent."
    ),
)
_BAD_PASSWORD = UserMessage(
    _PASSWORD.message,
    tr_later(
        "Enter your extension and its password again under “Settings”. The softphone does not try "
        "again until then, so that the PBX does not lock you out."
    ),
)
_NO_EXTENSION = UserMessage(
    tr_later("The PBX does not know your extension ({code})."),
    tr_later("Check extension and server under “Settings”."),
)
_NO_REGISTRATION = UserMessage(
    tr_later("The PBX refused the registration ({code})."), _TELL_SUPERVISOR
)

_MEANING = {
    **dict.fromkeys((401, 407), _PASSWORD),
    **dict.fromkeys((486, 600), _BUSY),
    **dict.fromkeys((404, 410, 416, 484, 485, 604), _NO_NUMBER),
    **dict.fromkeys((402, 403, 607, 608), _NOT_ALLOWED),
    603: _NOT_TAKEN,
    **dict.fromkeys((408, 480, 487), _AWAY),
    **dict.fromkeys((415, 488, 606), _NO_AUDIO_FORMAT),
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
"""ITU-T Q.850 causes, as RFC 3326 transports them."""


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
    """The message for a final answer to a call to `party`. `rang`: a phone had been ringing.

    An announcement is not ringing. `q850`, `sip`: the causes of the answer's Reason headers.

    "No phone is ringing" is true of every final answer: the PBX ends all its branches before it
    (RFC 3261 16.7).
    """
    cause = q850 if q850 in _MEANING_OF_CAUSE else 0
    deciding = sip if sip >= 300 else code
    known = (
        _MEANING_OF_CAUSE.get(cause)
        or (_MEANING_AFTER_RINGING.get(deciding) if rang else None)
        or _MEANING.get(deciding)
    )
    details = _details(code, reason, known=known is not None, cause=cause)
    meaning = (known or _by_class(code, _REFUSED)).translated(party=party, code=details)
    if said := pbx_said(errors):  # our text would only say it again
        text = (
            tr("The phone has stopped ringing ({party}, code {code}).")
            if rang
            else tr("No phone is ringing ({party}, code {code}).")
        ).format(party=party, code=details)
        return UserMessage(said + text, meaning.advice)
    ringing = tr("The phone has stopped ringing.") if rang else tr("No phone is ringing.")
    return UserMessage(f"{meaning.message} {ringing}", meaning.advice)


def registration_refused(
    code: int, errors: tuple[str, ...] = (), reason: str = "", asks: str = ""
) -> UserMessage:
    """The message for a final answer to a registration, which is not tried again automatically.

    `asks`: the authentication that the PBX asks for, where the softphone does not support it;
    "" = the password was proven, and not accepted.
    """
    known = code in PASSWORD_CODES or code == 404
    if asks:
        meaning = _BAD_DIGEST
    elif code in PASSWORD_CODES:
        meaning = _BAD_PASSWORD
    elif code == 404:
        meaning = _NO_EXTENSION
    else:
        meaning = _by_class(code, _NO_REGISTRATION)
    details = _details(code, reason, known=known) or tr("no reason given")
    shown = meaning.translated(code=details, asks=one_line(asks, 100))
    return UserMessage(f"{pbx_said(errors)}{shown.message} {tr(NO_CALLS)}", shown.advice)


def pbx_said(errors: tuple[str, ...]) -> str:
    """The PBX's own text as a sentence that others follow; "" where it gave none."""
    text = one_line("; ".join(filter(None, map(one_line, errors))))
    if not text:
        return ""
    end = "" if text.endswith((".", "!", "?", "…")) else "."
    return tr("The PBX says: {text}").format(text=f"{text}{end}") + " "


def _by_class(code: int, otherwise: UserMessage) -> UserMessage:
    if 500 <= code < 600:
        return _PBX_FAULT
    return _REDIRECT if 300 <= code < 400 else otherwise


def _details(code: int, reason: str, *, known: bool, cause: int = 0) -> str:
    """Code, cause and reason phrase, for administrators."""
    if cause:
        return tr("{code}, cause {cause}").format(code=code, cause=cause)
    # The phrase of a known code adds nothing to our text.
    phrase = "" if known else one_line(reason, 60)
    return " ".join(filter(None, (str(code) if code else "", phrase)))
