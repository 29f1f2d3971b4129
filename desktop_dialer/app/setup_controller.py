"""Setting up: what is missing, the first-run window, the test of the way to the PBX, saving."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..calling.factory import pbx_settings
from ..calling.number_lookup import BackgroundWork
from ..desktop.accounts.credentials import Account, AccountState
from ..model.connection_report import ConnectionReport
from ..model.errors import AccountRefused, DialerError, NoKeyring
from ..numbers.own_numbers import check_agent_on_line
from ..settings.store import LoadedSettings
from ..translation import tr
from .context import AppContext

if TYPE_CHECKING:
    from ..ui.settings.first_run import FirstRunWindow
    from ..ui.settings.first_run_draft import FirstRunDraft


class SetupController(QObject):
    """Knows whether calls can be placed, and leads a person there.

    `changed`: `missing` or `state` may be others now. `saved`: the LoadedSettings after a write.
    `account_stored`: the account is, or may be, another one; after `saved`.
    """

    changed = Signal()
    saved = Signal(object)
    account_stored = Signal()
    line_settings_requested = Signal()

    def __init__(
        self, context: AppContext, background: BackgroundWork, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._window: FirstRunWindow | None = None
        self._hotkey_problem = ""
        self.state: AccountState | None = None
        """Of the keyring; None until it has answered."""

    @property
    def missing(self) -> str:
        """What is missing before calls can be made; "" = nothing."""
        if self._broken:
            return self._broken
        if not self._context.settings.pbx_server:
            return tr("No PBX is set. Click to set it up.")
        if self.state is AccountState.NONE:
            return tr("No extension is stored. Click to set it up.")
        if self.state is AccountState.NO_KEYRING:
            return tr("There is no keyring. Click to enter your extension for this session.")
        return ""

    @property
    def _broken(self) -> str:
        """What is wrong with the settings files, if it could make calls go wrong."""
        problems = self._context.loaded.problems
        return " ".join(problem.text for problem in problems if problem.stops_calls)

    def look(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask the keyring for its state, without a prompt, and call `then` afterwards."""

        def take(state: AccountState | None) -> None:
            self.state = state
            self._show_keyring()
            self.changed.emit()
            then()

        self._background.run(self._context.credentials.state, take, lambda _: take(None))

    def open(self) -> None:
        """Show the window."""
        from ..ui.settings.first_run import FirstRunWindow
        from ..ui.settings.first_run_draft import FirstRunDraft

        if self._window and not self._window.isVisible():
            self._window.deleteLater()  # it shows settings of then, and its last words
            self._window = None
        if self._window is None:
            settings, locked = self._context.settings, self._context.loaded.locked
            self._window = FirstRunWindow(FirstRunDraft.of(settings), locked, settings=settings)
            self._window.test_requested.connect(self._test)
            self._window.save_requested.connect(self._save)
            self._window.line_settings_requested.connect(self.line_settings_requested)
            self._window.show_hotkey_problem(self._hotkey_problem)
            self._show_keyring()
            self._fill_in_extension()
            if self._broken:
                self._window.show_fault("", self._broken)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def show_hotkey_problem(self, words: str) -> None:
        """Words on why the hotkey does not call, "" = it does."""
        self._hotkey_problem = words
        if self._window:
            self._window.show_hotkey_problem(words)

    def _fill_in_extension(self) -> None:
        """Show the stored extension, so that saving the rest does not ask for it again."""
        if self.state is not AccountState.STORED:
            return

        def fill(extension: str) -> None:
            if self._window and not self._window.fields.extension.text():
                self._window.fields.extension.setText(extension)

        self._background.run(
            lambda: self._context.credentials.load(unlock=False).extension, fill, lambda _: None
        )

    def _show_keyring(self) -> None:
        if self._window is None:
            return
        words, usable = {
            AccountState.STORED: (tr("Your extension is kept in the keyring."), True),
            AccountState.NONE: ("", True),
            AccountState.LOCKED: (
                tr("The keyring is locked. Your system will ask you to unlock it."),
                True,
            ),
            AccountState.NO_KEYRING: (
                tr(
                    "This desktop has no keyring. Your extension is kept until the "
                    "program quits. The password is not kept."
                ),
                False,
            ),
            None: ("", True),
        }[self.state]
        self._window.show_keyring(words, usable)

    def _test(self, draft: "FirstRunDraft") -> None:
        settings = replace(
            self._context.settings,
            pbx_server=draft.server,
            pbx_port=draft.port,
            pbx_scheme=draft.scheme,
            pbx_version=draft.version,
        )

        def work() -> ConnectionReport:
            from ..pbx.connection_test import test_connection

            return test_connection(pbx_settings(settings))

        self._background.run(work, self._show_test, self._show_test_failure)

    def _show_test(self, report: ConnectionReport) -> None:
        if self._window:
            self._window.show_test(report)

    def _show_test_failure(self, error: Exception) -> None:
        words, advice = _words(error)
        self._show_test(ConnectionReport(False, words, advice))

    def _save(self, draft: "FirstRunDraft") -> None:
        """Keyring first: settings without an account would look set up and are not."""

        def work() -> tuple[bool, bool, LoadedSettings]:
            # The line may have changed since the window was opened.
            check_agent_on_line(draft.extension, self._context.settings.call_line)
            account = Account(draft.extension, draft.password)
            kept = stored = True
            try:
                stored = self._store(account)
            except NoKeyring:
                self._context.remember(account)
                kept = False
            written = self._context.store.write(draft.settings(), skip_locked=True)
            return kept, stored, written.loaded

        self._background.run(work, lambda done: self._show_saved(*done), self._show_save_failure)

    def _store(self, account: Account) -> bool:
        """Whether anything was stored.

        An empty password field leaves the password that is stored for the same extension.
        """
        credentials = self._context.credentials
        if not account.password and credentials.state() is AccountState.STORED:
            before = credentials.load(unlock=True)
            if before.extension == account.extension:
                return False
        credentials.store(account)
        return True

    def _show_saved(self, kept: bool, stored: bool, loaded: LoadedSettings) -> None:
        self.state = AccountState.STORED
        self.saved.emit(loaded)
        if self._window:
            self._window.show_saved()
            if kept:
                self._show_keyring()
        if stored:
            self.account_stored.emit()
        self.changed.emit()

    def _show_save_failure(self, error: Exception) -> None:
        from ..ui.settings.first_run_draft import EXTENSION

        words, advice = _words(error)
        if self._window:
            self._window.show_fault(
                EXTENSION if isinstance(error, AccountRefused) else "", words, advice
            )


def _words(error: Exception) -> tuple[str, str]:
    if isinstance(error, DialerError):
        return error.message, error.advice
    return tr("Internal error in Desktop Dialer."), tr("The log has the details.")
