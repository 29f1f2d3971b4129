"""One running app per user, spoken to over real sockets by real processes."""

import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop_dialer.desktop.instance import server as instance_server
from desktop_dialer.desktop.instance.client import (
    ACCEPTED,
    NOT_RUNNING,
    TIMEOUT,
    InstanceAnswer,
    hand_over,
    hand_over_link,
    socket_path,
)
from desktop_dialer.desktop.instance.instance import claim, claim_or_hand_over
from desktop_dialer.model.errors import DesktopError
from tests.support.desktop.running_app import (
    LINK,
    App,
    program,
    raw,
    running_app,
    runtime_folder,
    said,
)

if TYPE_CHECKING:
    from desktop_dialer.desktop.instance.protocol import InstanceRequest

assert sys.platform != "win32"  # sockets with a path

# Perl, because another user may not be allowed to read the Python of these tests.
FOREIGNER = """
use Socket;
$SIG{PIPE} = "IGNORE";
socket(my $end, PF_UNIX, SOCK_STREAM, 0) or die $!;
connect($end, sockaddr_un($ARGV[0])) or die $!;
syswrite($end, qq({"protocol": 1, "command": "quit"}\\n));
sysread($end, my $answer, 999);
print $answer;
"""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with runtime_folder(monkeypatch) as folder:
        yield folder


@pytest.fixture
def app() -> Iterator[App]:
    with running_app() as app:
        yield app


def test_nobody_else_may_speak(runtime: Path) -> None:
    """As root a real other user tries; else the app belongs to another user than we."""
    heard: list[InstanceRequest] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        place = runtime / "open.sock"
        listening.bind(str(place))
        listening.listen()
        runtime.chmod(0o755)
        place.chmod(0o777)
        root = os.getuid() == 0
        owner = 0 if root else os.getuid() + 1
        server = instance_server.InstanceServer(
            listening, owner, lambda message, _: heard.append(message)
        )
        server.start()
        foreigner: dict[str, Any] = {"user": 65534, "group": 65534} if root else {}
        answer = subprocess.run(
            ["perl", "-e", FOREIGNER, str(place)],
            stdout=subprocess.PIPE,
            check=True,
            **foreigner,
        ).stdout
        server.stop()
    assert json.loads(answer)["error"] == "not_yours"
    assert heard == []


def test_there_is_one_app_only(app: App) -> None:
    assert claim() is None
    other = claim("demo")
    assert other is not None
    other.close()


@pytest.mark.alone
def test_without_an_app_it_is_known_at_once() -> None:
    began = time.monotonic()
    assert hand_over_link(LINK).state == NOT_RUNNING
    assert time.monotonic() - began < 1


def test_a_killed_apps_socket_is_taken_over(runtime: Path) -> None:
    code = (
        "from desktop_dialer.desktop.instance.instance import claim\n"
        "claim().serve(print)\nprint('up', flush=True)\nimport signal; signal.pause()"
    )
    with program(code) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "up\n"
        assert claim() is None
        killed.kill()
        killed.wait()
    assert Path(socket_path("app")).exists()
    assert hand_over_link(LINK).state == NOT_RUNNING
    app = App()
    app.serve()
    with closing(app):
        assert hand_over_link(LINK).state == ACCEPTED
    assert list((runtime / "desktop-dialer").iterdir()) == []


def test_a_stopped_app_is_told_from_none(app: App) -> None:
    """It runs, so nobody may start a second one, and what was sent may still be carried out."""
    app.instance.close()
    waiting = claim()
    assert waiting is not None
    answer = hand_over_link(LINK, answer_within_s=0.2)
    assert (answer.state, answer.arrived) == (TIMEOUT, True)
    with ExitStack() as ends:
        try:
            for _ in range(1000):
                end = ends.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                end.setblocking(False)
                end.connect(socket_path("app"))
        except BlockingIOError:
            pass  # the queue is full
        answer = hand_over_link(LINK, answer_within_s=0.2)
        assert (answer.state, answer.arrived) == (TIMEOUT, False)
    app.instance = waiting


def test_who_speaks_before_the_app_listens_is_heard() -> None:
    app = App()
    answers: queue.Queue[InstanceAnswer] = queue.Queue()
    threading.Thread(target=lambda: answers.put(hand_over_link(LINK)), daemon=True).start()
    with pytest.raises(queue.Empty):
        answers.get(timeout=0.1)
    app.serve()
    with closing(app):
        assert answers.get(timeout=30).state == ACCEPTED
        assert app.next().link == LINK


def test_who_is_not_heard_before_the_end_is_told(app: App) -> None:
    with raw() as late:
        app.instance.close()
        assert said(late)["error"] == "ending"


STARTER = """
import sys
from desktop_dialer.desktop.instance.instance import claim_or_hand_over
from desktop_dialer.desktop.instance.client import InstanceAnswer
import threading
sys.stdin.readline()
got = claim_or_hand_over({"command": "link", "link": "tel:" + sys.argv[1]})
if isinstance(got, InstanceAnswer):
    print(got.state, flush=True)
else:
    heard = threading.Event()
    got.serve(lambda message, reply: (print("app", message.link, flush=True), heard.set()))
    heard.wait(10)
    got.close()
"""


def test_of_two_that_start_at_once_one_is_the_app_and_hears_the_other() -> None:
    for _ in range(20):
        with ExitStack() as ends:
            starters = [
                ends.enter_context(program(STARTER, number, stdin=subprocess.PIPE))
                for number in ("1", "2")
            ]
            for starter in starters:
                assert starter.stdin is not None
                starter.stdin.write("go\n")
                starter.stdin.flush()
            told = [starter.communicate(timeout=30)[0].strip() for starter in starters]
        assert told in (["app tel:2", "taken"], ["taken", "app tel:1"])


def test_who_starts_while_another_ends_becomes_the_app(app: App) -> None:
    """The lock is still held, and nobody listens any more."""
    Path(socket_path("app")).unlink()
    ending = threading.Timer(0.2, app.instance.close)
    ending.start()
    got = claim_or_hand_over({"command": "show"})
    assert not isinstance(got, InstanceAnswer)
    ending.join()
    assert claim() is None
    app.instance = got


KILLED_ON_RECEIPT = """
import os, signal
from desktop_dialer.desktop.instance.instance import claim
instance = claim()
print("up", flush=True)
instance._listening.accept()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_starts_while_another_is_killed_becomes_the_app() -> None:
    with program(KILLED_ON_RECEIPT) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "up\n"
        got = claim_or_hand_over({"command": "show"})
    assert not isinstance(got, InstanceAnswer)
    got.close()


def test_an_app_that_cannot_be_reached_is_told(app: App) -> None:
    Path(socket_path("app")).unlink()
    with pytest.raises(DesktopError, match="does not respond"):
        claim_or_hand_over({"command": "show"}, within_s=0.1)


def test_without_a_runtime_folder_the_temporary_one_serves(
    runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(runtime))
    ours = runtime / f"desktop-dialer-{os.getuid()}"
    for value in ("", "relative", "/nowhere", "/" + "x" * 100):
        monkeypatch.setenv("XDG_RUNTIME_DIR", value)
        app = App()
        app.serve()
        with closing(app):
            assert hand_over_link(LINK).state == ACCEPTED
            assert ours.stat().st_mode & 0o777 == 0o700
            assert (ours / "app.sock").stat().st_mode & 0o777 == 0o600


def opened(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    folder.chmod(0o750)


def linked(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(folder.parent / "elsewhere")


@pytest.mark.parametrize("prepare", [opened, linked, Path.touch])
def test_a_folder_that_others_may_have_prepared_is_not_used(
    runtime: Path, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[Path], None]
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("TMPDIR", str(runtime))
    prepare(runtime / f"desktop-dialer-{os.getuid()}")
    with pytest.raises(DesktopError, match="accessible to other users"):
        claim()


def test_the_app_sleeps_while_nobody_speaks() -> None:
    """No wake-ups: the server's thread is switched to and away from no more than at its start."""
    app = App()
    before = set(Path("/proc/self/task").iterdir())
    app.serve()
    with closing(app):
        assert hand_over({"command": "ping"}).state == ACCEPTED
        (thread,) = set(Path("/proc/self/task").iterdir()) - before

        def switches() -> list[str]:
            status = (thread / "status").read_text()
            return [line for line in status.splitlines() if "ctxt_switches" in line]

        def rest() -> bool:
            """There is no event for "nothing happens"."""
            before = switches()
            time.sleep(1)
            return switches() == before

        app.next()
        assert rest() or rest()  # on a busy machine it may get to its rest late
