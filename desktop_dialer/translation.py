"""The language of everything that people read: one catalogue for windows, rules and commands.

`tr` marks and translates a message where it is used. Messages are whole sentences with named
fields: `tr("Port {port} is not free.").format(port=port)`. `make messages` collects them; see
CONTRIBUTING.md. English needs no catalogue, so `gettext` is not loaded for it (4 ms).
"""

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

_log = logging.getLogger(__name__)
LANGUAGES = {"en": "English", "af": "Afrikaans"}
"""Languages by their ISO 639-1 code, each by its own name. English is the source."""
_loaded: "dict[str, GNUTranslations]" = {}
_language: str | None = None
_chooser: Callable[[], str] = str


def choose_language_by(chooser: Callable[[], str]) -> None:
    """When the first text needs it, `chooser` gives the language, as `use_language` takes it."""
    global _chooser  # noqa: PLW0603  # one language for the whole process
    _chooser = chooser


def use_language(code: str = "") -> None:
    """Use a language of LANGUAGES from here on; "" = that of the desktop, or English."""
    global _language  # noqa: PLW0603
    _language = code or desktop_language()
    if _language != "en" and _language not in _loaded:
        from gettext import GNUTranslations

        from .resources import catalogue

        try:
            with catalogue(_language).open("rb") as file:
                _loaded[_language] = GNUTranslations(file)
        except OSError as error:
            _log.warning("no messages in %s, English is used: %s", _language, error)
            _language = "en"


def language() -> str:
    """The language in use, as its ISO 639-1 code."""
    if _language is None:
        use_language()  # for the texts that choosing may need
        use_language(_chooser())
    return _language or "en"


def desktop_language() -> str:
    """The language of the desktop, where there is a catalogue for it, else "en".

    By the environment, as gettext does (POSIX, "Environment Variables"): LANGUAGE is a list.
    Windows has no such variables: its own display language counts there.
    """
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    given = next((value for name in names if (value := os.environ.get(name))), "")
    if not given and sys.platform == "win32":
        given = _windows_language()
    for each in given.split(":"):
        code = each.partition(".")[0].partition("_")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def tr(message: str) -> str:
    """`message` in the language in use."""
    code = language()  # the text of "" in a catalogue is its header
    return _loaded[code].gettext(message) if message and code != "en" else message


def tr_plural(one: str, many: str, count: int) -> str:
    """`one` or `many` in the language in use, as `count` needs; both have the field {count}."""
    code = language()
    if code == "en":
        return one if count == 1 else many
    return _loaded[code].ngettext(one, many, count)


def tr_later(message: str) -> str:
    """`message` itself, collected for the catalogue: for tables, whose users call `tr`."""
    return message


def _windows_language() -> str:
    import ctypes
    from locale import windows_locale

    if sys.platform != "win32":
        return ""
    return windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
