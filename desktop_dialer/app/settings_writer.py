"""Settings that people change outside the settings windows: written, then acted on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..calling.number_lookup import BackgroundWork
from .context import AppContext

if TYPE_CHECKING:
    from ..model.audio_devices import AudioChoice
    from ..settings.store import LoadedSettings, WrittenSettings


class SettingsWriter:
    """Writes each to the user's settings file, off this thread, then has `use` act on it.

    `failed` gets the reason where a setting is locked or the file cannot be written.
    """

    def __init__(
        self,
        context: AppContext,
        background: BackgroundWork,
        use: "Callable[[LoadedSettings], None]",
        failed: Callable[[Exception], None],
    ) -> None:
        self._context = context
        self._background = background
        self._use = use
        self._failed = failed

    def caller_id(self, outbound_id: str) -> None:
        """Show this one from now on."""
        self.write({"call.outbound_id": outbound_id})

    def stop_watching(self) -> None:
        """Do not look at the clipboard, today and later."""
        self.write({"clipboard.watch": False})

    def do_not_disturb(self, on: bool) -> None:
        """Decline incoming calls, or let them ring again."""
        self.write({"webrtc.do_not_disturb": on})

    def trust(self, fingerprint: str) -> None:
        """Accept this one certificate of the PBX although nobody signed it; "" = none."""
        self.write({"webrtc.certificate": fingerprint})

    def sound(self, choice: "AudioChoice") -> None:
        """Speak, hear and ring through these devices."""
        self.write(
            {
                "webrtc.microphone": choice.microphone,
                "webrtc.speaker": choice.speaker,
                "webrtc.ring_device": choice.ring,
            }
        )

    def write(self, values: dict[str, object], then: Callable[[], None] = lambda: None) -> None:
        """Write settings by key, then `then`."""

        def written(settings: "WrittenSettings") -> None:
            self._use(settings.loaded)
            then()

        self._background.run(lambda: self._context.store.write(values), written, self._failed)
