"""The way back to the GUI thread, and its end."""

import subprocess
import sys

from pytestqt.qtbot import QtBot

from desktop_dialer.desktop.gui_thread import GuiThread

_PROGRAM = """
from threading import Thread
from PySide6.QtCore import QCoreApplication, QTimer
from desktop_dialer.desktop.gui_thread import GuiThread

def run():
    application, gui = QCoreApplication([]), GuiThread()

    def post():
        while True:
            gui.post(lambda: None)

    for _ in range(2):
        Thread(target=post, daemon=True).start()
    QTimer.singleShot(50, application.quit)
    application.exec()
    gui.close()

run()
"""
"""Threads that outlive the Qt objects. Without `close` some third of its ends were crashes."""


def test_nothing_is_run_once_the_end_has_begun(qtbot: QtBot) -> None:
    ran: list[str] = []
    gui = GuiThread()
    gui.post(lambda: ran.append("before"))
    gui.close()
    gui.post(lambda: ran.append("after"))
    GuiThread(gui).post(lambda: ran.append("later"))
    qtbot.waitUntil(lambda: "later" in ran)
    assert ran == ["before", "later"]


def test_threads_that_go_on_posting_do_not_crash_the_end() -> None:
    ends = [subprocess.run([sys.executable, "-c", _PROGRAM], check=False) for _ in range(6)]
    assert [end.returncode for end in ends] == [0] * 6
