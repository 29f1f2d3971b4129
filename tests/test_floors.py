"""The floors of the house, held by walking every import of the source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "desktop_dialer"
HOUSE = ROOT / PACKAGE
FILES = sorted(HOUSE.rglob("*.py"))

TOP = {
    *("placing", "dialer", "composition", "ending", "dial_order", "go_ahead"),
    *("number_lookup", "dialer_hooks"),
    *("app", "starting", "cli", "commands", "demo", "phone", "__main__"),
}
"""Modules and packages that stand on the floors; nothing below may know them."""

MAY_IMPORT: dict[str, set[str]] = {
    "dialling": {"dialling"},
    "pbx": {"dialling", "pbx"},
    "phone": {
        *("phone", "resource_files", "memory_dumps"),
        *("pbx.webrtc.contract", "pbx.webrtc.commands", "pbx.webrtc.events"),
    },
    "desktop": {"dialling", "desktop", "__init__"},
    "ui": {"dialling", "ui", "desktop.settings", "desktop.setting_rules", "resource_files"},
    "go_ahead": set(),
    "placing": {"dialling", "pbx.line", "go_ahead"},
    "number_lookup": {"dialling"},
    "dialer_hooks": {"dialling", "placing"},
    "dialer": {"dialling", "placing", "number_lookup", "dialer_hooks"},
    "composition": {"dialling", "pbx", "desktop", "placing", "number_lookup"},
    "ending": {"dialling", "placing"},
    "dial_order": {
        *("dialling", "desktop.settings", "placing", "number_lookup", "ending", "go_ahead"),
    },
    "starting": {"desktop", "ending", "app", "commands.output"},
    "demo": {
        *("dialling", "pbx", "desktop", "placing", "composition", "ending", "demo"),
        "resource_files",
    },
    "commands": {
        *("dialling", "pbx", "desktop", "placing", "dialer", "composition"),
        *("ending", "dial_order", "starting", "demo", "commands"),
    },
    "cli": {
        *("dialling", "desktop", "commands", "ending", "starting", "app", "memory_dumps"),
        "__init__",
    },
    "__main__": {"cli", "desktop.instance_client", "phone.__main__"},
    "__init__": set(),
    "resource_files": set(),
    "memory_dumps": set(),
}
"""What each room may import of ours; `app` is the root and may import everything."""

OUTSIDE_RULES = {"phonenumbers"}
"""The one library of the rules."""

NOT_IN_RULES = {"os", "time", "socket", "httpx", "PySide6", "threading", "subprocess", "sqlite3"}

HEAVY = {"httpx", "keyring", "phonenumbers", "tomlkit", "truststore", "secretstorage"}
"""15 to 200 ms each: imported inside functions, or by a module that is loaded for nothing else."""

LOADED_FOR_THEM = {
    "phonenumbers": {
        *("dialling/numbering.py", "dialling/plain_number.py"),
        "dialling/as_you_type.py",
        *("dialling/text_countries.py", "dialling/text_elsewhere.py"),
        *("dialling/text_international.py", "dialling/text_verdict.py"),
    },
}
EVERY_HEAVY_IN = re.compile(r"desktop/(\w*keyring\w*|\w+_backend|secret_service\w*|kwallet\w*)\.py")
"""The keyring's rooms, which `credentials` opens inside its functions."""

BANNED_NAMES = re.compile(
    r"(^|_)(utils?|helpers?|common|misc|core|managers?|(?<!secret_)service)(_|$)"
)
"""The Secret Service is the name of a D-Bus interface."""


def room_of(module: str) -> str:
    """The room a module of ours stands in: "pbx.line" → "pbx"."""
    return module.split(".", maxsplit=1)[0]


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


def allows(allowed: set[str], module: str) -> bool:
    return module in allowed or room_of(module) in allowed


def test_the_walk_sees_imports_where_they_are(tmp_path: Path) -> None:
    assert "dialling.errors" in ours(HOUSE / "pbx/click2dial.py")
    assert "httpx" in foreign(HOUSE / "pbx/click2dial.py")
    assert "httpx" not in foreign(HOUSE / "pbx/click2dial.py", top_only=True)
    assert "desktop.paths" in ours(HOUSE / "cli.py")  # from .desktop import paths
    assert "dialling.reading" in ours(HOUSE / "composition.py")
    assert "dialling.reading" not in ours(HOUSE / "composition.py", top_only=True)
    assert len(FILES) > 30


@pytest.mark.parametrize("module", sorted(NAMES))
def test_every_room_imports_only_what_stands_below(module: str) -> None:
    room = room_of(module)
    if room == "app":
        return
    assert room in MAY_IMPORT, f"{module}: name this room's floor in MAY_IMPORT"
    wrong = {name for name in ours(NAMES[module]) if not allows(MAY_IMPORT[room], name)}
    assert not wrong


@pytest.mark.parametrize("module", sorted(name for name in NAMES if room_of(name) not in TOP))
def test_nothing_below_knows_what_stands_on_it(module: str) -> None:
    assert not {name for name in ours(NAMES[module]) if room_of(name) in TOP}


def test_only_the_way_in_imports_the_phone_process() -> None:
    knowing = {module for module, file in NAMES.items() if "phone" in map(room_of, ours(file))}
    assert {room_of(module) for module in knowing} <= {"phone", "__main__"}


def test_only_the_way_in_imports_the_app() -> None:
    knowing = {module for module, file in NAMES.items() if "app" in map(room_of, ours(file))}
    assert {room_of(module) for module in knowing} <= {"app", "starting", "cli"}


@pytest.mark.parametrize("module", sorted(name for name in NAMES if room_of(name) == "dialling"))
def test_the_rules_know_no_clock_no_environment_and_no_network(module: str) -> None:
    used = foreign(NAMES[module])
    assert not used & NOT_IN_RULES
    third_party = {name for name in used if name not in _standard_library()}
    assert third_party <= OUTSIDE_RULES


@pytest.mark.parametrize(
    "module", sorted(name for name in NAMES if room_of(name) in {"placing", "dialer", "pbx"})
)
def test_no_qt_where_commands_and_app_meet(module: str) -> None:
    assert "PySide6" not in foreign(NAMES[module])


def _standard_library() -> frozenset[str]:
    import sys

    return sys.stdlib_module_names


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
    sorted(name for name in NAMES if room_of(name) != "dialling"),
)
def test_a_module_that_loads_the_numbering_data_is_itself_loaded_late(module: str) -> None:
    loading = {"dialling.numbering", "dialling.reading", "dialling.text_scan"}
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
    import sys

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
