"""Everything that was received here: taken, held until somebody is accepted, refused, and what is missing."""

from __future__ import annotations

from typing import NamedTuple

from store.arrivals import Missing, TakenFile, missing_changes, taken_files
from store.database import Store
from store.forks import Fork, read_forks
from store.places import Places
from store.trust import HeldFile, held_files
from sync.refused import RefusedFile, refused_files


class Inbox(NamedTuple):
    """What was received. ``held`` has an entry for each file and each one whose acceptance it waits for."""

    taken: tuple[TakenFile, ...]
    held: tuple[HeldFile, ...]
    refused: tuple[RefusedFile, ...]
    missing: tuple[Missing, ...]
    forks: tuple[Fork, ...]

    @property
    def waits(self) -> bool:
        """Whether anything of it is for a person to see to."""
        open_forks = any(not fork.continued_as for fork in self.forks)
        return bool(self.held or self.refused or self.missing or open_forks)


def inbox(store: Store, places: Places, *, limit: int | None = None) -> Inbox:
    """What was received, the newest first; at most ``limit`` of the files that were taken."""
    with store.reading() as conn:
        return Inbox(
            taken_files(conn, limit),
            tuple(held_files(conn))[::-1],
            tuple(refused_files(places)),
            missing_changes(conn),
            read_forks(conn),
        )
