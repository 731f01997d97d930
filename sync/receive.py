"""Taking a change set: whole, in one transaction after every check, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.change import Register
from store.database import Store
from store.places import Places


class Received(NamedTuple):
    """What a change set brought.

    ``unit``, ``officer`` and ``replica`` are its sender's. ``changes`` counts what is in the file, ``new``
    what was not held before, ``held`` those of the new that overstep and change no view. ``conflicts`` are
    the touched registers that are in conflict now. ``already_received_at`` is when the same file was first
    taken (seconds since 1970 UTC). ``parked`` are the runs that are missing before changes of this database
    can be joined: replica, first and last missing number.
    """

    path: Path
    check_code: str
    unit: str
    officer: str
    replica: str
    changes: int
    new: int
    conflicts: tuple[Register, ...]
    already_received_at: int | None
    parked: tuple[tuple[str, int, int], ...]
    held: int


def receive(
    store: Store, places: Places, path: Path, *, progress: Callable[[int, int], None] | None = None
) -> Received:
    """Take the change set at ``path``."""
    raise NotImplementedError
