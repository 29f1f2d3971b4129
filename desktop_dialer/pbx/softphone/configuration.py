"""What the line needs to know, and what it takes where nothing is set."""

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
    """The line as set. See `commands.Configure` for the first five; `server` is bracketed IPv6.

    `do_not_disturb`: who calls hears busy.
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
        """Whether the signalling is encrypted: numbers, keys, the password's proof.

        The sound is in any case, but without this only against those who merely listen.
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

    `scheme`: http or https, of the PBX's REST interface. `url` and `header_prefix`: "" = the ones
    of the vendor's example. Raises SettingsError for no server and for one without WebRTC.
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
