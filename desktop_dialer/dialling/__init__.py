"""The rules: what is a phone number, how the PBX wants it, what may be called.

Pure Python: no Qt, no clock, no environment, no network.
"""
