"""The settings files: the user's TOML over the system's, read with every fault in words."""

import difflib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..desktop.paths import private_folder
from ..model.errors import SettingsError
from .rules import check_together, conflicts
from .schema import KEYS, CallerId, Settings, field_of, kind_of, strict_for_user

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
    """A fault in a settings file, in words. `key` is "" when the whole file is broken."""

    file: Path
    key: str
    words: str
    stops_calls: bool = False
    """Whether a call could go wrong with the default that now stands in for the value."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What the files say together."""

    settings: Settings
    origins: dict[str, SettingOrigin]
    problems: tuple[SettingsProblem, ...]


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
        """Write one value; see `write`."""
        return self.write({key: value})

    def write(self, values: Mapping[str, Any]) -> Path | None:
        """Write all values or none; comments and everything else in the file stay.

        A file that cannot be read is set aside first; its new path is returned. Raises
        SettingsError: unknown key, locked, not allowed, not allowed together with another
        setting, or the file cannot be written.
        """
        for key, value in values.items():
            self.refuse(key, value)
        self._check_together(values)
        # A link into a folder of dotfiles stays a link. (Path.resolve ends on a link to itself.)
        file = Path(os.path.realpath(self.user_file))
        try:
            document, aside = _document(file)
            for key, value in values.items():
                prefix, _, name = key.partition(".")
                if not isinstance(document.get(prefix), dict):
                    document[prefix] = {}
                document[prefix][name] = _plain(value)
            _replace(file, document.as_string())
        except OSError as error:
            raise _unwritable(file, error) from error
        return aside

    def refuse(self, key: str, value: Any) -> None:
        """Raise SettingsError if the user may not set `key` to `value`."""
        if key not in KEYS:
            raise SettingsError(f"{key} is no setting.", _nearest(key))
        if self.load().origins[key] is SettingOrigin.LOCKED:
            raise SettingsError(
                f"{key} is locked by {self.system_file}.", "Ask your administrator to change it."
            )
        try:
            kind_of(key).check(list(value) if isinstance(value, tuple) else value)
        except ValueError as error:
            raise SettingsError(
                f"{key} cannot be {said(value)}.", f"Allowed: {kind_of(key).allowed}."
            ) from error
        if strict_for_user(key) and value is False:
            raise SettingsError(
                f"{key} = false counts only in {self.system_file}.", "Ask your administrator."
            )

    def _check_together(self, values: Mapping[str, Any]) -> None:
        now = self.load().settings
        changed = {field_of(key): kind_of(key).check(value) for key, value in values.items()}
        check_together(replace(now, **changed), values)

    def _conflicts(
        self, settings: Settings, origins: dict[str, SettingOrigin]
    ) -> Iterator[SettingsProblem]:
        """What the files say that does not go together, at the file that says it."""
        files = {SettingOrigin.USER: self.user_file, SettingOrigin.SYSTEM: self.system_file}
        files[SettingOrigin.LOCKED] = self.system_file
        for conflict in conflicts(settings):
            named = [files.get(origins[key]) for key in conflict.keys]
            file = next((file for file in named if file), self.user_file)
            words = f"{file}: {conflict.message} {conflict.advice_with_keys}"
            yield SettingsProblem(file, conflict.keys[0], words, conflict.stops_calls)


def _read(file: Path, problems: list[SettingsProblem]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    # ValueError: TOML's and UTF-8's faults, and numbers of more than 4300 digits.
    except (ValueError, RecursionError) as error:
        words = f"{file} cannot be read ({error}); it is kept as it is and defaults are used."
    except OSError as error:
        words = f"{file} cannot be opened ({error.strerror}); defaults are used."
    problems.append(SettingsProblem(file, "", words, stops_calls=True))
    return {}


def _locked_keys(
    listed: object, file: Path | None, problems: list[SettingsProblem]
) -> frozenset[str]:
    names = listed if isinstance(listed, list) else [listed]
    for name in names:
        if name not in KEYS and file:
            words = f"{file}: locked names {said(name)}, which is no setting. {_nearest(str(name))}"
            problems.append(SettingsProblem(file, "locked", words))
    return frozenset(name for name in names if name in KEYS)


def _checked(
    tables: dict[str, Any], file: Path | None, problems: list[SettingsProblem], *, user: bool
) -> Iterator[tuple[str, Any]]:
    """The known keys with allowed values; everything else goes to `problems`."""
    if file is None:
        return
    for key, value in _flat(tables):
        if key not in KEYS:
            words = f"{file}: {key} is no setting. {_nearest(key)}"
            problems.append(SettingsProblem(file, key, words))
            continue
        try:
            checked = kind_of(key).check(value)
        except ValueError:
            words = (
                f"{file}: {key} = {said(value)} is not allowed; allowed: {kind_of(key).allowed}."
            )
            calls = key.startswith(_CALL_PREFIXES)
            problems.append(SettingsProblem(file, key, words, stops_calls=calls))
            continue
        if user and strict_for_user(key) and checked is False:
            words = f"{file}: {key} = false counts only in the system's settings file."
            problems.append(SettingsProblem(file, key, words))
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
    return f"Did you mean {near[0]}?" if near else "See: desktop-dialer config show."


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {"name": value.name, "id": value.id} if isinstance(value, CallerId) else value


def said(value: object) -> str:
    """A value of a settings file as it stands in a message: at most some 80 characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of more than 4300 digits
        return "a value too large to show"
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
    # A copy: until the new file stands in its place, the broken one must go on being reported.
    number = 1
    while (aside := file.with_name(f"{file.name}.broken-{number}")).exists():
        number += 1
    return Path(shutil.copy2(file, aside))


def _replace(file: Path, text: str) -> None:
    """Write the whole file or nothing of it. A new one is its owner's alone."""
    private_folder(file.parent)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as draft:
            draft.write(text.encode())
            draft.flush()
            os.fsync(draft.fileno())
        if file.exists():
            shutil.copymode(file, name)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _unwritable(file: Path, error: OSError) -> SettingsError:
    return SettingsError(
        f"{file} cannot be written ({error.strerror}).", "Check the folder and the disk."
    )
