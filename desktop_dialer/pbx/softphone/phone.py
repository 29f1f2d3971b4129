"""Phone: the only owner of the softphone's state. It is used by one thread and never waits."""

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
from .faults import PROCESS_STOPPED, SOFTPHONE_STOPPED
from .incoming import busy_call, incoming_call
from .ports import PhoneHooks, PhonePorts
from .process_supervisor import ProcessSupervisor
from .registration_state import RegistrationState

HANGS_UP_WITHIN_S = 8
"""A working phone process hangs up at once. With one that does not, the remote party might still
hear the agent, who believes that the call has ended."""
_CALL_EVENTS = get_args(CallEvent)


class Phone:
    """Registration, calls and devices of the softphone, and its process.

    The password is not kept: it is loaded again by `load_account` for each process, and passed
    on to it.
    """

    def __init__(self, ports: PhonePorts, hooks: PhoneHooks) -> None:
        self.calls = Calls(ports.clock, hooks.call_changed)
        self._ports = ports
        self._hooks = hooks
        self._configuration: LineConfiguration | None = None
        # The same for all processes: each recognises the contacts that earlier ones registered.
        self._instance = str(uuid.uuid4())
        self._supervisor = ProcessSupervisor(ports, self._configure, self._handle, self._on_exit)
        self._registration = RegistrationState(hooks)
        self._hanging_up: dict[str, Callable[[], None]] = {}
        """By call: cancels the time limit for the phone process to end it."""
        self._audio = AudioDeviceState(self._supervisor.send, self.calls.warn, hooks)

    @property
    def registration(self) -> Registration:
        """Whether the softphone is registered at the PBX, as text."""
        return self._registration.now

    @property
    def devices(self) -> AudioDevices:
        """The audio devices that are connected."""
        return self._audio.devices

    @property
    def live(self) -> LiveCall | None:
        """The call that has not ended, if there is one."""
        conversation = self.calls.live
        return conversation.call if conversation else None

    # --- registration and devices --------------------------------------------------------

    def use(self, configuration: LineConfiguration) -> None:
        """Register with this configuration; a running process and its call are ended first.

        Also after another account was stored, and to try again after a refusal.
        """
        self.calls.cut_off(SOFTPHONE_STOPPED.translated())
        self._configuration = configuration
        self._registration.ask_again()
        self._registration.start()
        self._supervisor.begin()

    def leave(self) -> None:
        """Hang up, unregister, stop the process."""
        self.calls.cut_off(SOFTPHONE_STOPPED.translated())
        self._configuration = None
        self._registration.stop()
        self._supervisor.end()

    def choose_sound(self, choice: AudioChoice) -> None:
        """Use these audio devices from now on, also in a call."""
        if self._configuration:
            self._configuration = replace(self._configuration, sound=choice)
            self._audio.choose(choice)

    def do_not_disturb(self, on: bool) -> None:
        """Whether callers hear busy from now on."""
        if self._configuration:
            self._configuration = replace(self._configuration, do_not_disturb=on)

    def meter(self, on: bool, watcher: str) -> None:
        """Report the microphone's level to the hook `level` while any watcher wants it.

        `watcher`: a name for the place that shows it.
        """
        self._audio.meter(on, watcher)

    def test_ring(self) -> None:
        """Ring briefly on the ring device."""
        self._audio.test_ring()

    # --- calls ---------------------------------------------------------------------------

    def dial(
        self,
        request: CallRequest,
        answer_limit_s: float = 30,
        on_status: Callable[[LiveCall], None] = lambda _: None,
    ) -> LiveCall:
        """Call. Raises InACall or NeverReached, and then nothing was sent.

        `answer_limit_s`: the call is hung up if the PBX does not respond at all for that long.
        `on_status` is called with the call once, as soon as it has a status.
        """
        if self.calls.live:
            raise InACall
        self._registration.check()
        number = request.number
        conversation = self.calls.begin(LiveCall(request.id, number.display, number.e164))
        conversation.expect(on_status, self._ports.later, answer_limit_s, self._hang_up_unanswered)
        self._supervisor.send(
            commands.Dial(
                call=request.id,
                callee=request.callee,
                outbound_id=request.outbound_id,
                reference=request.reference,
            )
        )
        self._hooks.call_changed(conversation.call)
        return conversation.call

    def answer(self, call: str) -> None:
        """Answer an incoming call."""
        if self._is_at(CallStage.INCOMING, call):
            self._supervisor.send(commands.Answer(call=call))

    def decline(self, call: str) -> None:
        """Decline an incoming call: it ends at once."""
        if self._is_at(CallStage.INCOMING, call):
            self.hang_up(call)

    def hang_up(self, call: str) -> None:
        """End a call at any stage: it ends at once."""
        conversation = self.calls.find(call)
        if conversation is None:
            return
        if conversation.call.stage is CallStage.INCOMING:
            self._end(commands.Reject(call=call, why="declined"))
        else:
            self._end(commands.HangUp(call=call))
        conversation.hang_up()

    def mute(self, call: str, on: bool) -> None:
        """Mute or unmute the microphone."""
        if self._is_at(CallStage.TALKING, call):
            self._supervisor.send(commands.Mute(call=call, on=on))

    def hold(self, call: str, on: bool) -> None:
        """Hold or resume the call."""
        if self._is_at(CallStage.TALKING, call):
            self._supervisor.send(commands.Hold(call=call, on=on))

    def press_keys(self, call: str, digits: str) -> None:
        """Send DTMF digits: 0-9 * # A-D."""
        if self._is_at(CallStage.TALKING, call):
            self._supervisor.send(commands.Dtmf(call=call, digits=digits))

    def _is_at(self, stage: CallStage, call: str) -> bool:
        """Whether the call is at that stage; a click may come too late."""
        conversation = self.calls.find(call)
        return conversation is not None and conversation.call.stage is stage

    def _hang_up_unanswered(self, call: str) -> None:
        self._end(commands.HangUp(call=call))

    def _end(self, command: commands.HangUp | commands.Reject) -> None:
        """Have the phone process end a call; if it does not, the process is ended."""
        generation = self._supervisor.generation

        def on_timeout() -> None:
            del self._hanging_up[command.call]
            self._supervisor.kill(generation)

        self._hanging_up[command.call] = self._ports.later(HANGS_UP_WITHIN_S, on_timeout)
        self._supervisor.send(command)

    # --- events of the process -----------------------------------------------------------

    def _handle(self, event: Event) -> None:
        if isinstance(event, Ended) and event.call in self._hanging_up:
            self._hanging_up.pop(event.call)()
        if isinstance(event, _CALL_EVENTS):
            self.calls.handle(event)
            if isinstance(event, Media) and event.state == "flowing":
                self._audio.remind()
            return
        match event:
            case Ready():
                self._supervisor.ready()
                self._register()
            case Incoming():
                self._handle_incoming(event)
            case RegistrationChanged() | CertificateUntrusted() | Fatal():
                self._registration.handle(event)
                self._apply_registration(event)
            case SoundFound() | MicrophoneRefused() | Level():
                self._audio.handle(event)

    def _apply_registration(self, event: Event) -> None:
        """Apply a change of the registration to the calls and the process."""
        match event:
            case RegistrationChanged():
                self.calls.set_signalling_lost(event.state != "registered")
                if event.state == "refused":
                    self._supervisor.do_not_restart()  # a new process would be refused again
            case Fatal():
                self._supervisor.do_not_restart()

    def _configure(self) -> None:
        given = self._configuration
        if given:
            self._registration.start()
            self._supervisor.send(
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
        self._audio.begin(self._configuration.sound)
        generation = self._supervisor.generation

        def loaded(extension: str, password: str) -> None:
            if generation == self._supervisor.generation:  # each process loads it for itself
                self._supervisor.send(
                    commands.Register(
                        extension=extension, password=password, instance=self._instance
                    )
                )

        def failed(error: Exception) -> None:
            if generation == self._supervisor.generation and self._configuration:
                self._registration.account_missing(error)

        self._ports.load_account(loaded, failed)

    def _handle_incoming(self, event: Incoming) -> None:
        call = incoming_call(event, self._ports.format_number)
        undisturbed = self._configuration is None or self._configuration.do_not_disturb
        if self.calls.live or undisturbed:
            in_call = self.calls.live is not None
            why: Literal["in a call", "undisturbed"] = "in a call" if in_call else "undisturbed"
            self._supervisor.send(commands.Reject(call=event.call, why=why))
            self._hooks.declined(busy_call(call, in_call=in_call, now=self._ports.clock()))
        else:
            self.calls.begin(call)
            self._hooks.rings(call)

    def _on_exit(self, pause_s: float | None, reason: str) -> None:
        if pause_s is not None:
            self._registration.process_stopped(pause_s, reason)
        # Last: the app may wait for the end of the call to call `use`.
        self.calls.cut_off(PROCESS_STOPPED.translated())
