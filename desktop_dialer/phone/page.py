"""The hidden page: off the record, with access to the microphone and to nothing else.

The engine refuses every request that has no handler: files, dialogs, full screen, screen
sharing, client certificates, protocol handlers. The tests check that.
"""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)

from .log import note
from .page_files import ORIGIN, SCHEME, PageFiles, is_ours, is_page

_MICROPHONE = QWebEnginePermission.PermissionType.MediaAudioCapture


def off_the_record(files: PageFiles, parent: QObject) -> QWebEngineProfile:
    """A profile that stores nothing, serves the page and grants it the microphone.

    The microphone is granted before the page loads: otherwise the page gathers only xxxx.local
    addresses for its first call, which then connects without audio (measured).
    """
    profile = QWebEngineProfile(parent)  # without a name: off the record
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(
        QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    )
    profile.cookieStore().setCookieFilter(lambda _request: False)
    profile.setSpellCheckEnabled(False)
    profile.downloadRequested.connect(_refuse_download)
    profile.installUrlSchemeHandler(SCHEME, files)
    profile.queryPermission(ORIGIN, _MICROPHONE).grant()
    return profile


def _refuse_download(download: QWebEngineDownloadRequest) -> None:
    note("refused a download")
    download.cancel()


class PhonePage(QWebEnginePage):
    """A page that refuses to navigate elsewhere."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        for attribute in QWebEngineSettings.WebAttribute:
            is_script = attribute is QWebEngineSettings.WebAttribute.JavascriptEnabled
            self.settings().setAttribute(attribute, is_script)
        self.permissionRequested.connect(_decide)
        # A page that is not visible is throttled in spite of `environment.FLAGS`.
        self.loadFinished.connect(self.setVisible)

    def acceptNavigationRequest(  # noqa: N802  # Qt's name
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, is_main_frame: bool, /
    ) -> bool:
        """Refuse every other page: it would replace the phone."""
        if is_main_frame and is_page(QUrl(url)):
            return True
        note(f"refused to go to a {QUrl(url).scheme()} address")
        return False

    def javaScriptConsoleMessage(  # noqa: N802  # Qt's name
        self,
        _level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        _source: str,
        /,
    ) -> None:
        """Log what the page writes to its console."""
        note(f"page, line {line}: {message}")


def _decide(permission: QWebEnginePermission) -> None:
    if permission.permissionType() is _MICROPHONE and is_ours(permission.origin()):
        permission.grant()
        return
    note(f"refused the permission {permission.permissionType().name}")
    permission.deny()
