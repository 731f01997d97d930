"""``terren publish-data`` and ``terren serve``: the data for analysts, as tables and in a browser."""

from __future__ import annotations

from typing import Final

from language import N_, _, counted
from terren import __version__, output
from terren.declare import argument, command, option
from terren.misuse import WrongUsage
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER, Value

PORT = 8001
_HIGHEST: Final = 65_535
_ENDINGS: Final = (".sqlite", ".sqlite3", ".db")


def _port(text: str) -> int:
    number = int(NUMBER.read(text))
    if number > _HIGHEST:
        raise WrongUsage(
            N_("“{found}” is not a port: a whole number from 1 to 65535."), code="port_unreadable", found=text
        )
    return number


@command(
    "publish-data",
    "Write the views that docs/data.md describes as tables into a SQLite FILE, or on the PostgreSQL server at"
    " URL; only what changed since is written, and who reads there sees all of it or nothing.",
    prints="@published_data",
)
def publish_data_command(
    session: Session,
    where: str = argument("FILE.sqlite|URL"),
    schema: str | None = option("The schema on the server; terren_data if not given.", metavar="NAME"),
) -> None:
    from store.db.server import is_server
    from store.publishing.publishing import publish_data

    if not is_server(where) and not where.lower().endswith(_ENDINGS):
        raise WrongUsage(
            N_(
                "The data become a SQLite file, whose name ends in .sqlite or .db, or tables at postgresql://…."
            )
        )
    with session.reading() as store:
        done = publish_data(store, where, program=__version__, schema=schema or "terren_data")
    output.give(lambda: shaped("published_data", done))
    for table in done.tables:
        words = counted("{name}: {n} row", "{name}: {n} rows", table.rows, name=table.name)
        changed = _("{added} written, {removed} removed").format(added=table.added, removed=table.removed)
        output.tell(f"{words}, {changed}")
    output.tell(_("The data stand in {place}."), place=done.where)


@command(
    "serve",
    "Show the data in the browser, on this computer alone, until Ctrl+C: tables with filters, and prepared"
    " pages. It shows a snapshot, in which nothing can be changed.",
    prints="@served",
)
def serve_command(
    session: Session,
    port: int | None = option("The port; 8001 if not given.", type=Value(_port, "N")),
) -> None:
    from report.analysts import serve

    with session.reading() as store:
        traces = output.manner().debug
        serve(store, port=port or PORT, program=__version__, ready=_tell, traces=traces)


def _tell(address: str) -> None:
    output.give(lambda: {"address": address})
    output.tell(_("The data are shown at {address}. Ctrl+C ends it."), address=address)
