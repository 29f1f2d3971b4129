"""Links, opened by the programs a desktop opens them with, in a home folder of the test's own."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.desktop import paths
from desktop_dialer.desktop.links.launch_command import exec_value
from desktop_dialer.desktop.links.tel_handler import NoTelHandler
from desktop_dialer.desktop.links.tel_handler_xdg import ID
from desktop_dialer.model.errors import DesktopError
from tests.support.repository import ROOT

assert sys.platform != "win32"  # links are opened by freedesktop programs here

# Started with a link it tells the test; with anything else it is the real program.
PROGRAM = """#!/bin/sh
case "$1" in
tel-handler) exec env PYTHONPATH={tree} {python} -c \
    'import sys; sys.argv[0] = sys.argv.pop(1)
from desktop_dialer.__main__ import main
sys.exit(main())' "$0" "$@" ;;
*) printf '%s\\n' $# "$@" >{told} ;;
esac
"""
RIVAL = """[Desktop Entry]
Type=Application
Name={name}
Exec=true %u
MimeType=x-scheme-handler/tel;x-scheme-handler/callto;
"""


class Desk:
    """A home folder, a place for other programs, and ours at a path of its own."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.others = home.parent / "share/applications"
        self.others.mkdir(parents=True)
        self.told = home.parent / "told"
        os.mkfifo(self.told)
        self.read = os.open(self.told, os.O_RDWR | os.O_NONBLOCK)
        self.program = folder / "desktop-dialer"
        folder.mkdir(parents=True, exist_ok=True)
        self.program.write_text(
            PROGRAM.format(tree=ROOT, python=sys.executable, told=f"'{self.told}'")
        )
        self.program.chmod(0o755)
        self.lists = home / ".config/mimeapps.list"

    def run(self, *words: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [self.program, "tel-handler", *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        return done

    def status(self) -> dict[str, Any]:
        answer = json.loads(self.run("status", "--json").stdout)
        assert isinstance(answer, dict)
        return answer

    def owners(self) -> list[str]:
        status = self.status()
        return [status["tel"]["id"], status["callto"]["id"]]

    def rival(self, desktop_id: str, name: str) -> None:
        (self.others / desktop_id).write_text(RIVAL.format(name=name))
        subprocess.run(["update-desktop-database", self.others], check=True)

    def choose(self, desktop_id: str, *schemes: str) -> None:
        kinds = [f"x-scheme-handler/{scheme}" for scheme in schemes]
        subprocess.run(["xdg-mime", "default", desktop_id, *kinds], check=True)

    def opened(self) -> list[str]:
        """What our program was started with: how many arguments, and they."""
        ready, _, _ = select.select([self.read], [], [], 10)
        assert ready, "nobody was started"
        return os.read(self.read, 65536).decode().splitlines()


@pytest.fixture(params=["bin", 'my programs/it\'s 50% $HOME; "new"'])
def desk(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    desk = Desk(home, tmp_path / request.param)
    monkeypatch.setenv("XDG_DATA_DIRS", str(desk.others.parent))
    yield desk
    os.close(desk.read)


plain = pytest.mark.parametrize("desk", ["bin"], indirect=True)


@pytest.mark.parametrize("opener", [["xdg-open"], ["gio", "open"]])
@pytest.mark.parametrize("link", ["tel:+27-82-000-1234;ext=5", "callto:082%20000%201234&x=$(y)'"])
def test_a_link_reaches_the_program_as_one_argument(
    desk: Desk, opener: list[str], link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":9")  # xdg-open asks only whether there is one
    desk.run("install")
    subprocess.run([*opener, link], check=True)
    assert desk.opened() == ["1", link]


def test_the_desktop_file_is_valid(desk: Desk) -> None:
    desk.run("install")
    file = desk.home / ".local/share/applications" / ID
    done = subprocess.run(["desktop-file-validate", file], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


@plain
def test_nobody_then_we_then_nobody(desk: Desk) -> None:
    assert "tel: links have no program." in desk.run("status").stdout
    desk.run("install")
    assert "tel: links are opened by Desktop Dialer." in desk.run("status").stdout
    desk.run("remove")
    assert desk.owners() == ["", ""]
    left = [file.name for file in desk.home.rglob("*") if "desktop-dialer" in file.name.lower()]
    assert ID not in left
    assert ID not in desk.lists.read_text()


@plain
def test_those_who_were_chosen_before_get_it_back(desk: Desk) -> None:
    desk.rival("linphone.desktop", "Linphone")
    desk.rival("org.kde-connect.desktop", "KDE Connect")
    desk.lists.write_text("[Added Associations]\ntext/plain=a.desktop;\n")
    desk.choose("linphone.desktop", "tel")
    desk.choose("org.kde-connect.desktop", "callto")
    for _ in range(2):
        desk.run("install")
    status = desk.status()
    assert status["tel"] == {
        "id": ID,
        "name": "Desktop Dialer",
        "ours": True,
        "former_id": "linphone.desktop",
        "former_name": "Linphone",
    }
    assert status["callto"]["former_name"] == "KDE Connect"
    desk.run("remove")
    assert desk.owners() == ["linphone.desktop", "org.kde-connect.desktop"]
    assert "text/plain=a.desktop;" in desk.lists.read_text()
    desk.run("remove")
    assert desk.owners() == ["linphone.desktop", "org.kde-connect.desktop"]


@plain
def test_who_had_it_by_the_desktops_own_order_has_it_again_without_being_written_down(
    desk: Desk,
) -> None:
    desk.rival("linphone.desktop", "Linphone")
    said = desk.run("status").stdout
    assert "tel: links are opened by Linphone (linphone.desktop)." in said
    said = desk.run("install").stdout
    assert "callto: links are opened by Desktop Dialer, before it by Linphone." in said
    desk.run("remove")
    assert desk.owners() == ["linphone.desktop"] * 2
    assert "linphone" not in desk.lists.read_text()


@plain
def test_who_took_it_over_meanwhile_keeps_it(desk: Desk) -> None:
    desk.rival("linphone.desktop", "Linphone")
    desk.rival("other.desktop", "Other")
    desk.choose("linphone.desktop", "tel", "callto")
    desk.run("install")
    desk.choose("other.desktop", "tel")
    desk.run("remove")
    assert desk.owners() == ["other.desktop", "linphone.desktop"]


@plain
def test_who_is_gone_meanwhile_is_not_given_anything(desk: Desk) -> None:
    desk.rival("linphone.desktop", "Linphone")
    desk.choose("linphone.desktop", "tel", "callto")
    desk.run("install")
    (desk.others / "linphone.desktop").unlink()
    subprocess.run(["update-desktop-database", desk.others], check=True)
    desk.run("remove")
    assert desk.owners() == ["", ""]


@plain
def test_a_damaged_memory_is_nobody_remembered(desk: Desk) -> None:
    desk.run("install")
    for content in ("{", "[]", '{"tel": 5}'):
        paths.former_tel_handlers_file().write_text(content)
        assert desk.status()["tel"]["former_id"] == ""
    desk.run("remove")
    assert desk.owners() == ["", ""]


@plain
def test_a_list_that_goes_before_ours_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.rival("linphone.desktop", "Linphone")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    (desk.home / ".config/xfce-mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/tel=linphone.desktop\n"
    )
    said = desk.run("install", code=1).stderr
    assert "tel: links are still opened by Linphone" in said
    assert "settings" in said


@plain
def test_without_xdg_utils_it_says_what_to_install(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few/env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(tmp_path / "few"))
    assert "Install the package xdg-utils." in desk.run("status", code=1).stderr


@plain
def test_a_folder_that_cannot_be_written_is_told(desk: Desk) -> None:
    (desk.home / ".local/share/applications").write_text("not a folder")
    assert "cannot be written" in desk.run("install", code=1).stderr


def test_arguments_are_quoted_as_the_specification_says() -> None:
    assert exec_value(["/usr/bin/a", "-m", "x"]) == "/usr/bin/a -m x"
    assert exec_value(["/a b/50%"]) == '"/a b/50%%"'
    assert exec_value(['/"$`\\']) == '"/\\\\"\\\\$\\\\`\\\\\\\\"'


def test_where_links_cannot_be_taken_over_it_says_so() -> None:
    handler = NoTelHandler("Opening links is not built for this system yet.")
    assert [owner.id for owner in handler.owners().values()] == ["", ""]
    with pytest.raises(DesktopError, match="not built for this system yet"):
        handler.install()
