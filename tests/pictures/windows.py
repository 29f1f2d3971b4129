"""Pictures of the windows in their states, light, dark and at 200 %, in build/pictures/.

Run on a display: python -m tests.pictures.windows. Every scale needs a process of its own,
because Qt reads it once; QT_SCALE_FACTOR=2 writes the pictures of 200 %.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from desktop_dialer.model.call import CallSource, PastCall, Status
from desktop_dialer.model.connection_report import ConnectionReport
from desktop_dialer.model.phone_number import PhoneNumber
from desktop_dialer.model.policy import PolicyRules, Verdict, judge
from desktop_dialer.model.registration import Registered, Registration
from desktop_dialer.numbers.as_you_type import group_as_typed
from desktop_dialer.numbers.typed_text import read_typed
from desktop_dialer.pbx.softphone.events import RegistrationChanged
from desktop_dialer.pbx.softphone.registration_text import registration_after
from desktop_dialer.settings.schema import Settings
from desktop_dialer.ui.dial.call_status import CallStatus, Phase
from desktop_dialer.ui.dial.dial_window import DialWindow
from desktop_dialer.ui.settings.first_run import FirstRunWindow
from desktop_dialer.ui.settings.first_run_draft import EXTENSION, FirstRunDraft
from tests.pictures.calls import CALL_STATES
from tests.pictures.lines import LINE_STATES

FOLDER = Path("build/pictures")
_DARK = {
    QPalette.ColorRole.Window: "#2b2b2b",
    QPalette.ColorRole.WindowText: "#e6e6e6",
    QPalette.ColorRole.Base: "#1e1e1e",
    QPalette.ColorRole.AlternateBase: "#262626",
    QPalette.ColorRole.Text: "#e6e6e6",
    QPalette.ColorRole.PlaceholderText: "#a0a0a0",
    QPalette.ColorRole.Button: "#353535",
    QPalette.ColorRole.ButtonText: "#e6e6e6",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#353535",
    QPalette.ColorRole.ToolTipText: "#e6e6e6",
    QPalette.ColorRole.Highlight: "#3d6fb4",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#6cb0ff",
}


def dark_palette() -> QPalette:
    """A dark palette as desktops have them; what cannot be used is greyed."""
    palette = QPalette(QColor("#353535"))
    for role, colour in _DARK.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text,
                 QPalette.ColorRole.ButtonText):  # fmt: skip
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#7c7c7c"))
    return palette


def judged(number: PhoneNumber) -> Verdict:
    """The verdict under the default rules."""
    return judge(number, CallSource.DIAL_WINDOW, PolicyRules(blocked_prefixes=("+2786",)))


def some_calls() -> tuple[PastCall, ...]:
    """A morning's calls, one of each outcome."""
    now = time.time()
    rows = (
        (60, "082 000 1234", Status.ACCEPTED, "Your phone 204 will ring."),
        (900, "021 555 1234", Status.REFUSED, "The PBX refused the call (409). Agent busy"),
        (4000, "011 283 0540", Status.ACCEPTED, "Your phone 204 will ring."),
        (90_000, "+44 20 7946 0000", Status.UNREACHED, "The PBX was not reached."),
        (180_000, "0860 123 456", Status.UNKNOWN, "We do not know whether it went through."),
    )
    return tuple(
        PastCall(str(at), now - at, CallSource.TRAY, "ref", "+27820001234", display, status, words)
        for at, display, status, words in rows
    )


def dial_window() -> DialWindow:
    """A dial window that reads what is typed."""
    window = DialWindow()
    window.text_changed.connect(lambda text: window.show_reading(text, read_typed(text, judged)))
    window.use_grouping(group_as_typed)
    window.show_caller_ids((("Sales", "27215550000"), ("Support", "27115550000")), "27215550000")
    window.show_recent(some_calls())
    return window


def _dial_ready(window: DialWindow) -> None:
    window.fill("0820001234")


def _dial_asks(window: DialWindow) -> None:
    window.fill("+442079460000")
    window.call_entry.press()
    window.show_notices(("The hotkey Ctrl+Alt+B is taken by another program.",))


def _dial_never(window: DialWindow) -> None:
    window.fill("0866001234")


def _dial_fault(window: DialWindow) -> None:
    window.fill("112")


def _dial_sending(window: DialWindow) -> None:
    window.fill("0820001234")
    window.show_status(CallStatus(Phase.SENDING, "Asking the PBX to call 082 000 1234 …"))


def _dial_accepted(window: DialWindow) -> None:
    window.fill("0820001234")
    words = "Your phone 204 will ring. Pick up to be connected to 082 000 1234."
    window.show_status(CallStatus(Phase.ACCEPTED, words))


def _dial_unknown(window: DialWindow) -> None:
    window.fill("0820001234")
    window.show_status(
        CallStatus(
            Phase.UNKNOWN,
            "The outcome of the call is unknown (no answer in time). A phone may be ringing.",
            "Wait and listen whether your phone rings. If nothing rings, check the callee's "
            "number and call again.",
        )
    )


def _dial_warned(window: DialWindow) -> None:
    ids = (("Sales", "0215550000"), ("Support", "27115550000"))
    window.show_caller_ids(ids, "0215550000")


def _dial_registered(window: DialWindow) -> None:
    window.show_registration(
        Registration(Registered.YES, "The softphone is registered at the PBX.")
    )


def _dial_not_registered(window: DialWindow) -> None:
    retrying = RegistrationChanged(state="trying", seconds=4)
    window.show_registration(registration_after(retrying, Registration(Registered.YES)))


def _dial_empty(window: DialWindow) -> None:
    window.show_recent(())
    window.show_caller_ids((), "")


DIAL_STATES: tuple[Callable[[DialWindow], None], ...] = (
    *(_dial_empty, _dial_ready, _dial_asks, _dial_never, _dial_fault),
    *(_dial_sending, _dial_accepted, _dial_unknown, _dial_warned),
    *(_dial_registered, _dial_not_registered),
)


LOCKED = frozenset({"pbx.server", "pbx.port", "pbx.scheme"})
FILLED = FirstRunDraft(
    server="pbx.example", extension="204", password="1234", outbound_id="0215550000"
)


def _first_empty() -> FirstRunWindow:
    window = FirstRunWindow()
    window.show_keyring("The keyring is ready.", True)
    return window


def _first_testing() -> FirstRunWindow:
    window = FirstRunWindow(FILLED)
    window.test_button.click()
    window.show_keyring(
        "The keyring with your extension is locked. Your system asks for its password.",
        False,
    )
    return window


def _first_faults() -> FirstRunWindow:
    window = FirstRunWindow(FILLED.with_values({"pbx.server": "my pbx", "pbx.port": 0}))
    window.fields.extension.setText("12")
    window.save_button.click()
    window.show_hotkey_problem("Ctrl+Alt+B is taken by another program. Press another key.")
    return window


def _first_versions() -> FirstRunWindow:
    """A version that the caller ID, the extension and the port each have something to say about."""
    draft = FILLED.with_values({EXTENSION: "27215550101", "call.outbound_id": "tvc_sales"})
    window = FirstRunWindow(draft, settings=Settings(call_line="webrtc"))
    window.save_button.click()
    return window


def _first_tested() -> FirstRunWindow:
    window = FirstRunWindow(FILLED, LOCKED)
    words = "pbx.example:8300 answers (HTTP 404). No call was placed."
    window.show_test(ConnectionReport(True, words))
    window.show_saved()
    return window


def _first_unreached() -> FirstRunWindow:
    window = FirstRunWindow(FILLED)
    window.show_test(
        ConnectionReport(
            False,
            "The PBX at pbx.example:8300 was not reached (the connection was refused).",
            "Check server and port, and your network connection. "
            "Servers before version 3.3 usually listen on port 80.",
        )
    )
    window.show_fault("", "The keyring stayed locked.", "Unlock it, then save again.")
    return window


FIRST_RUN_STATES: tuple[Callable[[], FirstRunWindow], ...] = (
    *(_first_empty, _first_testing, _first_faults, _first_versions),
    *(_first_tested, _first_unreached),
)


def take(window: QWidget, name: str) -> Path:
    """Show `window`, write its view and close it; the file's path."""
    window.show()
    QApplication.processEvents()
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.png"
    if not window.grab().save(str(file)):
        raise OSError(f"{file} was not written")
    window.close()
    return file


def take_all(suffix: str) -> list[Path]:
    """The pictures of every state with the present palette and scale."""
    files = []
    for state in DIAL_STATES:
        window = dial_window()
        window.show()
        state(window)
        files.append(take(window, f"{state.__name__.strip('_')}-{suffix}"))
    for build in (*FIRST_RUN_STATES, *CALL_STATES, *LINE_STATES):
        files.append(take(build(), f"{build.__name__.strip('_')}-{suffix}"))
    return files


def main() -> None:
    """Write all pictures of this process's scale, then start the other scale."""
    application = QApplication(sys.argv[:1])
    application.setStyle(QStyleFactory.create("Fusion"))
    scaled = os.environ.get("QT_SCALE_FACTOR") == "2"
    files = take_all("light-200" if scaled else "light")
    application.setPalette(dark_palette())
    files += take_all("dark-200" if scaled else "dark")
    print("\n".join(map(str, files)))
    if not scaled:
        environment = os.environ | {"QT_SCALE_FACTOR": "2"}
        command = [sys.executable, "-m", "tests.pictures.windows"]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
