"""The settings in force, and what is built from them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from ..calling.factory import number_reader_for, placer_for
from ..calling.number_lookup import NumberReader
from ..calling.placer import CallPlacer
from ..desktop.accounts.credentials import Account, Credentials
from ..desktop.call_log.call_log import CallLog
from ..settings.schema import Settings
from ..settings.store import LoadedSettings, SettingsStore
from ..translation import LANGUAGES, language, use_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..pbx.line import Line


class AppContext:
    """One agent's context: settings files, keyring and call log, and calls placed with them.

    `credentials` are replaced by some in memory where the desktop has no keyring: calling over
    REST needs the extension only, and it is kept until the program ends. `loaded`: what the store
    has just said.
    """

    def __init__(
        self,
        store: SettingsStore,
        credentials: Credentials,
        call_log: CallLog,
        loaded: LoadedSettings | None = None,
    ) -> None:
        self.store = store
        self.credentials = credentials
        self.call_log = call_log
        self.loaded: LoadedSettings = loaded or store.load()
        _use_language(self.settings.ui_language)
        self.softphone: Callable[[], Line] | None = None
        """Gives the line that is talked on here, while it is in use."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.loaded.settings

    def use(self, loaded: LoadedSettings) -> None:
        """Go by these settings from here on."""
        self.loaded = loaded
        _use_language(self.settings.ui_language)

    def placer(self) -> CallPlacer:
        """How calls are placed now."""
        return placer_for(
            self.loaded, self.call_log, self.credentials, unlock=True, softphone=self.softphone
        )

    def number_reader(self) -> NumberReader:
        """How numbers are read now."""
        return number_reader_for(self.settings)

    def remember(self, account: Account) -> None:
        """Keep the account in memory only."""
        from ..desktop.accounts.memory_keyring import MemoryKeyring  # keyring: 24 MiB

        self.credentials = Credentials(MemoryKeyring())
        self.credentials.store(account)


def _use_language(code: str) -> None:
    """Use a language for texts, and for dates where the desktop's own is another translated one."""
    use_language(code)
    system, chosen = QLocale.system(), language()
    desktop = system.name().partition("_")[0]
    own = desktop == chosen or (chosen == "en" and desktop not in LANGUAGES)
    QLocale.setDefault(system if own else QLocale(f"{chosen}_ZA"))
