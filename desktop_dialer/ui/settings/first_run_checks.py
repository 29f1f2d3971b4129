"""The rules of the first-run fields: typed text → the value to keep, or a fault."""

from ...model.errors import AccountRefused, SettingsError
from ...model.pbx_ports import port_advice
from ...numbers import own_numbers
from ...settings.table import kind_of
from ...translation import tr


def checked_server(text: str) -> str:
    """The server's name or address; SettingsError when it is missing or none."""
    if not text.strip():
        raise SettingsError(
            tr("The PBX's server is missing."),
            tr("Your administrator knows its name."),
        )
    return str(_of_kind("pbx.server", text))


def checked_port(text: str) -> int:
    """The port, 1 to 65535; SettingsError otherwise."""
    return int(_of_kind("pbx.port", text))


def checked_version(text: str) -> str:
    """The PBX's version, such as "3.0"; SettingsError otherwise."""
    return str(_of_kind("pbx.version", text))


def checked_hotkey(text: str) -> str:
    """The key in Qt's portable form, "" = none; SettingsError for one that cannot be grabbed."""
    return str(_of_kind("hotkey.call", text))


def checked_extension(text: str, line: str) -> str:
    """The extension as the PBX takes it on `line` (of `call.line`); AccountRefused otherwise."""
    if not text.strip():
        raise AccountRefused(
            tr("The extension is missing."),
            tr("It is the number of your own phone."),
        )
    return own_numbers.check_agent_on_line(own_numbers.read_agent(text), line)


def checked_caller_id(text: str) -> str:
    """The caller ID as the newest PBX takes it, "" = none; SettingsError otherwise.

    What the version at hand allows is a rule between settings (`setting_rules`).
    """
    return own_numbers.read_outbound_id(text, 4)


def caller_id_warning(outbound_id: str) -> str:
    """What may go wrong with an allowed caller ID, "" = nothing."""
    if not outbound_id:
        return tr(
            "Without a caller ID, the provider chooses the number that callees see.",
        )
    return own_numbers.caller_id_warning(outbound_id)


def port_note(version: str, port: str) -> str:
    """What to know about the port of this version, "" = nothing; both as typed."""
    try:
        parts = tuple(int(part) for part in checked_version(version).split("."))
        return port_advice(parts, checked_port(port))
    except SettingsError:
        return ""  # shown at its own field


def _of_kind(key: str, text: str) -> str | float:
    kind = kind_of(key)
    try:
        value: str | float = kind.read(text.strip())
        return value
    except ValueError as error:
        raise SettingsError(
            tr("{text} cannot be used here.").format(text=f"“{text.strip()}”"),
            tr("Allowed: {rule}.").format(rule=kind.allowed),
        ) from error
