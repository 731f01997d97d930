"""What no file can carry, since an earlier version has let it in: found, so that all else still goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from store.db.database import Connection
from store.db.errors import Refused
from store.exchange.change_sets import Author, author
from store.exchange.trust import Grant
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.plan.lookup import action_numbers
from sync.send.missing_changes import changes_in
from sync.wire.body import BodyReader, BodyWriter, Preamble
from sync.wire.decoding import decode_changes
from sync.wire.encoding import encode_changes
from sync.wire.limits import MAX_LINE
from sync.wire.lines import LimitError
from sync.wire.section import Section, section_line, section_of_line
from sync.wire.strict import parse


def writable_length(conn: Connection, section: Section, chain: str) -> int:
    """How many of a section's changes, from its first, a reader takes with the hashes held here."""
    hashes = conn.execute(
        "SELECT hash FROM change WHERE replica = ? AND seq > ? AND seq <= ? ORDER BY seq",
        (chain, section.start, section.end),
    )
    done = 0
    # a FormError, and whatever a value that is none raises as it is written
    with suppress(ValueError):
        section_of_line(parse(section_line(section).encode()))
        lines = _parsed(encode_changes(section, changes_in(conn, section, chain)))
        for (row, _), (digest,) in zip(
            decode_changes(section, lines, lambda kind, unit: None), hashes, strict=True
        ):
            if row[13] != digest:
                break
            done += 1
    return done


def _parsed(lines: Iterable[str]) -> Iterator[Any]:
    for line in lines:
        data = line.encode()
        if len(data) > MAX_LINE:
            raise LimitError("line")
        yield parse(data)


def left_out(conn: Connection, chain: str, first: int) -> Refused:
    """What is said of a chain whose changes were left out from number ``first`` on: ``export_left_out``."""
    (change,) = read_changes(conn, "WHERE replica = ? AND seq = ?", (chain, first))
    replica = Histories(conn).author(chain)
    whose = author(conn, replica)
    return Refused(
        "export_left_out",
        replica=replica[:8],
        officer=change.officer if whose is None else whose.officer,
        seq=first,
        nr=action_numbers(conn).get(change.target, change.target),
        unit=change.unit,
        kind=change.kind,
        field=change.field,
    )


def readable_part(preamble: Preamble) -> tuple[Preamble, tuple[Refused, ...]]:
    """What of it a reader takes, and of each replica of which something is left out an ``export_unknown``."""
    authors: dict[str, Author] = {}
    grants: list[Grant] = []
    omitted: dict[str, Author] = {}
    for one in preamble.authors.values():
        (authors if _is_readable(Preamble({one.replica: one}, {}, ())) else omitted)[one.replica] = one
    for grant in preamble.grants:
        if _is_readable(Preamble({}, {}, (), grants=(grant,))):
            grants.append(grant)
        else:
            omitted[grant.replica] = Author(*grant[:5])
    return preamble._replace(authors=authors, grants=tuple(grants)), tuple(
        Refused("export_unknown", replica=one.replica[:8], officer=one.officer, unit=one.unit)
        for one in omitted.values()
    )


def _is_readable(preamble: Preamble) -> bool:
    try:
        reader = BodyReader(BodyWriter(preamble).finish())
        reader.read_preamble()
    except (ValueError, TypeError):
        return False
    return reader.preamble == preamble
