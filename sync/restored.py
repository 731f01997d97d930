"""What the database that stands knows and a backup does not: what would leave the view, and what goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.redaction_words import FIELD
from store.ledger.branches import Histories, own_chains
from store.ledger.identity import Identity, read_identity
from store.ledger.lineage import Lineage
from sync.receive.receive import read_file
from sync.send.export import SUFFIX
from sync.situation import seen_until
from sync.wire.envelope import open_envelope
from sync.wire.format import open_container
from sync.wire.inspect import body_of


def files_of_others(places: Places, links: Iterable[Lineage], replica: str) -> frozenset[Path]:
    """Return the files of the outbox that were sent neither by an installation, nor under an id that it goes
    on from or that went on from it, as ``links`` and the files themselves tell.

    Nothing leads to an enrolment that was corrected: what was sent under it is another's word.
    """
    related, senders = defaultdict[str, set[str]](set), dict[Path, str]()

    def relate(links: Iterable[Lineage]) -> None:
        for link in links:
            related[link.new].add(link.old)
            related[link.old].add(link.new)

    relate(links)
    for path in places.outbox.glob(f"*{SUFFIX}"):
        # one that cannot be read is refused when it is taken
        with suppress(UserError):
            container = open_container(open_envelope(read_file(path), places, str(path)), str(path))
            senders[path] = container.header.sender.replica
            relate(body_of(str(path), container.body).preamble.lineages)
    own, waiting = set[str](), [replica]
    while waiting:
        if (each := waiting.pop()) not in own:
            own.add(each)
            waiting += related[each]
    return frozenset(path for path, sender in senders.items() if sender not in own)


def count_left(
    standing: Connection, identity: Identity, backup: Connection, places: Places, left: Collection[Path]
) -> int:
    """Return how many changes that were written here neither a backup nor a kept file has, without those
    files that are ``left``."""
    here, there, count = Histories(standing), Histories(backup), 0
    chains, folders = (
        own_chains(standing, identity.replica),
        {"sent": places.outbox, "received": places.archive},
    )
    runs = defaultdict[str, list[tuple[int, int]]](list)
    for direction, digest, chain, start, length in standing.execute(
        "SELECT direction, sha256, replica, start, count FROM change_set_section"
        " JOIN change_set ON change_set.id = change_set ORDER BY start"
    ):
        file = folders[direction] / f"{digest.hex()}{SUFFIX}"
        if chain in chains and file not in left and file.is_file():
            runs[chain].append((start, start + length))
    for chain, tip in chains.items():
        # the changes of one history lie behind each other: what is held of it reaches up to its last one
        (in_backup,) = backup.execute(
            "SELECT coalesce(max(changes), 0) FROM replica WHERE id = ?", (chain,)
        ).fetchone()
        in_backup, comes_back = min(in_backup, tip.length), here.start(chain)
        if there.digest(chain, in_backup) == here.digest(chain, in_backup):
            comes_back = max(comes_back, in_backup)
        for start, end in runs[chain]:
            if start <= comes_back:
                comes_back = max(comes_back, end)
        count += max(0, tip.length - comes_back) - _said_again(standing, chain, comes_back)
    return count


def _said_again(conn: Connection, chain: str, after: int) -> int:
    """Return how many changes of a chain headquarters has recorded by itself, as it will again: nobody typed
    them."""
    words = "kind = 'decision' AND field >= ? || '.' AND field < ? || '/' AND value NOT LIKE '%\"entry\":%'"
    (count,) = conn.execute(
        f"SELECT count(*) FROM change WHERE replica = ? AND seq > ? AND {words}", (chain, after, FIELD, FIELD)
    ).fetchone()
    return int(count)


class TakenFiles(NamedTuple):
    """Of the files of the database that stood, by hash: name, when sent or taken, if sealed; and which nobody
    saw."""

    names: dict[bytes, tuple[str, int, bool]]
    unseen: frozenset[bytes]


NO_FILES = TakenFiles({}, frozenset())


def read_files(standing: Connection, places: Places) -> TakenFiles:
    """Return what the database that stands knows of the files that were sent and received."""
    identity = read_identity(standing)
    seen = 0 if identity is None else seen_until(places, identity)
    rows = standing.execute("SELECT id, sha256, name, at, sealed, direction FROM change_set")
    names, unseen = dict[bytes, tuple[str, int, bool]](), set[bytes]()
    for row, digest, name, at, sealed, direction in rows:
        names[digest] = name, at, bool(sealed)
        if direction == "received" and row > seen:
            unseen.add(digest)
    return TakenFiles(names, frozenset(unseen))


def restore_files(store: Store, before: TakenFiles) -> int:
    """Let files that were taken again be remembered as they were; the row up to which they were seen."""
    with store.writing() as conn:
        conn.executemany(
            "UPDATE change_set SET name = ?, at = ?, sealed = ? WHERE direction = 'received' AND sha256 = ?",
            ((*known, digest) for digest, known in before.names.items()),
        )
        last = 0
        for row, digest in conn.execute(
            "SELECT id, sha256 FROM change_set WHERE direction = 'received' ORDER BY id"
        ):
            if digest in before.unseen:
                break
            last = row
    return last
