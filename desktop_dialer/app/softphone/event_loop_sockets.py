"""Sockets that are heard by the event loop."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


def sockets_of(parent: QObject) -> Callable[[int, Callable[[], None]], Callable[[], None]]:
    """A function that calls `on_readable` whenever descriptor `fd` is; it gives the end of that."""

    def watch(fd: int, on_readable: Callable[[], None]) -> Callable[[], None]:
        notifier = QSocketNotifier(fd, QSocketNotifier.Type.Read, parent)
        notifier.activated.connect(lambda *_: on_readable())

        def end() -> None:
            notifier.setEnabled(False)
            notifier.deleteLater()

        return end

    return watch
