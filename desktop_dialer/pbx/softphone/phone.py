"""Phone: the one owner of the line's state. One thread calls it; nothing in it waits."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, get_args

from ...model.audio_devices import AudioChoice, AudioDevices
from ...model.call import CallRequest
from ...model.errors import InACall
from ...model.live_call import CallStage, LiveCall
from ...model.registration import Registration
from . import commands
from .audio_devices import AudioDeviceState
from .calls import Calls
from .configuration import LineConfiguration
from .conversation import CallEvent
from .events import (
    CertificateUntrusted,
    Ended,
    Event,
    Fatal,
    Incoming,
    Level,
    Media,
    MicrophoneRefused,
    Ready,
    RegistrationChanged,
    SoundFound,
)
from .faults import LINE_LEFT, PHONE_ENDED
from .incoming import busy_call, incoming_call
from .ports import PhoneHooks, PhonePorts
from .process_supervisor import ProcessSupervisor
from .registration_state import RegistrationState

HANGS_UP_WITHIN_S = 8
"""A phone that hears a command hangs up at once; one that does not may still let the other hear the
agent, who believes to be alone."""
_CALL_EVENTS = get_args(CallEvent)


class Phone:
    """Registration, calls and devices of the softphone, and its process.

    The password only passes through, from `load_account` to the process: it is loaded again
    for each one that is started.
    """

    def __init__(self, around: PhonePorts, hooks: PhoneHooks) -> None:
        self.calls = Calls(around.clock, hooks.call_changed)
        self._around = around
        self._hooks = hooks
        self._configuration: LineConfiguration | None = None
        # One for all processes: what one of them left at the PBX is known as ours to the next.
        self._instance = str(uuid.uuid4())
        self._upkeep = ProcessSupervisor(around, self._configure, self._take, self._fallen)
        self._registering = RegistrationState(hooks)
        self._hanging_up: dict[str, Callable[[], None]] = {}
        """By call: what ends the wait for the phone's word that it is over."""
        self._sounding = AudioDeviceState(self._upkeep.send, self.calls.warn, hooks)

    @property
    def registration(self) -> Registration:
        """Whether the PBX knows where the agent is, as text."""
        return self._registering.now

    @property
    def devices(self) -> AudioDevices:
        """The sound devices that there are."""
        return self._sounding.devices

    @property
    def live(self) -> LiveCall | None:
        """The call that has not ended, if there is one."""
        talk = self.calls.talk
        return talk.call if talk else None

    # --- the line ------------------------------------------------------------------------

    def use(self, configuration: LineConfiguration) -> None:
        """Register under this configuration; a running process ends first, and so does a call.

        Also after another account was stored, and to try again what was refused.
        """
        self.calls.break_off(LINE_LEFT.translated(), by_us=True)
        self._configuration = configuration
        self._registering.forget_doubts()
        self._registering.start()
        self._upkeep.begin()

    def leave(self) -> None:
        """Hang up, unregister, end the process."""
        self.calls.break_off(LINE_LEFT.translated(), by_us=True)
        self._configuration = None
        self._registering.stop()
        self._upkeep.end()

    def choose_sound(self, choice: AudioChoice) -> None:
        """Use these devices from now on, also in a call."""
        if self._configuration:
            self._configuration = replace(self._configuration, sound=choice)
            self._sounding.choose(choice)

    def do_not_disturb(self, on: bool) -> None:
        """Whether who calls hears busy from now on."""
        if self._configuration:
            self._configuration = replace(self._configuration, do_not_disturb=on)

    def meter(self, on: bool, where: str) -> None:
        """Have the hook `level` told what the microphone hears while any place looks at it.

        `where`: the name of a place that begins or ceases to.
        """
        self._sounding.meter(on, where)

    def test_ring(self) -> None:
        """Ring shortly on the ring device."""
        self._sounding.test_ring()

    # --- calls ---------------------------------------------------------------------------

    def dial(
        self,
        request: CallRequest,
        answer_limit_s: float = 30,
        known: Callable[[LiveCall], None] = lambda _: None,
    ) -> LiveCall:
        """Call. Raises InACall or NeverReached, and then nothing was sent.

        `answer_limit_s`: how long the PBX may give no sign at all; then the call is hung up.
        `known` gets the call once, as soon as it has a status.
        """
        if self.calls.talk:
            raise InACall
        self._registering.check()
        number = request.number
        talk = self.calls.begin(LiveCall(request.id, number.display, number.e164))
        talk.expect(known, self._around.later, answer_limit_s, self._hang_up_silent)
        self._upkeep.send(
            commands.Dial(
                call=request.id,
                callee=request.callee,
                outbound_id=request.outbound_id,
                reference=request.reference,
            )
        )
        self._hooks.call_changed(talk.call)
        return talk.call

    def answer(self, call: str) -> None:
        """Answer an incoming call."""
        if self._at(CallStage.INCOMING, call):
            self._upkeep.send(commands.Answer(call=call))

    def decline(self, call: str) -> None:
        """Decline an incoming call: it has ended at once."""
        if self._at(CallStage.INCOMING, call):
            self.hang_up(call)

    def hang_up(self, call: str) -> None:
        """End a call at whatever stage: it has ended at once."""
        talk = self.calls.find(call)
        if talk is None:
            return
        if talk.call.stage is CallStage.INCOMING:
            self._end(commands.Reject(call=call, why="declined"))
        else:
            self._end(commands.HangUp(call=call))
        talk.hang_up()

    def mute(self, call: str, on: bool) -> None:
        """Send silence, or the voice again."""
        if self._at(CallStage.TALKING, call):
            self._upkeep.send(commands.Mute(call=call, on=on))

    def hold(self, call: str, on: bool) -> None:
        """Hold, or resume."""
        if self._at(CallStage.TALKING, call):
            self._upkeep.send(commands.Hold(call=call, on=on))

    def press_keys(self, call: str, digits: str) -> None:
        """Send keys: 0-9 * # A-D."""
        if self._at(CallStage.TALKING, call):
            self._upkeep.send(commands.Dtmf(call=call, digits=digits))

    def _at(self, stage: CallStage, call: str) -> bool:
        """Whether the call is at that stage; else it was a click on what is no longer shown."""
        talk = self.calls.find(call)
        return talk is not None and talk.call.stage is stage

    def _hang_up_silent(self, call: str) -> None:
        self._end(commands.HangUp(call=call))

    def _end(self, command: commands.HangUp | commands.Reject) -> None:
        """Have the phone end a call; one that does not is ended itself."""
        turn = self._upkeep.turn

        def not_heard() -> None:
            del self._hanging_up[command.call]
            self._upkeep.give_up(turn)

        self._hanging_up[command.call] = self._around.later(HANGS_UP_WITHIN_S, not_heard)
        self._upkeep.send(command)

    # --- what the process tells ----------------------------------------------------------

    def _take(self, event: Event) -> None:
        if isinstance(event, Ended) and event.call in self._hanging_up:
            self._hanging_up.pop(event.call)()
        if isinstance(event, _CALL_EVENTS):
            self.calls.take(event)
            if isinstance(event, Media) and event.state == "flowing":
                self._sounding.remind()
            return
        match event:
            case Ready():
                self._upkeep.ready()
                self._register()
            case Incoming():
                self._called(event)
            case RegistrationChanged() | CertificateUntrusted() | Fatal():
                self._registering.take(event)
                self._judge(event)
            case SoundFound() | MicrophoneRefused() | Level():
                self._sounding.take(event)

    def _judge(self, event: Event) -> None:
        """What a registration means for calls and process."""
        match event:
            case RegistrationChanged():
                self.calls.lose_signalling(event.state != "registered")
                if event.state == "refused":
                    self._upkeep.let_go()  # a new process would only be refused again
            case Fatal():
                self._upkeep.let_go()

    def _configure(self) -> None:
        given = self._configuration
        if given:
            self._registering.start()
            self._upkeep.send(
                commands.Configure(
                    url=given.url,
                    server=given.server,
                    header_prefix=given.header_prefix,
                    ice_servers=given.ice_servers,
                    certificate=given.certificate,
                )
            )

    def _register(self) -> None:
        if self._configuration is None:
            return
        self._sounding.begin(self._configuration.sound)
        turn = self._upkeep.turn

        def loaded(extension: str, password: str) -> None:
            if turn == self._upkeep.turn:  # else that process is gone, and its successor asks too
                self._upkeep.send(
                    commands.Register(
                        extension=extension, password=password, instance=self._instance
                    )
                )

        def failed(error: Exception) -> None:
            if turn == self._upkeep.turn and self._configuration:
                self._registering.miss_account(error)

        self._around.load_account(loaded, failed)

    def _called(self, event: Incoming) -> None:
        call = incoming_call(event, self._around.written)
        undisturbed = self._configuration is None or self._configuration.do_not_disturb
        if self.calls.talk or undisturbed:
            in_call = self.calls.talk is not None
            why: Literal["in a call", "undisturbed"] = "in a call" if in_call else "undisturbed"
            self._upkeep.send(commands.Reject(call=event.call, why=why))
            self._hooks.declined(busy_call(call, in_call=in_call, now=self._around.clock()))
        else:
            self.calls.begin(call)
            self._hooks.rings(call)

    def _fallen(self, pause_s: float | None, why: str) -> None:
        if pause_s is not None:
            self._registering.fall(pause_s, why)
        # Last: the end of the call may be what a new use of the line has waited for.
        self.calls.break_off(PHONE_ENDED.translated(), by_us=True)  # its last words may be lost
