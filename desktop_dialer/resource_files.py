"""Where the program's own plain files are: icons, the desktop file, pages, translations."""

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder `resources`; FileNotFoundError where the installation lacks it.

    A wheel and a frozen program carry it inside the package, a source tree (and an editable
    install, which is one) beside it. `importlib.resources` would cost 10 ms at start.
    """
    package = Path(__file__).parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / "icons").is_dir():
            return folder
    raise FileNotFoundError(f"No folder 'resources' in or beside {package}. Install again.")
