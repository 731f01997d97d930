"""Files that are on the disk whole before anybody is told so."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.db.errors import UserError
from store.db.system import ERROR_CODES, error_code, patiently, sync_folder
from store.db.system import replace as replace_file

DISK_CODES: Final = ERROR_CODES
"""How :func:`translate_os_errors` names what the system says."""

_PARTIAL: Final = ".partial"
_JOURNALS: Final = ("", "-wal", "-shm", "-journal")
_LEFT: Final = tuple(_PARTIAL + ending for ending in _JOURNALS)
_LEFT_AFTER: Final = 3600.0
_BESIDE: Final = 2**16
_BLOCK: Final = 256 * 2**10
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)


@contextlib.contextmanager
def translate_os_errors(path: Path, *, needed: int = 0) -> Iterator[None]:
    """Raise UserError with the folder's name and the bytes needed in place of the system's own errors."""
    try:
        yield
    except OSError as error:
        raise UserError(
            error_code(error),
            folder=str(path.parent),
            file=str(path),
            needed=needed,
            detail=error.strerror or str(error),
        ) from error


def is_full(folder: Path) -> bool:
    """Return True if a disk has no room for what SQLite makes beside a database that it opens."""
    # the shortest command needs none of it
    import shutil

    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free < _BESIDE
    return False


def fsync_file(path: Path) -> None:
    """Make what was written to a file survive a power cut."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def database_files(database: Path) -> list[Path]:
    """Return the names of a database and of what SQLite keeps beside it."""
    return [database.with_name(database.name + ending) for ending in _JOURNALS]


def remove_leftovers(path: Path, others: str = "") -> None:
    """Remove what interrupted writers of ``path`` left beside it an hour ago or earlier; never raises.

    Also those of files beside it whose names begin with ``others``, if that is given.
    """
    for left in _left_by_others(path, (f".{path.name}.", *((f".{others}",) if others else ()))):
        with contextlib.suppress(OSError):
            if time.time() - left.lstat().st_mtime > _LEFT_AFTER:
                left.unlink()


_unfinished: dict[Path, tuple[float, list[str]]] = {}
"""When each folder was looked through, and what then lay there unfinished."""


def _left_by_others(path: Path, beginnings: tuple[str, ...]) -> list[Path]:
    # what goes was there an hour ago; an archive has thousands of files, and each that comes is written
    looked, names = _unfinished.get(path.parent, (0.0, []))
    if not looked <= time.time() < looked + _LEFT_AFTER:
        looked, names = time.time(), []
        with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(_LEFT)]
        _unfinished[path.parent] = looked, names
    return [path.with_name(name) for name in names if name.startswith(beginnings)]


@contextlib.contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A name for a temporary file or database in the folder of ``path``; it is removed in the end.

    What interrupted writers left there goes as well.
    """
    remove_leftovers(path)
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}{_PARTIAL}")
    try:
        yield temporary
    finally:
        for left in database_files(temporary):
            # a pulled stick must not hide what went wrong before
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def rename_into_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, in the same folder, and make the name survive a power cut.

    Never replaces what stands there: raises UserError ``file_exists``, or what the disk says; then there is
    no such file.
    """
    with translate_os_errors(path):
        try:
            os.link(temporary, path)
        except FileExistsError as error:
            raise UserError("file_exists", file=str(path)) from error
        except OSError as error:
            # FAT and some network file systems have no links; there a rename after a look must do
            if error.errno not in _NO_LINKS:
                raise
            if os.path.lexists(path):
                raise UserError("file_exists", file=str(path)) from error
            patiently(lambda: temporary.rename(path))
        else:
            with contextlib.suppress(OSError):
                # it bears the name already: a second one harms nobody
                temporary.unlink()
        try:
            sync_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):
                path.unlink()
            raise


def _holds(path: Path, data: bytes) -> bool:
    """Return True if a file reads back as what was written to it."""
    with path.open("rb") as file:
        blocks = range(0, len(data) + 1, _BLOCK)
        return all(file.read(_BLOCK) == memoryview(data)[at : at + _BLOCK] for at in blocks)


def write_durably(path: Path, data: bytes, *, replace: bool = False, mode: int = 0o644) -> None:
    """Write ``data`` to a temporary file beside ``path``, sync, read back, compare, rename, sync the folder.

    Raises UserError ``file_exists`` (unless ``replace``), ``disk_full``, ``folder_read_only``,
    ``folder_missing`` or ``write_failed``; then nothing of it is left, and with ``replace`` what stood there
    still stands, unless it was the folder that could not be synced.
    """
    if not replace and os.path.lexists(path):
        raise UserError("file_exists", file=str(path))
    with translate_os_errors(path, needed=len(data)), temporary_beside(path) as temporary:
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not _holds(temporary, data):
            raise UserError(
                "write_failed", file=str(path), folder=str(path.parent), needed=len(data), detail=""
            )
        if replace:
            replace_file(temporary, path)
            sync_folder(path.parent)
        else:
            rename_into_place(temporary, path)
