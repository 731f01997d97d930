"""Everything that was received here: taken, held until somebody is accepted, refused, and what is missing."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.held_files import HeldFile, held_files
from sync.quarantine.forks import Fork, read_forks
from sync.receive.arrivals import Missing, TakenFile, missing_changes, taken_files
from sync.receive.refused import RefusedFile, drop_refused, refused_files
from sync.receive.waiting import let_go
from sync.wire.check_code import check_code, typed_code
from sync.wire.grants import fingerprint


class Inbox(NamedTuple):
    """What was received, and the forks that are not healed yet.

    ``held`` has an entry for each file and each one whose acceptance it waits for.
    """

    taken: tuple[TakenFile, ...]
    held: tuple[HeldFile, ...]
    refused: tuple[RefusedFile, ...]
    missing: tuple[Missing, ...]
    forks: tuple[Fork, ...]

    @property
    def waits(self) -> bool:
        """Whether anything of it is for a person to see to."""
        return bool(self.held or self.refused or self.missing or self.forks)


EVERYTHING: Final = "all"
_SHORTEST_ID: Final = 4


def drop(store: Store, places: Places, what: str) -> list[str]:
    """Let go of refused and waiting files for good: those of a check code, of a sender, or all.

    ``what`` is a file's check code, its sender's fingerprint or the beginning of its id, or ``all``. Returns
    the names of the files. What was taken stays; a file that is still on a stick, in a folder or on a server
    waits again at the next visit there. Raises
    UserError ``refused_unknown``.
    """
    everything, begins = what.strip().lower() == EVERYTHING, what.strip().lower()
    with store.reading() as conn:
        dropped = {
            waiting.sha256: waiting
            for waiting in held_files(conn)
            if everything
            or typed_code(what)
            in (typed_code(check_code(waiting.sha256)), typed_code(fingerprint(waiting.whom.public_key)))
            or (len(begins) >= _SHORTEST_ID and waiting.whom.replica.startswith(begins))
        }
    let_go(store, places, dropped)
    names = [waiting.name for waiting in dropped.values()]
    names += drop_refused(places, None if everything else what)
    if not names and not everything:
        raise UserError("refused_unknown", found=what)
    return names


def inbox(store: Store, places: Places, *, limit: int | None = None) -> Inbox:
    """Return what was received, the newest first; at most ``limit`` of the files that were taken."""
    with store.reading() as conn:
        return Inbox(
            taken_files(conn, limit),
            tuple(held_files(conn))[::-1],
            tuple(refused_files(places)),
            missing_changes(conn),
            tuple(fork for fork in read_forks(conn) if not fork.healed),
        )
