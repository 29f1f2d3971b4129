"""The one certificate that was trusted by hand, and how to take that back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ...model.registration import Certificate
from ...translation import tr
from ..widgets.foreign_text import PlainLabel
from .certificate_text import day_of, grouped


class PinnedCertificate(QWidget):
    """Fingerprint, owner and expiry of a certificate, with Forget; hidden where there is none."""

    forget_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about, self.fingerprint = PlainLabel(), PlainLabel(longest_word=0)
        self.forget_button = QPushButton(tr("&Forget"))
        self.forget_button.setAutoDefault(False)
        self.forget_button.setAccessibleName(tr("Forget the certificate"))
        self.forget_button.clicked.connect(self.forget_requested)
        for label in (self.about, self.fingerprint):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.about, 0, 0)
        grid.addWidget(self.forget_button, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.fingerprint, 1, 0, 1, 2)
        self.hide()

    def show_certificate(self, certificate: Certificate | None) -> None:
        """Show `certificate`, of which maybe only the fingerprint is known; None: there is none."""
        self.setVisible(certificate is not None)
        if certificate is None:
            return
        words = tr("You trust this certificate although no authority has signed it.")
        if certificate.subject:
            words = tr("You trust the certificate of {subject}.").format(
                subject=certificate.subject
            )
        if certificate.expires:
            words += " " + tr("It is valid until {day}.").format(day=day_of(certificate.expires))
        self.about.show_text(words)
        self.fingerprint.show_text(grouped(certificate.fingerprint))
        self.fingerprint.setAccessibleName(tr("Fingerprint"))
        self.fingerprint.setAccessibleDescription(certificate.fingerprint)
