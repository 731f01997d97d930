"""Attachments of evidence: photographs and PDFs whose hash the ledger names, and whose bytes lie beside it.

They are kept beside the database under their hash, each once, whatever they are called. What a file or a
change says of one is never believed: its bytes are what the hash proves, its kind is what they begin with.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from schema.registers import MAX_ATTACHMENT
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.db.text import clean, file_name_part

ENDINGS: Final = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
"""The kinds that can be attached, each with the ending by which the system knows its viewer."""
_BEGINS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_HASH: Final = re.compile("[0-9a-f]{64}")
_OPENED: Final = "opened"
"""The folder of copies for viewers, which may alter what they show."""
_LONGEST_NAME: Final = 120


class Attachment(NamedTuple):
    """What evidence says of what is attached to it: its SHA-256 (hex), size, name and media type."""

    sha256: str
    bytes: int
    name: str
    type: str


class AttachmentFile(NamedTuple):
    """A file that a person has chosen to attach, read and looked at; it is kept once it is recorded."""

    attachment: Attachment
    data: bytes
    folder: Path

    def keep(self) -> None:
        """Keep the bytes. Raises UserError as the disk says."""
        keep_attachment(self.folder, self.data)


def attachments_beside(database: Path) -> Path:
    """Return the folder in which the attachments of a database are kept."""
    return database.with_name(f"{database.name}.attachments")


def attachments_folder(conn: sqlite3.Connection) -> Path:
    """Return the folder of the database that is open; it need not be there."""
    (file,) = (row[2] for row in conn.execute("PRAGMA database_list") if row[1] == "main")
    return attachments_beside(Path(file or "memory"))


def read_attachment(path: Path, folder: Path) -> AttachmentFile:
    """Read a file that is to be attached, and kept in ``folder``.

    Raises UserError ``attachment_unreadable``, ``attachment_too_large`` or ``attachment_kind``.
    """
    try:
        data = read_regular(path, MAX_ATTACHMENT + 1)
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise UserError("attachment_unreadable", file=str(path)) from error
    if len(data) > MAX_ATTACHMENT:
        raise UserError("attachment_too_large", file=str(path), found=size, limit=MAX_ATTACHMENT)
    if not (kind := media_type(data)):
        raise UserError("attachment_kind", file=str(path))
    name = clean(path.name)[:_LONGEST_NAME]
    return AttachmentFile(Attachment(hash_of(data), len(data), name, kind), data, folder)


def hash_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    # showing an action needs the form of an attachment, and no hash
    from hashlib import sha256

    return sha256(data).hexdigest()


def is_hash(text: str) -> bool:
    """Return True if a text can be the hash of an attachment."""
    return _HASH.fullmatch(text) is not None


def media_type(data: bytes) -> str:
    """Return of which kind bytes are by how they begin; empty for any that cannot be attached."""
    return next((kind for begins, kind in _BEGINS if data.startswith(begins)), "")


def attachment_of(value: object) -> Attachment | None:
    """Return what evidence has attached; None where that is nothing, or in a form of its own."""
    told: Any = value.get("attachment") if isinstance(value, dict) else None
    if not isinstance(told, dict):
        return None
    digest, size, name, kind = (told.get(key) for key in Attachment._fields)
    if not (isinstance(digest, str) and _HASH.fullmatch(digest) and type(size) is int):
        return None
    return Attachment(digest, size, str(name or ""), str(kind or ""))


def kept_attachment(folder: Path, digest: str) -> Path:
    """Return where an attachment is kept, by its hash."""
    return folder / digest


def kept_attachments(folder: Path) -> list[str]:
    """Return the hashes of those that are kept, sorted."""
    try:
        return sorted(path.name for path in folder.iterdir() if _HASH.fullmatch(path.name))
    except OSError:
        return []


def keep_attachment(folder: Path, data: bytes) -> None:
    """Keep bytes under their hash. Raises UserError as the disk says."""
    path = kept_attachment(folder, hash_of(data))
    with translate_os_errors(path, needed=len(data)):
        create_private_folder(folder)
    write_durably(path, data, replace=True, mode=FILE)


def read_kept(folder: Path, digest: str) -> bytes | None:
    """Return the bytes of an attachment; None where it is not here, or was altered, and then lets it go."""
    path = kept_attachment(folder, digest)
    try:
        data = read_regular(path, MAX_ATTACHMENT + 1)
    except OSError:
        return None
    if hash_of(data) == digest:
        return data
    with suppress(OSError):
        # it is asked for again
        path.unlink()
    return None


def altered_attachments(folder: Path) -> list[str]:
    """Return the hashes of those that are kept and are something else by now."""
    altered = []
    for digest in kept_attachments(folder):
        with suppress(OSError):
            if hash_of(read_regular(folder / digest, MAX_ATTACHMENT + 1)) != digest:
                altered.append(digest)
    return altered


def remove_kept(folder: Path, digests: Collection[str]) -> None:
    """Remove attachments by their hashes, and the copies for viewers."""
    for digest in digests:
        with suppress(OSError):
            kept_attachment(folder, digest).unlink()
    if digests:
        shutil.rmtree(folder / _OPENED, ignore_errors=True)


def save_attachment(folder: Path, attachment: Attachment, target: Path, *, replace: bool = False) -> Path:
    """Write an attachment of ``folder`` as a file, or into one under its name, and return where it stands.

    Raises UserError ``attachment_not_here``, ``file_exists`` or as the disk says.
    """
    data = read_kept(folder, attachment.sha256)
    if data is None:
        raise UserError("attachment_not_here", name=attachment.name)
    path = target / file_name(attachment, data) if target.is_dir() else target
    write_durably(path, data, replace=replace, mode=FILE)
    return path


def file_name(attachment: Attachment, data: bytes) -> str:
    """Return what an attachment is called as a file: its name without what acts, the ending of its bytes."""
    stem = file_name_part(Path(attachment.name.replace("\\", "/")).stem.lstrip("."))
    # the digits keep apart what has one name, and a name from being a device of Windows
    return "-".join(filter(None, (stem, attachment.sha256[:6]))) + ENDINGS.get(media_type(data), ".bin")


def open_attachment(folder: Path, attachment: Attachment) -> Path:
    """Show a copy of an attachment in the viewer of the system; what it does to it changes nothing here.

    Raises UserError ``attachment_not_here``, ``attachment_no_viewer`` or as the disk says.
    """
    from store.db.system import open_file

    opened = folder / _OPENED / attachment.sha256[:12]
    with translate_os_errors(opened):
        create_private_folder(opened)
    path = save_attachment(folder, attachment, opened, replace=True)
    try:
        open_file(path)
    except OSError as error:
        raise UserError("attachment_no_viewer", file=str(path)) from error
    return path
