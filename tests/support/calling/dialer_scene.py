"""A dialer on a real line to the demo PBX; time and threads are in the test's hands."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from desktop_dialer.calling.dialer import Dialer
from desktop_dialer.calling.dialer_hooks import DialerHooks
from desktop_dialer.calling.factory import number_reader_for, placer_for
from desktop_dialer.demo.pbx.server import DemoPbx
from desktop_dialer.desktop.accounts.credentials import Account, Credentials
from desktop_dialer.desktop.accounts.memory_keyring import MemoryKeyring
from desktop_dialer.desktop.call_log.call_log import CallLog
from desktop_dialer.model.offer import Offer
from desktop_dialer.settings.schema import Settings
from desktop_dialer.settings.store import LoadedSettings

if TYPE_CHECKING:
    from desktop_dialer.calling.call_result import CallResult

_T = TypeVar("_T")


class Steps:
    """A Background whose work is done when the test says so, in any order."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], _T],
        on_result: Callable[[_T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        def step() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  # whatever it is belongs to on_error
                on_error(error)
            else:
                on_result(result)

        self.waiting.append(step)

    def do(self, index: int = 0) -> None:
        self.waiting.pop(index)()

    def do_all(self) -> None:
        while self.waiting:
            self.do()


class Place:
    """A place with a text, which is read again when the test says so. None: unreadable."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.reading: list[Callable[[str | None, str], None]] = []

    def read_again(self, on_read: Callable[[str | None, str], None]) -> None:
        self.reading.append(on_read)

    def answer(self) -> None:
        self.reading.pop(0)(self.text, "" if self.text else "It does not answer.")


class Scene:
    """A dialer, its clock, and everything it reported."""

    def __init__(self, pbx: DemoPbx, folder: Path) -> None:
        settings = Settings(pbx_server="127.0.0.1", pbx_port=pbx.port)
        credentials = Credentials(MemoryKeyring())
        credentials.store(Account("204"))
        self.pbx = pbx
        self.now = 100.0
        self.steps = Steps()
        self.asked: list[Offer] = []
        self.ended: list[CallResult] = []
        self.dialer = Dialer(
            placer_for(
                LoadedSettings(settings, {}, ()),
                CallLog(folder / "calls.sqlite3", folder / "guard/calls.sqlite3"),
                credentials,
                unlock=False,
            ),
            number_reader_for(settings),
            self.steps,
            lambda: self.now,
            DialerHooks(changed=lambda: None, asked=self.asked.append, ended=self.ended.append),
        )

    def copy(self, text: str, place: Place | None = None) -> Offer | None:
        """A copy that has been looked at, and shown for a second."""
        self.dialer.consider(text, place)
        self.steps.do_all()
        self.now += 1
        return self.dialer.offer

    def called(self) -> list[str]:
        """Do everything that waits; what the PBX was asked for by then."""
        self.steps.do_all()
        return [call.callee for call in self.pbx.calls]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with DemoPbx(port=0, say=lambda _: None) as pbx:
        yield Scene(pbx, tmp_path)
