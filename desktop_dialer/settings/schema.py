"""Settings: one frozen dataclass, which is also the one table of keys, limits and defaults."""

import re
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from functools import partial
from typing import Any

from ..model.call_fields import CalleeForm, check_outbound_id
from ..model.countries import is_country
from ..model.errors import SettingsError
from ..model.internal_calls import InternalCalls, internal_calls
from ..model.policy import PolicyRules
from ..numbers.own_numbers import read_outbound_id
from .kinds import Choice, Flag, Kind, ListOf, Number, OneOf, Text


@dataclass(frozen=True, slots=True)
class CallerId:
    """A caller ID to choose from: `name` for people, `id` as the PBX takes it."""

    name: str
    id: str


def _country(value: object) -> str:
    if not isinstance(value, str) or not is_country(value):
        raise ValueError(value)
    return value


def _prefix(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\+[1-9][0-9]{0,14}", value):
        raise ValueError(value)
    return value


def _no_blank(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def _outbound_id(value: object, read: Callable[[str, int], str] = check_outbound_id) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(value)
    try:
        return read(str(value), 4)  # what the PBX's version allows: see setting_rules
    except SettingsError as error:
        raise ValueError(value) from error


def _caller_id(value: object, read: Callable[[str, int], str] = check_outbound_id) -> CallerId:
    match value:
        case CallerId():
            return value
        case {"name": str(name), "id": str(outbound_id), **more} if name.strip() and not more:
            return CallerId(name.strip(), _no_blank(_outbound_id(outbound_id, read)))
        case _:
            raise ValueError(value)


def _ice_server(value: object) -> str:
    # RFC 7064 and RFC 7065, without a secret: a settings file is no place for one.
    pattern = r"(stuns?|turns?):[A-Za-z0-9_.:\[\]-]+(\?transport=(udp|tcp))?"
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ValueError(value)
    return value


_SECONDS = Number(0.1, 60, "seconds")
_COUNTRY = OneOf(_country, "a two-letter country, such as ZA")
_COUNTRIES = ListOf(_country, 'a list of two-letter countries, such as ["ZA", "NA"]')
_HOTKEY = Text(
    r"|((Ctrl|Alt|Shift|Meta)\+)+([A-Z0-9]|F[1-9][0-9]?)|F[1-9][0-9]?",
    'a key like "Ctrl+Alt+B" or "F9"; "" for none',
)
_DEVICE = Text(r"[^\0\n]{0,200}", "the name of a device, as the window of the line lists it")
_OUTBOUND_ID = OneOf(
    _outbound_id,
    'a caller ID like "27820001234", "0820001234" or "random"; "" for none',
    partial(_outbound_id, read=read_outbound_id),
)


def _key(key: str, default: Any, kind: Kind, *, strict_for_user: bool = False) -> Any:
    """One line of the table. `strict_for_user`: false counts only in the system's file."""
    return field(
        default=default,
        metadata={"key": key, "kind": kind, "strict_for_user": strict_for_user},
    )


@dataclass(frozen=True)
class Settings:
    """All settings; every default is a value to run on.

    Seconds for every `_s`. "" stands for "not set".
    """

    pbx_server: str = _key(
        "pbx.server",
        "",
        Text(
            # A name in ASCII (RFC 3490 has a form for every other), an IPv4 or an IPv6 address.
            r"[A-Za-z0-9_.-]{0,253}|(?=(.*:){2})[0-9A-Fa-f:.]{2,45}",
            "the PBX's name or address, without http:// and without the port",
        ),
    )
    pbx_port: int = _key("pbx.port", 8300, Number(1, 65535, whole=True))
    pbx_scheme: str = _key("pbx.scheme", "http", Choice(("http", "https")))
    pbx_version: str = _key(
        "pbx.version", "3.0", Text(r"[0-9]{1,2}(\.[0-9]{1,3}){0,2}", 'a version like "3.0"')
    )
    pbx_connect_timeout_s: float = _key("pbx.connect_timeout_s", 3.0, _SECONDS)
    pbx_answer_timeout_s: float = _key("pbx.answer_timeout_s", 10.0, _SECONDS)
    pbx_answer_limit_kib: int = _key("pbx.answer_limit_kib", 64, Number(1, 1024, "KiB", whole=True))
    pbx_ca_file: str = _key("pbx.ca_file", "", Text(r"[^\0]*", "the path of a PEM file"))
    pbx_proxy: str = _key(
        "pbx.proxy",
        "",
        # A password has no place in a settings file, so a proxy that asks for one is none for us.
        Text(r"|https?://[^\s/@]+/?", "a proxy like http://proxy.example:3128, without a password"),
    )

    call_line: str = _key("call.line", "desk_phone", Choice(("desk_phone", "webrtc")))
    call_outbound_id: str = _key("call.outbound_id", "", _OUTBOUND_ID)
    call_caller_ids: tuple[CallerId, ...] = _key(
        "call.caller_ids",
        (),
        ListOf(
            _caller_id,
            'a list like [{name = "Sales", id = "27820001234"}]',
            partial(_caller_id, read=read_outbound_id),
        ),
    )
    call_callee_form: str = _key(
        "call.callee_form", "national", Choice(tuple(form.value for form in CalleeForm))
    )
    call_internal_digits: str = _key(
        "call.internal_digits", "", Text(r"|3|4|3-4", '3, 4 or 3-4; "" for none')
    )
    call_region: str = _key("call.region", "ZA", _COUNTRY)
    call_cool_down_s: float = _key("call.cool_down_s", 10.0, Number(0, 3600, "seconds"))
    call_unknown_s: float = _key("call.unknown_s", 300.0, Number(0, 3600, "seconds"))

    policy_home_countries: tuple[str, ...] = _key("policy.home_countries", ("ZA",), _COUNTRIES)
    policy_only_countries: tuple[str, ...] = _key("policy.only_countries", (), _COUNTRIES)
    policy_confirm_foreign: bool = _key("policy.confirm_foreign", True, Flag())
    policy_confirm_premium: bool = _key("policy.confirm_premium", True, Flag())
    policy_confirm_links: bool = _key("policy.confirm_links", True, Flag(), strict_for_user=True)
    policy_blocked_prefixes: tuple[str, ...] = _key(
        "policy.blocked_prefixes", (), ListOf(_prefix, 'a list like ["+2786", "+4470"]')
    )

    tray_click: str = _key("tray.click", "call", Choice(("call", "open")))
    clipboard_watch: bool = _key("clipboard.watch", True, Flag())
    clipboard_offer_s: float = _key("clipboard.offer_s", 60.0, Number(1, 3600, "seconds"))
    offer_style: str = _key(
        "offer.style", "prompt", Choice(("prompt", "notification", "both", "quiet"))
    )
    hotkey_call: str = _key("hotkey.call", "Ctrl+Alt+B", _HOTKEY)
    hotkey_answer: str = _key("hotkey.answer", "Ctrl+Alt+P", _HOTKEY)
    hotkey_hang_up: str = _key("hotkey.hang_up", "Ctrl+Alt+H", _HOTKEY)
    hotkey_mute: str = _key("hotkey.mute", "Ctrl+Alt+M", _HOTKEY)

    webrtc_url: str = _key(
        "webrtc.url",
        "",
        Text(
            r"|wss?://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9_./~-]*)?",
            'an address like "wss://pbx.example.com:8089/ws"; "" for port 8088 of the PBX',
        ),
    )
    webrtc_header_prefix: str = _key(
        "webrtc.header_prefix",
        "",
        Text(
            r"|[A-Za-z][A-Za-z0-9-]{0,38}[A-Za-z0-9]",
            'a prefix like "X-Platforma" or "X-Teleforge"; "" for the one of the version',
        ),
    )
    webrtc_ice_servers: tuple[str, ...] = _key(
        "webrtc.ice_servers",
        (),
        ListOf(_ice_server, 'a list like ["stun:stun.example.com:3478"]'),
    )
    webrtc_certificate: str = _key(
        "webrtc.certificate",
        "",
        Text(r"|[0-9a-f]{64}", 'a SHA-256 fingerprint, 64 digits 0-9 and a-f; "" for none'),
    )
    webrtc_microphone: str = _key("webrtc.microphone", "", _DEVICE)
    webrtc_speaker: str = _key("webrtc.speaker", "", _DEVICE)
    webrtc_ring_device: str = _key("webrtc.ring_device", "", _DEVICE)
    webrtc_do_not_disturb: bool = _key("webrtc.do_not_disturb", False, Flag())

    ui_language: str = _key(
        "ui.language", "", Text(r"|en|af", 'en or af; "" for the language of the desktop')
    )
    log_keep_days: int = _key("log.keep_days", 30, Number(0, 3650, "days", whole=True))

    def policy_rules(self) -> PolicyRules:
        """The part that verdicts depend on."""
        return PolicyRules(
            home_countries=self.policy_home_countries,
            only_countries=self.policy_only_countries,
            confirm_foreign=self.policy_confirm_foreign,
            confirm_premium=self.policy_confirm_premium,
            confirm_links=self.policy_confirm_links,
            blocked_prefixes=self.policy_blocked_prefixes,
            callee_form=CalleeForm(self.call_callee_form),
            cool_down_s=self.call_cool_down_s,
            unknown_s=self.call_unknown_s,
            internal=self.internal_calls(),
        )

    def internal_calls(self) -> InternalCalls:
        """Which extensions of the PBX may be called when somebody types them."""
        return internal_calls(self.call_internal_digits, self.call_line, self.version_parts())

    def version_parts(self) -> tuple[int, ...]:
        """`pbx.version` as numbers: "3.0" → (3, 0)."""
        return tuple(int(part) for part in self.pbx_version.split("."))


_TABLE: dict[str, "Field[Any]"] = {entry.metadata["key"]: entry for entry in fields(Settings)}
KEYS = tuple(_TABLE)
"""Every key, in the order of the table."""


def kind_of(key: str) -> Kind:
    """What the setting `key` may be."""
    kind: Kind = _TABLE[key].metadata["kind"]
    return kind


def field_of(key: str) -> str:
    """The attribute of Settings that holds `key`."""
    return _TABLE[key].name


def strict_for_user(key: str) -> bool:
    """Whether false counts only in the system's file."""
    return bool(_TABLE[key].metadata["strict_for_user"])


def value_of(settings: Settings, key: str) -> Any:
    """The value of `key` in `settings`."""
    return getattr(settings, field_of(key))
