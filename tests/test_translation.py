"""The texts that people read: all of them in the catalogues, and every catalogue complete."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_dialer import translation
from desktop_dialer.settings.table import KEYS, help_of, kind_of
from tests.support.repository import ROOT

SOURCE = ROOT / "desktop_dialer"
OURS = {"tr", "tr_later", "tr_plural"}
NOT_FOR_PEOPLE = re.compile(r"_?log\.|re\.|logging\.|warnings\.|threading\.|connection\.execute")
"""Calls whose strings nobody reads but those who look into the program."""
BACKENDS = ("desktop/accounts/memory_keyring.py", "desktop/accounts/secret_service_backend.py")
"""Their errors are those of the keyring library, and become ours in keyring_errors."""
DEVELOPERS = ("demo/", "phone/", "commands/demo", "resources.py", *BACKENDS)
"""The demo and its commands are for people who try or build the program."""
DATA = ("numbers/finder/", "model/countries.py", "desktop/call_log/", "model/call.py")
"""Words of the texts that are read, and of tables; their sentences end with a full stop."""
SENTENCE = re.compile(r"[A-Z].* .*[a-z)\]}][.?!…]", re.DOTALL)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    translation.use_language("en")


def parents_of(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def untranslated(file: Path) -> Iterator[str]:
    """The sentences of a file that are in no call of ours."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    parents = parents_of(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if not SENTENCE.fullmatch(node.value):
            continue
        above: ast.AST = node
        calls = []
        while not isinstance(above, ast.stmt):
            above = parents[above]
            if isinstance(above, ast.Call):
                calls.append(ast.unparse(above.func))
        documented = isinstance(above, ast.Expr) and not calls
        if not documented and not any(call in OURS or NOT_FOR_PEOPLE.match(call) for call in calls):
            yield f"{file.relative_to(SOURCE)}:{node.lineno}: {node.value}"


def test_every_sentence_is_translated() -> None:
    found: list[str] = []
    for file in sorted(SOURCE.rglob("*.py")):
        place = file.relative_to(SOURCE).as_posix()
        if not place.startswith((*DEVELOPERS, *DATA)):
            found += untranslated(file)
    assert found == []


def test_every_catalogue_is_complete_and_its_fields_match() -> None:
    done = subprocess.run(
        [sys.executable, "packaging/messages.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    names = {file.stem for file in (ROOT / "resources/translations").glob("*.po")}
    assert names == set(translation.LANGUAGES) - {"en"}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "af_ZA.UTF-8"}, "af"),
        ({"LANG": "en_ZA.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANGUAGE": "xh:af", "LANG": "en_ZA.UTF-8"}, "af"),
        ({"LC_ALL": "zu_ZA.UTF-8", "LANG": "af_ZA.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_desktop(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert translation.desktop_language() == language


def test_a_text_is_in_the_language_that_is_used() -> None:
    translation.use_language("af")
    assert translation.tr("Hang up") == "Lui af"
    assert translation.tr("") == ""
    two = translation.tr_plural("{count} number", "{count} numbers", 2)
    assert two.format(count=2) == "2 nommers"
    assert all(help_of(key) and kind_of(key).allowed for key in KEYS)
    translation.use_language("en")
    assert translation.tr("Hang up") == "Hang up"


def test_the_setting_comes_before_the_desktop(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_ZA.UTF-8")
    command = [sys.executable, "-m", "desktop_dialer"]

    def said(*words: str) -> str:
        return subprocess.run(
            [*command, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        ).stderr

    assert said("dial", "112", "--extension", "204").startswith("112 is an emergency number")
    assert said("config", "set", "ui.language", "af") == ""
    assert said("dial", "112", "--extension", "204").startswith("112 is ’n noodnommer")
