"""The way in: `desktop-dialer`, or `python -m desktop_dialer`.

A tel: link goes to the running app in one socket write, before anything else is loaded: a
clicked link is handed over in little more than the time Python itself takes to start.
"""

import sys


def main() -> int:
    """Run what the command line asks for; the exit code."""
    argv = sys.argv[1:]
    if argv[:1] == ["--phone-process"]:  # a frozen program has no other way to start a module
        from .phone.__main__ import main as be_the_phone

        return be_the_phone(argv[1:])
    rest = argv[1:] if argv[:1] == ["--"] else argv
    if len(rest) == 1 and rest[0][:7].lower().startswith(("tel:", "callto:")):
        from .desktop.instance.client import ACCEPTED, hand_over_link

        if hand_over_link(rest[0]).state == ACCEPTED:
            return 0
    try:
        from .cli import run

        return run(argv)
    except KeyboardInterrupt:  # while it was loading: nothing was done yet
        return 130


if __name__ == "__main__":
    sys.exit(main())
