"""The windows in which the program is set up: first run, line and sound."""
