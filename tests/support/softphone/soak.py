"""The line, registered and left alone; ten minutes by default.

Run it: python -m tests.support.softphone.soak [MINUTES].

It registers for 60 s at a time, nobody looks at it, and at the end of it all it has to make a
call as on the first day.
"""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.process import pss_mib
from tests.support.softphone.peer_scene import PeerScene, peer_scene, soon
from tests.support.softphone.phone_at_work import tree

EXPIRES_S = 60
_METERED_S = 3.0
_SETTLED_S = 3.0
"""What follows the start is over by then."""


@dataclass(frozen=True)
class Figures:
    """`seconds`: how long it was left alone. `registers`: those granted, with the first.

    `processor`: the share of one processor. `pss_mib`: of the whole tree at the end.
    `options_gap_s`: the longest between two OPTIONS, due every 25 to 30 s. `timer_gap_s`: the
    longest of a timer of 100 ms, at the end. `answered`: a call went through after it all.
    """

    seconds: float
    registers: int
    options: int
    processor: float
    pss_mib: float
    options_gap_s: float
    timer_gap_s: float
    answered: bool

    def __str__(self) -> str:
        return (
            f"left alone for        {self.seconds:8.0f} s\n"
            f"REGISTERs             {self.registers:8}   one in {EXPIRES_S} s at least\n"
            f"OPTIONS               {self.options:8}   longest gap {self.options_gap_s:.1f} s\n"
            f"processor             {self.processor * 100:8.2f} % of one\n"
            f"memory (PSS)          {self.pss_mib:8.0f} MiB\n"
            f"longest gap, 100 ms   {self.timer_gap_s * 1000:8.0f} ms\n"
            f"a call after it all   {'is answered' if self.answered else 'FAILS':>11}"
        )

    @property
    def wrong(self) -> list[str]:
        """What is not as it has to be."""
        wants = {
            "a registration was missed": self.registers >= 1 + self.seconds // EXPIRES_S,
            "the keep-alive was late": self.options_gap_s < 32,
            "timers are throttled": self.timer_gap_s < 0.5,
            "more than 1 % of a processor": self.processor <= 0.01,
            "no call afterwards": self.answered,
        }
        return [words for words, kept in wants.items() if not kept]


def soak(scene: PeerScene, seconds: float) -> Figures:
    """Leave a line that registers for EXPIRES_S at a time alone for so long."""
    scene.line.registered()
    time.sleep(_SETTLED_S)  # the time itself is what is waited for, here and below
    began, used = time.monotonic(), spent_s(scene.line.pid)
    time.sleep(seconds)
    used = spent_s(scene.line.pid) - used
    asked = [at for at in scene.tap.sent_at("OPTIONS") if at > began]
    return Figures(
        seconds=seconds,
        registers=scene.pbx.registration("204").registers,
        options=len(asked),
        processor=used / seconds,
        pss_mib=sum(map(pss_mib, tree(scene.line.pid))),
        options_gap_s=_longest_gap([began, *asked, began + seconds]),
        timer_gap_s=_metered(scene),
        answered=_answered(scene),
    )


def spent_s(pid: int) -> float:
    """Processor time of a tree and of those in it that have ended (proc(5): fields 14 to 17)."""
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2] for one in tree(pid)]
    ticks = sum(int(each) for stat in stats for each in stat.split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _metered(scene: PeerScene) -> float:
    scene.line.do(lambda phone: phone.meter(True, "soak"))
    scene.line.until(lambda: scene.line.hook("level"))
    time.sleep(_METERED_S)
    scene.line.do(lambda phone: phone.meter(False, "soak"))
    return _longest_gap(scene.line.moments("level")[1:])


def _answered(scene: PeerScene) -> bool:
    scene.line.talk()
    heard = soon(scene.hears_the_tone)
    scene.line.hang_up()
    return heard


def _longest_gap(moments: Sequence[float]) -> float:
    return max(after - before for before, after in pairwise(moments))


def main(argv: Sequence[str]) -> int:
    """Print the figures; 1 where one is wrong."""
    minutes = float(argv[0]) if argv else 10.0
    with (
        TemporaryDirectory(prefix="soak-") as folder,
        peer_scene(Path(folder), expires_s=EXPIRES_S) as scene,
    ):
        figures = soak(scene, minutes * 60)
    print(figures)
    for words in figures.wrong:
        print(f"WRONG: {words}")
    return int(bool(figures.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
