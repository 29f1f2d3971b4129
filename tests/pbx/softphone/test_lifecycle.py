"""The line from its start to its end: registration, death and back-off, secrets, devices."""

import gc
import types
import uuid
from pathlib import Path
from typing import Any

import pytest

from desktop_dialer.model.audio_devices import AudioChoice, AudioDevices
from desktop_dialer.model.errors import KeyringLocked
from desktop_dialer.model.registration import Certificate, Registered
from desktop_dialer.pbx.softphone import process_supervisor as upkeep
from desktop_dialer.pbx.softphone.commands import Configure, Devices, Meter, Register
from tests.support.softphone.phone_stage import CONFIGURATION, PhoneStage

DEAD = {"configure": [{"exit": 7}]}


def state(stage: PhoneStage) -> Registered:
    return stage.phone.registration.state


def test_the_line_is_used_and_left(tmp_path: Path) -> None:
    with PhoneStage(tmp_path) as stage:
        assert state(stage) is Registered.OFF
        stage.phone.use(CONFIGURATION)
        assert state(stage) is Registered.STARTING
        stage.until(lambda: state(stage) is Registered.YES)
        stage.until(lambda: stage.of(Register))
        assert [type(command) for command in stage.commands] == [Configure, Devices, Register]
        assert stage.of(Configure) == [
            Configure(
                url="ws://pbx.example:8088/ws", server="pbx.example", header_prefix="X-Platforma"
            )
        ]
        (register,) = stage.of(Register)
        assert (register.extension, register.password) == ("204", "a-password-of-the-test")
        stage.phone.leave()
        assert state(stage) is Registered.OFF
        stage.until(lambda: stage.exits == [0])
        assert stage.timers == []
        assert len(stage.processes) == 1
        assert stage.count("registration") == 3


def test_using_it_anew_ends_the_old_process_first(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: len(stage.of(Register)) == 2)
        assert stage.exits == [0]
        stage.until(lambda: state(stage) is Registered.YES)
        stage.phone.leave()
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: len(stage.of(Register)) == 3)
        assert len(stage.processes) == 3
        # By this the PBX, and the line itself, know what an earlier process left there.
        assert len({uuid.UUID(register.instance) for register in stage.of(Register)}) == 1


def test_a_phone_that_dies_is_started_again_ever_later(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, **DEAD) as stage:
        stage.phone.use(CONFIGURATION)
        pauses = []
        for starts in range(1, 10):
            stage.until(lambda: state(stage) is Registered.RETRYING)
            assert len(stage.processes) == starts
            pauses.append(stage.timers[0][0] - stage.now)
            assert f"in {pauses[-1]:g} s" in stage.phone.registration.message
            assert stage.phone.registration.advice
            stage.pass_time(pauses[-1] - 0.1)
            assert len(stage.processes) == starts
            stage.pass_time(0.1)
            assert len(stage.processes) == starts + 1
            assert state(stage) is Registered.STARTING
        assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
        assert stage.of(Register) == []


def test_a_minute_of_health_makes_the_pause_short_again(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, **DEAD) as stage:
        stage.phone.use(CONFIGURATION)
        for pause in (1, 2, 4):
            stage.until(lambda: [at for at, _ in stage.timers] == [stage.now + pause])  # noqa: B023
            if pause == 4:
                stage.script = PhoneStage.REGISTERS
            stage.pass_time(pause)
        stage.until(lambda: state(stage) is Registered.YES)
        stage.now += upkeep.HEALTHY_S - 1
        stage.cue(exit=1)
        stage.until(lambda: [at for at, _ in stage.timers] == [stage.now + 8])
        stage.pass_time(8)
        stage.until(lambda: state(stage) is Registered.YES)
        stage.now += upkeep.HEALTHY_S
        stage.cue(exit=1)
        stage.until(lambda: [at for at, _ in stage.timers] == [stage.now + 1])
        stage.pass_time(1)
        stage.until(lambda: state(stage) is Registered.YES)


def test_leaving_ends_the_tries(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, **DEAD) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: state(stage) is Registered.RETRYING)
        stage.phone.leave()
        assert stage.timers == []
        stage.pass_time(1000)
        assert len(stage.processes) == 1
        assert state(stage) is Registered.OFF


def test_a_phone_that_does_not_come_up_is_ended(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, configure=[]) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: stage.of(Configure))
        stage.pass_time(upkeep.START_LIMIT_S)
        stage.until(lambda: state(stage) is Registered.RETRYING)
        assert len(stage.exits) == 1


def test_a_phone_that_cannot_be_started_is_tried_again(tmp_path: Path) -> None:
    with PhoneStage(tmp_path) as stage:
        stage.cannot_start = True
        stage.phone.use(CONFIGURATION)
        assert state(stage) is Registered.RETRYING
        assert stage.phone.registration.message.startswith("There is no such program. It restarts")
        stage.cannot_start = False
        stage.pass_time(1)
        stage.until(lambda: state(stage) is Registered.YES)


def test_without_the_engine_there_is_no_second_try(tmp_path: Path) -> None:
    fatal: list[dict[str, Any]] = [
        {"kind": "fatal", "reason": "The engine is not installed."},
        {"exit": 3},
    ]
    with PhoneStage(tmp_path, configure=fatal) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: "engine" in stage.phone.registration.message)
        assert state(stage) is Registered.OFF
        assert "desktop-dialer[webrtc]" in stage.phone.registration.advice
        stage.until(lambda: stage.exits == [3])
        stage.pass_time(1000)
        assert len(stage.processes) == 1
        assert stage.timers == []


@pytest.mark.parametrize("code", [401, 407])
def test_a_wrong_password_is_sent_once(tmp_path: Path, code: int) -> None:
    refused = {"kind": "registration", "state": "refused", "code": code, "errors": ["no such 204"]}
    with PhoneStage(tmp_path, register=[refused]) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: state(stage) is Registered.REFUSED)
        registration = stage.phone.registration
        assert registration.message.startswith("The PBX says: no such 204. The PBX did not accept")
        assert "password again" in registration.advice
        stage.cue(exit=1)
        stage.until(lambda: stage.exits == [1])
        stage.pass_time(1000)
        assert len(stage.processes) == 1
        assert len(stage.of(Register)) == 1
        assert stage.phone.registration == registration
        stage.script = PhoneStage.REGISTERS
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: state(stage) is Registered.YES)


def test_the_password_stays_nowhere(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        stage.until(lambda: stage.of(Register))
        password = stage.account_file.read_text()
        stage.commands.clear()
        stage.account_file.unlink()  # so that the test finds what it looks for, put it in once
        assert not holds(stage.phone, password)
        stage.told.append(("proof that the walk finds it", f"with {password}"))
        assert holds(stage.phone, password)


def holds(root: object, secret: str) -> bool:
    """Whether a text in anything that `root` leads to has `secret` in it."""
    seen: set[int] = set()
    waiting: list[object] = [root]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type | types.ModuleType):
            continue
        seen.add(id(thing))
        if isinstance(thing, str | bytes) and secret in (
            thing if isinstance(thing, str) else thing.decode(errors="replace")
        ):
            return True
        if isinstance(thing, types.FunctionType):  # its globals lead to the whole test
            waiting += [thing.__closure__, thing.__defaults__, thing.__kwdefaults__]
        else:
            waiting += gc.get_referents(thing)
    return False


def test_a_locked_keyring_is_told_in_its_words(tmp_path: Path) -> None:
    with PhoneStage(tmp_path) as stage:
        stage.account_error = KeyringLocked(
            "The keyring with your extension and password is locked.", "Unlock it."
        )
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: "keyring" in stage.phone.registration.message)
        assert state(stage) is Registered.OFF
        assert stage.phone.registration.advice == "Unlock it."
        stage.account_error = OSError("a-secret-in-an-exception")
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: "could not be read" in stage.phone.registration.message)
        assert "secret" not in stage.phone.registration.message
        assert stage.of(Register) == []


def test_an_account_that_comes_too_late_goes_nowhere(tmp_path: Path) -> None:
    with PhoneStage(tmp_path, configure=[{"kind": "ready"}, {"exit": 1}]) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: state(stage) is Registered.RETRYING)
        stage.script = PhoneStage.REGISTERS
        stage.pass_time(1)
        stage.until(lambda: state(stage) is Registered.YES)
        stage.until(lambda: stage.of(Register))
        assert len(stage.of(Register)) == 1


def test_a_lost_connection_is_tried_again_by_the_phone_itself(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        stage.cue(kind="registration", state="trying", code=503, reason="Busy", seconds=7.6)
        stage.until(lambda: state(stage) is Registered.RETRYING)
        assert "(503 Busy)" in stage.phone.registration.message
        assert "in 8 s" in stage.phone.registration.message
        stage.cue(kind="registration", state="trying")
        stage.until(lambda: "now" in stage.phone.registration.message)
        assert state(stage) is Registered.RETRYING
        stage.cue(kind="registration", state="registered")
        stage.until(lambda: state(stage) is Registered.YES)
        assert len(stage.processes) == 1


def test_a_doubted_certificate_is_asked_about_once(tmp_path: Path) -> None:
    doubted = {
        "kind": "certificate",
        "fingerprint": "ab" * 32,
        "subject": "pbx\x07",
        "issuer": "itself",
        "expires": "2030-01-01",
        "fault": "self-signed",
    }
    retry = {"kind": "registration", "state": "trying", "seconds": 1}
    with PhoneStage(tmp_path, register=[doubted, retry, doubted]) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: stage.of(Register) and state(stage) is Registered.REFUSED)
        stage.cue(kind="level", microphone=0.5)
        stage.until(lambda: stage.count("level"))
        assert "The certificate of the PBX is not trusted (self-signed)" in (
            stage.phone.registration.message
        )
        assert [value for name, value in stage.told if name == "certificate"] == [
            Certificate("ab" * 32, "pbx", "itself", "2030-01-01", "self-signed")
        ]
        stage.script = PhoneStage.REGISTERS
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: state(stage) is Registered.YES)


def test_devices_are_told_and_chosen(tmp_path: Path) -> None:
    with PhoneStage(tmp_path).registered() as stage:
        phone = stage.phone
        stage.cue(kind="sound", microphones=[], speakers=["Desk"])
        stage.until(lambda: phone.devices.speakers == ("Desk",))
        assert phone.devices.problem.startswith("No microphone found.")
        stage.cue(kind="sound", microphones=["Head\nset"], speakers=["Desk"], missing=["Old"])
        stage.until(lambda: phone.devices == AudioDevices(("Head set",), ("Desk",), "", ("Old",)))
        stage.cue(kind="microphone", why="refused")
        stage.until(lambda: "does not allow" in phone.devices.problem)
        stage.cue(kind="sound", microphones=["Head set"])
        stage.until(lambda: phone.devices.speakers == ())
        assert "does not allow" in phone.devices.problem
        stage.cue(kind="level", microphone=0.25)
        stage.until(lambda: ("level", 0.25) in stage.told)
        assert phone.devices.problem == ""
        stage.cue(kind="microphone", why="missing", detail="NotFoundError")
        stage.until(lambda: phone.devices.problem.startswith("No microphone found. "))
        stage.cue(kind="sound", microphones=["Head set"], speakers=["Desk"])
        stage.until(lambda: not phone.devices.problem)
        phone.choose_sound(AudioChoice("Head set", "Desk", "Bell"))
        phone.meter(True, "a window")
        stage.until(lambda: stage.of(Meter))
        chosen = Devices(microphone="Head set", speaker="Desk", ring="Bell")
        assert stage.of(Devices)[-1] == chosen
        stage.cue(exit=1)
        stage.until(lambda: state(stage) is Registered.RETRYING)
        stage.pass_time(1)
        stage.until(lambda: len(stage.of(Devices)) == 3)
        assert stage.of(Devices)[-1] == chosen
