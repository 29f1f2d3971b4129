"""Ports for servers that must know theirs before they start."""

import random
import socket

# Below the range that the system gives to clients, so that none takes one before its server does.
_FIRST, _LAST = 20_000, 32_000


def free_port(address: str) -> int:
    """A port on `address` that is free for UDP and TCP, and so is the next (SIP over TLS)."""
    for _ in range(1000):
        port = random.randrange(_FIRST, _LAST, 2)
        if all(_is_free(address, each) for each in (port, port + 1)):
            return port
    raise AssertionError(f"no free port on {address}")


def _is_free(address: str, port: int) -> bool:
    try:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.bind((address, port))
    except OSError:
        return False
    return True
