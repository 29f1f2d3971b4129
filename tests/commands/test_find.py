"""`find` from outside: standard input, files, separators, and texts that are hardly texts."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands.program import argv, configure, run

KEYS = ["raw", "start", "end", "e164", "callee", "display", "region", "type", "extension"]
KEYS += ["confidence"]


def found(*arguments: str, stdin: bytes = b"") -> list[list[dict[str, Any]]]:
    ended = run("find", "--json", *arguments, stdin=stdin)
    assert (ended.code, ended.err) == (0, b"")
    return [json.loads(line) for line in ended.out.splitlines()]


def test_the_readmes_line() -> None:
    [[item]] = found(stdin=b"Client: (082) 000-1234, ref 7\n")
    assert list(item) == KEYS
    assert item == {
        "raw": "(082) 000-1234",
        "start": 8,
        "end": 22,
        "e164": "+27820001234",
        "callee": "0820001234",
        "display": "082 000 1234",
        "region": "ZA",
        "type": "mobile",
        "extension": "",
        "confidence": "sure",
    }


def test_nothing_found_is_no_failure() -> None:
    assert found(stdin=b"nothing here") == [[]]
    assert found(stdin=b"") == [[]]
    assert run("find", stdin=b"nothing here").out == b""


def test_what_the_pbx_cannot_take_has_a_reason() -> None:
    [[item]] = found(stdin=b"Oslo +47 22 12 34 56")
    assert list(item) == [*KEYS, "reason"]
    assert item["callee"] is None
    assert "Norway has 12 digits with 00" in item["reason"]


def test_in_words() -> None:
    ended = run("find", stdin=b"082 000 1234 and +47 22 12 34 56")
    first, second = ended.out.decode().splitlines()
    assert first == "082 000 1234\t+27820001234\t0820001234"
    assert second.startswith("+47 22 12 34 56\t+4722123456\tcannot be dialled: ")


def test_the_settings_count() -> None:
    configure(call_callee_form="00", call_region="GB")
    [[first, second]] = found(stdin=b"+27 82 000 1234 or 020 7946 0000")
    assert (first["callee"], second["e164"]) == ("0027820001234", "+442079460000")


def test_a_broken_settings_file_is_told_and_defaults_count(home: Path) -> None:
    file = home / ".config/desktop-dialer/config.toml"
    file.parent.mkdir()
    file.write_text("[call\n")
    ended = run("find", "--json", stdin=b"082 000 1234")
    assert ended.code == 0
    assert json.loads(ended.out)[0]["e164"] == "+27820001234"
    assert str(file).encode() in ended.err


@pytest.mark.parametrize("end", [b"", b"\0"])
def test_texts_between_nul(end: bytes) -> None:
    texts = found("-0", stdin=b"082 000 1234\0nothing\n\0\0x 083 111 2222" + end)
    assert [[item["e164"] for item in text] for text in texts] == [
        ["+27820001234"],
        [],
        [],
        ["+27831112222"],
    ]
    assert texts[3][0]["start"] == 2
    assert found("-0", stdin=b"") == []


def test_files_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("082 000 1234")
    (tmp_path / "b").write_text("083 111 2222")
    texts = found(str(tmp_path / "b"), "-", str(tmp_path / "a"), stdin=b"084 000 1234")
    assert [text[0]["display"] for text in texts] == [
        "083 111 2222",
        "084 000 1234",
        "082 000 1234",
    ]


@pytest.mark.parametrize("name", ["none", "folder", "none\udcff"])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    ended = run("find", "--json", os.fsencode(tmp_path / name))
    assert (ended.code, ended.out) == (2, b"")
    assert b"cannot be read" in ended.err
    assert ended.err.count(b"\n") == 1


def test_a_closed_or_broken_standard_input() -> None:
    ended = run("find", stdin=None, close=(0,))
    assert (ended.code, ended.out) == (0, b"")
    # Reading a process's memory at address 0 fails like a broken disk.
    with Path("/proc/self/mem").open("rb", buffering=0) as broken:
        done = subprocess.run(argv("find"), stdin=broken, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"Standard input cannot be read (Input/output error).")


@pytest.mark.parametrize(
    "content",
    [
        b"x 082 000 1234",
        b"\xef\xbb\xbfx 082 000 1234",
        b"line\r\nline\r\nx 082 000 1234\r\n",
        "ünï ☎ \U0001f4de x 082 000 1234".encode(),
        "x \u202a082\u200b 000\u2009 1234\u202c y".encode(),
        b"\xff\xfe\xfa x 082 000 1234 \xff",
        b"\0\0 x 082 000 1234",
        "\u2028x ０８２ ０００ １２３４".encode(),
        b"x 082 000 1234" + b" y" * 50_000,
    ],
    ids=range(9),
)
def test_positions_are_code_points_of_the_text_as_it_was(content: bytes) -> None:
    [[item]] = found(stdin=content)
    text = content.decode("utf-8", errors="replace")
    assert item["e164"] == "+27820001234"
    assert text[item["start"] : item["end"]] == item["raw"]


def test_the_readers_leaving_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "many").write_bytes(b"082 000 1234\n\0" * 3_000)
    read, write = os.pipe()
    os.close(read)
    ended = run("find", "-0", str(tmp_path / "many"), stdout=write)
    os.close(write)
    assert (ended.code, ended.err) == (0, b"")


def test_an_output_that_is_full_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = run("find", "--json", stdin=b"082 000 1234", stdout=full)
    assert ended.code == 1
    assert ended.err.startswith(b"The output cannot be written (No space left on device).")
    assert b"ringing" not in ended.err


def test_words_in_an_encoding_without_them() -> None:
    ended = run(
        "find",
        "--json",
        stdin="☎ 082\u2009000 1234".encode(),
        environment={"PYTHONIOENCODING": "ascii"},
    )
    assert json.loads(ended.out)[0]["raw"] == "082\u2009000 1234"
