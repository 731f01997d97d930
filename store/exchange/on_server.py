"""How much of what was recorded here lies on the server that is the mailbox: a file beside the database.

It saves work and decides nothing: where it is missing, nothing counts as lying there until the next visit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from store.db.database import Connection, SnapshotConnection, Store
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import FILE, create_private_folder
from store.db.regular import read_regular
from store.plan.lookup import plan_id


def measure_by_server(store: Store, places: Places, mailbox: Callable[[], str]) -> None:
    """Let what headquarters records in a store count as sent once it lies on the server that is its mailbox.

    Which that is, is asked when it is needed; a folder, or none, measures nothing.
    """
    if isinstance(store.conn, SnapshotConnection):
        store.conn.on_server = partial(_on_server_of, places, mailbox)


def on_server(conn: Connection) -> Mapping[str, int] | None:
    """Return how many changes of each chain lie on the server; None where nothing is measured by one."""
    read = getattr(conn, "on_server", None)
    lengths: Mapping[str, int] | None = None if read is None else read(conn)
    return lengths


def note_on_server(places: Places, url: str, server: str, plan: str, lengths: Mapping[str, int]) -> None:
    """Remember what lies on a server, which says who it is (``server``) whatever address leads there.

    What a disk says against it only costs work.
    """
    wanted = {
        _file(places, url, plan): server.encode(),
        _file(places, server, plan): json.dumps(lengths, sort_keys=True).encode(),
    }
    with suppress(UserError, OSError):
        for path, data in wanted.items():
            if not path.is_file() or read_regular(path) != data:
                create_private_folder(path.parent)
                write_durably(path, data, replace=True, mode=FILE)


def _on_server_of(places: Places, mailbox: Callable[[], str], conn: Connection) -> Mapping[str, int] | None:
    if not (url := mailbox()):
        return None
    from store.db.server import is_server

    if not is_server(url):
        return None
    with suppress(OSError, ValueError, TypeError, AttributeError):
        plan, _ = plan_id(conn)
        server = read_regular(_file(places, url, plan)).decode()
        form = json.loads(read_regular(_file(places, server, plan)))
        return {str(chain): int(length) for chain, length in form.items()}
    return {}


def _file(places: Places, where: str, plan: str) -> Path:
    # short commands ask for no server, and hash nothing
    from hashlib import sha256

    name = sha256(f"{where.strip()}\n{plan}".encode()).hexdigest()[:32]
    return places.data / "servers" / f"{name}.there"
