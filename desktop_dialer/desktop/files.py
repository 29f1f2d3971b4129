"""Files that are written whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from .paths import private_folder


def replace_file(file: Path, content: bytes, mode: int | None = None) -> None:
    """Write `file` whole or not at all; a link stays a link. Raises OSError.

    `mode`: of the file; None = as it is, and its owner's alone where it is new.
    """
    # Path.resolve ends on a link to itself.
    file = Path(os.path.realpath(file))
    private_folder(file.parent)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        if mode is not None:
            draft.chmod(mode)
        elif file.exists():
            shutil.copymode(file, draft)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
