"""Write docs/settings.md from the program's own table of settings."""

import json
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

from desktop_dialer.settings.schema import Settings  # noqa: E402
from desktop_dialer.settings.table import KEYS, help_of, kind_of, value_of  # noqa: E402

PAGE = TOP / "docs" / "settings.md"
INTRODUCTION = """# Settings

This page is generated: `make settings-page`. `desktop-dialer config show --help-text` prints the
same.

`desktop-dialer config set KEY VALUE` changes a setting, or edit the file that
`desktop-dialer config path` prints: a table for each word before the dot (`[pbx]`, then
`server = "…"`). A change takes effect at once. A wrong value is reported with what is allowed; a
wrong value of `pbx`, `call`, `policy` or `webrtc` stops calls until it is corrected.

An administrator can set defaults in the system-wide file, and lock keys there with
`locked = ["pbx.server", …]`; see [packaging/linux/README.md](../packaging/linux/README.md).

| key | what it does | default | allowed |
| --- | --- | --- | --- |
"""


def default_of(key: str) -> str:
    """The default as a settings file has it; "none" where nothing is set."""
    value = value_of(Settings(), key)
    if value in ("", ()):
        return "none"
    text = f"{value:g}" if isinstance(value, float) else json.dumps(value)
    return f"`{text}`"


def page() -> str:
    """The whole page."""
    rows = (
        f"| `{key}` | {help_of(key)} | {default_of(key)} | {kind_of(key).allowed} |\n"
        for key in KEYS
    )
    return INTRODUCTION + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
