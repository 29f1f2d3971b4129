"""Measure everything and print one table: python -m tests.benchmarks. Takes some six minutes."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measuring import Measuring
from tests.benchmarks.softphone import Softphone
from tests.benchmarks.table import Row, table

SLACK = 1.1
"""How far a figure may be above its target on a machine that does other things too."""


def measure(
    measuring: Measuring, *, starts: int, links: int, firsts: int, rest_s: float
) -> list[Row]:
    """All rows. The app that runs meanwhile is one and the same after `firsts`."""
    rows = measuring.starts(starts)
    measuring.bare()
    fresh = measuring.fresh()
    idle = measuring.rest(rest_s)
    first = measuring.first_calls(firsts)
    used = measuring.used(copies=100, calls=10)
    return [*rows, fresh, *used, idle, first, *measuring.links(links)]


def main() -> int:
    """Print the table; 1 where a target is missed."""
    with TemporaryDirectory(prefix="bench-") as folder:
        measuring = Measuring(Path(folder))
        try:
            rows = measure(measuring, starts=15, links=25, firsts=5, rest_s=30)
        finally:
            measuring.close()
        rows += Softphone(Path(folder)).rows(starts=10, calls=10, idle_s=30)
    print(table(rows, SLACK))
    return int(any(row.misses(SLACK) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
