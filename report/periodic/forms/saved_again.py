"""A report as LibreOffice saves it: what was only opened and saved by it is held against that."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from report.periodic.carried import parts_of
from report.periodic.issued.sameness import tells_of_libreoffice

ENDINGS: Final = (".docx", ".xlsx")
_TIMES: Final = 3
"""So often desks may have saved a report one after the other."""
_SECONDS: Final = 240
"""So long all saves together may take."""


def is_saved_again(ending: str, stated: bytes) -> bool:
    """Return True if a file says that LibreOffice saved it."""
    return ending in ENDINGS and tells_of_libreoffice(parts_of(stated))


def times_saved(ending: str, drawn: bytes) -> Iterator[bytes]:
    """Yield a file as the LibreOffice of this computer saves it once, again, and a third time.

    Each time it rounds widths anew. Nothing comes without one, or where it fails or takes too long.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return
    until = monotonic() + _SECONDS
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, goal = folder / f"report{ending}", folder / "saved"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        form = ("--headless", "--convert-to", ending[1:], "--outdir", str(goal), str(path))
        for _n in range(_TIMES):
            path.write_bytes(drawn)
            left = max(0, until - monotonic())
            try:
                subprocess.run([office, profile, *form], capture_output=True, check=True, timeout=left)
                saved = (goal / path.name).read_bytes()
            except (OSError, subprocess.SubprocessError):
                return
            yield saved
            if saved == drawn:
                return
            drawn = saved
