"""Memory with a password in it never reaches a file."""

import sys


def no_core_dumps() -> None:
    """Let no crash leave a core dump, here and in all children.

    `PR_SET_DUMPABLE` would do that too, but takes /proc/self from its owner: the desktop's
    portals then know the program no more.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
