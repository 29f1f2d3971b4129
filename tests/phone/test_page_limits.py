"""What the page of the phone cannot do, tried by a page that does its best."""

import socket
from collections.abc import Iterator

import pytest

from desktop_dialer.pbx.softphone.commands import Configure, Register
from desktop_dialer.pbx.softphone.events import Ended, RegistrationChanged
from tests.support.softphone.phone_at_work import PhoneAtWork, phone_at_work
from tests.support.softphone.socket_server import socket_server


@pytest.fixture(scope="module")
def phone() -> Iterator[PhoneAtWork]:
    """One for all tests: each wall must stand whatever was tried before."""
    with phone_at_work() as phone:
        yield phone


@pytest.fixture(scope="module")
def traveller() -> Iterator[PhoneAtWork]:
    """One for tests that try to leave: after that the engine answers no request for a position."""
    with phone_at_work() as phone:
        yield phone


def test_the_page_is_a_secure_origin_that_counts_as_seen(phone: PhoneAtWork) -> None:
    assert phone.try_out("secure") == "true desktop-dialer://app"
    assert phone.try_out("visible") == "visible"


def test_before_the_microphone_was_used_sound_plays_and_addresses_are_known() -> None:
    with phone_at_work() as phone:
        assert phone.try_out("addresses") == "shown"
        assert phone.try_out("sound") == "plays"


def test_the_one_socket_opens_and_no_other_does() -> None:
    with socket_server() as ours, socket_server() as other:
        with phone_at_work(Configure(url=ours.url(), server="x")) as phone:
            assert phone.try_out(f"socket {ours.url()}") == "open"
            assert phone.try_out(f"socket {other.url()}") == "error"
            assert phone.try_out(f"socket {ours.url()}2") == "error"
        assert ours.origins == ["desktop-dialer://app"]
        assert other.origins == []


@pytest.mark.parametrize("name", ["phone.css", "../page.py", "favicon.ico", "%2e%2e/__main__.py"])
def test_only_the_pages_own_files_are_served(traveller: PhoneAtWork, name: str) -> None:
    assert traveller.try_out(f"go desktop-dialer://app/{name}") == "going"
    assert traveller.try_out("secure") == "true desktop-dialer://app"


@pytest.mark.parametrize(
    ("what", "becomes"),
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
    phone: PhoneAtWork, what: str, becomes: str
) -> None:
    assert phone.try_out(what) == becomes


@pytest.mark.parametrize(
    "url", ["https://example.com/", "file:///etc/passwd", "data:text/html,x", "#there"]
)
def test_the_page_stays_at_home(traveller: PhoneAtWork, url: str) -> None:
    assert traveller.try_out(f"go {url}") == "going"
    assert traveller.try_out("secure") == "true desktop-dialer://app"


def test_nobody_is_visited(traveller: PhoneAtWork) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        port = elsewhere.getsockname()[1]
        assert traveller.try_out(f"go http://127.0.0.1:{port}/") == "going"
        assert traveller.try_out("ticks 1")
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


@pytest.mark.parametrize("way_out", ["go about:blank", "reload"])
def test_a_page_that_is_left_comes_back_and_is_told_everything(way_out: str) -> None:
    with phone_at_work() as phone:
        phone.send(Register(extension="1001", password="pw"))
        assert phone.wait_for(RegistrationChanged).state == "registered"
        call = phone.dial("wait")
        phone.dial(way_out)
        assert phone.wait_for(Ended).reason == "going"
        assert phone.wait_for(Ended) == Ended(
            call=call, by="fault", reason="the phone's page broke down"
        )
        assert phone.wait_for(RegistrationChanged).state == "trying"
        assert phone.wait_for(RegistrationChanged).state == "registered"
        assert phone.try_out("heard") == "configure,register,call"
