"""The documented rules of a call request, as the demo PBX keeps them.

Source: the vendor's page "Create a Call", version 36, its two payloads and its table "Values";
campaign names (tvc_…) as caller ID: the vendor's pages for version 4.

Stated here a second time on purpose, as lengths and starts the way the page's table gives them:
`dialling.call_fields` has its own patterns, and an error in either is found when they meet.
Where the page leaves room, the strict reading is kept, so that what the demo PBX takes every
real one takes: no 0 right after 0, 27 or 00 (no such number exists), no colon in a reference
(it is most likely the punctuation of the page's sentence), nothing but the listed fields.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeAlias
from uuid import uuid4

VERSIONS = (2, 3, 4)
REFERENCE_LIMIT = 230
"""Characters; a longer reference is cut, not refused."""
CAMPAIGN_LIMIT = 200
"""Characters of a campaign's name behind tvc_."""

_REFERENCE_CHARACTERS = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~"
)
_EMERGENCY = ("107", "111", "112")
"""They have the length of an extension."""
_SHOWN_CHARACTERS = 60
_SHOWN_NAMES = 5
_Rule: TypeAlias = Callable[[str], str]
"""A text → "" when it keeps the rule, else what it must be."""


@dataclass(frozen=True, slots=True)
class AskedCall:
    """The values of a request that keeps every rule; `outbound_id` "" = none was sent.

    `reference` is already cut to the limit, or made up when none was sent.
    """

    agent: str
    callee: str
    outbound_id: str
    reference: str


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a number: its first digits and its whole length in digits."""

    start: str
    shortest: int
    longest: int

    def fits(self, text: str) -> bool:
        return (
            _is_digits(text)
            and self.shortest <= len(text) <= self.longest
            and text.startswith(self.start)
            and text[len(self.start)] != "0"
        )

    def __str__(self) -> str:
        many = (
            f"{self.shortest} to {self.longest}" if self.longest > self.shortest else self.longest
        )
        return f"{many} digits starting with {self.start}"


_CALLEE_FORMS = (_Form("0", 10, 10), _Form("27", 11, 11), _Form("00", 13, 16))
_CALLER_ID_FORMS = (_Form("0", 10, 10), _Form("27", 11, 11))


def reference_field(version: int) -> str:
    """The name of the reference: `contact_ref` from version 3.0.0 on, `call_ref` before."""
    return "contact_ref" if version >= 3 else "call_ref"


def read_call(
    body: bytes, version: int, *, internal: bool = False
) -> tuple[AskedCall | None, tuple[str, ...]]:
    """The call that `body` (a JSON object, UTF-8) asks for, and a message for every broken rule.

    `version`: 2, 3 or 4. `internal`: whether a callee may be an extension. With a broken rule
    there is no call; nothing is raised.
    """
    payload, broken = _parse(body)
    if not isinstance(payload, dict):
        return None, broken or ("The body must be one JSON object.",)
    asked, more = read_fields(payload, version, internal=internal)
    return (None if broken else asked), broken + more


def read_fields(
    fields: dict[str, object], version: int, *, internal: bool = False
) -> tuple[AskedCall | None, tuple[str, ...]]:
    """The same for the values by the names of the page, wherever they were written."""
    broken = _broken_rules(fields, version, internal)
    if broken:
        return None, broken
    given = {name: str(value) for name, value in fields.items()}
    reference = given.get(reference_field(version)) or f"demo-{uuid4().hex}"
    return AskedCall(
        given["agent"],
        given["callee"],
        given.get("outbound_id", ""),
        reference[:REFERENCE_LIMIT],
    ), ()


def _parse(body: bytes) -> tuple[object, tuple[str, ...]]:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        repeated.extend(name for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(pairs)

    try:
        payload: object = json.loads(
            body.decode(), object_pairs_hook=unique, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        return None, ("The body is not UTF-8 text.",)
    except (ValueError, RecursionError) as error:
        return None, (f"The body is not JSON: {_detail(error)}.",)
    return payload, (f"Sent more than once: {_named(repeated)}.",) if repeated else ()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _detail(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, character {error.pos + 1}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _broken_rules(payload: dict[str, object], version: int, internal: bool) -> tuple[str, ...]:
    reference = reference_field(version)
    rules: dict[str, _Rule] = {
        "agent": _agent,
        "callee": lambda given: _callee(given, internal),
        "outbound_id": lambda given: _outbound_id(given, version),
        reference: _reference,
    }
    broken = [f"{name} is missing." for name in ("agent", "callee") if name not in payload]
    for name, rule in rules.items():
        if name in payload:
            given = payload[name]
            words = rule(given) if isinstance(given, str) else f"a JSON string, not {_kind(given)}"
            if words:
                shown = f"; it is {_shown(given)}" if isinstance(given, str) else ""
                broken.append(f"{name} must be {words}{shown}.")
    unknown = [name for name in payload if name not in rules]
    for name in ("contact_ref", "call_ref"):
        if name in unknown:
            unknown.remove(name)
            broken.append(f"{name} is not a field of version {version}: send {reference}.")
    if unknown:
        broken.append(f"No fields of a call: {_named(unknown)}.")
    return tuple(broken)


def _agent(given: str) -> str:
    if (_is_digits(given) and len(given) in (3, 4)) or _fits(given, _CALLEE_FORMS):
        return ""
    return f"an extension of 3 or 4 digits, or {_listed(_CALLEE_FORMS)}"


def _callee(given: str, internal: bool) -> str:
    extension = _is_digits(given) and len(given) in (3, 4) and given not in _EMERGENCY
    if _fits(given, _CALLEE_FORMS) or (internal and extension):
        return ""
    return _listed(_CALLEE_FORMS) + (", or an extension of 3 or 4 digits" if internal else "")


def _outbound_id(given: str, version: int) -> str:
    campaign = given.removeprefix("tvc_")
    # What a campaign's name may be made of is not documented: the strict reading again.
    fits = given != campaign and 1 <= len(campaign) <= CAMPAIGN_LIMIT
    if version >= 4 and fits and _REFERENCE_CHARACTERS.issuperset(campaign):
        return ""
    if given == "random" or _fits(given, _CALLER_ID_FORMS):
        return ""
    from_four = (
        ", or tvc_ and a campaign name of letters, digits and . - _ ~" if version >= 4 else ""
    )
    return f"random, or {_listed(_CALLER_ID_FORMS)}{from_four}"


def _reference(given: str) -> str:
    if given and _REFERENCE_CHARACTERS.issuperset(given):
        return ""
    return "made of letters, digits and . - _ ~ only, at least one"


def _is_digits(text: str) -> bool:
    # str.isdigit alone takes Arabic-Indic and superscript digits too.
    return text.isascii() and text.isdigit()


def _fits(text: str, forms: tuple[_Form, ...]) -> bool:
    return any(form.fits(text) for form in forms)


def _listed(forms: tuple[_Form, ...]) -> str:
    *first, last = map(str, forms)
    return f"{', '.join(first)} or {last} (the next digit not 0)"


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    return ", ".join(map(_shown, names[:_SHOWN_NAMES])) + more


def _shown(text: str) -> str:
    """`text` in quotes, short and in plain ASCII: it is printed on a terminal too."""
    return ascii(text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "...")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    kinds = {bool: "true or false", dict: "an object", list: "a list"}
    return kinds.get(type(value), "a number")
