"""May this number be called: now, after a question, or never. One table, in `judge`."""

from dataclasses import dataclass
from enum import StrEnum

from ..translation import tr, tr_later, tr_plural
from .call import CallSource, LastCall
from .call_fields import CalleeForm, callee_for
from .countries import country_name
from .errors import NotCallable
from .internal_calls import SWITCHED_OFF, InternalCalls, internal_callee
from .phone_number import Confidence, PhoneNumber


class Decision(StrEnum):
    """What may happen with a number."""

    NOW = "now"
    ASK = "ask"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class PolicyRules:
    """The settings a verdict depends on; the keys are those of the settings file.

    Countries are two-letter codes (ISO 3166-1); `blocked_prefixes` are E.164 starts such as
    "+2786". The same number is asked about for `cool_down_s` seconds after a call's outcome,
    and for `unknown_s` after a call whose outcome is not known; 0 = it is not.
    """

    home_countries: tuple[str, ...] = ("ZA",)
    only_countries: tuple[str, ...] = ()
    confirm_foreign: bool = True
    confirm_premium: bool = True
    confirm_links: bool = True
    blocked_prefixes: tuple[str, ...] = ()
    callee_form: CalleeForm = CalleeForm.NATIONAL
    cool_down_s: float = 10
    unknown_s: float = 300
    internal: InternalCalls = SWITCHED_OFF


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, its reasons as sentences, what to do instead, and the callee to send.

    `callee` is "" when the decision is never. `repeats`: among the reasons is that the number
    was called not long ago.
    """

    decision: Decision
    callee: str = ""
    reasons: tuple[str, ...] = ()
    advice: str = ""
    repeats: bool = False

    @property
    def words(self) -> str:
        """All reasons as one text."""
        return " ".join(self.reasons)


_GUESSED = {
    Confidence.RESTORED_ZERO: tr_later("The leading 0 was missing and was added."),
    Confidence.COMPLETED_TAIL: tr_later(
        "Only the last digits were written; the rest is from the number before."
    ),
    Confidence.JOINED_LINES: tr_later("The number was broken over two lines and was joined."),
    Confidence.VANITY: tr_later("Letters were read as keypad digits."),
    Confidence.LOOK_ALIKES: tr_later(
        "Letters that look like digits were read as digits (O as 0, l as 1)."
    ),
    Confidence.MAYBE_ID: tr_later("These digits are also a valid South African ID number."),
    Confidence.MAYBE_FOREIGN: tr_later("It may be a national number of another country."),
    Confidence.DOUBTFUL: tr_later("It may be something other than a phone number."),
}


def judge(
    number: PhoneNumber,
    source: CallSource,
    rules: PolicyRules,
    last_call: LastCall = LastCall(),  # noqa: B008  # it is frozen
) -> Verdict:
    """The verdict on calling `number` from `source`. `last_call`: of the same number."""
    try:
        if number.internal:
            callee = internal_callee(number, source, rules.internal)
        else:
            callee = callee_for(number.e164, number.region, rules.callee_form)
    except NotCallable as error:
        return Verdict(Decision.NEVER, reasons=(error.message,), advice=error.advice)
    country = country_name(number.region)
    forbidden = _forbidden(number, country, rules)
    if forbidden:
        return Verdict(
            Decision.NEVER, "", (forbidden,), tr("Ask your supervisor if you need to call it.")
        )
    foreign = not number.internal and number.region not in rules.home_countries
    questions = {
        tr("The number came from a link."): source is CallSource.LINK and rules.confirm_links,
        tr("It is a foreign number ({country}).").format(country=country): foreign
        and rules.confirm_foreign,
        tr("It is a premium-rate number."): number.kind == "premium_rate" and rules.confirm_premium,
        tr("The extension {extension} cannot be dialled with it.").format(
            extension=number.extension
        ): bool(number.extension),
        tr(_GUESSED.get(number.confidence, "")): number.confidence is not Confidence.SURE,
        tr("The number is not in the numbering plan."): not number.known,
    }
    reasons = tuple(words for words, applies in questions.items() if applies)
    repeats = repeat_questions(last_call, rules)
    reasons += repeats
    decision = Decision.ASK if reasons else Decision.NOW
    return Verdict(decision, callee, reasons, repeats=bool(repeats))


def repeat_questions(last_call: LastCall, rules: PolicyRules) -> tuple[str, ...]:
    """What is asked because the same number was called not long ago; empty where nothing is."""
    settled, unknown = last_call.settled_s, last_call.unknown_s
    reasons = []
    if unknown is not None and unknown < rules.unknown_s:
        reasons.append(tr("The outcome of the call {ago} is unknown.").format(ago=_ago(unknown)))
    if settled is not None and settled < rules.cool_down_s:
        reasons.append(tr("The same number was called {ago}.").format(ago=_ago(settled)))
    return tuple(reasons)


def _forbidden(number: PhoneNumber, country: str, rules: PolicyRules) -> str:
    if number.internal:
        return ""
    if rules.only_countries and number.region not in rules.only_countries:
        return tr("Calls to {country} are not allowed here.").format(country=country)
    for prefix in rules.blocked_prefixes:
        if number.e164.startswith(prefix):
            return tr("Numbers that start with {prefix} are blocked here.").format(prefix=prefix)
    return ""


def _ago(seconds: float) -> str:
    whole = round(seconds)
    if whole < 2:
        return tr("a moment ago")
    if whole < 120:
        return tr_plural("{count} second ago", "{count} seconds ago", whole).format(count=whole)
    minutes = whole // 60
    return tr_plural("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
