"""How far an installation has read on a server, and what it has put there: a file beside the database.

It saves work and decides nothing. Whatever of it cannot be so any more (another identity, other grants, a
database or a server that went back) is dropped; then all is listed again, what is known is passed over by its
hash, and the next own file carries everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeAlias

from store.db.database import Connection
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.exchange.peers import Redactions, Vector, held_by, vector_in, vector_text
from store.exchange.trust import grants
from store.ledger.branches import Histories
from sync.wire.format import RELEASE

Row: TypeAlias = "tuple[int, str]"
"""The number of a row of one sender, and the hash of what lies in it (hex)."""

_CHUNK: Final = 500


@dataclass
class Bookmark:
    """``read`` is the last row of each sender before which nothing is left to read, ``own`` the last own one.

    ``held`` is what lies on the server for good: what own files carried, and authors' own. ``told`` is the
    hash of what the last own file told, ``relayed`` the last row of received files that was looked at.
    """

    read: dict[str, Row] = field(default_factory=dict)
    own: Row | None = None
    held: Vector = field(default_factory=dict)
    told: str = ""
    relayed: int = 0
    answered: set[int] = field(default_factory=set)

    def begin_again(self) -> None:
        """Forget what lies there: an own file that carries everything is put there."""
        self.held, self.told, self.own = {}, "", None

    def heed(self, before: list[str], after: list[str]) -> None:
        """Forget what other trust makes others read otherwise.

        What is held of a revoked author's own files nobody takes any more who begins now: it is put there at
        once. Whoever is accepted newly may lack what nobody kept for him: the next own file carries it.
        """
        if before[1:] != after[1:]:
            self.begin_again()
        elif before != after:
            self.held = {}


def bookmark_file(places: Places, server: str, plan: str) -> Path:
    """Where the bookmark of a server and a plan lies."""
    name = sha256(f"{server}\n{plan}".encode()).hexdigest()[:32]
    return places.data / "servers" / f"{name}.json"


def trust_here(conn: Connection) -> list[str]:
    """The hashes of all grants, and of the revocations among them."""
    granted = grants(conn)
    revoked = [grant for grant in granted if grant.revoked_from]
    return [sha256(json.dumps(some, default=bytes.hex).encode()).hexdigest() for some in (granted, revoked)]


def read_bookmark(conn: Connection, path: Path, replica: str) -> Bookmark:
    """What was remembered, as far as it can be so still."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        form = json.loads(read_regular(path))
        mark = Bookmark(
            {sender: (int(place), str(digest)) for sender, (place, digest) in form["read"].items()},
            None if form["own"] is None else (int(form["own"][0]), str(form["own"][1])),
            vector_in(json.dumps(form["held"])),
            str(form["told"]),
            int(form["relayed"]),
            {int(place) for place in form["answered"]},
        )
        if form["release"] != RELEASE or _last_received(conn, int(form["row"][0])) != form["row"]:
            # another program reads what this one could not; and a database that went back knows less
            mark.read = {}
        if form["replica"] != replica:
            mark.begin_again()
        mark.heed(form["trust"], trust_here(conn))
        return mark
    return Bookmark(relayed=int(_last_received(conn)[0]))


def save_bookmark(conn: Connection, path: Path, replica: str, trust: list[str], mark: Bookmark) -> None:
    """Remember; what a disk says against it only costs work."""
    form = {
        "release": RELEASE,
        "replica": replica,
        "trust": trust,
        "row": _last_received(conn),
        "read": mark.read,
        "own": mark.own,
        "held": json.loads(vector_text(mark.held)),
        "told": mark.told,
        "relayed": mark.relayed,
        "answered": sorted(mark.answered),
    }
    with suppress(UserError, OSError):
        create_private_folder(path.parent)
        write_durably(path, json.dumps(form).encode(), replace=True, mode=FILE)


def _last_received(conn: Connection, row: int | None = None) -> list[int | str]:
    """The newest received file, or the one of this row: row and hash."""
    found = conn.execute(
        "SELECT id, sha256 FROM change_set WHERE direction = 'received' AND (?1 IS NULL OR id = ?1)"
        " ORDER BY id DESC LIMIT 1",
        (row,),
    ).fetchone()
    return [0, ""] if found is None else [int(found[0]), found[1].hex()]


def extended(conn: Connection, held: Vector, digests: Iterable[bytes], own: str) -> Vector:
    """What lies on a server with these files as well: all that own ones carry, of others what is theirs.

    What somebody carries of others does not count: who does not accept him takes nothing of it.
    """
    histories = Histories(conn)
    redactions = Redactions(conn, histories)
    lengths = held_by(histories, redactions.alike(held))
    for sender, chain, start, count in _sections(conn, list(digests)):
        if sender not in (own, histories.author(chain)):
            continue
        if start <= max(lengths.get(chain, 0), histories.start(chain)):
            lengths[chain] = max(lengths.get(chain, 0), start + count)
    ends: dict[str, list[tuple[int, str, str]]] = {}
    for chain, length in lengths.items():
        if (digest := histories.digest(chain, length)) is not None:
            end = length, digest.hex(), redactions.digest(chain, length)
            ends.setdefault(histories.author(chain), []).append(end)
    return _sorted(ends)


def _sorted(ends: Mapping[str, list[tuple[int, str, str]]]) -> Vector:
    return {replica: tuple(sorted(ends[replica])) for replica in sorted(ends)}


def _sections(conn: Connection, digests: list[bytes]) -> list[tuple[str, str, int, int]]:
    """Sender, chain, start and length of the sections of these files, in the order in which they came."""
    rows: list[tuple[int, str, str, int, int]] = []
    for at in range(0, len(digests), _CHUNK):
        some = digests[at : at + _CHUNK]
        rows += conn.execute(
            "SELECT change_set.id, sender, section.replica, start, count FROM change_set"
            " JOIN change_set_section AS section ON section.change_set = change_set.id"
            f" WHERE sha256 IN ({','.join('?' * len(some))})",
            some,
        ).fetchall()
    return [row[1:] for row in sorted(rows)]
