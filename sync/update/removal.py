"""Installing the folder for Windows for its user, and removing any installation, with its data or without."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from store.db import system
from store.db.database import is_database, is_open_elsewhere
from store.db.durable import database_files, translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import KEYS, Places
from sync.update.installation import POINTER, Carried, Installation, Installed, Pyz, working_in
from sync.update.running import others_in, run
from sync.update.whole import STARTS, copy

MADE: Final = "made"
"""A text beside the pointer: what ``install.sh`` made elsewhere, a path a line."""
_ASIDE: Final = ".removed"
"""What follows the name of a folder of data that is being removed."""
_PATIENCE: Final = 120.0
"""Seconds for which the end of a removal is waited for: it tries for twenty, and slow disks take longer."""
_PAUSE: Final = 0.2


def install_for_user(installation: Installation, version: str) -> tuple[Path, list[Path]]:
    """Put the folder for Windows on this computer for its user; its place, and the links that were refused.

    It is copied beside what was installed before and tried there; links, PATH and the entry among the apps
    come last. From where it is installed only these are made anew. Of two at once one waits for the other.

    Raises UserError ``install_by_hand`` for anything else than the folder for Windows, ``folder_not_whole``,
    ``file_in_use``, ``update_failed``, or as the disk says; then what was installed before is as it was.
    """
    if sys.platform != "win32" or not isinstance(installation, Carried):
        raise UserError("install_by_hand", folder=str(installation.root))
    from sync.update import desktop

    installed = Carried(desktop.home(), version)
    root = installed.root
    with translate_os_errors(root):
        _wait_until_removed(root)
        with working_in(root) as work:
            if root != installation.root:
                _copy(installation, installed, version, work)
            return root, desktop.make_entries(root, version)


def _removing(root: Path) -> Path:
    """A file beside an installation that is there while the system still removes it, after its own end."""
    return root.with_name(f"{root.name}.removing")


def _is_going(root: Path) -> bool:
    """Return True if the system still removes an installation; a mark can stay behind where the power
    failed."""
    with suppress(FileNotFoundError):
        return time.time() - _removing(root).stat().st_mtime < _PATIENCE
    return False


def _wait_until_removed(root: Path) -> None:
    """Let what still removes an installation end, or it would take along what is installed now.

    Raises OSError.
    """
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and _is_going(root):
        time.sleep(_PAUSE)
    _removing(root).unlink(missing_ok=True)


def _copy(source: Carried, installed: Carried, version: str, work: Path) -> None:
    root, program = installed.root, installed.running
    kept = {program}
    with suppress(OSError):
        kept.add((root / POINTER).read_text("utf-8").strip())
    made = work / version
    # the copy is looked at, since that is what will start
    broken = copy(source.root / source.folder(version), made)
    if broken is not None:
        raise UserError("folder_not_whole", file=broken)
    run([str(made / Path(program).name), "-I", "-m", "terren", "--version"])
    installed.place(made, version)
    starts = root / installed.folder(version) / STARTS
    for start in (path for path in starts.rglob("*") if path.is_file()):
        target = root / start.relative_to(starts)
        target.parent.mkdir(exist_ok=True)
        write_durably(target, start.read_bytes(), replace=True)
    installed.switch(program)
    installed.keep(kept)


def check_program(installation: Installation) -> None:
    """Raises UserError ``file_in_use`` where another window runs what would be removed under it.

    What it loads later would be gone.
    """
    others: Iterable[Path] = ()
    if isinstance(installation, Installed | Pyz):
        others = others_in(*_goes_with(installation))
    elif sys.platform == "win32" and isinstance(installation, Carried):
        from sync.update import desktop

        if desktop.is_installed(installation.root):
            others = desktop.others_in(installation.root)
    for program in others:
        raise UserError("file_in_use", file=str(program))


def _goes_with(installation: Installed | Pyz) -> list[Path]:
    """Return what is removed of an installation, and, first, the file that a person deletes."""
    if isinstance(installation, Installed):
        return [installation.root]
    unpacked = getattr(sys.modules["__main__"], "UNPACKED", "")
    return [installation.file, installation.root, *([Path(unpacked).parent] if unpacked else [])]


def remove_program(installation: Installation) -> list[Path]:
    """Remove an installation and what it put elsewhere; what is left for the person to delete.

    A folder that was unpacked somewhere, and ``terren.pyz``, are the person's own and stay. So does what
    cannot be removed where it was put, as on a locked desktop. Raises UserError as :func:`check_program` or
    the disk says.
    """
    check_program(installation)
    root = installation.root
    with translate_os_errors(root):
        if isinstance(installation, Installed):
            left, made = [], ""
            with suppress(FileNotFoundError):
                made = (root / MADE).read_text("utf-8")
            # what starts Terren is the first, and goes last: what was broken off can be given again
            for path in map(Path, reversed(made.splitlines())):
                try:
                    path.unlink(missing_ok=True)
                except OSError:
                    left.append(path)
            # the words that are still to be said lie there
            atexit.register(shutil.rmtree, root, ignore_errors=True)
            return left
        if sys.platform == "win32" and isinstance(installation, Carried):
            from sync.update import desktop

            if desktop.is_installed(root):
                left = desktop.remove_entries(root)
                mark = _removing(root)
                mark.touch()
                desktop.remove_later(root, mark)
                return left
        if not isinstance(installation, Pyz):
            return [] if _is_going(root) else [root]
        for folder in _goes_with(installation)[1:]:
            # what is still to be imported lies there
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return [installation.file]


def check_data(places: Places, databases: Iterable[Path] = ()) -> None:
    """See that all data lie where Terren itself puts them, the databases of the plans among them.

    Raises UserError ``data_by_hand`` where the person chose their folder (``TERREN_HOME``), and
    ``database_by_hand`` where a database is there that lies elsewhere: without its key it could only be read.
    """
    if os.environ.get("TERREN_HOME"):
        raise UserError("data_by_hand", folder=str(places.data))
    own = [folder.resolve() for folder in (places.data, places.config)]
    for file in (file for database in databases for file in database_files(database.resolve())):
        if file.exists() and not any(file.is_relative_to(folder) for folder in own):
            raise UserError("database_by_hand", file=str(file))


def remove_data(places: Places, databases: Iterable[Path] = ()) -> None:
    """Remove the databases, keys, files sent and received, and configuration, for good.

    The folders get another name first, all or none, so that nothing is gone where one is in use. What was
    broken off after that is finished by the next call.

    Raises UserError ``file_in_use``, or as :func:`check_data` or the disk says.
    """
    check_data(places, databases)
    # what has the keys last: without them a database can only be read
    folders = list(dict.fromkeys(folder.resolve() for folder in (places.data, places.config)))
    for folder in folders:
        _refuse_if_in_use(folder)
    for aside in _set_aside(folders):
        with translate_os_errors(aside):
            for path in sorted(aside.rglob("*"), key=lambda path: KEYS in path.relative_to(aside).parts):
                if path.is_symlink() or not path.is_dir():
                    system.patiently(path.unlink)
            shutil.rmtree(aside)
    for folder in (places.data, places.config):
        # a link to what was removed; where it stayed no folder could be made
        if os.path.lexists(folder) and not folder.exists():
            with translate_os_errors(folder):
                system.patiently(folder.unlink)


def _refuse_if_in_use(folder: Path) -> None:
    """Raises UserError ``file_in_use`` where another program has a file in a folder open."""
    for path in (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        if is_database(path) and is_open_elsewhere(path):
            raise UserError("file_in_use", file=str(path))
        if system.WINDOWS and path.exists():
            # refused there as its removal would be, and changes nothing
            with translate_os_errors(path):
                system.patiently(partial(path.rename, path))


def _set_aside(folders: list[Path]) -> list[Path]:
    """Give folders another name, beside their own, and return what is to be removed then: all or none.

    Raises UserError ``file_in_use``, or as the disk says.
    """
    moved: list[tuple[Path, Path]] = []
    asides = [folder.with_name(f"{folder.name}{_ASIDE}") for folder in folders]
    try:
        for folder, aside in zip(folders, asides, strict=True):
            with translate_os_errors(folder):
                if folder.exists():
                    shutil.rmtree(aside, ignore_errors=True)
                    system.patiently(partial(folder.rename, aside))
                    moved.append((folder, aside))
    except UserError as refused:
        for folder, aside in moved:
            aside.rename(folder)
        if system.WINDOWS and isinstance(refused.__cause__, PermissionError):
            raise UserError("file_in_use", file=refused.params["file"]) from refused
        raise
    return [aside for aside in asides if aside.exists()]
