"""The pin of PySide6 below 6.12: 6.12.0 ends a Python 3.11 process after some 600 signals.

There, every emission gives up one reference too many to a bool, until Python ends itself with
"deallocating True" (`bool_dealloc`). A process that emits 2,000 and ends with 0 is proof enough.
"""

import subprocess
import sys

_PROGRAM = """
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    changed = Signal(bool, int)

heard = []
source = Source()
source.changed.connect(lambda on, number: heard.append((on, number)))
for number in range(2000):
    source.changed.emit(number % 2 == 0, number)
assert len(heard) == 2000
print("alive")
"""


def test_two_thousand_signals_do_not_end_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")
