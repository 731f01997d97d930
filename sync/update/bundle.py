"""A bundle, one file as ``make bundle`` makes it: read and unpacked without running anything of it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from store.db.durable import translate_os_errors
from store.db.errors import UserError
from store.db.regular import open_regular
from sync.update.whole import MARK, first_broken, is_plain
from sync.wire.strict import FormError, parse

MOST_BYTES: Final = 512 * 2**20
"""The size of a bundle, and twice that of all that is in it."""
_MOST_FILES: Final = 20_000
_MOST_MARK: Final = 64 * 2**10
PYZ: Final = "pyz"


class Bundle(NamedTuple):
    """What a bundle says of itself: its version, and for which kind of installation it is."""

    version: str
    kind: str

    @property
    def name(self) -> str:
        """The name under which it lies in a folder of the exchange."""
        ending = f".{PYZ}" if self.kind == PYZ else f"-{self.kind}.zip"
        return f"terren-{self.version}{ending}"


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive.

    Raises UserError ``bundle_unreadable``, also for what is read in it, or as the disk says.
    """
    try:
        with translate_os_errors(path), open_regular(path) as file, zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise UserError("bundle_unreadable", file=str(path), detail=str(error)) from error


def read_bundle(path: Path) -> Bundle:
    """Return what a file says of itself. Raises UserError ``bundle_unreadable``, or as the disk says."""
    with _opened(path) as archive, archive.open(_mark(archive)) as file:
        return parse_mark(file.read(_MOST_MARK))


def _mark(archive: zipfile.ZipFile) -> str:
    """The name in an archive of what says what it is. Raises ValueError where there is none."""
    marks = [name for name in archive.namelist() if PurePosixPath(name).name == MARK]
    if not marks:
        raise FormError(MARK)
    return min(marks, key=lambda name: name.count("/"))


def parse_mark(data: bytes) -> Bundle:
    """Return what a bundle says of itself. Raises ValueError."""
    form = parse(data.strip())
    if type(form) is not dict or not all(type(form.get(key)) is str for key in Bundle._fields):
        raise FormError(MARK)
    bundle = Bundle(*(form[key] for key in Bundle._fields))
    if not all(part.isalnum() and part.isascii() for part in bundle.kind.replace("_", "-").split("-")):
        raise FormError(MARK)
    return bundle


def check_whole(path: Path) -> None:
    """Read all that is in a bundle, and compare it with the list in it, which ``terren.pyz`` alone has not.

    Raises UserError ``bundle_unreadable`` where something is damaged or missing.
    """
    with _opened(path) as archive:
        damaged = archive.testzip()
        mark = _mark(archive)
        if damaged is None and parse_mark(archive.read(mark)).kind != PYZ:
            damaged = first_broken(lambda name: archive.read(f"{mark.removesuffix(MARK)}{name}"))
        if damaged is not None:
            raise UserError("bundle_unreadable", file=str(path), detail=damaged)


def unpack(path: Path, folder: Path) -> None:
    """Unpack a bundle into a folder.

    Raises UserError ``bundle_unsafe`` where a name leads out of it, stands for something else than a file, or
    there is more than any bundle has; then nothing is unpacked. Else as the disk says.
    """
    with _opened(path) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_FILES or sum(member.file_size for member in entries) > 2 * MOST_BYTES:
            raise UserError("bundle_unsafe", file=str(path), name="")
        for entry in entries:
            if not _is_safe(entry):
                raise UserError("bundle_unsafe", file=str(path), name=entry.filename)
        for entry in entries:
            written = Path(archive.extract(entry, folder))
            if written.is_file():
                written.chmod(0o755 if entry.external_attr >> 16 & stat.S_IXUSR else 0o644)


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    """Return True if an entry is a file or a folder under a plain relative name, on Windows as well."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return is_plain(entry.filename.removesuffix("/")) and kind in (0, stat.S_IFREG, stat.S_IFDIR)
