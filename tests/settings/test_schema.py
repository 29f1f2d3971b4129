"""The table of settings: every key, its limits, and the words for what is not allowed."""

import re
from typing import Any

import pytest

from desktop_dialer.model.call_fields import CalleeForm
from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.table import KEYS, field_of, kind_of, strict_for_user, value_of
from desktop_dialer.settings.values import CallerId

DEFAULTS: dict[str, Any] = {
    "pbx.server": "",
    "pbx.port": 8300,
    "pbx.scheme": "http",
    "pbx.version": "3.0",
    "pbx.connect_timeout_s": 3.0,
    "pbx.answer_timeout_s": 10.0,
    "pbx.answer_limit_kib": 64,
    "pbx.ca_file": "",
    "pbx.proxy": "",
    "call.outbound_id": "",
    "call.caller_ids": (),
    "call.callee_form": "national",
    "call.internal_digits": "",
    "call.region": "ZA",
    "call.cool_down_s": 10.0,
    "call.unknown_s": 300.0,
    "policy.home_countries": ("ZA",),
    "policy.only_countries": (),
    "policy.confirm_foreign": True,
    "policy.confirm_premium": True,
    "policy.confirm_links": True,
    "policy.blocked_prefixes": (),
}


@pytest.mark.parametrize("key", DEFAULTS)
def test_the_keys_others_script_against(key: str) -> None:
    assert value_of(Settings(), key) == DEFAULTS[key]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_a_prefix_a_rule_in_words_and_an_allowed_default(key: str) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", key)
    assert field_of(key) == key.replace(".", "_")
    assert kind_of(key).allowed
    default = value_of(Settings(), key)
    assert kind_of(key).check(list(default) if isinstance(default, tuple) else default) == default


def test_only_links_are_strict_for_the_user() -> None:
    assert [key for key in KEYS if strict_for_user(key)] == ["policy.confirm_links"]


ALLOWED: list[tuple[str, Any]] = [
    *(("pbx.server", name) for name in ("", "pbx", "pbx.example.com", "10.0.0.5", "a_b-c.d")),
    *(("pbx.server", address) for address in ("::1", "fe80::1", "2001:db8::8:800:200c:417a")),
    *(("pbx.port", port) for port in (1, 80, 65535)),
    *(("pbx.scheme", scheme) for scheme in ("http", "https")),
    *(("pbx.version", version) for version in ("2", "3.0", "3.0.0", "4.12.3")),
    *(("pbx.connect_timeout_s", seconds) for seconds in (0.1, 3, 60)),
    *(("pbx.answer_timeout_s", seconds) for seconds in (0.1, 10.5, 60)),
    *(("pbx.answer_limit_kib", size) for size in (1, 1024)),
    ("pbx.ca_file", "/etc/ssl/our ca.pem"),
    *(("pbx.proxy", proxy) for proxy in ("", "http://proxy:3128", "https://proxy.example:8/")),
    *(("call.outbound_id", number) for number in ("", "random", "0215550000", "27215550000")),
    ("call.outbound_id", "tvc_winter"),
    *(("call.callee_form", form.value) for form in CalleeForm),
    *(("call.region", region) for region in ("ZA", "NA", "GB")),
    *((f"call.{key}", s) for key in ("cool_down_s", "unknown_s") for s in (0, 0.5, 3600)),
    *(("policy.home_countries", list(codes)) for codes in ((), ("ZA",), ("ZA", "NA"))),
    ("policy.only_countries", ["LS", "SZ"]),
    *(("policy.confirm_links", value) for value in (True, False)),
    ("policy.blocked_prefixes", ["+2786", "+1", "+123456789012345"]),
    *(("hotkey.call", key) for key in ("", "F9", "F12", "Ctrl+Alt+B", "Meta+Shift+1")),
    *(("log.keep_days", days) for days in (0, 3650)),
]

REFUSED: list[tuple[str, Any]] = [
    *(("pbx.server", name) for name in ("http://pbx", "pbx/x", "a b", "pbx:8300", "a@b", True)),
    *(("pbx.server", name) for name in ("x" * 254, "bücher.example", "[::1]", "a\nb", ["a"], 1.5j)),
    *(("pbx.port", port) for port in (0, -1, 65536, 8300.0, "8300", True, None)),
    *(("pbx.scheme", scheme) for scheme in ("ftp", "HTTP", "", True)),
    *(("pbx.version", version) for version in ("", "three", "3.", "3.0.0.0", "-3", "٣", True)),
    *(("pbx.connect_timeout_s", seconds) for seconds in (0, 60.1, "3", True, float("nan"))),
    *(("pbx.answer_timeout_s", seconds) for seconds in (float("inf"), -1, [3])),
    *(("pbx.answer_limit_kib", size) for size in (0, 1025, 1.0)),
    *(("pbx.ca_file", path) for path in ("a\0b", "caf\udce9.pem")),
    *(("pbx.proxy", proxy) for proxy in ("proxy:3128", "ftp://p", "http://me:secret@p", "http://")),
    *(("call.outbound_id", number) for number in ("+27215550000", "0027215550000", "x", "021")),
    *(("call.callee_form", form) for form in ("0027", "National", "", 28, True)),
    *(("call.region", region) for region in ("za", "XX", "", "ZAF", "001", 27)),
    *((f"call.{key}", s) for key in ("cool_down_s", "unknown_s") for s in (-1, 3600.1, "10")),
    *(("policy.home_countries", value) for value in ("ZA", ["za"], ["XX"], [1], [["ZA"]])),
    *(("policy.confirm_links", value) for value in ("true", 1, 0, None)),
    *(("policy.blocked_prefixes", value) for value in (["2786"], ["+0"], ["+"], "+27", ["+٢"])),
    *(("hotkey.call", key) for key in ("B", "Ctrl+", "Ctrl+b", "F0", "Strg+B")),
    *(("log.keep_days", days) for days in (-1, 3651, 1.5)),
]


@pytest.mark.parametrize(("key", "value"), ALLOWED, ids=str)
def test_allowed(key: str, value: object) -> None:
    expected = tuple(value) if isinstance(value, list) else value
    assert kind_of(key).check(value) == expected


@pytest.mark.parametrize(("key", "value"), REFUSED, ids=ascii)
def test_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are the store's
        kind_of(key).check(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"name": "Sales", "id": "27215550000"}], (CallerId("Sales", "27215550000"),)),
        ([{"name": " Any ", "id": "random"}], (CallerId("Any", "random"),)),
        ([{"name": "W", "id": "tvc_winter"}], (CallerId("W", "tvc_winter"),)),
        ([], ()),
    ],
)
def test_caller_ids(value: object, expected: tuple[CallerId, ...]) -> None:
    assert kind_of("call.caller_ids").check(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("Sales", ["27215550000"], [{"name": "Sales"}], [{"name": "", "id": "random"}]),
        *([{"name": "S", "id": "12"}], [{"name": "S", "id": " "}], [{"name": "S", "id": 5}]),
        [{"name": "S", "id": "random", "colour": "red"}],
    ],
)
def test_no_caller_ids(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are the store's
        kind_of("call.caller_ids").check(value)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("pbx.port", "8301", 8301),
        ("pbx.connect_timeout_s", "2.5", 2.5),
        ("policy.confirm_foreign", "FALSE", False),
        ("policy.home_countries", "ZA,NA", ("ZA", "NA")),
        ("policy.home_countries", ' ["ZA", "NA"] ', ("ZA", "NA")),
        ("policy.home_countries", "", ()),
        ("policy.blocked_prefixes", "+2786", ("+2786",)),
        ("call.caller_ids", '[{name = "S", id = "random"}]', (CallerId("S", "random"),)),
        ("call.callee_form", " 00 ", "00"),
        ("call.region", " NA ", "NA"),
        ("pbx.version", "3.10", "3.10"),
    ],
)
def test_typed_at_a_terminal(key: str, typed: str, value: object) -> None:
    assert kind_of(key).read(typed) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        *(("pbx.port", text) for text in ("", "x", "8300.0", "1e3", "9" * 5000)),
        *(("pbx.connect_timeout_s", text) for text in ("", "nan", "inf", "three")),
        *(("policy.confirm_links", text) for text in ("", "yes", "1", "falsch")),
        *(("policy.home_countries", text) for text in ("[", '["ZA"', "[1]", "South Africa")),
        *(("call.caller_ids", text) for text in ("Sales", "[" * 2000)),
    ],
)
def test_typed_wrong(key: str, typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are the store's
        kind_of(key).read(typed)


def test_the_policys_rules_are_those_of_the_settings() -> None:
    rules = Settings(
        policy_home_countries=("NA",),
        policy_confirm_foreign=False,
        policy_blocked_prefixes=("+1",),
        call_callee_form="00",
        call_cool_down_s=7,
        call_unknown_s=70,
    ).policy_rules()
    assert rules.home_countries == ("NA",)
    assert (rules.confirm_foreign, rules.confirm_premium, rules.confirm_links) == (
        False,
        True,
        True,
    )
    assert (rules.blocked_prefixes, rules.callee_form) == (("+1",), "00")
    assert (rules.cool_down_s, rules.unknown_s) == (7, 70)


def test_the_version_in_parts() -> None:
    assert Settings().version_parts() == (3, 0)
    assert Settings(pbx_version="2.10.1").version_parts() < (3,)
