"""Files and folders that their owner alone can read: what an installation keeps is personal data.

On POSIX systems by their modes, from their creation on. On Windows a folder inherits the rights of the user's
profile, which others cannot read either; nothing is set there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from store.db import system

FILE: Final = 0o600
FOLDER: Final = 0o700

_OTHERS: Final = 0o077


def create_private_folder(path: Path) -> None:
    """Make a folder, and what is missing above it, for its owner alone; one that is there stays as it is.

    Raises OSError.
    """
    if not path.is_dir():
        create_private_folder(path.parent)
        path.mkdir(FOLDER, exist_ok=True)


def create_private_file(path: Path, mode: int = FILE) -> None:
    """Make an empty file. Raises OSError, FileExistsError where there is one."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))


def restrict_permissions(paths: Iterable[Path]) -> None:
    """Take from others what they may do with files, or with folders and the files in them.

    What the system does not let this user change stays as it is; links are not followed.
    """
    if system.WINDOWS:
        return
    for path in paths:
        with suppress(OSError):
            mode = path.lstat().st_mode
            if not mode & _OTHERS:
                continue
            if S_ISREG(mode):
                path.chmod(mode & ~_OTHERS)
            elif S_ISDIR(mode):
                path.chmod(mode & ~_OTHERS)
                restrict_permissions(path.iterdir())
