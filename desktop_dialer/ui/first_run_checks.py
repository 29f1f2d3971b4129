"""The rules of the first-run fields: typed text → the value to keep, or a fault in words."""

import re

from PySide6.QtCore import QCoreApplication

from ..desktop.settings import kind_of
from ..dialling.call_fields import check_agent, check_outbound_id
from ..dialling.errors import AccountRefused, SettingsError

_GROUPED = re.compile(r"\+?[0-9][0-9 ().-]*")


translate = QCoreApplication.translate  # the name that Qt's lupdate looks for


def checked_server(text: str) -> str:
    """The server's name or address; SettingsError when it is missing or none."""
    if not text.strip():
        raise SettingsError(
            translate("Checks", "The PBX's server is missing."),
            translate("Checks", "Your administrator knows its name."),
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


def checked_extension(text: str) -> str:
    """The extension as the PBX takes it; AccountRefused otherwise."""
    if not text.strip():
        raise AccountRefused(
            translate("Checks", "The extension is missing."),
            translate("Checks", "It is the number of your own phone."),
        )
    return check_agent(_without_grouping(text))


def checked_caller_id(text: str, version: str) -> str:
    """The caller ID as the PBX takes it, "" = none; SettingsError otherwise."""
    major = version.partition(".")[0]
    return check_outbound_id(_without_grouping(text), int(major) if major.isdecimal() else 3)


def caller_id_warning(outbound_id: str) -> str:
    """What may go wrong with an allowed caller ID, "" = nothing."""
    if not outbound_id:
        return translate(
            "FirstRunChecks",
            "Without a caller ID the provider chooses which number the people you call see.",
        )
    if outbound_id.startswith("0"):
        return translate(
            "FirstRunChecks", "Providers often reject this form; {better} is recommended."
        ).format(better=f"27{outbound_id[1:]}")
    return ""


def _of_kind(key: str, text: str) -> str | float:
    kind = kind_of(key)
    try:
        value: str | float = kind.read(text.strip())
        return value
    except ValueError as error:
        raise SettingsError(
            translate("Checks", "{text} cannot be used here.").format(text=f"“{text.strip()}”"),
            translate("Checks", "Allowed: {rule}.").format(rule=kind.allowed),
        ) from error


def _without_grouping(text: str) -> str:
    """The bare digits of a number as people write it; other words stay as they are."""
    typed = text.strip()
    return re.sub(r"[^0-9]", "", typed) if _GROUPED.fullmatch(typed) else typed
