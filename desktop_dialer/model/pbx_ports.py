"""Where a PBX listens if nothing else is set: Click2Dial by version, and the softphone."""

from ..translation import tr


def port_advice(version: tuple[int, ...], port: int) -> str:
    """What to know about the port of a PBX of `version`, "" = nothing but the default of 8300.

    Source: the vendor's version history. The page "Create a Call", version 36, has port 8300
    for every version, so that stays the default and nothing here changes a port.
    """
    if version >= (4,):
        return tr("From version 4.0 the port is in the configuration that your site was given.")
    if version < (3, 3) and port != 80:
        return tr("Servers before version 3.3 usually listen on port 80.")
    return ""


def websocket_url(server: str, scheme: str) -> str:
    """Where the softphone registers at `server`, a name or an address without brackets.

    `scheme`: http or https, of the Click2Dial interface. Source: the vendor's examples have 8088
    without and 8089 with encryption.
    """
    host = f"[{server}]" if ":" in server else server
    return f"wss://{host}:8089/ws" if scheme == "https" else f"ws://{host}:8088/ws"
