"""The settings files: the user's TOML on top of the system-wide one; every fault is reported."""

import difflib
import os
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..desktop.files import replace_file
from ..model.errors import SettingsError
from ..translation import tr
from .rules import check_together, conflicts
from .schema import Settings
from .table import KEYS, field_of, kind_of, strict_for_user
from .values import CallerId

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_CALL_PREFIXES = ("pbx.", "call.", "policy.", "webrtc.")


class SettingOrigin(StrEnum):
    """Where a value comes from."""

    DEFAULT = "default"
    SYSTEM = "system"
    USER = "user"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """A fault in a settings file. `key` is "" when the whole file cannot be read."""

    file: Path
    key: str
    text: str
    stops_calls: bool = False
    """Whether a call could go wrong with the default that is used instead."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The effective settings, where each value comes from, and the faults of the files."""

    settings: Settings
    origins: dict[str, SettingOrigin]
    problems: tuple[SettingsProblem, ...]

    @property
    def locked(self) -> frozenset[str]:
        """The keys that the system-wide file locks."""
        return frozenset(k for k, origin in self.origins.items() if origin is SettingOrigin.LOCKED)


@dataclass(frozen=True, slots=True)
class WrittenSettings:
    """The settings after a write. `set_aside`: where a file that could not be read is now."""

    loaded: LoadedSettings
    set_aside: Path | None


class SettingsStore:
    """Reads both files and writes the user's. Keeps nothing in memory."""

    def __init__(self, user_file: Path, system_file: Path | None = None) -> None:
        self.user_file = user_file
        self.system_file = system_file

    def load(self) -> LoadedSettings:
        """The effective settings; never raises: faults are in `problems`."""
        problems: list[SettingsProblem] = []
        system = _read(self.system_file, problems) if self.system_file else {}
        user = _read(self.user_file, problems)
        locked = _locked_keys(system.pop("locked", []), self.system_file, problems)
        values: dict[str, Any] = {}
        origins = dict.fromkeys(KEYS, SettingOrigin.DEFAULT)
        for key, value in _checked(system, self.system_file, problems, user=False):
            values[field_of(key)] = value
            origins[key] = SettingOrigin.SYSTEM
        for key, value in _checked(user, self.user_file, problems, user=True):
            if key not in locked:
                values[field_of(key)] = value
                origins[key] = SettingOrigin.USER
        origins |= dict.fromkeys(locked, SettingOrigin.LOCKED)
        settings = replace(Settings(), **values)
        problems += self._conflicts(settings, origins)
        return LoadedSettings(settings, origins, tuple(problems))

    def set(self, key: str, value: Any) -> Path | None:
        """Write one value; where a file that could not be read is now. See `write`."""
        return self.write({key: value}).set_aside

    def write(self, values: Mapping[str, Any], *, skip_locked: bool = False) -> WrittenSettings:
        """Write all values or none; comments and everything else in the file stay.

        A file that cannot be read is set aside first. `skip_locked`: leave out what the user may
        not set, as for a form that shows it. Raises SettingsError: unknown key, locked, not
        allowed, not allowed together with another setting, or the file cannot be written.
        """
        loaded = self.load()
        if skip_locked:
            values = {key: value for key, value in values.items() if key not in loaded.locked}
        for key, value in values.items():
            self._refuse(key, value, loaded)
        changed = {field_of(key): kind_of(key).check(value) for key, value in values.items()}
        check_together(replace(loaded.settings, **changed), values)
        # A link into a folder of dotfiles stays a link. (Path.resolve ends on a link to itself.)
        file = Path(os.path.realpath(self.user_file))
        try:
            document, aside = _document(file)
            for key, value in values.items():
                prefix, _, name = key.partition(".")
                if not isinstance(document.get(prefix), dict):
                    document[prefix] = {}
                document[prefix][name] = _plain(value)
            replace_file(file, document.as_string().encode())
        except OSError as error:
            raise _unwritable(file, error) from error
        return WrittenSettings(self.load(), aside)

    def refuse(self, key: str, value: Any) -> None:
        """Raise SettingsError if the user may not set `key` to `value`."""
        self._refuse(key, value, self.load())

    def _refuse(self, key: str, value: Any, loaded: LoadedSettings) -> None:
        if key not in KEYS:
            raise SettingsError(tr("Unknown setting: {key}.").format(key=key), _nearest(key))
        if key in loaded.locked:
            raise SettingsError(
                tr("{key} is locked by {file}.").format(key=key, file=self.system_file),
                tr("Ask your administrator to change it."),
            )
        try:
            kind_of(key).check(list(value) if isinstance(value, tuple) else value)
        except ValueError as error:
            raise not_allowed(key, value) from error
        if strict_for_user(key) and value is False:
            raise SettingsError(
                tr("Only {file} can set {key} to false.").format(key=key, file=self.system_file),
                tr("Ask your administrator to change it."),
            )

    def _conflicts(
        self, settings: Settings, origins: dict[str, SettingOrigin]
    ) -> Iterator[SettingsProblem]:
        """What the files say that does not go together, at the file that says it."""
        files = {SettingOrigin.USER: self.user_file, SettingOrigin.SYSTEM: self.system_file}
        files[SettingOrigin.LOCKED] = self.system_file
        for conflict in conflicts(settings):
            named = [files.get(origins[key]) for key in conflict.keys]
            file = next((file for file in named if file), self.user_file)
            text = f"{file}: {conflict.message} {conflict.advice_with_keys}"
            yield SettingsProblem(file, conflict.keys[0], text, conflict.stops_calls)


def not_allowed(key: str, value: object) -> SettingsError:
    """The error for a value that the setting `key` cannot have."""
    return SettingsError(
        tr("{key} cannot be {name}.").format(key=key, name=shown(value)),
        tr("Allowed: {rule}.").format(rule=kind_of(key).allowed),
    )


def _read(file: Path, problems: list[SettingsProblem]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    # ValueError: TOML's and UTF-8's faults, and numbers of more than 4300 digits.
    except (ValueError, RecursionError) as error:
        text = tr("{file} is not valid TOML ({error}). It is left as it is; the defaults are used.")
        text = text.format(file=file, error=error)
    except OSError as error:
        text = tr("{file} cannot be opened ({error}). The defaults are used.")
        text = text.format(file=file, error=error.strerror)
    problems.append(SettingsProblem(file, "", text, stops_calls=True))
    return {}


def _locked_keys(
    listed: object, file: Path | None, problems: list[SettingsProblem]
) -> frozenset[str]:
    names = listed if isinstance(listed, list) else [listed]
    for name in names:
        if name not in KEYS and file:
            text = tr("{file}: {key}, listed in locked, is not a setting. {advice}")
            text = text.format(file=file, key=shown(name), advice=_nearest(str(name)))
            problems.append(SettingsProblem(file, "locked", text))
    return frozenset(name for name in names if name in KEYS)


def _checked(
    tables: dict[str, Any], file: Path | None, problems: list[SettingsProblem], *, user: bool
) -> Iterator[tuple[str, Any]]:
    """The known keys with allowed values; everything else goes to `problems`."""
    if file is None:
        return
    for key, value in _flat(tables):
        if key not in KEYS:
            text = tr("{file}: {key} is not a setting. {advice}")
            text = text.format(file=file, key=key, advice=_nearest(key))
            problems.append(SettingsProblem(file, key, text))
            continue
        try:
            checked = kind_of(key).check(value)
        except ValueError:
            text = tr("{file}: {key} cannot be {name}. Allowed: {rule}.").format(
                file=file, key=key, name=shown(value), rule=kind_of(key).allowed
            )
            calls = key.startswith(_CALL_PREFIXES)
            problems.append(SettingsProblem(file, key, text, stops_calls=calls))
            continue
        if user and strict_for_user(key) and checked is False:
            text = tr("{file}: only the system-wide settings file can set {key} to false.")
            problems.append(SettingsProblem(file, key, text.format(file=file, key=key)))
            continue
        yield key, checked


def _flat(tables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for prefix, table in tables.items():
        if isinstance(table, dict):
            yield from ((f"{prefix}.{name}", value) for name, value in table.items())
        else:
            yield prefix, table


def _nearest(key: str) -> str:
    near = difflib.get_close_matches(key, KEYS, n=1)
    if near:
        return tr("Did you mean {key}?").format(key=near[0])
    return tr("See: desktop-dialer config show")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {"name": value.name, "id": value.id} if isinstance(value, CallerId) else value


def shown(value: object) -> str:
    """A value of a settings file for a message: at most 80 characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of more than 4300 digits
        return tr("a value too large to show")
    return text if len(text) <= 80 else f"{text[:79]}…"


def _document(file: Path) -> "tuple[TOMLDocument, Path | None]":
    """The file to change; where it cannot be read, a new one, and where the old one is kept."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(file.read_bytes().decode("utf-8-sig")), None
    except FileNotFoundError:
        return tomlkit.document(), None
    except (TOMLKitError, ValueError, RecursionError):
        return tomlkit.document(), _copy_aside(file)


def _copy_aside(file: Path) -> Path:
    # A copy: until the new file is in its place, the broken one must still be reported.
    number = 1
    while (aside := file.with_name(f"{file.name}.broken-{number}")).exists():
        number += 1
    return Path(shutil.copy2(file, aside))


def _unwritable(file: Path, error: OSError) -> SettingsError:
    return SettingsError(
        tr("{file} cannot be written ({error}).").format(file=file, error=error.strerror),
        tr("Check the folder and the disk."),
    )
