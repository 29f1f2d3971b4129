"""The app of the demo: the real one, on a desk that is thrown away."""

from pathlib import Path

from ..desktop.call_log import CallLog
from ..desktop.credentials import Account, Credentials
from ..desktop.instance import Instance
from ..desktop.settings_store import SettingsStore
from .desk import Desk
from .start import Start, run


def run_demo(folder: Path, pbx_port: int, instance: Instance) -> int:
    """Run it until it is told to end; prints "ready" when it is. The exit code."""
    start = Start(on_ready=lambda: print("ready", flush=True))
    return run(start, instance, lambda: demo_desk(folder, pbx_port))


def demo_desk(folder: Path, pbx_port: int) -> Desk:
    """Settings and call log in `folder`, the account in memory.

    No system file: its locked keys would lead the demo's calls to the PBX they name.
    """
    from ..desktop.memory_keyring import MemoryKeyring  # keyring: 24 MiB

    store = SettingsStore(folder / "config.toml", folder / "no-system-config.toml")
    store.write({"pbx.server": "127.0.0.1", "pbx.port": pbx_port})
    credentials = Credentials(MemoryKeyring())
    credentials.store(Account("204"))
    return Desk(store, credentials, CallLog(folder / "calls.sqlite3"))
