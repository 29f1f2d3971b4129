"""The question whether a certificate that no authority has signed is to be trusted."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...model.registration import Certificate
from ...translation import tr
from ..widgets.click_guard import ClickGuard
from ..widgets.fonts import embolden
from ..widgets.foreign_text import PlainLabel
from ..widgets.marks import Mark
from ..widgets.placement import put_on_screen
from ..widgets.status_label import StatusLabel
from ..widgets.theme import app_icon
from .certificate_text import day_of, grouped


class CertificateQuestion(QDialog):
    """Asks once about one certificate: exactly one of `trusted` and `refused` is emitted.

    Enter, Escape and closing the window refuse; trusting takes a press on its own button.
    """

    trusted = Signal(str)
    """The fingerprint."""
    refused = Signal()

    def __init__(self, certificate: Certificate, host: str, parent: QWidget | None = None) -> None:
        """`host`: whom the connection goes to."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowIcon(app_icon())
        self.setWindowTitle(tr("Is this your PBX?"))
        self._certificate = certificate
        self._guard = ClickGuard(self)
        self.trust_button = QPushButton(tr("&Trust this certificate from now on"))
        self.refuse_button = QPushButton(tr("&Do not connect"))
        self._lay_out(host)
        self.refuse_button.setFocus()
        self.trust_button.clicked.connect(self._trust)
        self.refuse_button.clicked.connect(self._refuse)
        self.finished.connect(self._finish)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See ClickGuard.painted."""
        super().paintEvent(event)
        self._guard.painted()

    @property
    def guard_open(self) -> bool:
        """Whether a press would count now: the question has been seen for a moment."""
        return self._guard.is_open

    def _trust(self) -> None:
        if self._guard.is_open:
            self.accept()

    def _refuse(self) -> None:
        if self._guard.is_open:
            self.reject()

    def _finish(self, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self.trusted.emit(self._certificate.fingerprint)
        else:
            self.refused.emit()

    def _lay_out(self, host: str) -> None:
        question = PlainLabel(tr("{host} cannot prove that it is your PBX.").format(host=host))
        embolden(question)
        meaning = StatusLabel()
        meaning.show_words(Mark.WARNING, self._meaning())
        for button in (self.refuse_button, self.trust_button):
            self._guard.watch(button)
            button.setAutoDefault(False)
        self.refuse_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.trust_button)
        buttons.addWidget(self.refuse_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(question)
        column.addWidget(meaning)
        column.addLayout(self._details())
        column.addStretch(1)
        column.addLayout(buttons)
        width = 80 * self.fontMetrics().averageCharWidth()
        put_on_screen(self, QSize(width, column.totalHeightForWidth(width)))

    def _meaning(self) -> str:
        fault = f" ({self._certificate.fault})" if self._certificate.fault else ""
        return tr(
            "Its certificate is not signed by a trusted authority{fault}. Many PBXs are "
            "set up like that, but somebody who pretends to be your PBX would look the "
            "same and could listen. Read the fingerprint to your administrator, and "
            "trust it only if it is that of your PBX. You can undo this under “Line and "
            "sound”."
        ).format(fault=fault)

    def _details(self) -> QFormLayout:
        certificate = self._certificate
        form = QFormLayout()
        for name, words in (
            (tr("Fingerprint (SHA-256):"), grouped(certificate.fingerprint)),
            (tr("Issued to:"), certificate.subject),
            (tr("Issued by:"), certificate.issuer),
            (tr("Valid until:"), day_of(certificate.expires)),
        ):
            is_fingerprint = words == grouped(certificate.fingerprint)
            # It comes from the network. The fingerprint may be copied, so nothing is put into it.
            label = PlainLabel(words, longest_word=0) if is_fingerprint else PlainLabel(words)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setAccessibleName(f"{name} {words}")
            if is_fingerprint:
                label.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            form.addRow(name, label)
        return form
