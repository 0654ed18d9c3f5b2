"""Handing a file or folder to whatever the person looks at such things with; never anything that could run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

#: What viewers show and none of them runs; anything else is only written, and the person decides.
_SHOWN: Final = (
    *(".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".txt", ".csv"),
    *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
)
#: Pages can run scripts; only those that we wrote ourselves are shown.
_OURS: Final = (".html",)


def show(path: Path, *, ours: bool = False) -> bool:
    """Open a folder, or a file that only shows something; ``ours``: written by this program.

    False when it may not be opened or there is nothing to open it with (a server, a console).
    """
    if not (path.is_dir() or path.suffix.lower() in (*_SHOWN, *(_OURS if ours else ()))):
        return False
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  what may be opened was decided above
        return True
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    has_screen = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    program = shutil.which(opener)
    if program is None or not has_screen:
        return False
    quiet = subprocess.DEVNULL
    subprocess.Popen([program, str(path.absolute())], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    return True
