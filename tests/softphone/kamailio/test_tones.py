"""A call through a real PBX over real sound devices: the tone of each end is recorded at the other.

The engine's fake devices take any sound and give none back: with them the agent's end is known by
its level alone.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_dialer.model.live_call import HeldBy
from tests.support.sip.baresip_callee import BaresipCallee
from tests.support.sip.kamailio_pbx import KamailioPbx
from tests.support.sip.sound_server import SoundServer
from tests.support.softphone.real_line import RealLine

AGENT_HZ, CALLEE_HZ = 1000, 440


def test_each_end_has_the_tone_of_the_other_and_silence_where_it_ends(
    tmp_path: Path,
    kamailio_pbx: KamailioPbx,
    callee: BaresipCallee,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A short path: sockets have at most 107 bytes for theirs.
    with TemporaryDirectory(prefix="sound-") as folder, SoundServer(Path(folder)) as sound:
        monkeypatch.setenv("PULSE_SERVER", sound.address)
        sound.plug_in_speaker("Earpiece")  # the first is the system's choice
        sound.plug_in("Headset", AGENT_HZ)
        line = RealLine(tmp_path / "phone", kamailio_pbx)
        line.flags = []
        with line:
            call = line.registered().dial("0820001234")
            heard = sound.record("Earpiece")
            heard.wait_for_tone(CALLEE_HZ)
            assert heard.loudest_tone() == pytest.approx(CALLEE_HZ, abs=3)
            assert heard.level(AGENT_HZ) < -60
            callee.be_silent()
            heard.wait_for_silence()
            callee.heard.wait_for_tone(AGENT_HZ)
            callee.speak()
            heard.wait_for_tone(CALLEE_HZ)
            line.do(lambda phone: phone.hold(call, True))
            line.until(lambda: line.call.held_by is HeldBy.AGENT)
            heard.wait_for_silence()
