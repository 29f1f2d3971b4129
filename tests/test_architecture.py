"""The rooms and their imports, as docs/architecture.md shows them, held by walking every import."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "desktop_dialer"
HOUSE = ROOT / PACKAGE
FILES = sorted(HOUSE.rglob("*.py"))

DOCUMENT = ROOT / "docs/architecture.md"
_RULES = DOCUMENT.read_text(encoding="utf-8").partition("## Rooms")[2].partition("\n## ")[0]
_ROW = re.compile(r"\| `([\w.]+)` \|(.*)\|")
MAY_IMPORT: dict[str, set[str]] = {
    row[1]: set(re.findall(r"`([\w.]+)`", row[2]))
    for row in map(_ROW.fullmatch, _RULES.splitlines())
    if row
}
"""What each room may import besides itself, as docs/architecture.md shows it."""

FOR_EVERY_ROOM = {"translation"}
"""What the text above the table says of it."""

PURE = {"text", "model", "numbers"}
"""The rooms of the rules: no Qt, no clock, no environment, no network."""

ONLY_FOR_THE_DEMO = {"commands.demo", "commands.demo_pbx"}
"""The modules outside `demo` that may import it."""

OUTSIDE_RULES = {"phonenumbers"}
"""The one library of the rules."""

NOT_IN_RULES = {"os", "time", "socket", "httpx", "PySide6", "threading", "subprocess", "sqlite3"}

HEAVY = {"httpx", "keyring", "phonenumbers", "tomlkit", "truststore", "secretstorage"}
"""15 to 200 ms each: imported inside functions, or by a module that is loaded for nothing else."""

LOADED_FOR_THEM = {
    "phonenumbers": {
        *("numbers/numbering.py", "numbers/plain_number.py", "numbers/as_you_type.py"),
        *("numbers/finder/country_hints.py", "numbers/finder/other_regions.py"),
        *("numbers/finder/international.py", "numbers/finder/verdict.py"),
    },
}
EVERY_HEAVY_IN = re.compile(
    r"desktop/accounts/(\w*keyring\w*|\w+_backend|secret_service\w*|kwallet\w*)\.py"
)
"""The keyring's modules, which `credentials` imports inside its functions."""

BANNED_NAMES = re.compile(
    r"(^|_)(utils?|helpers?|common|misc|core(?!_dumps)|managers?|(?<!secret_)service)(_|$)"
)
"""The Secret Service is a D-Bus interface, and a core dump is what systems call it."""


def room_of(module: str) -> str:
    """The room of a module of ours: "pbx.line" → "pbx"."""
    return module.split(".", maxsplit=1)[0]


def row_of(module: str) -> str:
    """The most specific row of the table that a module belongs to."""
    rows = [row for row in MAY_IMPORT if module == row or module.startswith(f"{row}.")]
    return max(rows, key=len, default="")


def name_of(file: Path) -> str:
    """A file's module, without the package's name; the package itself is "__init__"."""
    parts = list(file.relative_to(HOUSE).with_suffix("").parts)
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    return ".".join(parts)


NAMES = {name_of(file): file for file in FILES}


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports_of(file: Path, *, top_only: bool = False) -> Iterator[tuple[str, str]]:
    """("ours", module without the package) and ("foreign", top package) of every import."""
    for node in _nodes(tree_of(file), top_only=top_only):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield _sorted_out(alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(node, file)


def _nodes(tree: ast.Module, *, top_only: bool) -> Iterator[ast.AST]:
    """Every node; `top_only`: those that run when the module is loaded."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for child in ast.iter_child_nodes(node):
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            if not top_only or not (inside or _is_for_types(child)):
                waiting.append(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _sorted_out(name: str) -> tuple[str, str]:
    top, _, rest = name.partition(".")
    return ("ours", rest or "__init__") if top == PACKAGE else ("foreign", top)


def _from(node: ast.ImportFrom, file: Path) -> Iterator[tuple[str, str]]:
    if not node.level:
        base = node.module or ""
    else:
        package = [PACKAGE, *file.relative_to(HOUSE).parent.parts]
        kept = package[: len(package) - node.level + 1]
        base = ".".join([*kept, *(node.module or "").split(".")]).rstrip(".")
    kind, module = _sorted_out(base)
    if kind == "foreign":
        yield kind, module
        return
    for alias in node.names:
        inner = alias.name if module == "__init__" else f"{module}.{alias.name}"
        yield kind, inner if inner in NAMES else module


def ours(file: Path, *, top_only: bool = False) -> set[str]:
    return {name for kind, name in imports_of(file, top_only=top_only) if kind == "ours"}


def foreign(file: Path, *, top_only: bool = False) -> set[str]:
    return {name for kind, name in imports_of(file, top_only=top_only) if kind == "foreign"}


def allows(row: str, module: str) -> bool:
    """Whether modules of this row may import `module`."""
    return any(
        module == allowed or module.startswith(f"{allowed}.")
        for allowed in MAY_IMPORT[row] | FOR_EVERY_ROOM | {row}
    )


def test_the_walk_sees_imports_where_they_are() -> None:
    assert "model.errors" in ours(HOUSE / "pbx/click2dial.py")
    assert "httpx" in foreign(HOUSE / "pbx/click2dial.py")
    assert "httpx" not in foreign(HOUSE / "pbx/click2dial.py", top_only=True)
    assert "desktop.paths" in ours(HOUSE / "cli.py")  # from .desktop import paths
    assert "numbers.reading" in ours(HOUSE / "calling/factory.py")
    assert "numbers.reading" not in ours(HOUSE / "calling/factory.py", top_only=True)
    assert len(FILES) > 30


@pytest.mark.parametrize("module", sorted(set(NAMES) - {"demo"}))
def test_every_room_imports_only_what_the_table_allows(module: str) -> None:
    row = row_of(module)
    assert row, f"{module}: add its room to {DOCUMENT}"
    wrong = {name for name in ours(NAMES[module]) if not allows(row, name)}
    assert not wrong


def test_every_arrow_of_the_table_is_used() -> None:
    used = {row: set[str]() for row in MAY_IMPORT}
    for module in set(NAMES) - {"demo"}:
        used[row_of(module)] |= ours(NAMES[module])
    idle = {
        (row, allowed)
        for row, names in MAY_IMPORT.items()
        for allowed in names
        if not any(name == allowed or name.startswith(f"{allowed}.") for name in used[row])
    }
    assert not idle


def test_only_its_commands_import_the_demo() -> None:
    knowing = {module for module, file in NAMES.items() if "demo" in map(room_of, ours(file))}
    assert {module for module in knowing if room_of(module) != "demo"} <= ONLY_FOR_THE_DEMO


def test_only_the_entry_point_imports_the_phone_process() -> None:
    knowing = {module for module, file in NAMES.items() if "phone" in map(room_of, ours(file))}
    assert {room_of(module) for module in knowing} <= {"phone", "__main__"}


@pytest.mark.parametrize("module", sorted(name for name in NAMES if room_of(name) in PURE))
def test_the_rules_know_no_clock_no_environment_and_no_network(module: str) -> None:
    used = foreign(NAMES[module])
    assert not used & NOT_IN_RULES
    third_party = {name for name in used if name not in sys.stdlib_module_names}
    assert third_party <= OUTSIDE_RULES


@pytest.mark.parametrize(
    "module", sorted(name for name in NAMES if room_of(name) in {"calling", "pbx", "settings"})
)
def test_no_qt_where_commands_and_app_meet(module: str) -> None:
    assert "PySide6" not in foreign(NAMES[module])


def test_folders_hold_about_twenty_files() -> None:
    for folder in {file.parent for file in FILES}:
        assert len(list(folder.glob("*.py"))) <= 22, folder


def test_tests_do_not_import_from_test_modules() -> None:
    importing = re.compile(r"^from tests\.[\w.]*(test_\w+|conftest) import", re.MULTILINE)
    for file in (ROOT / "tests").rglob("*.py"):
        assert not importing.search(file.read_text(encoding="utf-8")), file


def test_there_are_no_cycles_not_even_through_local_imports() -> None:
    graph = {module: ours(file) & NAMES.keys() for module, file in NAMES.items()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join([*path[path.index(module) :], module])
        if module not in done:
            for name in graph[module] - {module}:
                visit(name, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("module", sorted(NAMES))
def test_heavy_libraries_are_loaded_late(module: str) -> None:
    file = NAMES[module]
    where = file.relative_to(HOUSE).as_posix()
    early = foreign(file, top_only=True) & HEAVY
    assert EVERY_HEAVY_IN.fullmatch(where) or early <= {
        library for library, rooms in LOADED_FOR_THEM.items() if where in rooms
    }


@pytest.mark.parametrize(
    "module",
    sorted(name for name in NAMES if room_of(name) != "numbers"),
)
def test_a_module_that_loads_the_numbering_data_is_itself_loaded_late(module: str) -> None:
    loading = {"numbers.numbering", "numbers.reading", "numbers.finder.scan"}
    assert not ours(NAMES[module], top_only=True) & loading


@pytest.mark.parametrize("module", sorted(NAMES))
def test_files_are_small_and_named_for_what_is_in_them(module: str) -> None:
    file = NAMES[module]
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300
    assert not BANNED_NAMES.search(file.stem)
    assert not any(BANNED_NAMES.search(part) for part in file.relative_to(HOUSE).parts[:-1])


def test_tests_are_small_too_and_packaging_is_no_package() -> None:
    for file in (ROOT / "tests").rglob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, file
    assert not (ROOT / "packaging/__init__.py").exists()


@pytest.mark.parametrize("command", ["--version", "config path", "dial --help"])
def test_what_a_command_does_not_need_is_not_loaded(command: str) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", PACKAGE, *command.split()],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "argparse" in loaded
    assert not loaded & (HEAVY | {"PySide6", "sqlite3"})
