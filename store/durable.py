"""Files that are on the disk whole before anybody is told so."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.errors import Refused

_CODES: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "folder_read_only",
    errno.EACCES: "folder_read_only",
    errno.EPERM: "folder_read_only",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
}
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)


@contextlib.contextmanager
def told(path: Path, *, needed: int = 0) -> Iterator[None]:
    """Raise Refused with the folder's name and the bytes needed in place of the system's own errors."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, "write_failed")
        raise Refused(
            code, folder=str(path.parent), file=str(path), needed=needed, detail=error.strerror or str(error)
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # some network and FAT file systems do not sync folders
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make what was written to a file survive a power cut."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, in the same folder, and make the name survive a power cut.

    Never replaces what stands there: raises Refused ``file_exists``, or what the disk says.
    """
    with told(path):
        try:
            os.link(temporary, path)
        except FileExistsError as error:
            raise Refused("file_exists", file=str(path)) from error
        except OSError as error:
            # FAT and some network file systems have no links; there a rename after a look must do
            if error.errno not in _NO_LINKS:
                raise
            if path.exists():
                raise Refused("file_exists", file=str(path)) from error
            temporary.rename(path)
        else:
            temporary.unlink()
        sync_folder(path.parent)


def write_durably(path: Path, data: bytes, *, replace: bool = False, mode: int = 0o644) -> None:
    """Write ``data`` to a temporary file beside ``path``, sync, read back, compare, rename, sync the folder.

    Raises Refused ``file_exists`` (unless ``replace``), ``disk_full``, ``folder_read_only``,
    ``folder_missing`` or ``write_failed``; then nothing of it is left.
    """
    if not replace and path.exists():
        raise Refused("file_exists", file=str(path))
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    with told(path, needed=len(data)):
        try:
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode
            )
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if temporary.read_bytes() != data:
                raise Refused(
                    "write_failed", file=str(path), folder=str(path.parent), needed=len(data), detail=""
                )
            if replace:
                temporary.replace(path)
                sync_folder(path.parent)
            else:
                place(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
