"""The latest calls: when, number, outcome; call again, copy, clear."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...model.call import PastCall, Status
from ...model.live_call import CallStage, LiveCall
from ...translation import tr
from ..call.call_text import not_now, progress_of
from ..widgets.foreign_text import plain_tooltip
from ..widgets.press_guard import ENTER_KEYS
from ..widgets.status_label import announce
from .call_button import CallButton
from .status_text import other_of, outcome_of, time_of

_ID = int(Qt.ItemDataRole.UserRole)


class RecentCalls(QWidget):
    """The list of calls with its buttons.

    `redial_requested`: the id of the call. `copy_requested`: the number as people write it.
    """

    redial_requested = Signal(str)
    copy_requested = Signal(str)
    clear_log_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls: tuple[PastCall, ...] = ()
        self._busy = False
        self._live: LiveCall | None = None
        self.list = _CallList()
        self.list.setHeaderLabels([tr("When"), tr("Number"), tr("Outcome")])
        self.list.setAccessibleName(tr("Recent calls"))
        self.redial_button = CallButton(tr("Call a&gain"))
        self.copy_button = QPushButton(tr("C&opy"))
        self.copy_button.setAccessibleName(tr("Copy the number"))
        self.clear_button = QPushButton(tr("Cl&ear…"))
        self.clear_button.setAccessibleName(tr("Clear the list of calls…"))
        self._lay_out()
        self._add_actions()
        self.redial_button.clicked.connect(self._redial)
        self.copy_button.clicked.connect(self._copy)
        self.clear_button.clicked.connect(self._ask_to_clear)
        self.list.call_again.connect(self._redial)
        self.list.currentItemChanged.connect(self._show_what_can_be_done)
        self.show_recent(())

    def show_recent(self, calls: tuple[PastCall, ...]) -> None:
        """Show `calls`, newest first.

        A new call becomes the current one, which "Call again" means; but under somebody's hand
        the current call stays current.
        """
        newest_is_new = [call.id for call in calls[:1]] != [call.id for call in self._calls[:1]]
        current = "" if newest_is_new and not self._is_in_use() else self._current_id()
        self._calls = calls
        self.list.clear()
        items = {call.id: self._item(call) for call in calls}
        self.list.addTopLevelItems(list(items.values()))
        if calls:
            self.list.setCurrentItem(items.get(current, items[calls[0].id]))
        self._show_what_can_be_done()

    def refresh(self) -> None:
        """Write the times again: today may have become yesterday."""
        self.show_recent(self._calls)

    def set_busy(self, busy: bool) -> None:
        """Nothing can be called while busy."""
        self._busy = busy
        if busy and self.redial_button.hasFocus():
            self.list.setFocus()
        self._show_what_can_be_done()

    def show_live(self, live: LiveCall | None) -> None:
        """Say how far that call is, and let no other begin beside it."""
        before, self._live = self._live, live
        if _stage_of(before) == _stage_of(live):
            return
        if not_now(live) and self.redial_button.hasFocus():
            self.list.setFocus()
        self.redial_button.setToolTip(plain_tooltip(not_now(live)))
        self.show_recent(self._calls)

    def _item(self, call: PastCall) -> QTreeWidgetItem:
        other, outcome, time = other_of(call), self._outcome_words(call), time_of(call)
        item = QTreeWidgetItem([time, other, outcome])
        item.setData(0, _ID, call.id)
        for column in range(3):
            item.setToolTip(column, plain_tooltip(call.message))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{other}, {outcome}, {time}")
        return item

    def _outcome_words(self, call: PastCall) -> str:
        if self._live and self._live.id == call.id and self._live.stage is not CallStage.ENDED:
            return progress_of(self._live)
        match call.status:
            case Status.UNREACHED:
                return tr("Not sent")
            case Status.UNKNOWN:
                return tr("Unknown")
            case _:
                return outcome_of(call)

    def _is_in_use(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _current_id(self) -> str:
        item = self.list.currentItem()
        return str(item.data(0, _ID)) if item else ""

    def _current(self) -> PastCall | None:
        current = self._current_id()
        return next((call for call in self._calls if call.id == current), None)

    def _redial(self) -> None:
        call = self._current()
        if words := not_now(self._live):
            announce(self, words)
        elif call and call.e164 and not self._busy:
            self.redial_requested.emit(call.id)

    def _copy(self) -> None:
        call = self._current()
        if call and call.display:
            self.copy_requested.emit(call.display)

    def _ask_to_clear(self) -> None:
        question = QMessageBox(
            QMessageBox.Icon.Question,
            tr("Clear the list of calls"),
            tr("Delete all calls in this list?"),
            QMessageBox.StandardButton.Cancel,
            self,
        )
        question.setInformativeText(tr("They cannot be restored."))
        forget = question.addButton(tr("&Delete all"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        forget.clicked.connect(self.clear_log_requested)
        question.open()

    def _show_what_can_be_done(self) -> None:
        call = self._current()
        free = not self._busy and not not_now(self._live)
        self.redial_button.setEnabled(bool(call and call.e164) and free)
        self.copy_button.setEnabled(bool(call and call.display))
        self.clear_button.setEnabled(bool(self._calls))

    def _add_actions(self) -> None:
        again = QAction(tr("Call again"), self.list)
        again.triggered.connect(self._redial)
        copy = QAction(tr("Copy the number"), self.list)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.list.addActions([again, copy])
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lay_out(self) -> None:
        label = QLabel(tr("&Recent calls:"))
        label.setBuddy(self.list)
        buttons = QHBoxLayout()
        buttons.addWidget(self.redial_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)


def _stage_of(live: LiveCall | None) -> tuple[str, CallStage] | None:
    return (live.id, live.stage) if live else None


class _CallList(QTreeWidget):
    """A list whose double click and Enter mean "call again".

    Not Qt's `activated`: some desktops activate with a single click.
    """

    call_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_RoomyRows(self))
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.header().setSectionsMovable(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 8)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(self.fontMetrics().height() * 6)
        self.doubleClicked.connect(self.call_again)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Enter calls again; held down it does so once."""
        if event.key() not in ENTER_KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.call_again.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        """See QWidget; an empty list says that it is empty."""
        super().paintEvent(event)
        if self.topLevelItemCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                tr("No calls yet"),
            )
            painter.end()


class _RoomyRows(QStyledItemDelegate):
    """Rows that a pointer hits easily, with room between the columns."""

    def sizeHint(  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """See QStyledItemDelegate."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + size.height(), round(size.height() * 1.5))
