"""The figures beside their targets."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

SLACK = 1.6
"""Other programs run at the same time on a shared machine; few runs even out little of that."""


@dataclass(frozen=True)
class Row:
    """One figure. `limit` in the same unit, with `rule` saying where it comes from."""

    name: str
    value: float
    unit: str
    limit: float
    rule: str

    def misses(self, slack: float) -> bool:
        """Whether it is above its limit by more than a factor."""
        return self.value > self.limit * slack


def against(name: str, ours: float, bare: float, unit: str, most: float, what: str) -> Row:
    """A row whose limit is a multiple of a bare program's figure."""
    rule = f"≤ {most:g}× {what} ({bare:.1f}); is {ours / bare:.2f}×"
    return Row(name, ours, unit, bare * most, rule)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that that many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def spread(name: str, seconds: Sequence[float], limit_ms: float, n: str = "") -> list[Row]:
    """Median, for information, and the 95th percentile with its limit, in milliseconds."""
    count = f"{len(seconds)} times{n}"
    return [
        Row(f"{name}, p50", statistics.median(seconds) * 1000, "ms", math.inf, count),
        Row(
            f"{name}, p95",
            percentile(seconds, 95) * 1000,
            "ms",
            limit_ms,
            f"≤ {limit_ms:g} ms",
        ),
    ]


def table(rows: Sequence[Row], slack: float) -> str:
    """All rows in columns."""
    width = max(len(row.name) for row in rows)
    lines = []
    for row in rows:
        verdict = "MISSED" if row.misses(slack) else "over" if row.misses(1) else ""
        lines.append(
            f"{row.name:{width}} {row.value:9.1f} {row.unit:4} {row.rule:44} {verdict}".rstrip()
        )
    return "\n".join(lines)
