"""An address and ports for servers that must know theirs before they start."""

import itertools
import random
import socket

# Below the range that the system gives to clients, so that none takes one before its server does.
_FIRST, _LAST = 20_000, 32_000


def loopback_of_ones_own() -> str:
    """One of the sixteen million addresses of loopback.

    Tests that run side by side would take each other's ports between choosing and listening.
    """
    return ".".join(map(str, (127, *(random.randint(1, 254) for _ in range(3)))))


def free_ports(address: str, count: int) -> list[int]:
    """Different ports on `address`, free for UDP and TCP, and so is the one after each.

    baresip takes that one, too, for SIP over TLS.
    """
    candidates = random.sample(range(_FIRST, _LAST, 2), 1000)
    free = (
        port for port in candidates if all(_is_free(address, each) for each in (port, port + 1))
    )
    return list(itertools.islice(free, count))


def _is_free(address: str, port: int) -> bool:
    try:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.bind((address, port))
    except OSError:
        return False
    return True
