"""A report as LibreOffice saves it: what was only opened and saved by it is held against that."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from report.periodic.carried import parts_of
from report.periodic.issued.sameness import tells_of_libreoffice

ENDINGS: Final = (".docx", ".xlsx")
_SECONDS: Final = 180


def is_saved_again(ending: str, stated: bytes) -> bool:
    """Return True if a file says that LibreOffice saved it."""
    return ending in ENDINGS and tells_of_libreoffice(parts_of(stated))


def saved_again(ending: str, drawn: bytes) -> bytes | None:
    """Return a file as the LibreOffice of this computer saves it; None without one, or where it fails."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, saved = folder / f"report{ending}", folder / "saved"
        path.write_bytes(drawn)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        form = ("--headless", "--convert-to", ending[1:], "--outdir", str(saved), str(path))
        try:
            subprocess.run([office, profile, *form], capture_output=True, check=True, timeout=_SECONDS)
            return (saved / path.name).read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None
