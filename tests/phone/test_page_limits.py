"""What the phone's page cannot do, tried by a page that attempts it."""

import socket
from collections.abc import Iterator

import pytest

from desktop_dialer.pbx.softphone.commands import Configure, Register
from desktop_dialer.pbx.softphone.events import Ended, RegistrationChanged
from tests.support.softphone.phone_at_work import PhoneAtWork, phone_at_work
from tests.support.softphone.socket_server import socket_server


@pytest.fixture(scope="module")
def phone() -> Iterator[PhoneAtWork]:
    """One for all tests: each limit must hold whatever was tried before."""
    with phone_at_work() as phone:
        yield phone


@pytest.fixture(scope="module")
def navigating() -> Iterator[PhoneAtWork]:
    """For tests that navigate: after that the engine does not answer requests for a position."""
    with phone_at_work() as phone:
        yield phone


def test_the_page_is_a_secure_origin_and_visible(phone: PhoneAtWork) -> None:
    assert phone.try_out("secure") == "true desktop-dialer://app"
    assert phone.try_out("visible") == "visible"


def test_audio_plays_and_addresses_are_known_before_the_microphone_is_used() -> None:
    with phone_at_work() as phone:
        assert phone.try_out("addresses") == "shown"
        assert phone.try_out("sound") == "plays"


def test_only_the_configured_socket_opens() -> None:
    with socket_server() as ours, socket_server() as other:
        with phone_at_work(Configure(url=ours.url(), server="x")) as phone:
            assert phone.try_out(f"socket {ours.url()}") == "open"
            assert phone.try_out(f"socket {other.url()}") == "error"
            assert phone.try_out(f"socket {ours.url()}2") == "error"
        assert ours.origins == ["desktop-dialer://app"]
        assert other.origins == []


@pytest.mark.parametrize("name", ["phone.css", "../page.py", "favicon.ico", "%2e%2e/__main__.py"])
def test_only_the_pages_own_files_are_served(navigating: PhoneAtWork, name: str) -> None:
    assert navigating.try_out(f"go desktop-dialer://app/{name}") == "going"
    assert navigating.try_out("secure") == "true desktop-dialer://app"


@pytest.mark.parametrize(
    ("experiment", "result"),
    [
        ("fetch desktop-dialer://app/phone.js", "TypeError: Failed to fetch"),
        ("fetch http://127.0.0.1:9/", "TypeError: Failed to fetch"),
        ("frame https://example.com/", "refused"),
        ("script", "EvalError"),
        ("popup", "null"),
        ("dialogs", "false null undefined"),
        ("camera", "AbortError: Invalid state"),
        ("screen", "AbortError: Invalid state"),
        ("position", "denied"),
        ("notifications", "denied"),
        ("microphone", "audio"),
        ("download", "clicked"),
    ],
)
def test_the_page_has_the_microphone_and_nothing_else(
    phone: PhoneAtWork, experiment: str, result: str
) -> None:
    assert phone.try_out(experiment) == result


@pytest.mark.parametrize(
    "url", ["https://example.com/", "file:///etc/passwd", "data:text/html,x", "#there"]
)
def test_the_page_cannot_navigate_elsewhere(navigating: PhoneAtWork, url: str) -> None:
    assert navigating.try_out(f"go {url}") == "going"
    assert navigating.try_out("secure") == "true desktop-dialer://app"


def test_navigation_contacts_no_server(navigating: PhoneAtWork) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        port = elsewhere.getsockname()[1]
        assert navigating.try_out(f"go http://127.0.0.1:{port}/") == "going"
        assert navigating.try_out("ticks 1")
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


@pytest.mark.parametrize("experiment", ["go about:blank", "reload"])
def test_a_page_that_was_left_is_loaded_again_and_registers(experiment: str) -> None:
    with phone_at_work() as phone:
        phone.send(Register(extension="1001", password="pw"))
        assert phone.wait_for(RegistrationChanged).state == "registered"
        call = phone.dial("wait")
        phone.dial(experiment)
        assert phone.wait_for(Ended).reason == "going"
        ended = phone.wait_for(Ended)
        assert (ended.call, ended.by) == (call, "fault")
        assert phone.wait_for(RegistrationChanged).state == "trying"
        assert phone.wait_for(RegistrationChanged).state == "registered"
        assert phone.try_out("heard") == "configure,register,call"
