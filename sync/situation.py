"""How things stand for the officer: what is unsent, what waits, and what came in since the last look."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from store.account.reviews import read_reviews
from store.db.database import Store
from store.db.durable import write_durably
from store.db.places import Places
from store.db.private import create_private_folder
from store.edits.release import Release, waiting_release
from store.exchange.change_sets import LastFile, last_file
from store.exchange.delivery import count_on_the_way, held_back, own_ways
from store.exchange.held_files import held_files
from store.exchange.standing import other_standing
from store.exchange.trust import Grant
from store.history.conflicts import count_conflicts
from store.ledger.identity import Identity, read_identity, required_identity
from store.plan.lookup import current_numbers
from store.revision.revisions import Revision, revisions
from sync.quarantine.sections import missing_runs
from sync.receive.arrivals import TakenFile, taken_files
from sync.receive.refused import refused_files


class Situation(NamedTuple):
    """How an installation stands.

    Own changes are ``unsent`` (in no file yet), ``in_file`` (sent without a receipt) or ``received`` (with a
    receipt, and no word yet that they count). ``returned`` are the reasons of the own unit's reports, by the
    action's number, that headquarters returned and that are not answered. ``held_back`` are own changes that
    headquarters has and holds, since its word on this installation, ``standing``, has another unit or role
    than it is enrolled for. ``held`` changes, from whomever, change no view. ``waiting`` files wait until
    their sender is accepted, ``refused`` ones were not taken; ``missing`` counts the runs that others'
    changes wait for. ``arrived`` are the files that were taken since :func:`looked`, the newest first, and
    ``revision`` is the newest of the plan. ``release`` is a newer version of Terren that waits to be
    installed.
    """

    identity: Identity
    unsent: int
    in_file: int
    received: int
    returned: Mapping[str, str]
    standing: Grant | None
    held_back: int
    held: int
    conflicts: int
    waiting: int
    refused: int
    missing: int
    last_sent: LastFile | None
    last_received: LastFile | None
    revision: Revision | None
    arrived: tuple[TakenFile, ...]
    release: Release | None

    @property
    def waits(self) -> bool:
        """Whether something waits for a person to decide or to see to."""
        return any(
            (
                self.returned,
                self.standing,
                self.conflicts,
                self.waiting,
                self.refused,
                self.missing,
                self.release,
            )
        )


def situation(store: Store, places: Places, running: str) -> Situation:
    """Return how things stand now, for the version of Terren that is ``running``.

    Raises UserError ``no_identity`` where nobody has enrolled.
    """
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        ways: Counter[str] = count_on_the_way(conn, identity)
        reviews = read_reviews(conn, unit=identity.unit).values()
        reasons = {review.action: review.reason for review in reviews if review.is_returned}
        numbers = current_numbers(conn) if reasons else {}
        (held_changes,) = conn.execute("SELECT count(*) FROM change WHERE held IS NOT NULL").fetchone()
        return Situation(
            identity,
            ways["local"],
            ways["in_file"],
            ways["received"],
            {nr: reasons[action] for action, nr in numbers.items() if action in reasons},
            other_standing(conn, identity),
            sum(1 for _ in held_back(conn, own_ways(conn, identity))),
            held_changes,
            count_conflicts(conn),
            len({waiting_file.sha256 for waiting_file in held_files(conn)}),
            len(list(refused_files(places))),
            len(missing_runs(conn)),
            last_file(conn, "sent"),
            last_file(conn, "received"),
            max(revisions(conn), key=lambda revision: revision.number, default=None),
            taken_files(conn, after=seen_until(places, identity)),
            waiting_release(conn, running),
        )


def looked(store: Store, places: Places) -> None:
    """Note that somebody has seen what came in until now. Raises UserError as the disk says."""
    with store.reading() as conn:
        identity, last = read_identity(conn), last_file(conn, "received")
    if identity is not None and last is not None and last.id != seen_until(places, identity):
        mark_seen(places, identity, last.id)


def mark_seen(places: Places, identity: Identity, received: int) -> None:
    """Note up to which row what was received was seen. Raises UserError as the disk says."""
    create_private_folder(places.own)
    form = {"replica": identity.replica, "received": received}
    write_durably(_mark(places), json.dumps(form).encode() + b"\n", replace=True, mode=0o600)


def _mark(places: Places) -> Path:
    return places.own / "last-look.json"


def seen_until(places: Places, identity: Identity) -> int:
    """The row of the newest file that was seen; 0 where nobody has looked, or on another database."""
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        form = json.loads(_mark(places).read_bytes())
        if form["replica"] == identity.replica:
            return int(form["received"])
    return 0
