"""The table of settings by key: kind, help text, attribute and value."""

from dataclasses import Field, fields
from typing import Any

from ..translation import tr
from .kinds import Kind
from .schema import Settings

_TABLE: dict[str, "Field[Any]"] = {entry.metadata["key"]: entry for entry in fields(Settings)}
KEYS = tuple(_TABLE)
"""Every key, in the order of the table."""


def kind_of(key: str) -> Kind:
    """What the setting `key` may be."""
    kind: Kind = _TABLE[key].metadata["kind"]
    return kind


def help_of(key: str) -> str:
    """What the setting `key` does, in the agent's language."""
    return tr(_TABLE[key].metadata["help"])


def field_of(key: str) -> str:
    """The attribute of Settings that holds `key`."""
    return _TABLE[key].name


def strict_for_user(key: str) -> bool:
    """Whether false counts only in the system-wide file."""
    return bool(_TABLE[key].metadata["strict_for_user"])


def value_of(settings: Settings, key: str) -> Any:
    """The value of `key` in `settings`."""
    return getattr(settings, field_of(key))
