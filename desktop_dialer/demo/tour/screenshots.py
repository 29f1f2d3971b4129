"""The pictures of a tour, in build/demo."""

from pathlib import Path

from ...model.errors import DesktopError
from .robot_user import RobotUser


class Screenshots:
    """Numbered pictures. Those of the last tour of this name go at the start; others stay.

    `name`: what their file names begin with, "" = the number. Raises DesktopError where they
    cannot be written.
    """

    def __init__(self, name: str = "") -> None:
        self.folder = Path("build/demo").absolute()
        self._name = f"{name}-" if name else ""
        self._pictures = 0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self.folder.glob(f"{self._name}[0-9]*.png"):
                old.unlink()
        except OSError as error:
            raise DesktopError(
                f"{self.folder} cannot be written ({error.strerror}).",
                "Start the demo in another folder.",
            ) from error

    def take(self, visitor: RobotUser, name: str) -> None:
        """A picture of the screen as it is now."""
        self._pictures += 1
        file = self.folder / f"{self._name}{self._pictures:02}-{name}.png"
        visitor.take_picture(file)
        print(f"    picture  {file.name}", flush=True)
