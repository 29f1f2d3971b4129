"""The cost of the program in few runs and with much slack: what is plainly too much is seen."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.benchmarks.measuring import Measuring
from tests.benchmarks.table import SLACK, table


@pytest.fixture
def measuring() -> Iterator[Measuring]:
    # A short path: sockets have at most 107 bytes for theirs.
    with TemporaryDirectory(prefix="bench-") as folder:
        measuring = Measuring(Path(folder))
        try:
            yield measuring
        finally:
            measuring.close()


@pytest.mark.alone
def test_the_program_costs_little_more_than_a_bare_tray(measuring: Measuring) -> None:
    rows = measuring.starts(5)
    measuring.bare()
    rows += [measuring.fresh(), measuring.rest(5), measuring.first_calls(1)]
    rows += measuring.used(copies=20, calls=3)
    rows += measuring.links(5)
    assert not [row.name for row in rows if row.misses(SLACK)], f"\n{table(rows, SLACK)}"
