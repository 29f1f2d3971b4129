"""The demo: a PBX to try the program against, and tours of the program."""
