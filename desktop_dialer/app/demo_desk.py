"""The app of the demo: the real one, on a desk that is thrown away."""

from pathlib import Path

from ..desktop.call_log import CallLog
from ..desktop.credentials import Account, Credentials
from ..desktop.instance import Instance
from ..desktop.settings_store import SettingsStore
from ..pbx.demo_start import AGENT, PASSWORD
from .desk import Desk
from .start import Start, run


def run_demo(folder: Path, pbx_port: int, webrtc_url: str, instance: Instance) -> int:
    """Run it until it is told to end; prints "ready" when it is. The exit code."""
    start = Start(on_ready=lambda: print("ready", flush=True))
    return run(start, instance, lambda: demo_desk(folder, pbx_port, webrtc_url))


def demo_desk(folder: Path, pbx_port: int, webrtc_url: str = "") -> Desk:
    """Settings and call log in `folder`, the account in memory.

    `webrtc_url`: calls are talked in the program, through the demo PBX there; "" = they go to
    the desk phone.

    No system file: its locked keys would lead the demo's calls to the PBX they name.
    """
    from ..desktop.memory_keyring import MemoryKeyring  # keyring: 24 MiB

    store = SettingsStore(folder / "config.toml", folder / "no-system-config.toml")
    own_line = {"call.line": "webrtc", "webrtc.url": webrtc_url} if webrtc_url else {}
    store.write({"pbx.server": "127.0.0.1", "pbx.port": pbx_port, **own_line})
    credentials = Credentials(MemoryKeyring())
    credentials.store(Account(AGENT, PASSWORD if webrtc_url else ""))
    journal = CallLog(folder / "calls.sqlite3", folder / "latest-calls.sqlite3")
    return Desk(store, credentials, journal)
