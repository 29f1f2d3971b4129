"""Value types that every room may use, and the rules that need nothing but them.

Pure Python: no Qt, no clock, no environment, no network.
"""
