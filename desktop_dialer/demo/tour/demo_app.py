"""The app of the demo: the real one, with settings and an account that are thrown away."""

from pathlib import Path

from ...app.context import AppContext
from ...app.startup import StartOptions, run
from ...desktop.accounts.credentials import Account, Credentials
from ...desktop.call_log.call_log import CallLog
from ...desktop.instance.instance import claim
from ...model.errors import SettingsError
from ...settings.store import SettingsStore
from ..pbx.listening import AGENT, PASSWORD


def run_demo_app(folder: Path, pbx_port: int, webrtc_url: str) -> int:
    """Run it until it is asked to quit, with its files in `folder`; its exit code.

    Prints "ready" when it is. Raises SettingsError where an app already runs in this profile.
    """
    instance = claim()
    if instance is None:
        raise SettingsError(
            "An app already runs in this profile.", "Quit it first: desktop-dialer quit"
        )
    start = StartOptions(on_ready=lambda: print("ready", flush=True))
    return run(start, instance, lambda: demo_context(folder, pbx_port, webrtc_url))


def demo_context(folder: Path, pbx_port: int, webrtc_url: str = "") -> AppContext:
    """Settings and call log in `folder`, the account in memory.

    `webrtc_url`: softphone calls go through the demo PBX there; "" = they go to
    the desk phone.

    No system file: its locked keys would lead the demo's calls to the PBX they name.
    """
    from ...desktop.accounts.memory_keyring import MemoryKeyring  # keyring: 24 MiB

    store = SettingsStore(folder / "config.toml", folder / "no-system-config.toml")
    softphone = {"call.line": "webrtc", "webrtc.url": webrtc_url} if webrtc_url else {}
    store.write({"pbx.server": "127.0.0.1", "pbx.port": pbx_port, **softphone})
    credentials = Credentials(MemoryKeyring())
    credentials.store(Account(AGENT, PASSWORD if webrtc_url else ""))
    call_log = CallLog(folder / "calls.sqlite3", folder / "latest-calls.sqlite3")
    return AppContext(store, credentials, call_log)
