"""What a change set that was received brought."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection
from store.exchange.change_sets import Author
from store.exchange.news import News
from store.exchange.trust import grant_to
from store.ledger.change import Register
from store.revision.adoption import Adoption
from sync.identity.identity import Succession
from sync.quarantine.forks import Fork
from sync.quarantine.sections import MissingRun, missing_runs
from sync.wire.check_code import check_code
from sync.wire.format import Container


class Received(NamedTuple):
    """What a change set brought.

    ``unit``, ``officer`` and ``replica`` are its sender's, the unit as it was granted where it was.
    ``changes`` counts what is in the file, ``new`` what was not held before, ``held`` those of the new
    that overstep and change no view. ``conflicts`` are the touched registers that are in conflict now.
    ``already_received_at`` is when the same file was first taken (seconds since 1970 UTC). ``parked``
    are the runs that are missing before changes of this database can be joined. ``forks`` are the
    histories in the file that contradict what is held; they are held as branches. ``continued`` says
    that this installation itself was a copy or a restored backup and goes on under a new identity.

    ``waiting`` says why nothing of the file was taken yet: ``stranger`` (nobody has accepted its sender) or
    ``revoked`` (its sender's key is). It lies in the inbox, and ``unaccepted`` are those whose acceptance it
    waits for; without ``waiting`` only the changes of these authors were passed over.

    ``settled`` tells of revisions of the plan that are taken now, or wait. ``newer_plan`` is the revision
    under which the file was written, where that has not arrived: changes on actions that the plan here does
    not have are in the ledger and show once it does. ``redacted`` says that it took values away.
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
    parked: tuple[MissingRun, ...]
    held: int
    forks: tuple[Fork, ...] = ()
    continued: Succession | None = None
    waiting: str | None = None
    unaccepted: tuple[Author, ...] = ()
    settled: Adoption | None = None
    newer_plan: int | None = None
    redacted: bool = False
    news: News = News()
    """On a laptop: what of its own has arrived, and what others made of it."""


def received_so_far(conn: Connection, path: Path, container: Container, before: int | None) -> Received:
    """Return what is known of a file before its changes are joined; ``before`` is when it was first taken."""
    sender = container.header.sender
    grant = grant_to(conn, sender.replica)
    return Received(
        path=path,
        check_code=check_code(container.digest),
        unit=sender.unit if grant is None else grant.unit,
        officer=sender.officer,
        replica=sender.replica,
        changes=container.header.changes,
        new=0,
        conflicts=(),
        already_received_at=before,
        parked=missing_runs(conn),
        held=0,
    )
