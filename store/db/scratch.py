"""Folders for a while: in the home and for its owner alone, since keys may be copied into one."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from store.db.durable import translate_os_errors
from store.db.private import FOLDER, create_private_folder
from store.db.system import is_locked, locked

_BEGINS: Final = ".scratch-"
_LOCK: Final = "lock"
_MOMENT: Final = 60.0


@contextmanager
def scratch_folder(home: Path) -> Iterator[Path]:
    """A new folder in ``home`` that is gone at the end; what a kill leaves goes with :func:`remove_scratch`.

    Raises UserError as the disk says.
    """
    folder = home / f"{_BEGINS}{os.urandom(4).hex()}"
    with translate_os_errors(folder):
        create_private_folder(home)
        folder.mkdir(FOLDER)
    try:
        with locked(folder / _LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_scratch(home: Path) -> None:
    """Remove the folders of processes that are no more; never raises."""
    with suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            if entry.name.startswith(_BEGINS) and entry.is_dir(follow_symlinks=False):
                _remove_abandoned(Path(entry.path))


def _remove_abandoned(folder: Path) -> None:
    with suppress(OSError):
        lock = folder / _LOCK
        # a moment passes between the folder and its lock
        if is_locked(lock) if lock.exists() else time.time() - folder.stat().st_mtime < _MOMENT:
            return
    shutil.rmtree(folder, ignore_errors=True)
