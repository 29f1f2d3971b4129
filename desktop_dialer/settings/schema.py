"""Settings: one frozen dataclass, which is the one table of keys, limits, defaults and help."""

from dataclasses import dataclass, field
from typing import Any

from ..model.call_fields import CalleeForm
from ..model.internal_calls import InternalCalls, internal_calls
from ..model.policy import PolicyRules
from ..translation import tr_later
from . import values
from .kinds import Choice, Flag, Kind, Number
from .values import CallerId


def _key(key: str, default: Any, kind: Kind, text: str, *, strict_for_user: bool = False) -> Any:
    """One row of the table. `strict_for_user`: false counts only in the system-wide file."""
    metadata = {"key": key, "kind": kind, "help": text, "strict_for_user": strict_for_user}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """All settings; every default is a value to run on.

    Seconds for every `_s`. "" means "not set".
    """

    pbx_server: str = _key(
        "pbx.server",
        "",
        values.HOST,
        tr_later("The server of the PBX."),
    )
    pbx_port: int = _key(
        "pbx.port",
        8300,
        Number(1, 65535, whole=True),
        tr_later(
            "The port of the Click2Dial interface. Servers before version 3.3 usually listen on "
            "port 80; from 4.0 the port is in the configuration that the site was given."
        ),
    )
    pbx_scheme: str = _key(
        "pbx.scheme",
        "http",
        Choice(("http", "https")),
        tr_later("Whether the connection is encrypted. Certificates are always checked."),
    )
    pbx_version: str = _key(
        "pbx.version",
        "3.0",
        values.VERSION,
        tr_later("The version of the PBX. What it accepts depends on it."),
    )
    pbx_connect_timeout_s: float = _key(
        "pbx.connect_timeout_s", 3.0, values.TIME_LIMIT, tr_later("How long connecting may take.")
    )
    pbx_answer_timeout_s: float = _key(
        "pbx.answer_timeout_s",
        10.0,
        values.TIME_LIMIT,
        tr_later("How long the PBX may take to answer a request."),
    )
    pbx_answer_limit_kib: int = _key(
        "pbx.answer_limit_kib",
        64,
        values.KIB,
        tr_later("How much of an answer is read."),
    )
    pbx_ca_file: str = _key(
        "pbx.ca_file",
        "",
        values.PEM_FILE,
        tr_later("Certificates to trust in addition to those of the system."),
    )
    pbx_proxy: str = _key(
        "pbx.proxy",
        "",
        values.PROXY,
        tr_later("The proxy to the PBX. Proxies in the environment are not used."),
    )

    call_line: str = _key(
        "call.line",
        "desk_phone",
        Choice(("desk_phone", "webrtc")),
        tr_later("How you talk: on your desk phone, or with the built-in softphone (webrtc)."),
    )
    call_outbound_id: str = _key(
        "call.outbound_id",
        "",
        values.CALLER_ID,
        tr_later("The caller ID that the callee sees."),
    )
    call_caller_ids: tuple[CallerId, ...] = _key(
        "call.caller_ids",
        (),
        values.CALLER_IDS,
        tr_later("Caller IDs to choose from in the menu and the dial window."),
    )
    call_callee_form: str = _key(
        "call.callee_form",
        "national",
        Choice(tuple(form.value for form in CalleeForm)),
        tr_later("How a South African number is sent: as 082…, 2782… or 002782…."),
    )
    call_internal_digits: str = _key(
        "call.internal_digits",
        "",
        values.INTERNAL_DIGITS,
        tr_later(
            "How many digits an extension has that may be called when it is typed. Needs version "
            "4.0 with the desk phone, 3.0 with the softphone."
        ),
    )
    call_region: str = _key(
        "call.region",
        "ZA",
        values.COUNTRY,
        tr_later("The country of numbers that are written without a country code."),
    )
    call_cool_down_s: float = _key(
        "call.cool_down_s",
        10.0,
        values.ASK_TIME,
        tr_later("How long you are asked before the same number is called again; 0 = never."),
    )
    call_unknown_s: float = _key(
        "call.unknown_s",
        300.0,
        values.ASK_TIME,
        tr_later(
            "How long you are asked before a number is called again whose last call has an "
            "unknown outcome; 0 = never."
        ),
    )

    policy_home_countries: tuple[str, ...] = _key(
        "policy.home_countries",
        ("ZA",),
        values.COUNTRIES,
        tr_later("Countries that are called without a question."),
    )
    policy_only_countries: tuple[str, ...] = _key(
        "policy.only_countries",
        (),
        values.COUNTRIES,
        tr_later("If this is not empty, no other country is ever called."),
    )
    policy_confirm_foreign: bool = _key(
        "policy.confirm_foreign", True, Flag(), tr_later("Ask before calling other countries.")
    )
    policy_confirm_premium: bool = _key(
        "policy.confirm_premium", True, Flag(), tr_later("Ask before calling premium-rate numbers.")
    )
    policy_confirm_links: bool = _key(
        "policy.confirm_links",
        True,
        Flag(),
        tr_later(
            "Ask before calling a number from a link. Only an administrator can switch it off."
        ),
        strict_for_user=True,
    )
    policy_blocked_prefixes: tuple[str, ...] = _key(
        "policy.blocked_prefixes",
        (),
        values.PREFIXES,
        tr_later("Numbers that start with one of these are never called."),
    )

    tray_click: str = _key(
        "tray.click",
        "call",
        Choice(("call", "open")),
        tr_later(
            "What a click on the icon does when it offers a number: call, or open the prompt."
        ),
    )
    clipboard_watch: bool = _key(
        "clipboard.watch", True, Flag(), tr_later("Look for phone numbers in copied text.")
    )
    clipboard_offer_s: float = _key(
        "clipboard.offer_s",
        60.0,
        values.OFFER_TIME,
        tr_later("How long a copied number is offered."),
    )
    offer_style: str = _key(
        "offer.style",
        "prompt",
        Choice(("prompt", "notification", "both", "quiet")),
        tr_later("How a number is offered; quiet = by the icon alone."),
    )
    hotkey_call: str = _key(
        "hotkey.call",
        "Ctrl+Alt+B",
        values.HOTKEY,
        tr_later("Calls the number that was selected or copied last."),
    )
    hotkey_answer: str = _key(
        "hotkey.answer",
        "Ctrl+Alt+P",
        values.HOTKEY,
        tr_later("Answers an incoming softphone call; in use only while one rings."),
    )
    hotkey_hang_up: str = _key(
        "hotkey.hang_up",
        "Ctrl+Alt+H",
        values.HOTKEY,
        tr_later("Hangs up the softphone call, or declines the one that rings."),
    )
    hotkey_mute: str = _key(
        "hotkey.mute",
        "Ctrl+Alt+M",
        values.HOTKEY,
        tr_later("Mutes the microphone in a softphone call, or unmutes it."),
    )

    webrtc_url: str = _key(
        "webrtc.url",
        "",
        values.WEBSOCKET,
        tr_later(
            "Where the softphone registers. By default port 8088 of the PBX without encryption "
            "(ws), or port 8089 with it (wss) if pbx.scheme is https."
        ),
    )
    webrtc_header_prefix: str = _key(
        "webrtc.header_prefix",
        "",
        values.HEADER_PREFIX,
        tr_later("The prefix of the SIP headers that carry caller ID and reference."),
    )
    webrtc_ice_servers: tuple[str, ...] = _key(
        "webrtc.ice_servers",
        (),
        values.ICE_SERVERS,
        tr_later(
            "STUN and TURN servers for audio through firewalls. A TURN server gets your extension "
            "and password."
        ),
    )
    webrtc_certificate: str = _key(
        "webrtc.certificate",
        "",
        values.FINGERPRINT,
        tr_later("The one certificate that is accepted although no authority has signed it."),
    )
    webrtc_microphone: str = _key(
        "webrtc.microphone", "", values.DEVICE, tr_later("Your microphone.")
    )
    webrtc_speaker: str = _key(
        "webrtc.speaker", "", values.DEVICE, tr_later("Where you hear the remote party.")
    )
    webrtc_ring_device: str = _key(
        "webrtc.ring_device", "", values.DEVICE, tr_later("Where incoming calls ring.")
    )
    webrtc_do_not_disturb: bool = _key(
        "webrtc.do_not_disturb", False, Flag(), tr_later("Decline incoming calls as busy.")
    )

    ui_language: str = _key(
        "ui.language",
        "",
        values.LANGUAGE,
        tr_later("The language of the program."),
    )
    log_keep_days: int = _key(
        "log.keep_days",
        30,
        values.DAYS,
        tr_later("How long calls stay in the call log; 0 = no call is kept."),
    )

    def policy_rules(self) -> PolicyRules:
        """The part that the policy depends on."""
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
        """Which extensions of the PBX may be called when they are typed."""
        return internal_calls(self.call_internal_digits, self.call_line, self.version_parts())

    def version_parts(self) -> tuple[int, ...]:
        """`pbx.version` as numbers: "3.0" → (3, 0)."""
        return tuple(int(part) for part in self.pbx_version.split("."))
