"""`desktop-dialer demo`: the main job, from a messy text to a call, against the embedded PBX.

Everything is thrown away at the end: the account is in memory, the call log in a temporary
folder, and the desktop is left as it is.
"""

import argparse
import os
import sys
import tempfile
import threading
from pathlib import Path

from ..ending import Ending

HELP = "Show the main job against the embedded PBX; changes nothing on this desktop."
_TEXT = "Client: Ms Dlamini, tel. (082) 000-1234 (after 14:00), ref 7"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """See cli.Command."""
    parser.add_argument("--port", type=int, default=0, help="of the embedded PBX (any free one)")


def run(arguments: argparse.Namespace) -> int:
    """See cli.Command."""
    from ..pbx.demo import DemoPbx

    hung_up = threading.Event()

    def say(line: str) -> None:
        print(f"    PBX  {line}", flush=True)
        if line.endswith("hung up"):
            hung_up.set()

    with DemoPbx(port=arguments.port, say=say, pace=0.3) as pbx:
        with tempfile.TemporaryDirectory(prefix="desktop-dialer-demo-") as folder:
            ending = _call(pbx.port, Path(folder))
        hung_up.wait(30)
        if _somebody_is_there():
            print(f"\nThe PBX stays up: {pbx.url}/ shows its calls. Press Enter to end.")
            sys.stdin.readline()
    return ending


def _call(port: int, folder: Path) -> Ending:
    from ..composition import placing_for
    from ..desktop.call_log import CallLog
    from ..desktop.credentials import Account, Credentials
    from ..desktop.memory_keyring import MemoryKeyring
    from ..desktop.settings import Settings
    from ..desktop.settings_store import LoadedSettings
    from ..dialling.call import CallSource
    from ..dialling.text_scan import scan
    from ..ending import BY_STATUS
    from ..placing import Wish

    settings = Settings(pbx_server="127.0.0.1", pbx_port=port)
    credentials = Credentials(MemoryKeyring())
    credentials.store(Account("204"))
    journal = CallLog(folder / "calls.sqlite3")
    loaded = LoadedSettings(settings, {}, ())
    placing = placing_for(loaded, journal, credentials, unlock=False)

    print(f"\nSomebody copies:  {_TEXT}")
    [found] = scan(_TEXT)
    verdict = placing.judge(found.number, CallSource.COMMAND)
    print(f"Found:            {found.number.display} ({found.number.kind})")
    print(f"The policy says:  {verdict.decision}; the PBX would dial {verdict.callee}\n")
    placed = placing.place(Wish(found.number, CallSource.COMMAND))
    print(f"\n{placed.outcome.message}\n", flush=True)

    again = placing.judge(found.number, CallSource.COMMAND)
    print(f"Once more at once? The policy says: {again.decision}. {again.words}\n", flush=True)
    journal.close()
    return BY_STATUS[placed.outcome.status]


def _somebody_is_there() -> bool:
    screen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return screen and sys.stdin is not None and sys.stdin.isatty()
