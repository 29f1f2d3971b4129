"""The line: everything that talks to the PBX, and a PBX to try it against."""
