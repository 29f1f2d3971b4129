"""What talking in the program needs beyond the program itself, looked for without loading it."""

import importlib.util

from ...model.errors import SettingsError
from ...pbx.softphone.engine_presence import adding_command, engine_missing
from ...resources import phone_page


def check_parts() -> None:
    """Raises SettingsError with all that is missing at once, and the one command that adds it."""
    missing = [words for words in (engine_missing(), _pbx_missing()) if words]
    if missing:
        command = adding_command(demo=True)
        advice = f"Add it, then start the demo again: {command}" if command else ""
        raise SettingsError(" ".join(missing), advice)
    try:
        phone_page()
    except FileNotFoundError as error:
        raise SettingsError(str(error)) from error


def _pbx_missing() -> str:
    names = [name for name in ("aiortc", "websockets") if importlib.util.find_spec(name) is None]
    return f"The demo PBX needs {' and '.join(names)} for such calls." if names else ""
