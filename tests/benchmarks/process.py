"""What the kernel says of a process."""

import re
import time
from contextlib import suppress
from pathlib import Path

_PATIENCE_S = 20.0
_LOOK_S = 0.05


def pss_mib(pid: int) -> float:
    """Proportional set size: its own memory, and its part of what it shares."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert found
    return int(found.group(1)) / 1024


def switches(pid: int) -> dict[str, int]:
    """For each of its threads how often it was put on a processor: a wake-up is at least one."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that ended meanwhile
            counts = re.findall(r"ctxt_switches:\s+(\d+)", (task / "status").read_text())
            found[task.name] = sum(map(int, counts))
    return found


def settle(pid: int, quiet_s: float = 1.0) -> None:
    """Wait until the process has not run for so long."""
    began = at_rest_since = time.monotonic()
    before = switches(pid)
    while (now := time.monotonic()) - at_rest_since < quiet_s:
        assert now - began < _PATIENCE_S, "it never came to rest"
        time.sleep(_LOOK_S)  # the time itself is what is waited for
        if (after := switches(pid)) != before:
            before, at_rest_since = after, time.monotonic()


def wake_ups(pid: int, seconds: float) -> int:
    """How often it ran in that many seconds in which nothing happened."""
    before = switches(pid)
    time.sleep(seconds)
    after = switches(pid)
    return sum(ran - before.get(thread, 0) for thread, ran in after.items())
