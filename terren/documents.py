"""Documents that a command is given, with the name and checksum that are kept beside the plan."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from store.plan import Plan

_SQLITE: Final = b"SQLite format 3\0"


class Document(NamedTuple):
    """A plan that was read, and the file it came from: its name without folders and its SHA-256 (hex)."""

    plan: Plan
    name: str
    sha256: str


def is_database(path: Path) -> bool:
    """Whether a file says that it is a SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def read_document(path: Path, *, title: str | None = None, plan_id: str | None = None) -> Document:
    """Read a plan document or the reviewable form. Raises Refused as :func:`planreader.read`."""
    from planreader import read

    plan = read(path, title=title, plan_id=plan_id)
    return Document(plan, path.name, sha256(path.read_bytes()).hexdigest())
