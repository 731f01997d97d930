"""Writing a change set: everything the receiver is not known to hold, in one signed file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.database import Store
from store.places import Places


class Exported(NamedTuple):
    """A change set that is safely written: size in bytes, changes and sections (one a replica) in it."""

    path: Path
    file_id: str
    check_code: str
    changes: int
    bytes: int
    sections: int


def export(
    store: Store,
    places: Places,
    folder: Path,
    *,
    peer: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write a change set into ``folder``. ``peer`` is a replica's id or a unit's code."""
    raise NotImplementedError
