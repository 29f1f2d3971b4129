"""The demo: the whole program against the embedded PBX, on a profile that is thrown away."""
