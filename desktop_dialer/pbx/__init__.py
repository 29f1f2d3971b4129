"""The PBX: everything that talks to it."""
