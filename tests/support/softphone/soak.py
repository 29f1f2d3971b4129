"""The softphone, registered and idle; ten minutes by default.

Run it: python -m tests.support.softphone.soak [MINUTES].

It registers for 60 s at a time and is left alone, and must still be able to make a call at the
end.
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
"""The start is completed by then."""


@dataclass(frozen=True)
class Figures:
    """`seconds`: how long it was idle. `registers`: successful ones, including the first.

    `processor`: the share of one processor. `pss_mib`: of the process tree at the end.
    `options_gap_s`: the longest between two OPTIONS, due every 25 to 30 s. `timer_gap_s`: the
    longest of a 100 ms timer, at the end. `answered`: a call at the end succeeded.
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
            f"idle for              {self.seconds:8.0f} s\n"
            f"REGISTERs             {self.registers:8}   one in {EXPIRES_S} s at least\n"
            f"OPTIONS               {self.options:8}   longest gap {self.options_gap_s:.1f} s\n"
            f"processor             {self.processor * 100:8.2f} % of one\n"
            f"memory (PSS)          {self.pss_mib:8.0f} MiB\n"
            f"longest gap, 100 ms   {self.timer_gap_s * 1000:8.0f} ms\n"
            f"a call at the end     {'is answered' if self.answered else 'FAILS':>11}"
        )

    @property
    def failures(self) -> list[str]:
        """The requirements that are not met."""
        requirements = {
            "a registration was missed": self.registers >= 1 + self.seconds // EXPIRES_S,
            "the keep-alive was late": self.options_gap_s < 32,
            "timers are throttled": self.timer_gap_s < 0.5,
            "more than 1 % of a processor": self.processor <= 0.01,
            "no call afterwards": self.answered,
        }
        return [failure for failure, met in requirements.items() if not met]


def soak(scene: PeerScene, seconds: float) -> Figures:
    """Leave a softphone that registers for EXPIRES_S at a time idle for that long."""
    scene.line.registered()
    time.sleep(_SETTLED_S)  # the time itself matters, here and below
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
    """Processor time of a process tree, ended children included (proc(5): fields 14 to 17)."""
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
    """Print the figures; 1 where a requirement is not met."""
    minutes = float(argv[0]) if argv else 10.0
    with (
        TemporaryDirectory(prefix="soak-") as folder,
        peer_scene(Path(folder), expires_s=EXPIRES_S) as scene,
    ):
        figures = soak(scene, minutes * 60)
    print(figures)
    for failure in figures.failures:
        print(f"FAILED: {failure}")
    return int(bool(figures.failures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
