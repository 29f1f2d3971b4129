"""How the demo PBX treats registrations and calls, where PBXs differ."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeerPolicy:
    """The usual PBX, with the differences that real ones have.

    algorithms: the digests asked for, one header each, in this order; a name that is none of
        MD5, SHA-256 and SHA-512-256 is asked for and never satisfied.
    contacts: how many one extension may have at a time.
    newest_wins: one contact more pushes out the oldest; False = it is refused with 403, as
        Asterisk does with `max_contacts` and without `remove_existing`.
    by_address: a contact is known by where it came from and not by its `+sip.instance`, as in
        Asterisk with `rewrite_contact`: after a reconnection it is another one.
    session_s: seconds within which a call has to be refreshed (RFC 4028); calls without session
        timers are refused with 421. 0 = no session timers.
    phone_refreshes: who does that, the phone or the PBX.
    takes_updates: False = a refresh by UPDATE is refused with 405.
    """

    algorithms: tuple[str, ...] = ("MD5",)
    contacts: int = 10
    newest_wins: bool = True
    by_address: bool = False
    session_s: int = 0
    phone_refreshes: bool = True
    takes_updates: bool = True
