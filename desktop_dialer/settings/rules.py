"""Rules between settings: values that are allowed each, but not together. One table, at the end.

The store checks them before it writes and after it has read the files, the windows while a value
is typed. (A hotkey with two uses is not a conflict here: which one works is known
when it is grabbed.)
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from ..model.call_fields import is_campaign
from ..model.errors import SettingsError
from ..translation import tr
from .schema import Settings


@dataclass(frozen=True, slots=True)
class Conflict:
    """Settings that do not go together.

    `keys`: a new value of one of them is refused; a window that has several of them shows the
    fault at the first. `message` and `advice` name no keys, for windows. `stops_calls`: whether
    calls could go wrong because of it.
    """

    keys: tuple[str, ...]
    message: str
    advice: str
    stops_calls: bool = True

    @property
    def advice_with_keys(self) -> str:
        """The advice for people who set them by key."""
        keys = ", ".join(self.keys)
        return tr("{advice} Settings: {keys}.").format(advice=self.advice, keys=keys)


def conflicts(settings: Settings) -> tuple[Conflict, ...]:
    """Everything in `settings` that does not go together."""
    return tuple(conflict for rule in _RULES for conflict in rule(settings))


def check_together(settings: Settings, changed: Collection[str]) -> None:
    """Raise SettingsError where one of the `changed` keys does not go with another value."""
    for conflict in conflicts(settings):
        if not set(conflict.keys).isdisjoint(changed):
            raise SettingsError(conflict.message, conflict.advice_with_keys)


def newly_useless(before: Settings, after: Settings) -> str:
    """What `after` makes useless although it is allowed, as text; "" = nothing."""
    known = conflicts(before)
    new = [each for each in conflicts(after) if not each.stops_calls and each not in known]
    return " ".join(each.message for each in new)


def _campaign(settings: Settings) -> Iterator[Conflict]:
    if is_campaign(settings.call_outbound_id) and settings.version_parts() < (4,):
        yield Conflict(
            ("call.outbound_id", "pbx.version"),
            tr(
                "The caller ID {caller_id} needs version 4.0 of the PBX; version {version} is set."
            ).format(caller_id=settings.call_outbound_id, version=settings.pbx_version),
            tr(
                "Correct the version if the PBX is newer, or use another caller ID: 27820001234 "
                "(best), 0820001234 or random."
            ),
        )


def _campaigns_to_choose(settings: Settings) -> Iterator[Conflict]:
    named = [f"“{entry.name}”" for entry in settings.call_caller_ids if is_campaign(entry.id)]
    if named and settings.version_parts() < (4,):
        yield Conflict(
            ("call.caller_ids", "pbx.version"),
            tr(
                "The caller ID {names} is a campaign (tvc_), which needs version 4.0 of the PBX; "
                "version {version} is set."
            ).format(names=", ".join(named[:5]), version=settings.pbx_version),
            tr(
                "Correct the version if the PBX is newer, or remove the campaign from the caller "
                "IDs."
            ),
        )


def _softphone(settings: Settings) -> Iterator[Conflict]:
    if settings.call_line == "webrtc" and settings.version_parts() < (3,):
        yield Conflict(
            ("call.line", "pbx.version"),
            tr(
                "The softphone (WebRTC) needs version 3.0 of the PBX; version {version} is set."
            ).format(version=settings.pbx_version),
            tr("Correct the version if the PBX is newer, or use the desk phone."),
        )


def _internal_digits(settings: Settings) -> Iterator[Conflict]:
    # The line may still change: the desk phone is what agents fall back on, and only calls to
    # extensions are refused there.
    internal = settings.internal_calls()
    if internal.lengths and internal.unavailable:
        yield Conflict(
            ("call.internal_digits", "pbx.version"),
            internal.unavailable,
            tr("Correct the version if the PBX is newer, or switch calls to extensions off."),
            stops_calls=False,
        )


_RULES: tuple[Callable[[Settings], Iterator[Conflict]], ...] = (
    _campaign,
    _campaigns_to_choose,
    _softphone,
    _internal_digits,
)
