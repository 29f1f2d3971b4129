"""The demo without a screen: from a messy text to a call, in a terminal."""

import threading
from pathlib import Path

from ...calling.exit_codes import ExitCode, exit_and_word
from ...calling.factory import placer_for
from ...calling.placer import CallIntent
from ...desktop.accounts.credentials import Account, Credentials
from ...desktop.call_log.call_log import CallLog
from ...model.call import CallSource
from ...settings.schema import Settings
from ...settings.store import LoadedSettings
from ...text.terminal import for_terminal
from ..pbx.server import DemoPbx

_TEXT = "Client: Ms Dlamini, tel. (082) 000-1234 (after 14:00), ref 7"


def run_in_terminal(folder: Path, port: int) -> ExitCode:
    """One call against the demo PBX; its files are in `folder`."""
    hung_up = threading.Event()

    def say(line: str) -> None:
        print(for_terminal(f"    PBX  {line}"), flush=True)
        if line.endswith("hung up"):
            hung_up.set()

    with DemoPbx(port=port, say=say, pace=0.3) as pbx:
        ending = _call(pbx.port, folder)
        if ending is ExitCode.ACCEPTED:
            hung_up.wait(30)
    return ending


def _call(port: int, folder: Path) -> ExitCode:
    from ...desktop.accounts.memory_keyring import MemoryKeyring
    from ...numbers.finder.scan import scan

    settings = Settings(pbx_server="127.0.0.1", pbx_port=port)
    credentials = Credentials(MemoryKeyring())
    credentials.store(Account("204"))
    journal = CallLog(folder / "calls.sqlite3", folder / "latest-calls.sqlite3")
    placing = placer_for(LoadedSettings(settings, {}, ()), journal, credentials, unlock=False)

    print(f"\nSomebody copies:  {_TEXT}")
    [found] = scan(_TEXT)
    verdict = placing.judge(found.number, CallSource.COMMAND)
    print(f"Found:            {found.number.display} ({found.number.kind})")
    print(f"The policy says:  {verdict.decision}; the PBX would dial {verdict.callee}\n")
    placed = placing.place(CallIntent(found.number, CallSource.COMMAND))
    print(f"\n{for_terminal(placed.message.message)}\n", flush=True)

    again = placing.judge(found.number, CallSource.COMMAND)
    print(f"Once more at once? The policy says: {again.decision}. {again.words}\n", flush=True)
    journal.close()
    return exit_and_word(placed)[0]
