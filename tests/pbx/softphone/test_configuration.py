"""What the line takes where nothing is set."""

import pytest

from desktop_dialer.model.audio_devices import AudioChoice
from desktop_dialer.model.errors import SettingsError
from desktop_dialer.pbx.softphone.configuration import LineConfiguration, line_configuration


@pytest.mark.parametrize(
    ("server", "scheme", "url", "host"),
    [
        ("pbx.example", "http", "ws://pbx.example:8088/ws", "pbx.example"),
        ("pbx.example", "https", "wss://pbx.example:8089/ws", "pbx.example"),
        ("192.0.2.7", "http", "ws://192.0.2.7:8088/ws", "192.0.2.7"),
        ("2001:db8::7", "https", "wss://[2001:db8::7]:8089/ws", "[2001:db8::7]"),
    ],
)
def test_the_address_follows_the_pbx(server: str, scheme: str, url: str, host: str) -> None:
    given = line_configuration(server, scheme, (3, 0))
    assert (given.url, given.server) == (url, host)
    assert given.encrypted is (scheme == "https")


@pytest.mark.parametrize(
    ("version", "prefix"),
    [((3,), "X-Platforma"), ((3, 9, 1), "X-Platforma"), ((4, 0), "X-Teleforge"),
     ((5,), "X-Teleforge")],
)  # fmt: skip
def test_the_prefix_follows_the_version(version: tuple[int, ...], prefix: str) -> None:
    assert line_configuration("pbx", "http", version).header_prefix == prefix


@pytest.mark.parametrize("version", [(2,), (2, 9, 9)])
def test_an_older_pbx_has_no_such_line(version: tuple[int, ...]) -> None:
    with pytest.raises(SettingsError, match=r"needs version 3\.0") as caught:
        line_configuration("pbx", "http", version)
    assert "desk phone" in caught.value.advice


def test_without_a_server_there_is_no_line() -> None:
    with pytest.raises(SettingsError, match="No PBX server is set"):
        line_configuration("", "http", (3, 0))


def test_what_is_set_stands() -> None:
    assert line_configuration(
        "pbx",
        "http",
        (3, 0),
        url="wss://other:1/x",
        header_prefix="X-Own",
        ice_servers=("stun:s:3478",),
        certificate="ab",
        sound=AudioChoice("a", "b", "c"),
        do_not_disturb=True,
    ) == LineConfiguration(
        url="wss://other:1/x",
        server="pbx",
        header_prefix="X-Own",
        ice_servers=("stun:s:3478",),
        certificate="ab",
        sound=AudioChoice("a", "b", "c"),
        do_not_disturb=True,
    )
