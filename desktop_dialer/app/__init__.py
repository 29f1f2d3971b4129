"""The running program: what joins the dialer, the desktop and the windows into one.

Loading it loads QtCore, before any other module does. QtCore replaces `builtins.__import__` by
one that reads the source of every module imported from then on and keeps it in `linecache`, to
see whether the module may use `from __feature__ import …` (PYSIDE-2029, PySide6 6.5 to 6.11 at
least). We use none of these features: the plain import saves 8 MiB, and 60 ms of every start.
"""

import builtins

_plain_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401  # loaded for what the next line undoes

builtins.__import__ = _plain_import
