"""The first-run window: the PBX, the agent's phone, the hotkey; tested, then saved."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ...model.connection_report import ConnectionReport
from ...settings.schema import Settings
from ...translation import tr
from ..widgets.form_sheet import FormSheet
from ..widgets.form_window import FormWindow
from ..widgets.marks import Mark
from ..widgets.status_label import StatusLabel, announce
from .first_run_draft import EXTENSION, PASSWORD, FirstRunDraft
from .first_run_fields import FirstRunFields


class FirstRunWindow(FormWindow):
    """Shows what is set and says what the person wants; it tests and saves nothing itself.

    `test_requested` (FirstRunDraft with server, port, scheme and version only) is answered by
    `show_test`; `save_requested` (the whole FirstRunDraft) by `show_saved` or `show_fault`.
    `line_settings_requested`: the window "Line and sound" is asked for.
    """

    line_settings_requested = Signal()
    test_requested = Signal(FirstRunDraft)
    save_requested = Signal(FirstRunDraft)

    def __init__(
        self,
        draft: FirstRunDraft | None = None,
        locked: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
    ) -> None:
        """`locked`: keys of settings that the administrator has set.

        `settings`: those in force, None = the defaults; what is typed has to go with them.
        """
        super().__init__(tr("Set up Desktop Dialer"), parent)
        self._address_is_old = False
        self.fields = FirstRunFields(settings or Settings(), self)
        self.test_button = QPushButton(tr("&Test the connection"))
        self.test_progress = QProgressBar()
        self.test_result = StatusLabel()
        self.keyring = StatusLabel()
        self.line_button = QPushButton(tr("Line and s&ound…"))
        self.line_button.setAutoDefault(False)
        self.fields.fill(draft or FirstRunDraft())
        self.show_form(self._new_sheet(), self.fields.by_key, self._intro())
        self._connect()
        self.fields.lock(locked)
        self._show_progress(False)
        self.show_keyring("", True)

    def show_test(self, report: ConnectionReport) -> None:
        """Show what a test found."""
        self._show_progress(False)
        words = f"{report.words} {report.advice}".strip()
        if self._address_is_old:
            words = tr("The address has changed since the test. Test it again.")
            self.test_result.show_words(Mark.INFO, words)
        else:
            self.test_result.show_words(Mark.GOOD if report.ok else Mark.NO, words)
        self.test_result.show()
        announce(self, words)

    def show_keyring(self, words: str, usable: bool) -> None:
        """Show the state of the keyring; "" hides the line."""
        self.keyring.show_words(Mark.GOOD if usable else Mark.WARNING, words)
        self.keyring.setVisible(bool(words))

    def show_hotkey_problem(self, words: str) -> None:
        """Show why the hotkey cannot be had, "" = it can."""
        field = self.fields.by_key["hotkey.call"]
        if words:
            field.warn(words)
        elif not field.faulty:
            field.clear()

    def show_saving(self) -> None:
        """Show that saving is under way: the keyring may be waiting for the person."""
        self.tell_saving(tr("Saving … If your system asks for it, unlock the keyring there."))

    def show_saved(self) -> None:
        """Show that everything is kept. The password leaves the window."""
        self.fields.password.clear()
        self.tell_saved(
            tr("Saved. Close this window, copy a phone number, and click the icon to call.")
        )

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        """See QWidget."""
        super().showEvent(event)
        if not event.spontaneous():
            started = bool(self.fields.server.text())
            (self.fields.extension if started else self.fields.server).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        """See QWidget. A password that was not saved is forgotten with the window."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.fields.password.clear()

    def _want_test(self) -> None:
        draft = self.fields.address()
        if draft is None:
            return
        self._address_is_old = False
        self._show_progress(True)
        self.test_requested.emit(draft)

    def _want_save(self) -> None:
        draft = self.fields.draft()
        if draft is None:
            self.tell_faults()
            return
        self.show_saving()
        self.save_requested.emit(draft)

    def _take_new_address(self) -> None:
        self._address_is_old = True
        self.test_result.hide()

    def _show_progress(self, testing: bool) -> None:
        if testing and self.test_button.hasFocus():
            self.save_button.setFocus()
        self.test_button.setEnabled(not testing)
        self.test_progress.setVisible(testing)
        self.test_result.hide()

    def _connect(self) -> None:
        self.test_button.clicked.connect(self._want_test)
        self.save_button.clicked.connect(self._want_save)
        self.line_button.clicked.connect(self.line_settings_requested)
        self.fields.address_edited.connect(self._take_new_address)

    def _intro(self) -> QLabel:
        intro = QLabel(
            tr(
                "Your PBX rings your phone, and when you pick up, the number you want. Tell "
                "Desktop Dialer where the PBX is and which phone is yours."
            )
        )
        intro.setWordWrap(True)
        return intro

    def _new_sheet(self) -> FormSheet:
        fields, sheet = self.fields.by_key, FormSheet()
        sheet.add_section(tr("Your PBX"))
        sheet.add_fields((tr("&Server:"), fields["pbx.server"]), (tr("&Port:"), fields["pbx.port"]))
        sheet.add_fields(
            (tr("Conne&ction:"), fields["pbx.scheme"]),
            (tr("&Version:"), fields["pbx.version"]),
        )
        sheet.add_wide(self._test_row())
        sheet.add_wide(self.test_result)
        sheet.add_section(tr("Your phone"))
        sheet.add_fields((tr("&Extension:"), fields[EXTENSION]))
        sheet.add_fields((tr("Pass&word:"), fields[PASSWORD]))
        sheet.add_wide(self.keyring)
        sheet.add_fields((tr("Caller &ID:"), fields["call.outbound_id"]))
        sheet.add_section(tr("Calling"))
        sheet.add_fields((tr("&Hotkey:"), fields["hotkey.call"]))
        sheet.add_wide(fields["clipboard.watch"].editor)
        sheet.add_wide(fields["clipboard.watch"].note)
        sheet.add_section(tr("Softphone"))
        sheet.add_wide(self._row_of(self.line_button))
        return sheet

    def _test_row(self) -> QWidget:
        self.test_progress.setRange(0, 0)
        self.test_progress.setTextVisible(False)
        self.test_progress.setMaximumWidth(20 * self.fontMetrics().averageCharWidth())
        self.test_progress.setAccessibleName(tr("Testing …"))
        return self._row_of(self.test_button, self.test_progress)

    def _row_of(self, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        return holder
