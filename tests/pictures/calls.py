"""The call window in its states, for `tests.pictures.windows`."""

import time
from collections.abc import Callable
from dataclasses import replace

from desktop_dialer.model.audio_devices import AudioChoice, AudioDevices
from desktop_dialer.model.live_call import CallStage, HeldBy, LiveCall, Quality
from desktop_dialer.pbx.softphone.refusals import call_refused
from desktop_dialer.ui.call.call_window import CallWindow

DEVICES = AudioDevices(
    ("Built-in Audio Analog Stereo", "Jabra EVOLVE 20 MS Mono"),
    ("Built-in Audio Analog Stereo", "Jabra EVOLVE 20 MS Mono", "HDMI"),
)
HEADSET = AudioChoice("Jabra EVOLVE 20 MS Mono", "Jabra EVOLVE 20 MS Mono", "")
TALKING = LiveCall(
    "1", "082 000 1234", "+27820001234", stage=CallStage.TALKING, quality=Quality(0.002, 4.2, 38)
)


def shown(call: LiveCall) -> CallWindow:
    """The window with `call`, 2:07 after the answer where it was answered."""
    window = CallWindow()
    window.show_devices(DEVICES, HEADSET)
    if call.stage is CallStage.TALKING:
        call = replace(call, answered_at=time.monotonic() - 127.2)
    window.show_call(call)
    return window


def _call_dialling() -> CallWindow:
    return shown(replace(TALKING, stage=CallStage.DIALLING))


def _call_incoming() -> CallWindow:
    caller = LiveCall(
        "1", "+44 20 7946 0018", "+442079460018", incoming=True, stage=CallStage.INCOMING
    )
    return shown(caller)


def _call_incoming_withheld() -> CallWindow:
    return shown(LiveCall("1", "", incoming=True, stage=CallStage.INCOMING))


def _call_talking() -> CallWindow:
    return shown(TALKING)


def _call_muted() -> CallWindow:
    return shown(replace(TALKING, muted=True, quality=Quality(0.02, 35, 310)))


def _call_held() -> CallWindow:
    return shown(replace(TALKING, held_by=HeldBy.AGENT, quality=None))


def _call_held_by_other() -> CallWindow:
    return shown(replace(TALKING, held_by=HeldBy.OTHER))


def _call_silent_and_lost() -> CallWindow:
    poor = Quality(0.081, 80, 900)
    return shown(replace(TALKING, audio_lost=True, signalling_lost=True, muted=True, quality=poor))


def _call_keypad() -> CallWindow:
    window = shown(replace(TALKING, tones="123456789#"))
    window.buttons.keypad.requested.emit()
    return window


def _call_sound() -> CallWindow:
    window = shown(TALKING)
    window.buttons.sound.requested.emit()
    window.show_level(0.2)
    return window


def _call_sound_trouble() -> CallWindow:
    window = shown(TALKING)
    window.buttons.sound.requested.emit()
    problem = "No microphone was found. Plug in a headset; it is used at once."
    window.show_devices(replace(DEVICES, microphones=(), problem=problem), HEADSET)
    window.show_level(1)
    return window


def _call_leaving() -> CallWindow:
    window = shown(TALKING)
    window._leave()
    return window


def _call_ended() -> CallWindow:
    ended = replace(TALKING, stage=CallStage.ENDED, answered_at=10.0, ended_at=195.0)
    return shown(replace(ended, words="The remote party hung up."))


def _call_refused() -> CallWindow:
    told = call_refused(486, party=TALKING.party, rang=False)
    return shown(replace(TALKING, stage=CallStage.ENDED, words=told.message, advice=told.advice))


def _call_long_names() -> CallWindow:
    window = shown(
        replace(
            TALKING,
            party="Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz GmbH & Co. KG",
            number="sip:rindfleischetikettierung@vermittlungsanlage.zweigstelle.example.com",
            muted=True,
            held_by=HeldBy.AGENT,
        )
    )
    for button, words in (
        (window.buttons.mute, "&Stummschalten"),
        (window.buttons.hold, "Gespräch h&alten"),
        (window.buttons.keypad, "&Wähltastatur"),
        (window.buttons.sound, "&Toneinstellungen"),
        (window.buttons.hang_up, "Gespräch &beenden"),
    ):
        button.show_words(words)
    window.show_call(window._call)
    return window


CALL_STATES: tuple[Callable[[], CallWindow], ...] = (
    *(_call_dialling, _call_incoming, _call_incoming_withheld, _call_talking, _call_muted),
    *(_call_held, _call_held_by_other, _call_silent_and_lost, _call_keypad, _call_sound),
    *(_call_sound_trouble, _call_leaving, _call_ended, _call_refused, _call_long_names),
)
