"""The kinds of values a setting can have: what is allowed, in code and as text.

A kind checks a value that came from a TOML file (`check`) and reads one typed at a terminal
(`read`). Both raise ValueError for anything else.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ..translation import tr, tr_later


class Kind(Protocol):
    """What a setting may be."""

    @property
    def allowed(self) -> str:
        """The rule as text, as it follows "Allowed: "."""

    def check(self, value: object) -> Any:
        """`value` in the type the program uses. Raises ValueError."""

    def read(self, text: str) -> Any:
        """The value typed as `text`, or ValueError."""


@dataclass(frozen=True)
class Text:
    """A string that matches `pattern` as a whole. Numbers are accepted as they are written.

    `rule`: see Kind.allowed, untranslated. A text that UTF-8 cannot hold (bytes of an argument
    that were not UTF-8) matches nothing.
    """

    pattern: str
    rule: str

    @property
    def allowed(self) -> str:
        """See Kind."""
        return tr(self.rule)

    def check(self, value: object) -> str:
        """See Kind."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError(value)
        text = str(value).strip()
        text.encode()  # UnicodeEncodeError is a ValueError
        if not re.fullmatch(self.pattern, text):
            raise ValueError(value)
        return text

    def read(self, text: str) -> str:
        """See Kind."""
        return self.check(text)


@dataclass(frozen=True)
class Number:
    """A number from `least` to `most`; `whole` = without a fraction.

    `rule`: see Kind.allowed, untranslated, with the fields {least} and {most}.
    """

    least: float
    most: float
    rule: str = tr_later("a whole number from {least} to {most}")
    whole: bool = False

    @property
    def allowed(self) -> str:
        """See Kind."""
        return tr(self.rule).format(least=f"{self.least:g}", most=f"{self.most:g}")

    def check(self, value: object) -> float:
        """See Kind."""
        types = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, types):
            raise ValueError(value)
        if not self.least <= value <= self.most:
            raise ValueError(value)
        return value

    def read(self, text: str) -> float:
        """See Kind."""
        return self.check(int(text) if self.whole else float(text))


@dataclass(frozen=True)
class Flag:
    """True or false."""

    @property
    def allowed(self) -> str:
        """See Kind."""
        return tr("true or false")

    def check(self, value: object) -> bool:
        """See Kind."""
        if not isinstance(value, bool):
            raise ValueError(value)
        return value

    def read(self, text: str) -> bool:
        """See Kind."""
        flags = {"true": True, "false": False}
        word = text.strip().lower()
        if word not in flags:
            raise ValueError(text)
        return flags[word]


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """See Kind."""
        *first, last = self.options
        return tr("{first} or {last}").format(first=", ".join(first), last=last)

    def check(self, value: object) -> str:
        """See Kind."""
        if isinstance(value, bool) or str(value) not in self.options:
            raise ValueError(value)
        return str(value)

    def read(self, text: str) -> str:
        """See Kind."""
        return self.check(text.strip())


@dataclass(frozen=True)
class OneOf:
    """A text that `entry` checks (ValueError for a wrong one).

    `rule`: see Kind.allowed, untranslated. `typed`: the same for one typed at a terminal, where
    more ways to write it are accepted.
    """

    entry: Callable[[object], Any]
    rule: str
    typed: Callable[[str], Any] | None = None

    @property
    def allowed(self) -> str:
        """See Kind."""
        return tr(self.rule)

    def check(self, value: object) -> Any:
        """See Kind."""
        return self.entry(value)

    def read(self, text: str) -> Any:
        """See Kind."""
        return self.typed(text) if self.typed else self.check(text.strip())


@dataclass(frozen=True)
class ListOf:
    """A list whose entries `entry` checks (ValueError for a wrong one). Else as OneOf."""

    entry: Callable[[object], Any]
    rule: str
    typed: Callable[[object], Any] | None = None

    @property
    def allowed(self) -> str:
        """See Kind."""
        return tr(self.rule)

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
        except RecursionError as error:
            raise ValueError(text) from error

    def _checked(self, value: object, entry: Callable[[object], Any]) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(value)
        return tuple(entry(item) for item in value)
