"""One running app per user, spoken to over real sockets by real processes."""

import json
import os
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.desktop import instance_server
from desktop_dialer.desktop.instance import Instance, claim, claim_or_hand_over
from desktop_dialer.desktop.instance_client import (
    LIMIT,
    NOBODY,
    SILENT,
    TAKEN,
    Answer,
    hand_over,
    hand_over_link,
    socket_path,
)
from desktop_dialer.desktop.instance_protocol import BadRequest, Dial, Message, read_request
from desktop_dialer.dialling.errors import DesktopError

assert sys.platform != "win32"  # sockets with a path

TREE = Path(__file__).parents[2]
LINK = "tel:+27820001234"
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
    """A folder with a short path: a socket's may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="dd-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


class App:
    """A running app that keeps what it is told."""

    def __init__(self) -> None:
        self.messages: queue.Queue[tuple[Message, instance_server.Reply]] = queue.Queue()
        instance = claim()
        assert instance is not None
        self.instance: Instance = instance

    def serve(self) -> None:
        self.instance.serve(lambda message, reply: self.messages.put((message, reply)))

    def close(self) -> None:
        self.instance.close()

    def next(self) -> Message:
        return self.messages.get(timeout=10)[0]


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    app.serve()
    with closing(app):
        yield app


def raw() -> socket.socket:
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end.settimeout(10)
    end.connect(socket_path("app"))
    return end


def said(end: socket.socket) -> Any:
    """The answer, after which the app hangs up, whether or not it has read everything."""
    received = b""
    while not received.endswith(b"\n"):
        more = end.recv(65536)
        assert more
        received += more
    with suppress(ConnectionResetError):
        assert end.recv(1) == b""
    return json.loads(received)


def ask(data: bytes) -> Any:
    with raw() as end:
        with suppress(BrokenPipeError):  # it has heard enough; its answer is there to be read
            end.sendall(data)
        return said(end)


def program(code: str, *words: str, **how: Any) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=TREE, stdout=subprocess.PIPE, text=True, **how
    )


def test_a_link_is_acknowledged_on_receipt(app: App) -> None:
    assert hand_over_link(LINK).state == TAKEN
    assert app.next() == Message("link", LINK)


@pytest.mark.parametrize("command", ["ping", "show", "quit"])
def test_a_simple_wish_arrives(app: App, command: str) -> None:
    assert hand_over({"command": command}).state == TAKEN
    assert app.next() == Message(command)


def test_a_link_of_any_text_arrives_unchanged(app: App) -> None:
    for link in ('tel:"\\', "tel:0 82\t1", "tel:☎ 082\0", "callto:a'b%22"):
        assert hand_over_link(link).state == TAKEN
        assert app.next().link == link
    assert hand_over_link("tel:\udcff").content["error"] == "bad_field"


def test_a_link_is_acknowledged_while_the_app_is_busy() -> None:
    busy, free = threading.Event(), threading.Event()

    def slow(message: Message, reply: instance_server.Reply) -> None:
        busy.set()
        free.wait(10)

    app = App()
    app.instance.serve(slow)
    with closing(app):
        assert hand_over_link(LINK).state == TAKEN
        assert busy.wait(10)
        free.set()


def test_a_dial_waits_for_what_becomes_of_the_call(app: App) -> None:
    wish = {"command": "dial", "number": "082 000 1234", "yes": True, "extension": "204"}
    answers: queue.Queue[Answer] = queue.Queue()
    threading.Thread(target=lambda: answers.put(hand_over(wish)), daemon=True).start()
    message, reply = app.messages.get(timeout=10)
    assert message.dial == Dial("082 000 1234", yes=True, extension="204")
    assert hand_over({"command": "ping"}).state == TAKEN
    assert answers.empty()
    report = {"status": "accepted", "message": "Ihre ☎", "http_status": 201}
    reply(report)
    reply({"status": "again"})
    answer = answers.get(timeout=10)
    assert (answer.state, answer.content) == (TAKEN, report)


def test_a_dial_that_is_not_answered_in_time_may_still_be_carried_out(app: App) -> None:
    answer = hand_over({"command": "dial", "read": "clipboard"}, answer_within_s=0.1)
    assert (answer.state, answer.arrived) == (SILENT, True)
    message, reply = app.messages.get(timeout=10)
    reply({"status": "accepted"})
    assert message.dial == Dial(read="clipboard")
    assert hand_over({"command": "ping"}).state == TAKEN


def test_a_dial_the_app_ends_over_may_have_been_carried_out(app: App) -> None:
    answers: queue.Queue[Answer] = queue.Queue()
    wish = {"command": "dial", "number": "1"}
    threading.Thread(target=lambda: answers.put(hand_over(wish)), daemon=True).start()
    app.next()
    app.instance.close()
    answer = answers.get(timeout=10)
    assert (answer.state, answer.arrived) == (SILENT, True)


def test_a_reply_given_just_before_the_end_still_arrives(app: App) -> None:
    answers: queue.Queue[Answer] = queue.Queue()
    wish = {"command": "dial", "number": "1"}
    threading.Thread(target=lambda: answers.put(hand_over(wish)), daemon=True).start()
    app.messages.get(timeout=10)[1]({"status": "refused"})
    app.instance.close()
    assert answers.get(timeout=10).content == {"status": "refused"}


def request(**fields: object) -> bytes:
    return json.dumps({"protocol": 1} | fields).encode() + b"\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\n", "not_json"),
        (b"\xff\xfe\x00garbage\n", "not_json"),
        (b"[1]\n", "not_json"),
        (b"[" * 60000 + b"\n", "not_json"),
        (b'{"protocol": ' + b"9" * 5000 + b"}\n", "not_json"),
        (b'{"command": "ping"}\n', "protocol"),
        (b'{"protocol": true, "command": "ping"}\n', "protocol"),
        (b'{"protocol": 1.0, "command": "ping"}\n', "protocol"),
        (request(protocol=2, command="ping"), "protocol"),
        (request(), "unknown_command"),
        (request(command="reboot"), "unknown_command"),
        (request(command=["ping"]), "unknown_command"),
        (request(command="ping", more=1), "bad_field"),
        (request(command="link"), "bad_field"),
        (request(command="link", link=5), "bad_field"),
        (request(command="link", link=None), "bad_field"),
        (request(command="link", link=LINK, dial="x"), "bad_field"),
        (request(command="dial"), "bad_field"),
        (request(command="dial", number="1", read="clipboard"), "bad_field"),
        (request(command="dial", read="/etc/passwd"), "bad_field"),
        (request(command="dial", number=821), "bad_field"),
        (request(command="dial", number="1", yes=1), "bad_field"),
        (request(command="dial", number="1", yes="true"), "bad_field"),
        (request(command="ping") * 2, "one_line"),
        (b"x" * (LIMIT + 1), "too_large"),
        (b"x" * (8 * LIMIT), "too_large"),
    ],
)
def test_anything_else_is_refused(app: App, data: bytes, error: str) -> None:
    answer = ask(data)
    assert (answer["ok"], answer["error"], answer["protocol"]) == (False, error, 1)
    assert answer["message"].endswith(".")
    assert hand_over({"command": "ping"}).state == TAKEN
    assert app.next().command == "ping"


def test_the_largest_request_is_heard(app: App) -> None:
    most = LIMIT - len(request(command="link", link=""))
    assert hand_over_link("x" * most).state == TAKEN
    assert len(app.next().link) == most
    assert hand_over_link("x" * (most + 1)).content["error"] == "too_large"
    with pytest.raises(BadRequest):
        read_request(b"")


def test_a_silent_client_is_dismissed_and_holds_nobody_up(app: App) -> None:
    began = time.monotonic()
    with raw() as silent, raw() as slow:
        slow.sendall(b'{"protocol"')
        assert hand_over({"command": "ping"}).state == TAKEN
        assert time.monotonic() - began < 1
        assert said(silent)["error"] == "too_slow"
        assert said(slow)["error"] == "too_slow"
        assert 1.9 < time.monotonic() - began < 4


def test_a_client_that_reads_nothing_or_hangs_up_holds_nobody_up(app: App) -> None:
    with ExitStack() as ends:
        for _ in range(10):
            ends.enter_context(raw()).sendall(request(command="ping"))
            with raw() as gone:
                gone.sendall(b"{")
        for _ in range(10):
            assert app.next().command == "ping"
    assert hand_over({"command": "ping"}).state == TAKEN


def test_a_flood_does_not_drown_the_app(app: App) -> None:
    with ExitStack() as ends:
        crowd = [ends.enter_context(raw()) for _ in range(instance_server.MOST)]
        assert hand_over({"command": "ping"}).content["error"] == "busy"
        crowd[0].sendall(request(command="show"))
        assert said(crowd[0])["ok"] is True
    assert app.next().command == "show"
    while hand_over({"command": "ping"}).state != TAKEN:
        pass  # until the app has noticed that the crowd is gone
    assert app.next().command == "ping"
    states: list[str] = []

    def flood() -> None:
        states.extend(hand_over({"command": "ping"}).state for _ in range(100))

    threads = [threading.Thread(target=flood) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == [TAKEN] * 400
    assert {app.next().command for _ in range(400)} == {"ping"}
    assert app.messages.empty()


def test_a_defect_in_one_request_does_not_make_the_app_deaf() -> None:
    app = App()

    def stumble(message: Message, reply: instance_server.Reply) -> None:
        raise RuntimeError("a defect")

    app.instance.serve(stumble)
    with closing(app):
        assert hand_over({"command": "dial", "number": "1"}).content["error"] == "defect"
        assert hand_over_link(LINK).state == TAKEN


def test_nobody_else_may_speak(runtime: Path) -> None:
    """As root a real other user tries; else the app belongs to another user than we."""
    heard: list[Message] = []
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


def test_without_an_app_it_is_known_at_once() -> None:
    began = time.monotonic()
    assert hand_over_link(LINK).state == NOBODY
    assert time.monotonic() - began < 1


def test_a_killed_apps_socket_is_taken_over(runtime: Path) -> None:
    code = (
        "from desktop_dialer.desktop.instance import claim\n"
        "claim().serve(print)\nprint('up', flush=True)\nimport signal; signal.pause()"
    )
    with program(code) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "up\n"
        assert claim() is None
        killed.kill()
        killed.wait()
    assert Path(socket_path("app")).exists()
    assert hand_over_link(LINK).state == NOBODY
    app = App()
    app.serve()
    with closing(app):
        assert hand_over_link(LINK).state == TAKEN
    assert list((runtime / "desktop-dialer").iterdir()) == []


def test_a_stopped_app_is_told_from_none(app: App) -> None:
    """It runs, so nobody may start a second one, and what was sent may still be carried out."""
    app.instance.close()
    waiting = claim()
    assert waiting is not None
    answer = hand_over_link(LINK, answer_within_s=0.2)
    assert (answer.state, answer.arrived) == (SILENT, True)
    with ExitStack() as ends:
        try:
            for _ in range(1000):
                end = ends.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                end.setblocking(False)
                end.connect(socket_path("app"))
        except BlockingIOError:
            pass  # the queue is full
        answer = hand_over_link(LINK, answer_within_s=0.2)
        assert (answer.state, answer.arrived) == (SILENT, False)
    app.instance = waiting


def test_who_speaks_before_the_app_listens_is_heard() -> None:
    app = App()
    answers: queue.Queue[Answer] = queue.Queue()
    threading.Thread(target=lambda: answers.put(hand_over_link(LINK)), daemon=True).start()
    with pytest.raises(queue.Empty):
        answers.get(timeout=0.1)
    app.serve()
    with closing(app):
        assert answers.get(timeout=10).state == TAKEN
        assert app.next().link == LINK


def test_who_is_not_heard_before_the_end_is_told(app: App) -> None:
    with raw() as late:
        app.instance.close()
        assert said(late)["error"] == "ending"


STARTER = """
import sys
from desktop_dialer.desktop.instance import claim_or_hand_over
from desktop_dialer.desktop.instance_client import Answer
import threading
sys.stdin.readline()
got = claim_or_hand_over({"command": "link", "link": "tel:" + sys.argv[1]})
if isinstance(got, Answer):
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
            told = [starter.communicate(timeout=10)[0].strip() for starter in starters]
        assert told in (["app tel:2", "taken"], ["taken", "app tel:1"])


def test_who_starts_while_another_ends_becomes_the_app(app: App) -> None:
    """The lock is still held, and nobody listens any more."""
    Path(socket_path("app")).unlink()
    ending = threading.Timer(0.2, app.instance.close)
    ending.start()
    got = claim_or_hand_over({"command": "show"})
    assert not isinstance(got, Answer)
    ending.join()
    assert claim() is None
    app.instance = got


def test_an_app_that_cannot_be_reached_is_told(app: App) -> None:
    Path(socket_path("app")).unlink()
    with pytest.raises(DesktopError, match="cannot be reached"):
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
            assert hand_over_link(LINK).state == TAKEN
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
    with pytest.raises(DesktopError, match="open to others"):
        claim()


def test_the_app_sleeps_while_nobody_speaks() -> None:
    """No wake-ups: the server's thread is switched to and away from no more than at its start."""
    app = App()
    before = set(Path("/proc/self/task").iterdir())
    app.serve()
    with closing(app):
        assert hand_over({"command": "ping"}).state == TAKEN
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


def test_handing_over_a_link_loads_next_to_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from desktop_dialer.desktop.instance_client import hand_over_link\n"
        "hand_over_link('tel:+27820001234')\nprint(*(set(sys.modules) - before))"
    )
    app = App()
    app.serve()
    with closing(app), program(code) as client:
        loaded = set(client.communicate(timeout=10)[0].split())
    assert app.next().link == LINK
    ours = {name for name in loaded if name.startswith("desktop_dialer")}
    assert ours == {
        *("desktop_dialer", "desktop_dialer.desktop"),
        "desktop_dialer.desktop.instance_client",
    }
    heavy = {
        "socket",
        "collections",
        "json",
        "typing",
        "dataclasses",
        "inspect",
        "pathlib",
        "re",
        "logging",
        "argparse",
    }
    assert loaded & heavy == set()
