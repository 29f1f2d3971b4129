"""How the desktop starts this program: the command for its desktop files."""

import os
import re
import sys
from pathlib import Path

_RESERVED = re.compile(r"""[ \t\n"'\\><~|&;$*?#()`]""")
"""Desktop Entry Specification 1.5, "The Exec key": an argument with one of these is quoted."""


def launch_command() -> list[str]:
    """The words that start this program from anywhere, an absolute path first."""
    if "APPIMAGE" in os.environ:
        return [os.environ["APPIMAGE"]]
    if getattr(sys, "frozen", False):
        return [sys.executable]
    for beside in (Path(sys.argv[0]).absolute(), Path(sys.executable)):
        script = beside.with_name("desktop-dialer")
        if script.is_file() and os.access(script, os.X_OK):
            return [str(script)]
    return [sys.executable, "-m", "desktop_dialer"]


def exec_value(words: list[str]) -> str:
    """`words` as the value of an Exec key, quoted and escaped as the specification says."""
    quoted = " ".join(_argument(word) for word in words)
    return quoted.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _argument(word: str) -> str:
    word = word.replace("%", "%%")
    if not _RESERVED.search(word):
        return word
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'
