"""What the demo PBX prints: shown to the person, and awaited by the tour."""

import threading

from ...text.terminal import for_terminal


class PbxSteps:
    """Give it to DemoPbx as `say`. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._changed = threading.Condition()

    def __call__(self, line: str) -> None:
        """Take one line."""
        with self._changed:
            self._lines.append(line)
            print(for_terminal(f"    PBX  {line}"), flush=True)
            self._changed.notify_all()

    def wait_for(self, words: str, within_s: float) -> bool:
        """Whether a line with these words has come, or comes in time."""
        with self._changed:
            return self._changed.wait_for(
                lambda: any(words in line for line in self._lines), within_s
            )
