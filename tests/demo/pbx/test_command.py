"""`demo-pbx` as a process of its own."""

import argparse
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from desktop_dialer.commands import demo_pbx
from desktop_dialer.demo.pbx.server import PATH, DemoPbx
from desktop_dialer.demo.softphone_peer.callees import CALLEES
from tests.support.sip.sip_agent import SipAgent

PROGRAM = (
    "import argparse, sys; from desktop_dialer.commands import demo_pbx; "
    "parser = argparse.ArgumentParser(); demo_pbx.add_arguments(parser); "
    "sys.exit(demo_pbx.run(parser.parse_args()))"
)
GOOD = {"agent": "204", "callee": "0820001234"}
WAIT_S = 20


@contextmanager
def command(*options: str) -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "-c", PROGRAM, *options]
    with subprocess.Popen(
        arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> tuple[str, str]:
    """The first line, and the address for calls at its end."""
    assert process.stdout is not None
    line = process.stdout.readline()
    return line, line.split()[-1]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_it_is_told_to_end_and_then_ends_quietly(ending: signal.Signals) -> None:
    with command("--port", "0") as process:
        line, address = first_line(process)
        assert line.startswith("Demo PBX version 3 at http://127.0.0.1:")
        assert address.endswith(PATH)
        assert httpx.post(address, json=GOOD, trust_env=False).status_code == 201
        assert process.stdout is not None
        assert process.stdout.readline().endswith(" call 1: agent 204 rings\n")
        process.send_signal(ending)
        rest, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0
    assert errors == ""
    assert "Traceback" not in rest


@pytest.mark.parametrize(("version", "name"), [("2", "call_ref"), ("4", "contact_ref")])
def test_keeps_the_rules_of_the_version_asked_for(version: str, name: str) -> None:
    with command("--port", "0", "--version", version, "--host", "::1") as process:
        line, address = first_line(process)
        assert f"version {version} " in line
        assert "http://[::1]:" in address
        answer = httpx.post(address, json={**GOOD, name: "mine"}, trust_env=False)
        assert answer.json()[name] == "mine"
        process.terminate()
        assert process.wait(WAIT_S) == 0


def test_a_taken_port_ends_with_2_and_words() -> None:
    with (
        DemoPbx(port=0, say=[""].append) as pbx,
        command("--port", str(pbx.port)) as process,
    ):
        output, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 2
    assert output == ""
    assert errors.startswith(f"Port {pbx.port} on 127.0.0.1 is taken by another program. ")
    assert len(errors.splitlines()) == 1


def test_warns_in_one_sentence_when_others_may_reach_it() -> None:
    # An address of documentation (RFC 5737): nothing is opened to the network.
    with command("--host", "192.0.2.1", "--port", "0") as process:
        errors = process.communicate(timeout=WAIT_S)[1]
    warning, words = errors.splitlines()
    assert warning.startswith("Warning: on 192.0.2.1 every machine")
    assert words.startswith("192.0.2.1 is not an address of this machine.")
    assert process.returncode == 2


def test_goes_on_when_nobody_reads_its_lines_any_more() -> None:
    with command("--port", "0") as process:
        _, address = first_line(process)
        assert process.stdout is not None
        process.stdout.close()
        for _ in range(3):
            assert httpx.post(address, json=GOOD, trust_env=False).status_code == 201
        process.terminate()
        assert process.wait(WAIT_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_the_signals_are_as_before_when_it_has_run(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    demo_pbx.add_arguments(parser)
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with DemoPbx(port=0, say=[""].append) as pbx:
        assert demo_pbx.run(parser.parse_args(["--port", str(pbx.port)])) == 2
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert "is taken" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--version", "5"], ["--port", "x"]])
def test_wrong_usage_is_argparse_s_to_refuse(wrong: list[str]) -> None:
    parser = argparse.ArgumentParser()
    demo_pbx.add_arguments(parser)
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(wrong)
    assert ended.value.code == 2


def test_the_defaults_are_the_documented_ones() -> None:
    parser = argparse.ArgumentParser()
    demo_pbx.add_arguments(parser)
    assert vars(parser.parse_args([])) == {
        "host": "127.0.0.1",
        "port": 8300,
        "version": 3,
        "internal": False,
        "webrtc": False,
        "webrtc_port": 8088,
    }
    assert demo_pbx.HELP


def test_takes_calls_over_webrtc_too() -> None:
    with command("--port", "0", "--webrtc", "--webrtc-port", "0") as process:
        first_line(process)
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        table = [process.stdout.readline().split() for _ in CALLEES]
        assert [row[0] for row in table] == list(CALLEES)
        with SipAgent(url) as agent:
            assert agent.register().code == 200
            assert agent.call("0215550486")[0].code == 486
        process.terminate()
        assert process.wait(WAIT_S) == 0


def test_webrtc_of_version_2_ends_with_2_and_words() -> None:
    with command("--port", "0", "--webrtc", "--version", "2") as process:
        errors = process.communicate(timeout=WAIT_S)[1]
    assert process.returncode == 2
    assert errors == "There is no demo PBX version 2 for WebRTC. Use 3 or 4.\n"
