"""A person setting up: the first-run window, every request kept."""

from pytestqt.qtbot import QtBot

from desktop_dialer.settings.schema import Settings
from desktop_dialer.ui.settings.first_run import FirstRunWindow
from desktop_dialer.ui.settings.first_run_draft import FirstRunDraft
from desktop_dialer.ui.widgets.marks import Mark
from tests.support.ui.looking import show

FILLED = FirstRunDraft(server="pbx.example", extension="204", outbound_id="27215550000")


class Setup:
    """A first-run window with its requests."""

    def __init__(
        self,
        qtbot: QtBot,
        draft: FirstRunDraft | None = None,
        locked: frozenset[str] = frozenset(),
        settings: Settings | None = None,
    ) -> None:
        self.window = FirstRunWindow(draft, locked, settings=settings)
        self.fields = self.window.fields
        self.tests: list[FirstRunDraft] = []
        self.saves: list[FirstRunDraft] = []
        self.window.test_requested.connect(self.tests.append)
        self.window.save_requested.connect(self.saves.append)
        show(qtbot, self.window)

    def note(self, key: str) -> str:
        """The words below a field."""
        return self.fields.by_key[key].note.words

    def mark(self, key: str) -> Mark:
        """The mark below a field."""
        return self.fields.by_key[key].note.mark

    def signs(self) -> dict[str, Mark]:
        """The marks of the lines that belong to no field."""
        return {"test": self.window.test_result.mark, "keyring": self.window.keyring.mark}
