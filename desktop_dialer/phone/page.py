"""The hidden page: off the record, with the microphone and nothing else.

What nobody answers for it, the engine refuses: files, dialogs, full screen, screens to share,
client certificates, protocol handlers. The tests hold that.
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
    """A profile that keeps nothing, serves the page and grants it the microphone.

    The grant is before the page loads: a page that is granted it later has gathered only
    xxxx.local addresses for its first call, which then connects in silence (measured).
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
    """A page that stays where it is."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        for attribute in QWebEngineSettings.WebAttribute:
            wanted = attribute is QWebEngineSettings.WebAttribute.JavascriptEnabled
            self.settings().setAttribute(attribute, wanted)
        self.permissionRequested.connect(_decide)
        # A hidden page is throttled, whatever the flags say; see `surroundings.FLAGS`.
        self.loadFinished.connect(self.setVisible)

    def acceptNavigationRequest(  # noqa: N802  # Qt's name
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, is_main_frame: bool, /
    ) -> bool:
        """Stay at home: any other page would replace the phone."""
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
        """Note what the page writes to its console."""
        note(f"page, line {line}: {message}")


def _decide(asked: QWebEnginePermission) -> None:
    if asked.permissionType() is _MICROPHONE and is_ours(asked.origin()):
        asked.grant()
        return
    note(f"refused the permission {asked.permissionType().name}")
    asked.deny()
