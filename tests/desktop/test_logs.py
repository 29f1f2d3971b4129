"""The log shows no number and no secret, wherever they stand, and never gets in the way."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.desktop import logs

NUMBER = "0820001234"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    ours = logging.getLogger("desktop_dialer")
    before = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook)
    yield
    for handler in set(root.handlers) - set(before[0]):
        handler.close()
    root.handlers[:], root.level, ours.level, logging.raiseExceptions = before
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "state/desktop-dialer.log"
    logs.start(made)
    return made


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("0820001234", "•••234"),
        ("082 000 1234", "•••234"),
        ("(082) 000-1234", "(•••234"),
        ("+27 (0)82 000 1234", "•••234"),
        ("0027820001234", "•••234"),
        ("call 0820001234 from 204", "call •••234 from 204"),
        ("tel:082%20000%201234", "tel:•••234"),
        ("tel:+27-82-000-1234;ext=12", "tel:•••234;ext=12"),
        ("082\u2013000\u20131234", "•••234"),
        ("082/000/1234", "•••234"),
        ("082\u00a0000\u20091234", "•••234"),
        ("0820001234x123", "•••234x123"),
        ("0820001234ext12", "•••234ext12"),
        ("callee_0820001234", "callee_•••234"),
        ("\uff10\uff18\uff12\uff10\uff10\uff10\uff11\uff12\uff13\uff14", "•••\uff12\uff13\uff14"),
        ("0820001234,0831112222", "•••234,•••222"),
        ("{'e164': '+27820001234'}", "{'e164': '•••234'}"),
        ("555 1234", "•••234"),
        ("password=hunter2", "password=•••"),
        ("password = 'hunter 2 and more'", "password = •••"),
        ('{"password": "hu\\"nter 2", "x": 1}', '{"password": •••, "x": 1}'),
        ("{'password': 'hunter 2'}", "{'password': •••}"),
        ("ext_password=hunter2&x=1", "ext_password=•••&x=1"),
        ("SECRET: hunter2", "SECRET: •••"),
        ("Authorization: Basic aHVudGVyMg==", "Authorization: •••"),
        ("password: 0820001234", "password: •••"),
    ],
)
def test_masked(text: str, masked: str) -> None:
    assert logs.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1:8300",
        "192.168.100.200:8300",
        "('127.0.0.1', 8300)",
        "port 8300, 65536 bytes after 10 s",
        "dd-3f2504e04f8911d39a0c0305e82c3301",
        "0x7f1e08200012",
        "extension 204",
    ],
)
def test_not_masked(text: str) -> None:
    assert logs.mask(text) == text


@given(
    st.lists(st.sampled_from("0123456789"), min_size=7, max_size=15),
    st.sampled_from(["", " ", "-", ".", "%20", " - ", "\u00a0", "/", ") ("]),
    st.sampled_from(["", "call ", "tel:", "+", "'", "(", "number="]),
    st.sampled_from(["", " now", ";ext=1", "'", ".", ", x", "x1"]),
)
def test_no_number_survives(digits: list[str], between: str, before: str, after: str) -> None:
    assert "•••" in logs.mask(before + between.join(digits) + after)


def test_messages_arguments_and_tracebacks(file: Path) -> None:
    log = logging.getLogger("desktop_dialer.test")
    log.info("call %s, password=%s", NUMBER, "hunter2")
    log.info("call %(number)s", {"number": NUMBER})
    error = ValueError("cannot call 082 000 1234, {'password': 'hunter2'}")
    log.error("failed for %s", NUMBER, exc_info=error)
    log.info("here", stack_info=True)
    written = file.read_text(encoding="utf-8")
    assert written.count("•••234") == 4
    assert "ValueError: cannot call •••234, {'password': •••}" in written
    assert "Stack (most recent call last)" in written
    for secret in (NUMBER, "082 000 1234", "hunter2"):
        assert secret not in written


def test_the_time_in_front_stays(file: Path) -> None:
    logging.getLogger("desktop_dialer").info("x")
    assert file.read_text(encoding="utf-8")[:4].isdigit()


def test_unhandled_exceptions_are_logged_masked(file: Path) -> None:
    def fail() -> None:
        raise ValueError(NUMBER)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    error = ValueError(NUMBER)
    sys.excepthook(ValueError, error, None)
    written = file.read_text(encoding="utf-8")
    assert written.count("CRITICAL") == 2
    assert written.count("•••234") == 2
    assert NUMBER not in written


def test_only_our_own_details(file: Path) -> None:
    logging.getLogger("httpx").info("theirs")
    logging.getLogger("httpx").warning("their warning")
    logging.getLogger("desktop_dialer").debug("detail")
    assert "theirs" not in file.read_text(encoding="utf-8")
    assert "detail" not in file.read_text(encoding="utf-8")
    assert "their warning" in file.read_text(encoding="utf-8")
    logs.start(file, verbose=True)
    logging.getLogger("desktop_dialer").debug("detail")
    assert "detail" in file.read_text(encoding="utf-8")


def test_half_characters_are_written(file: Path) -> None:
    logging.getLogger("desktop_dialer").info("a \ud800 b")
    assert "a \\ud800 b" in file.read_text(encoding="utf-8")


def test_the_log_rotates_and_stays_small(file: Path) -> None:
    line = "x" * 10_000
    for _ in range(260):
        logging.getLogger("desktop_dialer").info(line)
    files = sorted(each.name for each in file.parent.iterdir())
    assert files == [file.name, *(f"{file.name}.{n}" for n in (1, 2, 3))]
    assert all(each.stat().st_size <= 512 * 1024 for each in file.parent.iterdir())


_PROGRAM = """
import logging, sys
from pathlib import Path
from desktop_dialer.desktop import logs

logs.start(Path(sys.argv[1]))
log = logging.getLogger("desktop_dialer")
log.info("details of %s", "082 000 1234")
try:
    raise ValueError("0820001234")
except ValueError:
    log.exception("a defect with %s", "082 000 1234")
print("alive")
logging.shutdown()
"""


def _logging_to(file: Path) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, done.stderr


def test_where_no_file_can_be_people_see_one_masked_line_each(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    out, err = _logging_to(tmp_path / "file/desktop-dialer.log")
    assert out == "alive\n"
    first, second = err.splitlines()
    assert first.startswith("ERROR no log file, logging here instead")
    assert second == "ERROR a defect with •••234 (ValueError: •••234)"


def test_a_full_disk_under_the_log_is_silent(tmp_path: Path) -> None:
    (tmp_path / "full.log").symlink_to("/dev/full")
    assert _logging_to(tmp_path / "full.log") == ("alive\n", "")


def test_a_traceback_is_masked(file: Path) -> None:
    try:
        int(f"call {NUMBER}")
    except ValueError:
        logging.getLogger("desktop_dialer").exception("failed")
    written = file.read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in written
    assert "ValueError: invalid literal for int() with base 10: 'call •••234'" in written


@pytest.mark.parametrize("piece", ["x", "1", "password", "%20", "1 ", "'", "x1", "+1-"])
def test_masking_a_long_line_takes_no_time(piece: str) -> None:
    assert len(logs.mask(piece * 50_000)) <= 50_000 * len(piece)
