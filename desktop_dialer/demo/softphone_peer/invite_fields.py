"""What an INVITE asks for: the same values as over REST, in headers of the vendor's."""

from ..pbx.rules import AskedCall, read_fields
from .message import Header, SipRequest, address_of, user_of

_PREFIXES = {3: "X-Platforma", 4: "X-Teleforge"}
VERSIONS = tuple(_PREFIXES)
"""WebRTC came with 3; the names for 4 are inferred from its new prefix."""
_NAMES = {"Outbound-ID": "outbound_id", "Contact-Ref": "contact_ref"}


def read_invite(
    request: SipRequest, version: int, *, internal: bool = False
) -> tuple[AskedCall | None, tuple[str, ...]]:
    """The call that `request` asks for, and a message for every broken rule; see `read_call`.

    A header of the other version is a broken rule, as the reference's other name is over REST: a
    real PBX would pass it over, and the caller ID would be lost without a word.
    """
    fields: dict[str, object] = {
        "agent": user_of(address_of(request.header("from"))),
        "callee": user_of(request.uri),
    }
    broken: tuple[str, ...] = ()
    for own, prefix in _PREFIXES.items():
        for ending, field in _NAMES.items():
            values = request.all(f"{prefix}-{ending}".lower())
            if values and own != version:
                right = f"{_PREFIXES[version]}-{ending}"
                broken += (
                    f"{prefix}-{ending} is not a header of version {version}: send {right}.",
                )
            elif len(values) > 1:
                broken += (f"{prefix}-{ending} was sent more than once.",)
            elif values:
                fields[field] = values[0]
    asked, more = read_fields(fields, version, internal=internal)
    broken += more
    return (None if broken else asked), broken


def error_headers(errors: tuple[str, ...], version: int) -> list[Header]:
    """One header of the vendor's for each of `errors`."""
    return [(f"{_PREFIXES[version]}-Error", error) for error in errors]
