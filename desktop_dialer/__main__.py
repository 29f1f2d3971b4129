"""The way in: `desktop-dialer`, or `python -m desktop_dialer`."""

import sys


def main() -> int:
    """Run what the command line asks for; the exit code."""
    from .cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
