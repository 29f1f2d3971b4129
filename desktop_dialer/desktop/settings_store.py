"""The settings files: the user's TOML over the system's, read with every fault in words."""

import difflib
import os
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..dialling.errors import SettingsError
from .paths import private_folder
from .settings import KEYS, CallerId, Settings, field_of, kind_of, strict_for_user

_CALL_PREFIXES = ("pbx.", "call.", "policy.")


class Origin(StrEnum):
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
    origins: dict[str, Origin]
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
        origins = dict.fromkeys(KEYS, Origin.DEFAULT)
        for key, value in _checked(system, self.system_file, problems, user=False):
            values[field_of(key)] = value
            origins[key] = Origin.SYSTEM
        for key, value in _checked(user, self.user_file, problems, user=True):
            if key not in locked:
                values[field_of(key)] = value
                origins[key] = Origin.USER
        origins |= dict.fromkeys(locked, Origin.LOCKED)
        return LoadedSettings(replace(Settings(), **values), origins, tuple(problems))

    def set(self, key: str, value: Any) -> Path | None:
        """Write one checked value; comments and everything else in the file stay.

        A file that cannot be read is set aside first; its new path is returned. Raises
        SettingsError: unknown key, locked, not allowed, or the file cannot be written.
        """
        self.refuse(key, value)
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        file = self.user_file.resolve()  # a link into a folder of dotfiles stays a link
        aside = None
        try:
            document = tomlkit.parse(file.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            document = tomlkit.document()
        except (UnicodeDecodeError, TOMLKitError):
            aside = _set_aside(file)
            document = tomlkit.document()
        except OSError as error:
            raise _unwritable(file, error) from error
        prefix, _, name = key.partition(".")
        if not isinstance(document.get(prefix), dict):
            document[prefix] = tomlkit.table()
        document[prefix][name] = _plain(value)
        try:
            _replace(file, tomlkit.dumps(document))
        except OSError as error:
            raise _unwritable(file, error) from error
        return aside

    def refuse(self, key: str, value: Any) -> None:
        """Raise SettingsError if the user may not set `key` to `value`."""
        if key not in KEYS:
            raise SettingsError(f"{key} is no setting.", _nearest(key))
        if self.load().origins[key] is Origin.LOCKED:
            raise SettingsError(
                f"{key} is locked by {self.system_file}.", "Ask your administrator to change it."
            )
        try:
            kind_of(key).check(list(value) if isinstance(value, tuple) else value)
        except ValueError as error:
            raise SettingsError(
                f"{key} cannot be {value!r}.", f"Allowed: {kind_of(key).allowed}."
            ) from error
        if strict_for_user(key) and value is False:
            raise SettingsError(
                f"{key} = false counts only in {self.system_file}.", "Ask your administrator."
            )


def _read(file: Path, problems: list[SettingsProblem]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
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
            words = f"{file}: locked names {name!r}, which is no setting. {_nearest(str(name))}"
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
            words = f"{file}: {key} = {value!r} is not allowed; allowed: {kind_of(key).allowed}."
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


def _set_aside(file: Path) -> Path:
    number = 1
    while (aside := file.with_name(f"{file.name}.broken-{number}")).exists():
        number += 1
    return file.rename(aside)


def _replace(file: Path, text: str) -> None:
    """Write the whole file or nothing of it."""
    private_folder(file.parent)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}.", delete=False
    ) as draft:
        try:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        except OSError:
            Path(draft.name).unlink()
            raise
    Path(draft.name).replace(file)


def _unwritable(file: Path, error: OSError) -> SettingsError:
    return SettingsError(
        f"{file} cannot be written ({error.strerror}).", "Check the folder and the disk."
    )
