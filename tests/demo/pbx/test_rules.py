"""Every documented rule of a call request, kept and broken, over real HTTP."""

import json
from collections.abc import Iterator
from functools import cache

import httpx
import pytest

from desktop_dialer.demo.pbx.server import PATH, DemoPbx

GOOD = {"agent": "204", "callee": "0820001234"}
CALLEES = ("0820001234", "0110001234", "27820001234", "0027820001234", "0044207946012345")
NO_CALLEES = (
    "",
    "082000123",
    "08200012345",
    "0020001234",
    "2782000123",
    "278200012345",
    "27020001234",
    "26820001234",
    "820001234",
    "+27820001234",
    "082 000 1234",
    "082000123a",
    "004722123456",
    "00442079460123456",
    "0001015009087",
    "٠٨٢٠٠٠١٢٣٤",
    "082000123²",
    "0820001234\n",
    "204",
)
VERSIONS = pytest.mark.parametrize("pbx", [2, 3, 4], indirect=True)


@pytest.fixture
def pbx(request: pytest.FixtureRequest) -> Iterator[DemoPbx]:
    version: int = getattr(request, "param", 3)
    with DemoPbx(version=version, port=0, say=[""].append, pace=60) as pbx:
        yield pbx


@cache
def client() -> httpx.Client:
    """One for all: to make one takes longer than all else here."""
    return httpx.Client(trust_env=False)


def post(pbx: DemoPbx, content: object, kind: str = "application/json", query: str = "") -> str:
    """Send once; "" when the call was accepted, else all errors as one text."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    before = len(pbx.calls)
    headers = {"Content-Type": kind} if kind else {}
    answer = client().post(f"{pbx.url}{PATH}{query}", content=raw, headers=headers)
    assert answer.headers["Content-Type"] == "application/json"
    if answer.status_code == 201:
        assert len(pbx.calls) == before + 1
        assert answer.json()["call"] == pbx.calls[-1].id
        return ""
    assert answer.status_code == 400
    assert len(pbx.calls) == before
    assert list(answer.json()) == ["errors"]
    errors: list[str] = answer.json()["errors"]
    assert errors
    assert all(error.endswith(".") for error in errors)
    return "\n".join(errors)


@VERSIONS
@pytest.mark.parametrize("callee", CALLEES)
def test_takes_every_form_of_a_callee(pbx: DemoPbx, callee: str) -> None:
    assert post(pbx, {**GOOD, "callee": callee}) == ""
    assert pbx.calls[-1].callee == callee


@VERSIONS
@pytest.mark.parametrize("callee", NO_CALLEES)
def test_refuses_what_fits_no_form_of_a_callee(pbx: DemoPbx, callee: str) -> None:
    assert post(pbx, {**GOOD, "callee": callee}).startswith("callee must be 10 digits starting")


@VERSIONS
@pytest.mark.parametrize("agent", ["204", "1001", "000", *CALLEES])
def test_takes_extensions_and_numbers_as_agent(pbx: DemoPbx, agent: str) -> None:
    assert post(pbx, {**GOOD, "agent": agent}) == ""
    assert pbx.calls[-1].agent == agent


@VERSIONS
@pytest.mark.parametrize(
    "agent",
    ["20", "20400", "2o4", "٢٠٤", "-204", " 204", *(one for one in NO_CALLEES if one != "204")],
)
def test_refuses_other_agents(pbx: DemoPbx, agent: str) -> None:
    assert post(pbx, {**GOOD, "agent": agent}).startswith("agent must be an extension of 3 or 4")


@VERSIONS
@pytest.mark.parametrize("caller_id", ["random", "0820001234", "27820001234"])
def test_takes_caller_ids(pbx: DemoPbx, caller_id: str) -> None:
    assert post(pbx, {**GOOD, "outbound_id": caller_id}) == ""
    assert pbx.calls[-1].outbound_id == caller_id


@VERSIONS
@pytest.mark.parametrize(
    "caller_id", ["", "Random", "204", "0027820001234", "27020001234", "082000123", "tvc_", "tvc_ "]
)
def test_refuses_other_caller_ids(pbx: DemoPbx, caller_id: str) -> None:
    assert post(pbx, {**GOOD, "outbound_id": caller_id}).startswith("outbound_id must be random")


@VERSIONS
def test_campaigns_are_caller_ids_from_version_4_on(
    pbx: DemoPbx, request: pytest.FixtureRequest
) -> None:
    version = request.node.callspec.params["pbx"]
    answer = post(pbx, {**GOOD, "outbound_id": "tvc_spring"})
    assert (answer == "") == (version == 4)
    assert "tvc_\n" not in post(pbx, {**GOOD, "outbound_id": "tvc_a\nb"})
    assert len(pbx.calls) == (1 if version == 4 else 0)


@pytest.mark.parametrize(
    ("pbx", "right", "wrong"),
    [
        (2, "call_ref", "contact_ref"),
        (3, "contact_ref", "call_ref"),
        (4, "contact_ref", "call_ref"),
    ],
    indirect=["pbx"],
)
def test_the_reference_has_the_name_of_its_version(pbx: DemoPbx, right: str, wrong: str) -> None:
    assert post(pbx, {**GOOD, right: "Az09.-_~"}) == ""
    assert pbx.calls[-1].reference == "Az09.-_~"
    assert f"send {right}" in post(pbx, {**GOOD, wrong: "abc"})
    assert f"send {right}" in post(pbx, {**GOOD, right: "abc", wrong: "abc"})


@pytest.mark.parametrize("length", [1, 229, 230, 231, 5000])
def test_a_reference_is_cut_to_230_characters(pbx: DemoPbx, length: int) -> None:
    assert post(pbx, {**GOOD, "contact_ref": "r" * length}) == ""
    assert pbx.calls[-1].reference == "r" * min(length, 230)


@pytest.mark.parametrize(
    "reference", ["", "a:b", "a b", "a/b", "é", "a\n", "x" * 230 + ":", "<b>", "ａ"]
)
def test_a_reference_has_no_other_characters(pbx: DemoPbx, reference: str) -> None:
    assert "contact_ref must be made of" in post(pbx, {**GOOD, "contact_ref": reference})


def test_a_missing_reference_is_made_up_anew_each_time(pbx: DemoPbx) -> None:
    assert post(pbx, GOOD) == post(pbx, GOOD) == ""
    first, second = (call.reference for call in pbx.calls)
    assert first
    assert first != second


def test_a_missing_caller_id_is_none(pbx: DemoPbx) -> None:
    assert post(pbx, GOOD) == ""
    assert pbx.calls[0].outbound_id == ""


@VERSIONS
@pytest.mark.parametrize("name", ["agent", "callee", "outbound_id"])
@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (820001234, "a number"),
        (1.5, "a number"),
        (None, "null"),
        (True, "true or false"),
        (["0820001234"], "a list"),
        ({}, "an object"),
    ],
)
def test_values_are_strings(pbx: DemoPbx, name: str, value: object, kind: str) -> None:
    assert post(pbx, {**GOOD, name: value}) == f"{name} must be a JSON string, not {kind}."


def test_the_reference_is_a_string_too(pbx: DemoPbx) -> None:
    assert (
        post(pbx, {**GOOD, "contact_ref": 7}) == "contact_ref must be a JSON string, not a number."
    )


def test_every_broken_rule_is_listed(pbx: DemoPbx) -> None:
    errors = post(pbx, {"agent": "2", "outbound_id": "x", "call_ref": 1, "a": 1}, "text/plain", "?")
    wanted = ("query", "Content-Type", "callee is missing", "agent must", "outbound_id must")
    assert [word for word in (*wanted, "call_ref is not", "'a'") if word not in errors] == []
    assert len(errors.splitlines()) == 7


def test_nothing_at_all_misses_both_fields(pbx: DemoPbx) -> None:
    assert post(pbx, {}) == "agent is missing.\ncallee is missing."


def test_many_unknown_fields_do_not_make_a_long_answer(pbx: DemoPbx) -> None:
    errors = post(pbx, {**GOOD, **{f"{number}{'x' * 500}": 1 for number in range(90)}})
    assert "85 more" in errors
    assert len(errors) < 1000


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"agent=204", "not JSON"),
        (b'{"agent": NaN}', "NaN is no JSON value"),
        (b"{'agent': '204'}", "not JSON"),
        (b"[" * 60000, "nested too deeply"),
        (b"9" * 6000, "not JSON"),
        (b'\xff{"agent": "204"}', "not UTF-8"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b"[]", "one JSON object"),
        (b'"204"', "one JSON object"),
        (b"null", "one JSON object"),
        (b'{"agent": "204", "callee": "0820001234", "agent": "205"}', "more than once: 'agent'"),
        (b'{"agent": "\\ud800", "callee": "0820001234"}', "agent must be"),
    ],
)
def test_the_body_is_one_json_object(pbx: DemoPbx, body: bytes, words: str) -> None:
    assert words in post(pbx, body)


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'],
)
def test_takes_json_by_its_content_type(pbx: DemoPbx, kind: str) -> None:
    assert post(pbx, GOOD, kind) == ""


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/json;charset=latin1"],
)
def test_refuses_other_content_types(pbx: DemoPbx, kind: str) -> None:
    assert post(pbx, GOOD, kind) == "The Content-Type must be application/json, in UTF-8."


@pytest.mark.parametrize("query", ["?", "?agent=204"])
def test_refuses_a_query(pbx: DemoPbx, query: str) -> None:
    assert "no query" in post(pbx, GOOD, query=query)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", PATH, 405),
        ("PUT", PATH, 405),
        ("DELETE", PATH, 405),
        ("OPTIONS", PATH, 405),
        ("BREW", PATH, 405),
        ("POST", "/", 405),
        ("POST", "/calls.json", 405),
        ("POST", f"{PATH}/", 404),
        ("POST", "/click2dial/call", 404),
        ("POST", "/Click2Dial/calls", 404),
        ("GET", "/favicon.ico", 404),
        ("GET", "/../demo.py", 404),
    ],
)
def test_other_paths_and_methods(pbx: DemoPbx, method: str, path: str, status: int) -> None:
    answer = client().request(method, f"{pbx.url}{path}", json=GOOD)
    assert answer.status_code == status
    assert isinstance(answer.json()["errors"][0], str)
    assert ("Allow" in answer.headers) == (status == 405)
    assert pbx.calls == ()
