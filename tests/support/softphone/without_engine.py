"""An installation of Qt without its web engine, as plain `pip install desktop-dialer` makes it."""

from importlib.metadata import distribution
from pathlib import Path


def qt_without_engine(folder: Path) -> Path:
    """A new `folder` for PYTHONPATH, with the Qt of this installation except the engine."""
    site = Path(str(distribution("PySide6-Essentials").locate_file("")))
    (folder / "PySide6").mkdir(parents=True)
    for part in (site / "PySide6").iterdir():
        if not part.name.startswith("QtWebEngine"):
            (folder / "PySide6" / part.name).symlink_to(part)
    for part in (*site.glob("shiboken6*"), *site.glob("[Pp]y[Ss]ide6_[Ee]ssentials*.dist-info")):
        (folder / part.name).symlink_to(part)
    return folder
