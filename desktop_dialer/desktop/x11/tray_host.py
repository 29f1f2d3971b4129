"""The owner of the system tray selection: the XEmbed tray host of this X screen.

System Tray Protocol 0.3: the owner of _NET_SYSTEM_TRAY_Sn is screen n's tray host.
"""

from collections.abc import Callable

from .connection import OwnerChange, X11Connection


class X11TrayHost:
    """TrayHost of an X session. See `tray_host.TrayHost`; callbacks come on the X thread."""

    unavailable_reason = ""

    def __init__(self, connection: X11Connection) -> None:
        self._on_changed: Callable[[bool], None] | None = None
        selection = connection.atom(f"_NET_SYSTEM_TRAY_S{connection.screen}")
        connection.on_owner_change(selection, self._changed)
        self._present = connection.has_owner(selection)

    def present(self) -> bool:
        """See TrayHost."""
        return self._present

    def watch(self, on_changed: Callable[[bool], None]) -> None:
        """See TrayHost."""
        self._on_changed = on_changed

    def _changed(self, change: OwnerChange) -> None:
        self._present = change.owned
        if self._on_changed is not None:
            self._on_changed(change.owned)
