"""Offers, calls and pictures as the running program would make them, for tests and pictures."""

import time
from dataclasses import replace

from desktop_dialer.model.call import CallSource, PastCall, Status
from desktop_dialer.model.offer import Offer, Offered
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.model.policy import PolicyRules, judge
from desktop_dialer.numbers.reading import read_number
from desktop_dialer.ui.tray.view import TrayState, TrayView

MOBILE = read_number("0820001234")
LANDLINE = read_number("+27 21 000 1234 ext. 12")
TOLL_FREE = read_number("0800 000 123")
FOREIGN = read_number("+44 20 7946 0018")
PREMIUM = read_number("0862001234")
RULES = PolicyRules(blocked_prefixes=("+2786",))


def offer(
    *numbers: PhoneNumber,
    offer_id: int = 1,
    source: CallSource = CallSource.TRAY,
    since: float = 0.0,
) -> Offer:
    judged = tuple(Offered(number, judge(number, source, RULES)) for number in numbers)
    return Offer(offer_id, judged, source, since, source is CallSource.LINK)


def past_call(
    number: PhoneNumber, status: Status = Status.ACCEPTED, minutes_ago: float = 5
) -> PastCall:
    at = time.time() - minutes_ago * 60
    reference = f"dd-{number.e164[1:]}"
    return PastCall(
        f"id-{number.e164[1:]}", at, CallSource.TRAY, reference, number.e164, number.display,
        status, "",
    )  # fmt: skip


def incoming_call(number: PhoneNumber, talked_s: float | None = None) -> PastCall:
    status = Status.UNANSWERED if talked_s is None else Status.ANSWERED
    call = past_call(number, status)
    return replace(call, source=CallSource.INCOMING, talked_s=talked_s)


READY = TrayView(TrayState.READY, "Desktop Dialer", "Copy a number to call it.")
ARMED = TrayView(
    TrayState.ARMED,
    "Call 082 000 1234",
    offer=offer(MOBILE),
    recent=(
        past_call(LANDLINE),
        past_call(FOREIGN, Status.UNKNOWN, 90),
        past_call(TOLL_FREE, Status.REFUSED, 60 * 24 * 3),
    ),
    caller_ids=(("Sales", "27210001000"), ("Support & returns", "27210002000")),
    chosen_caller_id="27210001000",
)


def with_offer(*numbers: PhoneNumber, offer_id: int = 1) -> TrayView:
    return replace(ARMED, offer=offer(*numbers, offer_id=offer_id))
