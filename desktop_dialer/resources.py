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


@cache
def phone_page() -> Path:
    """The folder of the phone's page (index.html, phone.js); FileNotFoundError without it.

    A wheel carries it in its resources; building an editable install makes it in build/phone.
    """
    package = Path(__file__).parent
    for folder in (package / "resources" / "phone", package.parent / "build" / "phone"):
        if (folder / "phone.js").is_file():
            return folder
    raise FileNotFoundError(
        "This installation was built without the softphone (DESKTOP_DIALER_NO_WEBRTC). "
        "Reinstall it without that setting."
    )


def catalogue(language: str) -> Path:
    """The compiled messages of a language; FileNotFoundError where there are none.

    A wheel carries it in its resources; building an editable install makes it in
    build/translations.
    """
    package = Path(__file__).parent
    name = f"{language}.mo"
    for folder in (package / "resources", package.parent / "build"):
        if (file := folder / "translations" / name).is_file():
            return file
    raise FileNotFoundError(f"This installation has no messages in {language!r}. Install again.")
