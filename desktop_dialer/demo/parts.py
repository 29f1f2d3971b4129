"""What talking in the program needs beyond the program itself, looked for without loading it."""

import importlib.util

from ..dialling.errors import SettingsError
from ..pbx.webrtc.engine_presence import engine_missing
from ..resource_files import phone_page


def check_parts() -> None:
    """Raises SettingsError, with the command that adds it, for all that is missing at once.

    Nothing is loaded.
    """
    missing = [words for words in (engine_missing(), _page_missing(), _pbx_missing()) if words]
    if missing:
        raise SettingsError("\n".join(missing))


def _page_missing() -> str:
    try:
        phone_page()
    except FileNotFoundError as error:
        return str(error)
    return ""


def _pbx_missing() -> str:
    names = [name for name in ("aiortc", "websockets") if importlib.util.find_spec(name) is None]
    if not names:
        return ""
    return (
        f"The demo PBX needs {' and '.join(names)} for WebRTC. Add what is missing, then start "
        'the demo again: pip install "desktop-dialer[demo]"'
    )
