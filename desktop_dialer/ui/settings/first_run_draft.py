"""What a person has put into the first-run window, before it is a setting or a secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from ...settings.schema import Settings

EXTENSION = "account.extension"
PASSWORD = "account.password"  # noqa: S105  # a field's name
"""Names of the two fields that are not settings; all others are named by their setting's key."""

_ATTRIBUTES = {
    "pbx.server": "server",
    "pbx.port": "port",
    "pbx.scheme": "scheme",
    "pbx.version": "version",
    EXTENSION: "extension",
    PASSWORD: "password",
    "call.outbound_id": "outbound_id",
    "hotkey.call": "hotkey",
    "clipboard.watch": "watch_clipboard",
}


@dataclass(frozen=True, slots=True)
class FirstRunDraft:
    """Checked values, in the forms that settings and keyring take. "" = not set."""

    server: str = ""
    port: int = 8300
    scheme: str = "http"
    version: str = "3.0"
    extension: str = ""
    password: str = field(default="", repr=False)
    outbound_id: str = ""
    hotkey: str = "Ctrl+Alt+B"
    watch_clipboard: bool = True

    @classmethod
    def of(cls, settings: Settings, extension: str = "") -> Self:
        """A draft to begin with: what is set already."""
        return cls(
            server=settings.pbx_server,
            port=settings.pbx_port,
            scheme=settings.pbx_scheme,
            version=settings.pbx_version,
            extension=extension,
            outbound_id=settings.call_outbound_id,
            hotkey=settings.hotkey_call,
            watch_clipboard=settings.clipboard_watch,
        )

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """A copy with these values, by the names of their fields."""
        return replace(self, **{_ATTRIBUTES[key]: value for key, value in values.items()})

    def settings(self) -> dict[str, str | int | bool]:
        """The values by setting key; extension and password belong to the keyring."""
        return {
            key: getattr(self, name)
            for key, name in _ATTRIBUTES.items()
            if key not in (EXTENSION, PASSWORD)
        }
