"""Print how well numbers are found: python -m tests.score [--exam-misses]."""

import sys

from tests.score.labelled import load
from tests.score.score import HERE, SETS, bare_matcher, ours, score


def main() -> None:
    """Score every set. Misses of the exams are shown only on request."""
    for name in SETS:
        texts = load(HERE / f"{name}.txt")
        scored = score(texts, ours)
        print(scored.line(f"{name} ({len(texts)} texts)"))
        print(score(texts, bare_matcher).line("  the bare matcher"))
        if name == "tuning" or "--exam-misses" in sys.argv:
            for miss in (*scored.misses, *scored.confidences):
                print(f"    {miss}")


if __name__ == "__main__":
    main()
