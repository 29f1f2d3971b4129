"""The cost of the softphone in few runs and with much slack."""

from pathlib import Path

import pytest

from tests.benchmarks.softphone import Softphone
from tests.benchmarks.table import SLACK, table


@pytest.mark.alone
def test_the_softphone_is_quick_and_idle(tmp_path: Path) -> None:
    rows = Softphone(tmp_path).rows(starts=3, calls=3, idle_s=5)
    assert not [row.name for row in rows if row.misses(SLACK)], f"\n{table(rows, SLACK)}"
