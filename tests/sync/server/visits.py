"""A visit to a server, as ``terren sync URL`` makes it."""

from __future__ import annotations

from collections.abc import Callable

from sync.mailbox import Exchange, Progress, exchange_at
from tests.support.postgres import Cluster
from tests.sync.world import Installation


def visit(
    one: Installation,
    where: str,
    *,
    sealed: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exchange:
    """Visit a mailbox: the address of a server, or a folder."""
    return exchange_at(one.store, one.places, where, sealed=sealed, progress=progress, cancelled=cancelled)


def rest(*ones: Installation, at: str) -> None:
    """Let everybody visit until nobody has anything new to tell."""
    for _ in range(6):
        came = [visit(one, at) for one in ones]
        if all(not one.taken and one.written is None for one in came):
            return
    raise AssertionError("no rest")


def unchecked(server: Cluster, database: str) -> None:
    """Do what whoever keeps a server can do: its tables prove nothing of what stands in them any more."""
    server.run(
        database,
        "DO $$DECLARE one record; BEGIN FOR one IN"
        " SELECT conrelid::regclass AS place, conname FROM pg_constraint"
        " WHERE contype = 'c' AND connamespace = 'terren'::regnamespace LOOP"
        " EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname); END LOOP; END$$",
    )
