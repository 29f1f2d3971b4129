"""The page's address and files: a custom scheme that the engine treats as a secure origin.

`SecureScheme` allows the page to use the microphone, and unlike an https page it may still open
a ws:// address (measured on 6.8.3, 6.11.3 and 6.12.0), which would be mixed content there.
"""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from .csp import policy

SCHEME = b"desktop-dialer"
HOST = "app"
ORIGIN = QUrl(f"{SCHEME.decode()}://{HOST}/")
INDEX = QUrl(f"{SCHEME.decode()}://{HOST}/index.html")

_TYPES = {"index.html": b"text/html", "phone.js": b"text/javascript"}
_CHANNEL = ":/qtwebchannel/qwebchannel.js"
"""Qt's own half of the bridge, from its resources."""


def register_scheme() -> None:
    """Register the scheme: once, before the application is created."""
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


def is_page(url: QUrl) -> bool:
    """Whether `url` is the page, with any fragment or query."""
    return is_ours(url) and url.path() == INDEX.path()


def is_ours(url: QUrl) -> bool:
    """Whether `url` belongs to the page's own origin."""
    return url.scheme().encode() == SCHEME and url.host() == HOST


class PageFiles(QWebEngineUrlSchemeHandler):
    """Answers the page's requests: three files from memory, "not found" for all others."""

    def __init__(self, folder: Path) -> None:
        """Read the files in `folder`. Raises OSError."""
        super().__init__()
        self.policy = policy("")
        self._files = {
            f"/{name}": (kind, (folder / name).read_bytes()) for name, kind in _TYPES.items()
        }
        self._files["/qwebchannel.js"] = (b"text/javascript", _read_resource(_CHANNEL))

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802  # Qt's name
        """Answer one request."""
        url = job.requestUrl()
        found = self._files.get(url.path()) if is_ours(url) else None
        if found is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        kind, content = found
        # Lists, because PySide6 6.11 makes a header of each letter of a plain value.
        headers = {QByteArray(b"Content-Security-Policy"): [QByteArray(self.policy.encode())]}
        job.setAdditionalResponseHeaders(headers)  # type: ignore[arg-type]  # the stub has no list
        body = QBuffer(job)  # lives as long as the job that reads it
        body.setData(content)
        job.reply(kind, body)


def _read_resource(name: str) -> bytes:
    file = QFile(name)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(name)
    return bytes(file.readAll().data())
