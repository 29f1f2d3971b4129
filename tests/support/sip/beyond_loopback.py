"""Run in a network namespace: what becomes of a socket at an address that is not loopback."""

import sys

from desktop_dialer.pbx.softphone.commands import Configure
from tests.support.softphone.phone_at_work import phone_at_work
from tests.support.softphone.socket_server import socket_server


def main(address: str) -> None:
    with (
        socket_server(host=address) as server,
        phone_at_work(Configure(url=server.url(address), server="x")) as phone,
    ):
        print(phone.try_out(f"socket {server.url(address)}"), *server.origins)


main(sys.argv[1])
