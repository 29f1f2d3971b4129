"""The log: a rotating file in the state folder that shows no number and no secret.

Phone numbers keep their last three digits. Tracebacks go through the same mask.
"""

import ipaddress
import logging
import logging.handlers
import re
import sys
import threading
from pathlib import Path
from types import TracebackType

from ..text.terminal import for_terminal
from .paths import private_folder

_SIZE = 512 * 1024
_FILES = 3
# Any script's digits, with what people and links write between them; behind the last one only
# the x or ext of an extension, so that identifiers of letters and digits stay readable.
_NUMBER_LIKE = re.compile(
    r"(?<![^\W_])\+?\d(?:(?:%20|[^\S\n]|[^\w\s,:;=<>'\"%]|_){0,3}\d){6,}(?!\d|(?!x|ext)[^\W\d_])",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"""(?i)(password|passwd|secret)(["']?\s*[:=]\s*)"""
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&}]+)"""
)
_AUTHORIZATION = re.compile(r"""(?i)(authorization["']?\s*[:=]\s*)[^\n]+""")


def mask(text: str) -> str:
    """`text` with every run of 7 or more digits cut to its last three, and no passwords."""
    secretless = _AUTHORIZATION.sub(r"\1•••", _SECRET.sub(r"\1\2•••", text))
    return _NUMBER_LIKE.sub(_mask_one, secretless)


def _mask_one(match: re.Match[str]) -> str:
    written = match.group()
    try:
        ipaddress.IPv4Address(written)
    except ValueError:
        return "•••" + re.sub(r"%20|\D", "", written)[-3:]
    return written


class _MaskingFormatter(logging.Formatter):
    """Masks the message and the traceback, not the time in front."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # overrides
        record.message = mask(record.message)
        return super().formatMessage(record)

    def formatException(  # noqa: N802  # overrides
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return mask(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802  # overrides
        return mask(super().formatStack(stack_info))


class _TerminalFormatter(_MaskingFormatter):
    """One line for each record: a terminal is read by people, and they see no traceback."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        detail = f" ({type(error).__name__}: {error})" if error else ""
        return for_terminal(" ".join(mask(f"{record.levelname} {record.message}{detail}").split()))


def start(file: Path, *, verbose: bool = False) -> None:
    """Log from here on to `file`; where that is impossible, to standard error.

    Unhandled exceptions of the main thread and of others are logged too.
    """
    handler: logging.Handler
    problem = ""
    try:
        private_folder(file.parent)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_SIZE, backupCount=_FILES, encoding="utf-8", errors="backslashreplace"
        )
        handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    except OSError as error:
        handler = logging.StreamHandler()
        handler.setLevel(logging.ERROR)
        handler.setFormatter(_TerminalFormatter())
        problem = str(error)
    # A full disk under the log: logging would print a traceback on standard error for each line.
    logging.raiseExceptions = False
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    ours = logging.getLogger("desktop_dialer")
    ours.setLevel(logging.DEBUG if verbose else logging.INFO)
    if problem:
        ours.error("no log file, logging here instead: %s", problem)
    sys.excepthook = _log_unhandled
    threading.excepthook = _log_unhandled_in_thread


def present_file() -> Path | None:
    """The file that is logged to; None while there is none."""
    handlers = logging.getLogger().handlers
    files = (Path(one.baseFilename) for one in handlers if isinstance(one, logging.FileHandler))
    return next(files, None)


def _log_unhandled(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("desktop_dialer").critical("unhandled", exc_info=(kind, error, trace))


def _log_unhandled_in_thread(unhandled: threading.ExceptHookArgs) -> None:
    if unhandled.exc_value is not None:
        _log_unhandled(unhandled.exc_type, unhandled.exc_value, unhandled.exc_traceback)
