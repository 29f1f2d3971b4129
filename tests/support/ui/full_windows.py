"""Each window, with everything it can show at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop_dialer.model.audio_devices import AudioChoice, AudioDevices
from desktop_dialer.model.connection_report import ConnectionReport
from desktop_dialer.model.live_call import CallStage, HeldBy, LiveCall, Quality
from desktop_dialer.model.registration import Registered, Registration
from desktop_dialer.settings.schema import Settings
from desktop_dialer.ui.call.call_window import CallWindow
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.dial.dial_window import DialWindow
from desktop_dialer.ui.settings.certificate_question import CertificateQuestion
from desktop_dialer.ui.settings.first_run import FirstRunWindow
from desktop_dialer.ui.settings.line_window import LineWindow
from tests.pictures.lines import CERTIFICATE, FINGERPRINT
from tests.support.ui.dial_window_scene import past, reading_of

LONG = "The outcome of the call is unknown, because nothing came back in time. " * 5


def full_dial_window(text: str = LONG) -> DialWindow:
    """Everything it can show at once."""
    window = DialWindow()
    window.show_notices((text, "The hotkey is taken."))
    window.show_caller_ids(((text[:150], "27215550000"), ("Support", "random")), "random")
    window.show_recent((past("a"), past("b", "+44 20 7946 0000")))
    window.fill("+442079460000")
    window.show_status(CallStatus(Phase.UNKNOWN, text, "Wait and listen."))
    window.show_reading("+442079460000", reading_of("+442079460000"))
    window.call_entry.press()
    return window


def full_first_run(text: str = LONG) -> FirstRunWindow:
    """Everything it can show at once."""
    window = FirstRunWindow()
    window.save_button.click()
    window.show_keyring(text, False)
    window.show_hotkey_problem(text)
    window.show_fault("pbx.server", text, "Check it.")
    window.show_test(ConnectionReport(False, text, "Check the network."))
    return window


def full_call_window(text: str = LONG) -> CallWindow:
    """Everything it can show at once, the sound part unfolded."""
    window = CallWindow()
    window.show_devices(AudioDevices((text,), (text,), text[:80]), AudioChoice(text))
    window.show_call(
        LiveCall(
            *("1", text[:80], "sip:" + "a" * 80),
            stage=CallStage.TALKING, answered_at=0, muted=True, held_by=HeldBy.AGENT,
            quality=Quality(0.1, 100, 1000), audio_lost=True,
            signalling_lost=True,
        )
    )  # fmt: skip
    window.buttons.sound.requested.emit()
    return window


def full_line_window(text: str = LONG) -> LineWindow:
    """Everything it can show at once."""
    settings = Settings(call_line="webrtc", webrtc_certificate=FINGERPRINT)
    window = LineWindow(settings, unavailable=text, command=text)
    window.show_registration(Registration(Registered.REFUSED, text, "Wait."))
    window.show_certificate(replace(CERTIFICATE, subject=text))
    window.show_devices(AudioDevices((text,), (text,), text), AudioChoice())
    for key, field in window.fields.by_key.items():
        field.warn(f"{key}: {text}")
    window.show_fault("webrtc.url", text, "Check it.")
    return window


def full_question(text: str = LONG) -> CertificateQuestion:
    """Long names of owner and issuer."""
    certificate = replace(CERTIFICATE, subject=text, issuer=text, fault=text[:80])
    return CertificateQuestion(certificate, "pbx." + "long." * 12 + "example")


FULL = (full_dial_window, full_first_run, full_call_window, full_line_window, full_question)


Build = Callable[..., QWidget]
