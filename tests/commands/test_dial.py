"""`dial` from outside: exit codes, the nine keys, and exactly one request or none at the PBX."""

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.demo.pbx.server import DemoPbx
from desktop_dialer.settings.values import CallerId
from tests.support.commands.program import (
    Argument,
    Ended,
    argv,
    calls_file,
    configure,
    dial,
    dial_json,
    run,
    statuses,
)
from tests.support.pbx.faulty_pbx import Behaviour, FaultyPbx, answer, response

OK = answer(response("201 Created", b'{"call": 1}'))


def test_accepted(pbx: DemoPbx, home: Path) -> None:
    code, report = dial_json("(082) 000-1234", "--ref", "order-7")
    assert code == 0
    assert report == {
        "status": "accepted",
        "typed": "(082) 000-1234",
        "e164": "+27820001234",
        "callee": "0820001234",
        "agent": "204",
        "reference": "order-7",
        "http_status": 201,
        "message": "Your phone 204 will ring. Pick up to be connected to 082 000 1234.",
        "advice": "",
    }
    assert [(call.agent, call.callee, call.reference) for call in pbx.calls] == [
        ("204", "0820001234", "order-7")
    ]
    assert statuses(home) == ["accepted"]


def test_accepted_in_words(pbx: DemoPbx) -> None:
    ended = dial("tel:+27-82-000-1234", "--yes")
    assert ended == Ended(
        0, b"Your phone 204 will ring. Pick up to be connected to 082 000 1234.\n", b""
    )
    assert pbx.calls[0].reference.startswith("dd-")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("hello", "no phone number here"),
        ("", "no phone number here"),
        ("082000123", "not a complete South African number"),
        ("112", "emergency number"),
        ("tel:*21*0820001234%23", "feature code"),
        ("*21*+27820001234#", "feature code"),
        ("+47 22 12 34 56", "Norway has 12 digits with 00; this PBX takes 13 to 16"),
        ("082 000 1234 / 083 111 2222", "There are 2 numbers here"),
    ],
)
def test_uncallable_even_with_yes(pbx: DemoPbx, typed: str, reason: str) -> None:
    code, report = dial_json(typed, "--yes")
    assert (code, report["status"], report["callee"]) == (3, "uncallable", None)
    assert report["typed"] == typed
    assert reason in report["message"]
    assert report["advice"]
    assert not pbx.calls


@pytest.mark.parametrize(
    ("typed", "reason", "callee"),
    [
        ("tel:0820001234", "came from a link", "0820001234"),
        ("+44 20 7946 0000", "a foreign number (United Kingdom)", "00442079460000"),
        ("0862 001 234", "premium-rate", "0862001234"),
        ("082 000 1234 x12", "extension 12 cannot be dialled", "0820001234"),
        ("825551234", "leading 0 was missing", "0825551234"),
        ("0860 FLOWERS", "keypad digits", "0860356937"),
        ("099 000 1234", "is not in the numbering plan", "0990001234"),
    ],
)
def test_a_question_needs_a_yes(pbx: DemoPbx, typed: str, reason: str, callee: str) -> None:
    code, report = dial_json(typed)
    assert (code, report["status"]) == (4, "needs_confirmation")
    assert (report["callee"], report["agent"]) == (callee, "204")
    assert reason in report["message"]
    assert report["message"].endswith("Nothing was sent.")
    assert "--yes" in report["advice"]
    assert not pbx.calls
    assert dial("--yes", typed).code == 0
    assert [call.callee for call in pbx.calls] == [callee]


def test_blocked_is_never_with_or_without_a_yes(pbx: DemoPbx) -> None:
    configure(policy_blocked_prefixes=["+2782"])
    code, report = dial_json("0820001234", "--yes")
    assert (code, report["status"]) == (3, "uncallable")
    assert "+2782 are blocked" in report["message"]
    assert not pbx.calls


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--ref", "a b"], "characters that the PBX does not accept"),
        (["--ref", "a:b"], "characters that the PBX does not accept"),
        (["--ref", ""], "reference is empty"),
        (["--ref", b"\xff"], "characters that the PBX does not accept"),
        (["--extension", "20"], "3 or 4 digits"),
        (["--extension", b"\xff"], "3 or 4 digits"),
        (["--caller-id", "0027215550000"], "cannot be a caller ID"),
        (["--caller-id", "tvc_x"], "cannot be a caller ID"),
        (["--caller-id", "Nobody"], "cannot be a caller ID"),
    ],
)
def test_wrong_values_are_refused(pbx: DemoPbx, arguments: list[Argument], words: str) -> None:
    code, report = dial_json("0820001234", *arguments)
    assert (code, report["status"]) == (2, "settings")
    assert words in report["message"]
    assert report["advice"]
    assert not pbx.calls


@pytest.mark.parametrize("arguments", [[], ["--ref"], ["082", "--ref"], ["--", "1", "2"]])
def test_wrong_usage(arguments: list[str]) -> None:
    ended = run("dial", *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert b"usage: desktop-dialer" in ended.err


def test_a_long_reference_is_cut_and_that_is_said(pbx: DemoPbx) -> None:
    code, report = dial_json("0820001234", "--ref", "r" * 231)
    assert code == 0
    assert report["reference"] == "r" * 230
    assert "cut to 230 characters" in report["message"]
    assert pbx.calls[0].reference == "r" * 230


@pytest.mark.parametrize(("given", "sent"), [("Sales", "27215550000"), ("random", "random")])
def test_the_caller_id_by_name_or_as_it_is(pbx: DemoPbx, given: str, sent: str) -> None:
    configure(
        call_outbound_id="0210000000",
        call_caller_ids=(CallerId("Sales", "27215550000"),),
    )
    assert dial("0820001234", "--caller-id", given).code == 0
    assert dial("0820001235").code == 0
    assert dial("0820001236", "--caller-id", "").code == 0
    assert [call.outbound_id for call in pbx.calls] == [sent, "0210000000", ""]


@pytest.mark.parametrize("given", ["021 555 0000", "0215550000", "Sales"])
def test_a_caller_id_of_the_0_form_is_warned_of(pbx: DemoPbx, given: str) -> None:
    configure(call_caller_ids=(CallerId("Sales", "0215550000"),))
    warning = "Caller ID 0215550000: providers often reject this form; 27215550000 is recommended."
    ended = dial("0820001234", "--caller-id", given)
    assert (ended.code, ended.err.decode()) == (0, f"{warning}\n")
    assert b"recommended" not in ended.out
    code, report = dial_json("0820001235", "--caller-id", given)
    assert (code, report["advice"]) == (0, warning)
    assert [call.outbound_id for call in pbx.calls] == ["0215550000"] * 2


@pytest.mark.parametrize("nobody_reads", ["2>/dev/full", "2>&-"])
def test_a_warning_that_nobody_can_read_changes_nothing(pbx: DemoPbx, nobody_reads: str) -> None:
    command = 'exec "$0" "$@" ' + nobody_reads
    words = argv("dial", "--extension", "204", "--caller-id", "0215550000", "0820001234")
    done = subprocess.run(
        ["sh", "-c", command, *words], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith(b"Your phone 204 will ring.")
    assert len(pbx.calls) == 1


def test_own_numbers_are_read_as_people_write_them(pbx: DemoPbx) -> None:
    own = ("--extension", "+27 (0)11 555 0100", "--caller-id", "+27 21 555 0100")
    ended = run("dial", "--json", "0820001234", *own)
    assert (ended.code, ended.report["agent"], ended.report["advice"]) == (0, "27115550100", "")
    assert [(call.agent, call.outbound_id) for call in pbx.calls] == [
        ("27115550100", "27215550100")
    ]


def test_an_extension_is_called_where_it_is_typed_and_switched_on(home: Path) -> None:
    with DemoPbx(port=0, version=4, say=lambda _: None, pace=0.01, internal=True) as pbx:
        configure(pbx_server="127.0.0.1", pbx_port=pbx.port)
        told = {}
        for version, digits in (("3.0", ""), ("4.0", ""), ("4.0", "4"), ("4.0", "3")):
            configure(pbx_version=version, call_internal_digits=digits)
            code, told[version, digits] = dial_json("205")
            assert code == (0 if digits == "3" else 3)
        assert "need version 4.0 of the PBX" in told["3.0", ""]["message"]
        assert "switched off" in told["4.0", ""]["message"]
        assert "have 4 digits here" in told["4.0", "4"]["message"]
        accepted = told["4.0", "3"]
        assert (accepted["e164"], accepted["callee"]) == (None, "205")
        assert accepted["message"].endswith("Pick up to be connected to 205.")
        code, report = dial_json("205")
        assert (code, report["status"]) == (4, "needs_confirmation")
        assert "The same number was called" in report["message"]
        for typed, reason in {"112": "emergency", "tel:206": "when they are typed"}.items():
            code, report = dial_json(typed, "--yes")
            assert (code, report["status"]) == (3, "uncallable")
            assert reason in report["message"]
        assert [call.callee for call in pbx.calls] == ["205"]
    assert statuses(home) == ["accepted"]


def test_without_a_pbx(home: Path) -> None:
    code, report = dial_json("0820001234")
    assert (code, report["status"]) == (2, "settings")
    assert "config set pbx.server" in report["advice"]
    assert not calls_file(home).exists() or statuses(home) == []


def test_with_a_broken_settings_file(pbx: DemoPbx, home: Path) -> None:
    file = home / ".config/desktop-dialer/config.toml"
    file.write_text("[pbx\n")
    code, report = dial_json("0820001234")
    assert (code, report["status"]) == (2, "settings")
    assert str(file) in report["message"]
    assert file.read_text() == "[pbx\n"
    assert not pbx.calls


def at(
    behave: Behaviour, *arguments: Argument, **settings: object
) -> tuple[int, dict[str, Any], FaultyPbx]:
    with FaultyPbx(behave) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port, **settings)
        code, report = dial_json("0820001234", *arguments)
    return code, report, server


def test_unreached(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    configure(pbx_server="127.0.0.1", pbx_port=port)
    code, report = dial_json("0820001234")
    assert (code, report["status"], report["http_status"]) == (6, "unreached", None)
    assert "No phone rang" in report["message"]
    assert report["advice"].endswith("Servers before version 3.3 usually listen on port 80.")
    assert statuses(home) == ["unreached"]
    assert dial("0820001234").code == 6  # no cool-down after a call that never was


def test_refused(home: Path) -> None:
    words = b'{"errors": ["agent 204 is logged out \\ud800"]}'
    code, report, server = at(answer(response("409 Conflict", words)))
    assert (code, report["status"], report["http_status"]) == (7, "refused", 409)
    assert "agent 204 is logged out" in report["message"]
    assert len(server.requests) == 1
    assert statuses(home) == ["refused"]


def test_unknown(home: Path) -> None:
    code, report, server = at(answer(b"nonsense\r\n\r\n"))
    assert (code, report["status"], report["http_status"]) == (8, "unknown", None)
    assert "A phone may be ringing" in report["message"]
    assert "call again" in report["advice"]
    assert len(server.requests) == 1
    assert statuses(home) == ["unknown"]


def test_a_ca_file_that_is_none_is_told_before_anything_is_sent(home: Path) -> None:
    with FaultyPbx(OK) as server:
        configure(pbx_server="127.0.0.1", pbx_port=server.port, pbx_scheme="https")
        configure(pbx_ca_file=str(home / "none.pem"))
        code, report = dial_json("0820001234")
        assert (code, report["status"]) == (2, "settings")
        assert "pbx.ca_file" in report["message"]
        assert server.connections == 0
    assert statuses(home) == ["unreached"]


@pytest.mark.parametrize(
    ("version", "field"), [("2.9", "call_ref"), ("3.0", "contact_ref"), ("4", "contact_ref")]
)
def test_the_version_names_the_reference(version: str, field: str) -> None:
    code, _, server = at(OK, "--ref", "r7", pbx_version=version)
    assert code == 0
    [request] = server.requests
    assert json.loads(request.partition(b"\r\n\r\n")[2]) == {
        "agent": "204",
        "callee": "0820001234",
        field: "r7",
    }


@pytest.mark.parametrize("form", ["national", "27", "00"])
def test_the_callee_form_by_setting(pbx: DemoPbx, form: str) -> None:
    configure(call_callee_form=form)
    assert dial("0820001234").code == 0
    starts = {"national": "0", "27": "27", "00": "0027"}
    assert pbx.calls[0].callee == starts[form] + "820001234"


def test_the_cool_down_holds_over_processes(pbx: DemoPbx) -> None:
    assert dial("0820001234").code == 0
    code, report = dial_json("+27 82 000 1234")
    assert (code, report["status"]) == (4, "needs_confirmation")
    assert "The same number was called" in report["message"]
    assert dial("0820001235").code == 0
    assert dial("0820001234", "--yes").code == 0
    assert len(pbx.calls) == 3
    configure(call_cool_down_s=0)
    assert dial("0820001234").code == 0
