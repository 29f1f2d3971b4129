"""The line window and the question about a certificate, for `tests.pictures.windows`."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_dialer.model.registration import Certificate, Registered, Registration
from desktop_dialer.pbx.softphone.refusals import registration_refused
from desktop_dialer.settings.schema import Settings
from desktop_dialer.ui.settings.certificate_question import CertificateQuestion
from desktop_dialer.ui.settings.line_window import LineWindow
from tests.pictures.calls import DEVICES, HEADSET

FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CERTIFICATE = Certificate(
    FINGERPRINT,
    "pbx.example",
    "pbx.example",
    "2034-03-12T10:00:00Z",
    "it is for another name",
)
WEBRTC = Settings(pbx_server="pbx.example", call_line="webrtc")


def _line_desk_phone() -> LineWindow:
    return LineWindow(Settings(pbx_server="pbx.example"))


def _line_unavailable() -> LineWindow:
    reason = "The softphone needs a component that is not installed."
    command = "/opt/desktop-dialer/bin/pip install 'desktop-dialer[webrtc]'"
    return LineWindow(Settings(), unavailable=reason, command=command)


def _line_registered() -> LineWindow:
    settings = Settings(
        pbx_server="pbx.example",
        call_line="webrtc",
        webrtc_url="wss://pbx.example:8089/ws",
        webrtc_certificate=FINGERPRINT,
        webrtc_ice_servers=("stun:stun.example:3478",),
    )
    window = LineWindow(settings)
    window.show_registration(
        Registration(Registered.YES, "The softphone is registered at the PBX.")
    )
    window.show_certificate(CERTIFICATE)
    window.show_devices(DEVICES, HEADSET)
    window.show_level(0.1)
    window.show_saved()
    return window


def _line_faults() -> LineWindow:
    window = LineWindow(WEBRTC, frozenset({"webrtc.header_prefix", "hotkey.mute"}))
    refused = registration_refused(401)
    window.show_registration(Registration(Registered.REFUSED, refused.message, refused.advice))
    window.fields.url.setText("pbx.example:8089")
    window.fields.ice.setPlainText("stun:stun.example\nturn:me:secret@turn.example")
    window.fields.hotkeys["hotkey.answer"].show_hotkey("Ctrl+Alt+B")
    window.save_button.click()
    return window


def _line_of_a_newer_version() -> LineWindow:
    window = LineWindow(Settings(pbx_server="pbx.example", pbx_version="2.9"))
    window.fields.line.webrtc.click()
    return window


def _certificate() -> CertificateQuestion:
    return CertificateQuestion(CERTIFICATE, "pbx.example")


LINE_STATES: tuple[Callable[[], QWidget], ...] = (
    *(_line_desk_phone, _line_unavailable, _line_registered, _line_faults),
    *(_line_of_a_newer_version, _certificate),
)
