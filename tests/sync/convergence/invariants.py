"""What must hold of installations, whatever they lived through: histories of files, mixtures with a server.

The names of the invariants are those of docs/exchange.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from store.db.errors import UserError
from store.exchange.delivery import change_states, is_unconfirmed
from store.history.conflicts import conflicts
from store.history.steps import change_by_id
from store.ledger.append import read_changes
from store.ledger.branches import Histories
from store.ledger.change import Register
from sync.receive.receive import receive
from sync.wire.body import unpacked_section
from sync.wire.decoding import decode_changes
from tests.sync.world import Installation


class Office(Protocol):
    """Installations that exchange, the first of them a headquarters that decides."""

    @property
    def installations(self) -> list[Installation]:
        """Everybody, as he is now."""

    def close_conflict(self, register: Register) -> None:
        """Let headquarters decide what stands in a register."""

    def reopen(self) -> None:
        """Let headquarters take its last word back."""

    def come_to_rest(self) -> None:
        """Let all exchange until nothing is new. Raises AssertionError where it does not come to that."""


def check_views(one: Installation, without: Collection[str] = ()) -> list[tuple[Any, ...]]:
    """Raise AssertionError where what is shown is otherwise than the rows of the ledger say (I3, I4, I20).

    Return these rows, but for the histories named: id, moment, value and register of each change. No two
    edits of one register have a moment in common.
    """
    ledger = one.store.conn.execute(
        "SELECT replica || ':' || seq, recorded_at, value, kind, target, unit, field FROM change"
    ).fetchall()
    ledger = [row for row in ledger if row[0].rpartition(":")[0] not in without]
    # what a decision has been taken back to comes at one moment, a value once
    assert len(ledger) == len({row[1:] for row in ledger}), "I20"
    superseded = {(name, *row[3:]) for row in ledger for name in _seen(one, row[0])}
    state = [register for register in one.state if register["kind"] != "note"]
    standing = {head for register in state for head in register["heads"]}
    assert standing == {row[0] for row in ledger if (row[0], *row[3:]) not in superseded}, "I3"
    values = {row[0]: row[2] for row in ledger}
    for register in state:
        assert register["conflict"] == (len({values[head] for head in register["heads"]}) > 1), "I4"
    return ledger


def _seen(one: Installation, change_id: str) -> tuple[str, ...]:
    change = change_by_id(one.store.conn, change_id)
    assert change is not None
    return Histories(one.store.conn).seen(change)


def moments(one: Installation, without: Collection[str] = (), author: str = "") -> Iterator[int]:
    """The clocks of all changes that somebody holds, pending ones included, but for the histories named and
    what waits of an author."""
    for chain, clock in one.store.conn.execute("SELECT replica, recorded_at FROM change").fetchall():
        if chain not in without:
            yield clock
    for (body,) in one.store.conn.execute("SELECT body FROM parked_section"):
        section, lines = unpacked_section(body)
        if section.replica != author:
            for row, _ in decode_changes(section, iter(lines), lambda kind, unit: None):
                yield row[3]


def check_told(one: Installation, nowhere_else: Collection[int]) -> None:
    """Raise AssertionError where somebody is told that his changes of these moments have arrived, which no
    headquarters holds (I18)."""
    conn, identity = one.store.conn, one.identity
    changes = [change for change in read_changes(conn) if change.recorded_at in nowhere_else]
    for change_id, told in change_states(conn, identity, changes).items():
        assert told.state in ("local", "in_file"), f"I18: {change_id}"
    assert all(is_unconfirmed(conn, identity, change.target) for change in changes), "I18"


def check_again(one: Installation, files: Iterable[Path]) -> None:
    """Raise AssertionError where files of before, in whatever order they come, change something (I7)."""
    before = one.identity, one.state
    for path in files:
        try:
            receive(one.store, one.places, path)
        except UserError as refusal:
            assert refusal.code == "changeset_own_file", refusal
    assert (one.identity, one.state) == before, "I7"


def check_closing(office: Office) -> None:
    """Raise AssertionError where a conflict that headquarters decides is open anywhere, or is not open
    everywhere once it takes that back (I8)."""
    if not (before := _open_conflicts(office.installations[0])):
        return
    for is_taken_back in (True, False):
        for register in before:
            office.close_conflict(register)
        office.come_to_rest()
        if is_taken_back:
            for _ in before:
                office.reopen()
            office.come_to_rest()
            for one in office.installations:
                assert _open_conflicts(one) == {
                    register: sorted({*values}, key=str) for register, values in before.items()
                }, "I8"
                assert one.state == office.installations[0].state, "I1"
    for one in office.installations:
        assert not any(register["conflict"] for register in one.state), "I8"
        assert one.state == office.installations[0].state, "I1"


def _open_conflicts(one: Installation) -> dict[Register, list[Any]]:
    return {
        conflict.register: sorted((head.value for head in conflict.heads), key=str)
        for conflict in conflicts(one.store)
    }
