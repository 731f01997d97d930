"""What a table changes, to be seen first and then recorded: one transaction, and one batch for undo.

A cell that says what stands changes nothing, so a table that is taken again changes nothing; a status that
is said again with a day of its own, on paper, or by the cell that confirms it, is confirmed from that day.
Where its base is known, a cell that says its base was left alone; where somebody has set another value since,
both stand as a conflict until somebody decides, unless an earlier form set it that this one corrects. What is
of an earlier day than what stands is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from schema.cells import Unreadable
from store.db.database import Connection, Store
from store.db.errors import UserError
from store.edits.edits import effective_day
from store.edits.recording import Recording, what_stands
from store.edits.reported.cells import CellReader, is_empty
from store.edits.reported.comparison import CellChange, Comparison
from store.edits.reported.contradictions import without_contradictions
from store.edits.reported.days import confirmed_on, is_status, refuse_earlier
from store.edits.reported.sources import (
    KIND,
    EarlierTables,
    earlier_tables,
    note_entry,
    said_before,
    source_edit,
    value_then,
)
from store.edits.reported.table import NOTE, UNKNOWN, ReportedCell, ReportedTable, Unclear
from store.edits.reported.totals import ALLOCATED, RegisterCell, resolved
from store.ledger.append import Edit, append, conflict_refusal
from store.ledger.change import Change, Register, in_conflict
from store.ledger.heads import Standing
from store.ledger.identity import (
    Identity,
    acting_unit,
    refuse_if_not_allowed,
    required_identity,
    write_transaction,
)
from store.plan.lookup import (
    ActionKey,
    current_numbers,
    find_action_id,
    plan_currency,
    plan_years,
    printed_units,
)


class RecordedTable(NamedTuple):
    """What was recorded of a table, and the comparison by which it was."""

    comparison: Comparison
    changes: list[Change]


def values_recorded(changes: Iterable[Change]) -> int:
    """Return how many values the changes of a table set: what stands again beside one that crossed it is no
    other value, and where it came from is none."""
    return len({change.register for change in changes if change.kind != KIND})


def preview_table(store: Store, table: ReportedTable, recording: Recording) -> Comparison:
    """Return what :func:`record_table` would do.

    Raises UserError ``no_identity``, ``unit_unknown`` or ``not_allowed`` of the recording's unit.
    """
    with store.reading() as conn:
        return _Comparing(conn, required_identity(conn, store.path), table, recording).compared()


def record_table(store: Store, table: ReportedTable, recording: Recording) -> RecordedTable:
    """Record what a table changes, with where it came from; what was not understood is left out.

    Raises as :func:`preview_table`.
    """
    with write_transaction(store) as (conn, identity):
        comparing = _Comparing(conn, identity, table, recording)
        comparison = comparing.compared()
        edits = list(comparing.edits(comparison.changes))
        if not edits:
            return RecordedTable(comparison, [])
        edits.append(source_edit(identity, table.source, comparing.units))
        batch = recording.batch_of(conn, identity)
        changes = append(conn, identity, edits, batch=batch, beside=True, standing=comparing.standing)
        return RecordedTable(comparison, changes)


class _Comparing:
    """One comparison within a transaction."""

    def __init__(
        self, conn: Connection, identity: Identity, table: ReportedTable, recording: Recording
    ) -> None:
        self._conn, self._identity, self._table, self._recording = conn, identity, table, recording
        self.standing = Standing(conn)
        self._currency = plan_currency(conn)
        self._reader = CellReader(table.meanings, plan_years(conn), self._currency, recording.today)
        self._numbers = current_numbers(conn)
        self._earlier = earlier_tables(conn) if table.again else EarlierTables()
        # pages whose code nobody has told are of no time
        is_undated = table.source.paper and table.since is None
        self._before = {} if is_undated else said_before(conn, table.source)
        self._actions: dict[ActionKey, str] = {}
        self._units: dict[str, str] = {}
        self._own = self._unit("")
        self._statuses: dict[tuple[str, str], object] = {}
        self.units: set[str] = set()
        """For which units something is said that was understood."""

    def compared(self) -> Comparison:
        """Return what the table changes. Raises UserError as :func:`preview_table`."""
        changes: dict[Register, CellChange] = {}
        unclear, noticed, unchanged = list(self._table.unclear), list(self._table.noticed), 0
        cells, contradicting = without_contradictions([*self._cells(unclear)], self._numbers)
        unclear += contradicting
        self._statuses = {of.register[1:3]: of.value for of in cells if is_status(of.register)}
        reads: dict[Register, RegisterCell] = {}
        for read in resolved(cells, self.standing):
            if isinstance(read, Unclear):
                unclear.append(read)
                continue
            reads.setdefault(read.register, read)
            self.units.add(read.register.unit)
            if read.register in changes:
                continue
            try:
                change = self._change(read)
            except UserError as refused:
                noticed.append(Unclear(read.cell.where, refused.code, refused.params))
                continue
            if change is None:
                unchanged += 1
            else:
                changes[read.register] = change
        noticed += self._recorded_of_others(reads)
        return Comparison(
            tuple(changes.values()),
            unchanged,
            tuple(unclear),
            self._currency,
            tuple(noticed),
            printed_units(self._conn),
            self._table.source.day.isoformat(),
        )

    def _cells(self, unclear: list[Unclear]) -> Iterator[RegisterCell]:
        """Yield what each cell says that says something, and add to ``unclear`` what nobody understands."""
        for row in self._table.rows:
            try:
                action, unit = self._action(row.action), self._unit(row.unit)
            except UserError as refused:
                unclear.append(Unclear(row.where, refused.code, refused.params))
                continue
            for field, cell in (*row.values.items(), *row.beside.items()):
                try:
                    register, value = self._read(action, unit, field, cell, is_beside=field in row.beside)
                except (UserError, Unreadable) as error:
                    unclear.append(Unclear(cell.where, error.code, error.params))
                    continue
                if not is_empty(cell.value) or cell.clears or cell.base not in (UNKNOWN, None, ""):
                    yield RegisterCell(row, register, field, cell, value)

    def _recorded_of_others(self, reads: Mapping[Register, RegisterCell]) -> Iterator[Unclear]:
        """Yield what this same file was recorded with for another unit, which it does not say any more, and
        which stands: it would count beside what the file says now."""
        places = {register._replace(unit=""): read.cell.where for register, read in reads.items()}
        # whose rows are left out is another matter
        left = {of.params["unit"] for of in self._table.unclear if of.code == "cells_of_other_unit"}
        for register, value in self._earlier.said.items():
            where = places.get(register._replace(unit=""))
            is_own = self._earlier.file[register] == self._table.source.sha256
            if register in reads or where is None or not is_own or register.unit in left:
                continue
            heads = self.standing[register]
            if heads and value is not None and heads[0].decoded() == value:
                told = what_stands(self.standing, register, value)
                yield Unclear(where, "recorded_of_other", {**told, "unit": register.unit})

    def edits(self, changes: Iterable[CellChange]) -> Iterator[Edit]:
        """Yield what records the changes; what stands comes behind a value that crosses it, and so shows."""
        for change in changes:
            yield Edit(*change.register, change.after, change.on, again=change.crossed)
            if change.crossed:
                values = {head.value: head for head in reversed(self.standing[change.register])}
                for head in values.values():
                    yield Edit(*change.register, head.decoded(), head.effective_on, again=True)

    def _action(self, key: ActionKey) -> str:
        if key not in self._actions:
            self._actions[key] = find_action_id(self._conn, key)
        return self._actions[key]

    def _unit(self, named: str) -> str:
        if named not in self._units:
            code = acting_unit(self._conn, self._identity, named or self._recording.unit)
            refuse_if_not_allowed(self._identity, "action", code)
            self._units[named] = code
        return self._units[named]

    def _read(
        self, action: str, unit: str, field: str, cell: ReportedCell, *, is_beside: bool
    ) -> tuple[Register, object]:
        # an amount without a register is one of its year all the same
        kind, value = self._reader.read(f"{field[:4]}.{ALLOCATED}" if is_beside else field, cell.value)
        name = note_entry(action, unit, str(value)) if field == NOTE else field
        return Register(kind, action, unit, name), value

    def _change(self, read: RegisterCell) -> CellChange | None:
        """Return what a cell changes; None where it says what stands, or what it was made with.

        Raises UserError ``in_conflict`` where it says one of several that stand, ``later_stands`` where what
        stands is of a later day: a person decides."""
        row, register, field, cell, value, _less = read
        heads = self.standing[register]
        if (day := confirmed_on(self._table, row, register, heads, value)) is not None:
            nr = self._numbers[register.target]
            return CellChange(register, nr, field, value, value, cell.where, day.isoformat())
        base = None if cell.base == "" else cell.base
        if base is UNKNOWN:
            base = self._earlier.said.get(register, UNKNOWN)
            base = base if base is UNKNOWN else self._then(read, base, self._earlier.when[register])
        confirms = row.confirmed and is_status(register)
        if base is not UNKNOWN and value == base and not confirms:
            return None
        if self._table.since is not None:
            base = (
                self._before[register]
                if register in self._before
                else value_then(self._conn, register, self._table.since)
            )
        says_one = any(head.decoded() == value for head in heads)
        if says_one and in_conflict(heads) and (confirms or heads[0].decoded() != value):
            raise conflict_refusal(self._conn, register, heads)
        if says_one or (not heads and value is None):
            return None
        before = heads[0].decoded() if heads else None
        if base is not UNKNOWN:
            crossed = before not in (base, self._before.get(register, base))
        else:
            # what came since an earlier table, which need not have recorded it, and differs has crossed
            last = self._earlier.last.get(register.unit)
            concerned = heads and (*heads, *(self.standing[read.less] if read.less else ()))
            came = last is not None and any(head.lamport > last for head in concerned)
            crossed = came and before != self._then(read, value_then(self._conn, register, last), last)
        crossed = crossed or in_conflict(heads)
        if not crossed:
            status = self._statuses.get((register.target, register.unit))
            refuse_earlier(self.standing, self._table, self._recording, read, status)
        on = None
        if is_status(register):
            on = effective_day(heads, value, row.on or self._table.source.day, self._recording.today)
        return CellChange(
            register, self._numbers[register.target], field, before, value, cell.where, on, crossed
        )

    def _then(self, read: RegisterCell, value: object, lamport: int | None) -> object:
        """Return a value of a register as it was then; of the rest of a total, what that total would leave of
        what stands now."""
        if read.less is None:
            return value
        now = next((head.decoded() for head in self.standing[read.less]), None)
        stood = value_then(self._conn, read.less, lamport)
        whole, taken, left = (amount if isinstance(amount, int) else 0 for amount in (value, stood, now))
        return whole + taken - left
