"""The rules of the line settings: typed text → the value to keep, or a fault."""

from typing import Any

from ...model.errors import SettingsError
from ...settings.table import kind_of
from ...translation import tr
from ..widgets.marks import Mark

Note = tuple[Mark, str]


def checked(key: str, value: object) -> Any:
    """`value` as the setting `key` keeps it; SettingsError otherwise."""
    kind = kind_of(key)
    try:
        return kind.check(value)
    except ValueError as error:
        shown = value if isinstance(value, str) else ", ".join(map(str, _listed(value)))
        raise SettingsError(
            tr("{text} cannot be used here.").format(text=f"“{shown}”"),
            _allowed(key),
        ) from error


def checked_lines(key: str, text: str) -> tuple[str, ...]:
    """One entry a line; SettingsError names the first that is wrong."""
    entries = [line.strip() for line in text.splitlines() if line.strip()]
    for entry in entries:
        if "@" in entry:
            raise SettingsError(
                tr("A user name and password are not allowed here."),
                _allowed(key),
            )
        checked(key, [entry])
    return tuple(entries)


def encryption_note(url: str, default: str) -> Note:
    """Whether the conversation with the PBX at `url` ("" = `default`) is encrypted, in words."""
    if (url.strip() or default).lower().startswith("wss:"):
        words = tr("Encrypted (wss): nobody on the network can see whom you call.")
        return Mark.GOOD, words
    words = tr(
        "Not encrypted (ws): others on the network can see whom you call. Your password "
        "is not sent in readable form. Ask your administrator for a wss address.",
    )
    return Mark.WARNING, words


def _allowed(key: str) -> str:
    """The rule of the settings file, for a field: nobody types two quotation marks there."""
    rule = kind_of(key).allowed.replace('""', tr("empty"))
    return tr("Allowed: {rule}.").format(rule=rule)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
