"""Office files are archives: what one holds, and whether it is safe to open."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from store.db.errors import UserError, library_needed

if TYPE_CHECKING:
    import zipfile

LIMIT: Final = 64 * 1024 * 1024
"""Bytes of the largest document with a format of its own that is read."""
MOST_CELLS: Final = 300_000
"""Cells with a value, a look or a merge over them that a sheet, or all tables of a page, may have."""
_MEMBERS: Final = 4000
_TEXT: Final = 32 * 1024 * 1024
"""Bytes of XML that an archive may unpack to, all parts together."""
_WHOLE: Final = 256 * 1024 * 1024
_RATIO: Final = 300
_SMALL: Final = 1024 * 1024
_CHUNK: Final = 1024 * 1024
_FORBIDDEN: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D|E)|\0<\0!\0(?:D|E)")
"""Office files define no entities; one that does means harm."""
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files of Office before 2007 begin with, and those that a password locks."""


def member_names(file: IO[bytes]) -> frozenset[str]:
    """Return the names of an archive's members, none of what is no whole archive."""
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        return frozenset()


def refuse_too_long(count: int, limit: int, place: str, file: str) -> None:
    """Raise UserError ``document_too_long`` where a document holds more of something than a plan can."""
    if count > limit:
        raise UserError("document_too_long", file=file, place=place, found=count, limit=limit)


@contextmanager
def damage_refused(file: str) -> Iterator[None]:
    """Turn whatever a library raises over a damaged document into UserError ``document_damaged``.

    The libraries promise no set of errors: a flipped byte is a KeyError here and an AttributeError there.
    MemoryError stays what it is; a library that is not installed is UserError ``library_missing``.
    """
    try:
        with library_needed("hq"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UserError:
        raise
    except Exception as error:
        if _is_out_of_memory(error):
            raise MemoryError from error
        raise UserError("document_damaged", file=file) from error


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Return whether an error says so, or one that a library wrapped in it."""
    return error is not None and (isinstance(error, MemoryError) or _is_out_of_memory(error.__context__))


def checked_archive(data: bytes, file: str) -> None:
    """Check an archive before a library opens it: sizes, ratio, entities, damage.

    Raises UserError ``document_damaged``, ``document_password`` or ``document_unpacks``.
    """
    import zipfile

    with damage_refused(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _check_sizes(members, file)
        for member in members:
            if member.flag_bits & 0x1:
                raise UserError("document_password", file=file)
            if member.filename.lower().endswith((".xml", ".rels")):
                _check_part(archive, member, file)


def _check_sizes(members: list[zipfile.ZipInfo], file: str) -> None:
    text = sum(m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
    whole = sum(m.file_size for m in members)
    steep = any(m.file_size > _SMALL and m.file_size > _RATIO * max(m.compress_size, 1) for m in members)
    if len(members) > _MEMBERS or text > _TEXT or whole > _WHOLE or steep:
        raise UserError("document_unpacks", file=file, found=whole, limit=_TEXT)


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    before = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            if _FORBIDDEN.search(before + chunk):
                raise UserError("document_damaged", file=file)
            before = chunk[-16:]
