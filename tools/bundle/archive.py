"""Archives that are the same bytes whenever they are made."""

from __future__ import annotations

import zipfile
from typing import Final

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def add(
    archive: zipfile.ZipFile, name: str, data: bytes, *, packed: bool = False, executable: bool = False
) -> None:
    """Add a file; one that is ``packed`` already is not compressed once more."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, (0o755 if executable else 0o644) << 16
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
