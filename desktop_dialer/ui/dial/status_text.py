"""Titles for what became of a call.

None of the first four says "connected": the PBX does not report that.
"""

from PySide6.QtCore import QDate, QDateTime, QLocale

from ...model.call import PastCall, Status
from ...model.live_call import clock_time
from ...translation import tr


def status_title(status: Status) -> str:
    """Two or three words for a list or a window's title."""
    return {
        Status.ACCEPTED: tr("Accepted"),
        Status.REFUSED: tr("Refused"),
        Status.UNREACHED: tr("Call not sent"),
        Status.UNKNOWN: tr("Outcome unknown"),
        Status.ANSWERED: tr("Answered"),
        Status.UNANSWERED: tr("Not answered"),
        Status.ELSEWHERE: tr("Answered elsewhere"),
        Status.DECLINED: tr("Declined"),
        Status.DECLINED_IN_A_CALL: tr("Declined: in a call"),
        Status.DECLINED_UNDISTURBED: tr("Declined: do not disturb"),
    }[status]


def outcome_of(call: PastCall) -> str:
    """What became of a past call, with the time that was talked: "Answered 2:13"."""
    if call.talked_s is not None:
        return f"{status_title(call.status)} {clock_time(call.talked_s)}"
    if call.incoming and call.status is Status.UNANSWERED:
        return tr("Missed")
    return status_title(call.status)


def other_of(call: PastCall) -> str:
    """The other's number as people write it, and that it was an incoming call where it was."""
    if not call.incoming:
        return call.display
    if not call.display:
        return tr("From a withheld number")
    return tr("From {number}").format(number=call.display)


def time_of(call: PastCall) -> str:
    """Time of day, with the date before it unless that is today."""
    moment = QDateTime.fromSecsSinceEpoch(int(call.at))
    locale = QLocale()
    time = locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
    if moment.date() == QDate.currentDate():
        return time
    return f"{locale.toString(moment.date(), 'd MMM')} {time}"
