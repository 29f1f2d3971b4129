"""What tests see of a window: focusable controls, mnemonics, colours, keys to press."""

from collections import Counter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot


def show(qtbot: QtBot, window: QWidget) -> None:
    """Show `window` and wait until keys go there."""
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, through the window as a keyboard does."""
    QTest.keyClick(QApplication.focusWindow(), key, modifiers)


def write(text: str) -> None:
    """Type `text` where the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def repeat(key: Qt.Key) -> None:
    """The key is held down: one more event of it where the focus is."""
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, key, none, "\r", True, 1)
    focused = QApplication.focusWidget()
    assert focused is not None
    QApplication.sendEvent(focused, event)


def repeat_unmarked(
    key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """The key is held down, as it often looks on X11: released and pressed at one instant."""
    QTest.keyRelease(QApplication.focusWindow(), key, modifiers)
    QTest.keyPress(QApplication.focusWindow(), key, modifiers)


def name_of(widget: QWidget) -> str:
    """The name a screen reader says.

    On Unix Qt gives a combo box's value as its name; the name comes by its label.
    """
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def unnamed(window: QWidget) -> list[str]:
    """Focusable controls of `window` that a screen reader cannot name."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not name_of(widget)
    ]


def tab_stops(window: QWidget) -> list[str]:
    """The names of the controls, as Tab reaches them, from the focused one round to it."""
    first = QApplication.focusWidget()
    assert first is not None
    names = [name_of(first)]
    press(Qt.Key.Key_Tab)
    while (focused := QApplication.focusWidget()) is not first and len(names) < 60:
        assert focused is not None
        assert window.isAncestorOf(focused)
        names.append(name_of(focused))
        press(Qt.Key.Key_Tab)
    return names


def doubled_mnemonics(window: QWidget) -> list[str]:
    """Letters that stand for more than one visible control."""
    texts = [widget.text() for widget in _worded(window) if "&" in widget.text()]
    letters = Counter(text[text.index("&") + 1].lower() for text in texts)
    return [letter for letter, count in letters.items() if count > 1]


def cut_off(window: QWidget) -> list[str]:
    """Words of visible labels and buttons that their places are too small for."""
    return [widget.text() for widget in _worded(window) if _too_small(widget)]


def _worded(window: QWidget) -> list[QAbstractButton | QLabel]:
    found: list[QAbstractButton | QLabel] = [
        *window.findChildren(QAbstractButton),
        *window.findChildren(QLabel),
    ]
    return [widget for widget in found if widget.isVisible() and widget.text()]


def _too_small(widget: QAbstractButton | QLabel) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    metrics = widget.fontMetrics()
    text = widget.text().replace("&", "")
    return widget.width() < metrics.horizontalAdvance(text) or widget.height() < metrics.height()


def contrast(colour: QColor, palette: QPalette) -> float:
    """The contrast of `colour` on windows of `palette` (WCAG 2.2, 1 to 21)."""
    shades = sorted(map(_luminance, (colour, palette.color(QPalette.ColorRole.Window))))
    return (shades[1] + 0.05) / (shades[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
