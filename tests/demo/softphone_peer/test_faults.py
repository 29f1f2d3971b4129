"""What goes wrong on request, the restart, and what is left at the end."""

import asyncio
import os
import socket
import subprocess
import sys
import threading

import pytest

from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx
from desktop_dialer.demo.softphone_peer.calls import PeerCallEnd, PeerCallState
from desktop_dialer.model.errors import SettingsError
from tests.support.sip.sip_agent import SipAgent, Soon

CALLEE = "0825550171"


def test_a_call_outlives_its_websocket(pbx: DemoWebRtcPbx, agent: SipAgent, soon: Soon) -> None:
    _, call = agent.call(CALLEE)
    assert soon(lambda: (call.ear.measure()[1] or 0) > 990)
    pbx.drop_sockets()
    assert agent.wait_for(agent.line.closed.is_set)
    assert pbx.wait_for(lambda: pbx.registration("204").contacts == ())
    heard, packets = call.ear.packets, pbx.snapshot()[0].packets
    assert soon(lambda: call.ear.packets > heard + 50)
    assert pbx.snapshot()[0].packets > packets + 40
    assert pbx.snapshot()[0].state is PeerCallState.TALKING
    agent.connect()
    assert agent.register().code == 200
    assert agent.bye(call).code == 200
    assert pbx.snapshot()[0].ended is PeerCallEnd.AGENT


def test_the_far_end_hangs_up_over_the_new_websocket(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    _, call = agent.call(CALLEE)
    pbx.drop_sockets()
    assert agent.wait_for(agent.line.closed.is_set)
    agent.connect()
    agent.register()
    pbx.hang_up(1)
    assert call.ended.wait(5)


def test_a_silent_pbx_keeps_the_socket_open_and_answers_nothing(
    pbx: DemoWebRtcPbx, agent: SipAgent
) -> None:
    pbx.fall_silent()
    agent.send("\r\n\r\n")
    assert not agent.wait_for(lambda: agent.line.pongs, within=1)
    assert not agent.line.closed.is_set()
    with SipAgent(pbx.url) as new:
        assert new.register().code == 200
    pbx.drop_sockets()
    assert agent.wait_for(agent.line.closed.is_set)


def test_a_restart_ends_calls_and_contacts_and_is_there_again_on_the_same_port(
    pbx: DemoWebRtcPbx, agent: SipAgent
) -> None:
    _, call = agent.call(CALLEE)
    url = pbx.url
    challenge = agent.line.received[0]["www-authenticate"]
    pbx.restart()
    assert pbx.url == url
    assert agent.wait_for(agent.line.closed.is_set)
    assert pbx.snapshot()[0].ended is PeerCallEnd.STOPPED
    assert pbx.registration("204").contacts == ()
    agent.connect()
    assert agent.inside(call, "BYE").code == 481
    uri = f"sip:{agent.line.server}"
    old = agent.line.proof("REGISTER", uri, challenge)
    head = ("From: <sip:204@pbx>;tag=a", "To: <sip:204@pbx>", f"Authorization: {old}")
    answer = agent.run(agent.line.ask(f"REGISTER {uri}", 9, "old", *head))
    assert "stale=true" in answer["www-authenticate"]
    assert agent.register().code == 200
    assert agent.call(CALLEE)[0].code == 200
    assert pbx.registration("204").registers == 2


def test_at_the_end_nobody_listens_and_no_thread_is_left() -> None:
    before = set(threading.enumerate())
    with DemoWebRtcPbx(port=0, say=[""].append, pace=0) as pbx:
        with SipAgent(pbx.url) as agent:
            agent.register()
            agent.call(CALLEE)
            pbx.call_agent("204")
            assert agent.wait_for(lambda: agent.incoming)
            pbx.stop()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", pbx.port))
    assert set(threading.enumerate()) <= before
    assert [call.ended for call in pbx.snapshot()] == [PeerCallEnd.STOPPED] * 2
    pbx.stop()
    with pytest.raises(RuntimeError):
        pbx.call_agent("204")


def test_idle_costs_nothing(pbx: DemoWebRtcPbx, agent: SipAgent) -> None:
    """In CPU time of the whole process, the registered phone included."""
    before = sum(os.times()[:2])
    assert not agent.wait_for(lambda: False, within=2)
    assert sum(os.times()[:2]) - before < 0.02


def test_a_call_ended_as_it_connects_leaves_no_task_behind(soon: Soon) -> None:
    """Tasks of the server's loop, by asyncio's own list; `say` is called on it."""
    loops: list[asyncio.AbstractEventLoop] = []

    def say(line: str) -> None:
        if line.endswith("is registered"):
            loops.append(asyncio.get_running_loop())

    def tasks() -> set[str]:
        return {str(task.get_coro()) for task in asyncio.all_tasks(loops[0])}

    with DemoWebRtcPbx(port=0, say=say, pace=0) as pbx, SipAgent(pbx.url) as agent:
        agent.register()
        before = tasks()
        for _ in range(8):
            _, call = agent.call(CALLEE)
            assert agent.bye(call).code == 200
        assert soon(lambda: tasks() == before)


def test_starting_twice_is_a_mistake(pbx: DemoWebRtcPbx) -> None:
    with pytest.raises(RuntimeError):
        pbx.start()


def test_a_taken_port_and_a_wrong_host_are_said_in_words(pbx: DemoWebRtcPbx) -> None:
    with pytest.raises(SettingsError, match=f"Port {pbx.port} on 127.0.0.1 is taken"):
        DemoWebRtcPbx(port=pbx.port, say=[""].append).start()
    with pytest.raises(SettingsError, match="address"):
        DemoWebRtcPbx(host="192.0.2.1", port=0, say=[""].append).start()


@pytest.mark.parametrize("host", ["::1", "localhost"])
def test_listens_on_either_loopback(host: str, soon: Soon) -> None:
    with (
        DemoWebRtcPbx(host=host, port=0, say=[""].append, pace=0) as pbx,
        SipAgent(pbx.url) as agent,
    ):
        assert agent.register().code == 200
        _, call = agent.call(CALLEE)
        assert soon(lambda: call.ear.packets > 0)


@pytest.mark.parametrize("library", ["aiortc", "websockets"])
def test_a_missing_library_is_named_with_the_command_that_adds_it(library: str) -> None:
    """In a Python of its own, told that it has no such library."""
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from desktop_dialer.model.errors import SettingsError\n"
        "from desktop_dialer.demo.softphone_peer import DemoWebRtcPbx\n"
        "try:\n    DemoWebRtcPbx(port=0).start()\n"
        "except SettingsError as error:\n    print(error.message, error.advice)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert f"needs {library}" in done.stdout
    assert "pip install 'desktop-dialer[demo]'" in done.stdout


def test_the_libraries_are_loaded_at_the_start_only() -> None:
    program = (
        "import sys, desktop_dialer.demo.softphone_peer as it; it.DemoWebRtcPbx(port=0)\n"
        "print(sorted({'aiortc', 'websockets', 'av', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "['asyncio']"
