"""The kinds of our settings: countries, keys, caller IDs, addresses.

Every reader raises ValueError for a value that is not allowed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..model.call_fields import check_outbound_id
from ..model.countries import is_country
from ..model.errors import SettingsError
from ..numbers.own_numbers import read_outbound_id
from ..translation import tr_later
from .kinds import ListOf, Number, OneOf, Text

Reader = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class CallerId:
    """A caller ID to choose from: `name` for people, `id` as the PBX takes it."""

    name: str
    id: str


def read_country(value: object) -> str:
    """Two letters of ISO 3166-1, such as ZA."""
    if not isinstance(value, str) or not is_country(value):
        raise ValueError(value)
    return value


def read_prefix(value: object) -> str:
    """The start of an E.164 number, such as +2786."""
    if not isinstance(value, str) or not re.fullmatch(r"\+[1-9][0-9]{0,14}", value):
        raise ValueError(value)
    return value


def read_caller_id(value: object, read: Reader = check_outbound_id) -> str:
    """A caller ID as the PBX takes it; `read` may accept more ways to write one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(value)
    try:
        return read(str(value), 4)  # what the PBX's version allows: see rules
    except SettingsError as error:
        raise ValueError(value) from error


def read_named_caller_id(value: object, read: Reader = check_outbound_id) -> CallerId:
    """A table of `name` and `id`."""
    match value:
        case CallerId():
            return value
        case {"name": str(name), "id": str(outbound_id), **more} if name.strip() and not more:
            caller_id = read_caller_id(outbound_id, read)
            if caller_id:
                return CallerId(name.strip(), caller_id)
    raise ValueError(value)


def read_ice_server(value: object) -> str:
    """A STUN or TURN address (RFC 7064, RFC 7065), without a password, which is not a setting."""
    pattern = r"(stuns?|turns?):[A-Za-z0-9_.:\[\]-]+(\?transport=(udp|tcp))?"
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ValueError(value)
    return value


_SECONDS = tr_later("a number of seconds from {least} to {most}")
TIME_LIMIT = Number(0.1, 60, _SECONDS)
OFFER_TIME = Number(1, 3600, _SECONDS)
ASK_TIME = Number(0, 3600, _SECONDS)
DAYS = Number(0, 3650, tr_later("a whole number of days from {least} to {most}"), whole=True)
KIB = Number(1, 1024, tr_later("a whole number of KiB from {least} to {most}"), whole=True)
COUNTRY = OneOf(read_country, tr_later("a two-letter country code such as ZA"))
COUNTRIES = ListOf(read_country, tr_later('a list of two-letter country codes: ["ZA", "NA"]'))
PREFIXES = ListOf(read_prefix, tr_later('a list such as ["+2786", "+4470"]'))
CALLER_ID = OneOf(
    read_caller_id,
    tr_later('a caller ID such as "27820001234", "0820001234" or "random"; "" for none'),
    partial(read_caller_id, read=read_outbound_id),
)
CALLER_IDS = ListOf(
    read_named_caller_id,
    tr_later('a list such as [{name = "Sales", id = "27820001234"}]'),
    partial(read_named_caller_id, read=read_outbound_id),
)
# A name in ASCII (RFC 3490 has a form for every other), an IPv4 or an IPv6 address.
HOST = Text(
    r"[A-Za-z0-9_.-]{0,253}|(?=(.*:){2})[0-9A-Fa-f:.]{2,45}",
    tr_later("a host name or address, without http:// and without the port"),
)
VERSION = Text(r"[0-9]{1,2}(\.[0-9]{1,3}){0,2}", tr_later('a version such as "3.0"'))
PEM_FILE = Text(r"[^\0]*", tr_later("the path of a PEM file"))
# A settings file must not hold a password, so a proxy with one is not supported.
PROXY = Text(
    r"|https?://[^\s/@]+/?",
    tr_later("a proxy such as http://proxy.example:3128, without a password"),
)
INTERNAL_DIGITS = Text(r"|3|4|3-4", tr_later('3, 4 or 3-4; "" for none'))
HOTKEY = Text(
    r"|((Ctrl|Alt|Shift|Meta)\+)+([A-Z0-9]|F[1-9][0-9]?)|F[1-9][0-9]?",
    tr_later('a key such as "Ctrl+Alt+B" or "F9"; "" for none'),
)
WEBSOCKET = Text(
    r"|wss?://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9_./~-]*)?",
    tr_later('an address such as "wss://pbx.example.com:8089/ws"; "" for the usual one'),
)
HEADER_PREFIX = Text(
    r"|[A-Za-z][A-Za-z0-9-]{0,38}[A-Za-z0-9]",
    tr_later('a prefix such as "X-Platforma"; "" for the usual one of the version'),
)
ICE_SERVERS = ListOf(read_ice_server, tr_later('a list such as ["stun:stun.example.com:3478"]'))
FINGERPRINT = Text(
    r"|[0-9a-f]{64}", tr_later('a SHA-256 fingerprint, 64 digits 0-9 and a-f; "" for none')
)
DEVICE = Text(
    r"[^\0\n]{0,200}",
    tr_later('the name of a device as "Line and sound" lists it; "" for the system’s choice'),
)
LANGUAGE = Text(r"|en|af", tr_later('en or af; "" for the language of the desktop'))
