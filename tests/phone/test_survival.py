"""The phone survives a crash of its page, and is not throttled although it is hidden."""

import os
import signal
import time

import pytest

from desktop_dialer.pbx.softphone.commands import Devices, Meter, Register
from desktop_dialer.pbx.softphone.events import Ended, RegistrationChanged, Sent
from tests.support.softphone.phone_at_work import (
    LIMIT_S,
    PhoneAtWork,
    command_for,
    phone_at_work,
    processor_s,
    renderer,
    tree,
)


def register(phone: PhoneAtWork) -> None:
    phone.send(Register(extension="1001", password="pw"))
    assert phone.wait_for(RegistrationChanged).state == "registered"


def test_a_page_whose_process_is_killed_registers_again_by_itself() -> None:
    with phone_at_work() as phone:
        phone.send(Devices(microphone="first"), Devices(microphone="second"), Meter(on=False))
        register(phone)
        calls = sorted(phone.dial("wait") for _ in range(2))
        assert phone.try_out("heard").endswith("call,call,call")
        killed = time.monotonic()
        os.kill(renderer(phone.pid), signal.SIGKILL)
        for call in calls:  # it is not known whether it was sent: a phone may ring
            assert phone.events.get(timeout=LIMIT_S) == Sent(call=call)
            ended = phone.events.get(timeout=LIMIT_S)
            assert isinstance(ended, Ended)
            assert (ended.call, ended.by) == (call, "fault")
        trying = phone.events.get(timeout=LIMIT_S)
        assert isinstance(trying, RegistrationChanged)
        assert trying.state == "trying"
        assert phone.wait_for(RegistrationChanged).state == "registered"
        assert time.monotonic() - killed < 3
        assert phone.try_out("heard") == "configure,devices,register,meter,call"
        assert phone.try_out("microphone") == "audio"
        assert phone.try_out("visible") == "visible"


def test_a_refused_password_is_not_tried_again_by_the_next_page() -> None:
    with phone_at_work() as phone:
        register(phone)
        refused = '{"kind":"registration","state":"refused","code":401}'
        assert phone.try_out(f"say {refused}") == "said"
        call = phone.dial("wait")
        assert phone.try_out("visible") == "visible"
        os.kill(renderer(phone.pid), signal.SIGKILL)
        assert phone.wait_for(Ended).call == call
        deadline = time.monotonic() + LIMIT_S
        while "not ready" in (heard := phone.try_out("heard")) and time.monotonic() < deadline:
            time.sleep(0.05)  # a reloaded page that does not register sends no event
        assert heard == "configure,call"


def test_a_page_that_keeps_crashing_is_left_to_a_new_process(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    with phone_at_work() as phone:
        register(phone)
        for _ in range(2):
            os.kill(renderer(phone.pid), signal.SIGKILL)
            assert phone.wait_for(RegistrationChanged).state == "trying"
            assert phone.wait_for(RegistrationChanged).state == "registered"
        os.kill(renderer(phone.pid), signal.SIGKILL)
        assert phone.events.get(timeout=LIMIT_S) == 1  # no Fatal, so that the app restarts it
    assert "crashed 3 times" in caplog.text


def test_the_timers_of_a_hidden_page_are_not_throttled() -> None:
    with phone_at_work() as phone:
        assert int(phone.try_out("ticks 6")) < 1500


def test_an_idle_phone_costs_next_to_nothing() -> None:
    with phone_at_work(command=command_for(flags=())) as phone:
        register(phone)
        phone.try_out("ticks 2")  # what follows the start is over
        family = tree(phone.pid)
        used = processor_s(family)
        assert phone.try_out("ticks 5")
        assert processor_s(family) - used < 0.05
