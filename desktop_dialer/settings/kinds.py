"""The kinds of values a setting can have: what is allowed, in code and in words.

A kind checks a value that came from a TOML file (`check`) and reads one typed at a terminal
(`read`). Both raise ValueError for anything else; `allowed` is the rule in words.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Kind(Protocol):
    """What a setting may be."""

    @property
    def allowed(self) -> str:
        """The rule in words, as it follows "allowed: "."""

    def check(self, value: object) -> Any:
        """`value` in the type the program uses, or ValueError."""

    def read(self, text: str) -> Any:
        """The value typed as `text`, or ValueError."""


@dataclass(frozen=True)
class Text:
    """A string that matches `pattern` as a whole. Numbers are taken as they are written.

    A text that UTF-8 cannot hold (bytes of an argument that were none) fits nothing.
    """

    pattern: str
    allowed: str

    def check(self, value: object) -> str:
        """See Kind."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError(self.allowed)
        text = str(value).strip()
        text.encode()  # UnicodeEncodeError is a ValueError
        if not re.fullmatch(self.pattern, text):
            raise ValueError(self.allowed)
        return text

    def read(self, text: str) -> str:
        """See Kind."""
        return self.check(text)


@dataclass(frozen=True)
class Number:
    """A number from `least` to `most`; `whole` = without a fraction."""

    least: float
    most: float
    unit: str = ""
    whole: bool = False

    @property
    def allowed(self) -> str:
        """See Kind."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.least:g} to {self.most:g}{self.unit and f' {self.unit}'}"

    def check(self, value: object) -> float:
        """See Kind."""
        wanted = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise ValueError(self.allowed)
        if not self.least <= value <= self.most:
            raise ValueError(self.allowed)
        return value

    def read(self, text: str) -> float:
        """See Kind."""
        try:
            return self.check(int(text) if self.whole else float(text))
        except ValueError as error:
            raise ValueError(self.allowed) from error


@dataclass(frozen=True)
class Flag:
    """True or false."""

    allowed: str = "true or false"

    def check(self, value: object) -> bool:
        """See Kind."""
        if not isinstance(value, bool):
            raise ValueError(self.allowed)
        return value

    def read(self, text: str) -> bool:
        """See Kind."""
        try:
            return {"true": True, "false": False}[text.strip().lower()]
        except KeyError as error:
            raise ValueError(self.allowed) from error


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """See Kind."""
        return ", ".join(self.options[:-1]) + f" or {self.options[-1]}"

    def check(self, value: object) -> str:
        """See Kind."""
        if isinstance(value, bool) or str(value) not in self.options:
            raise ValueError(self.allowed)
        return str(value)

    def read(self, text: str) -> str:
        """See Kind."""
        return self.check(text.strip())


@dataclass(frozen=True)
class OneOf:
    """A text that `entry` checks (ValueError for a wrong one).

    `typed`: the same for one typed at a terminal, where more ways to write it are read.
    """

    entry: Callable[[object], Any]
    allowed: str
    typed: Callable[[str], Any] | None = None

    def check(self, value: object) -> Any:
        """See Kind."""
        return self.entry(value)

    def read(self, text: str) -> Any:
        """See Kind."""
        return self.typed(text) if self.typed else self.check(text.strip())


@dataclass(frozen=True)
class ListOf:
    """A list whose entries `entry` checks (ValueError for a wrong one). `typed`: see OneOf."""

    entry: Callable[[object], Any]
    allowed: str
    typed: Callable[[object], Any] | None = None

    def check(self, value: object) -> tuple[Any, ...]:
        """See Kind."""
        return self._checked(value, self.entry)

    def read(self, text: str) -> tuple[Any, ...]:
        """A TOML array, or plain words with commas between them. See Kind."""
        stripped = text.strip()
        if not stripped.startswith("["):
            return self.check([word.strip() for word in stripped.split(",") if word.strip()])
        try:
            given = tomllib.loads(f"value = {stripped}")["value"]
            return self._checked(given, self.typed or self.entry)
        except (ValueError, RecursionError) as error:
            raise ValueError(self.allowed) from error

    def _checked(self, value: object, entry: Callable[[object], Any]) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(self.allowed)
        return tuple(entry(item) for item in value)
