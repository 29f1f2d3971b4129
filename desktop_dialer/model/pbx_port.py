"""The port of the Click2Dial interface, by the version of the PBX."""

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
