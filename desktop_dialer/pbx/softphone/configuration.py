"""The configuration of the softphone, and its defaults."""

from dataclasses import dataclass, field

from ...model.audio_devices import AudioChoice
from ...model.errors import SettingsError
from ...model.pbx_ports import websocket_url
from ...translation import tr

WEBRTC_SINCE = 3
"""The server's major version from which an extension may register over WebSocket: the vendor's
page "Create a Call", version 36."""


@dataclass(frozen=True, slots=True)
class LineConfiguration:
    """The softphone as set. See `commands.Configure` for the first five; IPv6 is in brackets.

    `do_not_disturb`: callers hear busy.
    """

    url: str
    server: str
    header_prefix: str = "X-Platforma"
    ice_servers: tuple[str, ...] = ()
    certificate: str = ""
    sound: AudioChoice = field(default_factory=AudioChoice)
    do_not_disturb: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether the signalling is encrypted: numbers, DTMF digits, the password's proof.

        The audio is encrypted in any case, but without this only against passive listeners.
        """
        return self.url.startswith("wss:")


def line_configuration(
    server: str,
    scheme: str,
    version: tuple[int, ...],
    *,
    url: str = "",
    header_prefix: str = "",
    ice_servers: tuple[str, ...] = (),
    certificate: str = "",
    sound: AudioChoice | None = None,
    do_not_disturb: bool = False,
) -> LineConfiguration:
    """The configuration for a PBX: `server` a name or an address without brackets.

    `scheme`: http or https, of the PBX's REST interface. `url` and `header_prefix`: "" = those of
    the vendor's example. Raises SettingsError where no server is set, or one without WebRTC.
    """
    if not server:
        raise SettingsError(
            tr("No PBX server is set."),
            tr("Set it with: desktop-dialer config set pbx.server NAME"),
        )
    if version[0] < WEBRTC_SINCE:
        given = ".".join(map(str, version))
        raise SettingsError(
            tr("The softphone needs version 3.0 of the PBX; version {given} is set.").format(
                given=given
            ),
            tr("Use the desk phone, or correct pbx.version if the PBX is newer. Nothing was sent."),
        )
    host = f"[{server}]" if ":" in server else server
    return LineConfiguration(
        url=url or websocket_url(server, scheme),
        server=host,
        header_prefix=header_prefix or ("X-Teleforge" if version[0] >= 4 else "X-Platforma"),
        ice_servers=ice_servers,
        certificate=certificate,
        sound=sound or AudioChoice(),
        do_not_disturb=do_not_disturb,
    )
