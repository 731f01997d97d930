"""Totals of a table beside amounts of one kind, and beside what stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from store.db.database import Store
from store.edits.edits import Amount, report_money
from store.edits.recording import Recording
from store.edits.reported.record import RecordedTable, preview_table, record_table
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.edits.reported.totals import is_reckoned
from store.ledger.append import Edit, append
from store.ledger.change import Register
from store.ledger.heads import read_heads
from store.ledger.identity import write_transaction
from tests.plans import enrolled

NOW = Recording(date(2022, 3, 14))
PEJA = Recording(NOW.today, "17")
SHEET = Source("tabela.xlsx", "ab" * 32, date(2022, 3, 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="HQ") as opened:
        yield opened


def _table(*rows: Mapping[str, int]) -> ReportedTable:
    """A table whose rows say amounts of 1.1.1 in Pejë, in euros."""
    told: list[ReportedRow] = []
    for n, amounts in enumerate(rows):
        cells = {name: ReportedCell(euros, f"S!{name}{n or ''}") for name, euros in amounts.items()}
        beside = {f"2022.{name}": cell for name, cell in cells.items() if is_reckoned(f"2022.{name}")}
        values = {f"2022.{name}": cell for name, cell in cells.items() if f"2022.{name}" not in beside}
        told.append(ReportedRow("1.1.1", values, "17", beside=beside))
    return ReportedTable(SHEET, tuple(told), again=True)


def _taken(store: Store, *rows: Mapping[str, int]) -> RecordedTable:
    return record_table(store, _table(*rows), NOW)


def _stands(store: Store) -> dict[str, object]:
    """What stands of each field, in euros."""
    registers = {
        name: Register("money", "1.1.1", "17", f"2022.{name}")
        for name in ("capital.spent", "recurrent.spent", "allocated")
    }
    values = {name: read_heads(store.conn, of) for name, of in registers.items()}
    return {name: int(str(heads[0].decoded())) / 100 for name, heads in values.items() if heads}


CAPITAL, RECURRENT = "capital.spent", "recurrent.spent"


@pytest.mark.parametrize(
    ("said", "stands", "told"),
    [
        ({"spent": 1000}, {RECURRENT: 1000}, ()),
        ({"spent": 1000, CAPITAL: 400}, {CAPITAL: 400, RECURRENT: 600}, ()),
        ({"spent": 1000, RECURRENT: 400}, {CAPITAL: 600, RECURRENT: 400}, ()),
        ({"spent": 400, CAPITAL: 400}, {CAPITAL: 400, RECURRENT: 0}, ()),
        ({"spent": 1000, CAPITAL: 400, RECURRENT: 600}, {CAPITAL: 400, RECURRENT: 600}, ()),
        (
            {"spent": 1000, CAPITAL: 400, RECURRENT: 500},
            {CAPITAL: 400, RECURRENT: 500},
            (("S!spent", "amount_kinds_differ", 100_000, 90_000),),
        ),
        (
            {"spent": 300, CAPITAL: 400},
            {CAPITAL: 400},
            (("S!spent", "amount_below_kind", 30_000, 40_000),),
        ),
        ({"allocated": 1000, "capital.allocated": 400}, {"allocated": 1000}, ()),
        ({"capital.allocated": 400, "recurrent.allocated": 500}, {"allocated": 900}, ()),
        (
            {"allocated": 300, "capital.allocated": 400},
            {},
            (("S!allocated", "amount_below_kind", 30_000, 40_000),),
        ),
        (
            {"allocated": 1000, "capital.allocated": 400, "recurrent.allocated": 500},
            {},
            (("S!allocated", "amount_kinds_differ", 100_000, 90_000),),
        ),
        (
            {"capital.allocated": 400},
            {},
            (("S!capital.allocated", "amount_of_one_kind", 40_000, None),),
        ),
    ],
)
@pytest.mark.parametrize("is_parted", [False, True])
def test_a_total_is_counted_once_beside_its_kinds(
    store: Store,
    said: Mapping[str, int],
    stands: Mapping[str, int],
    told: tuple[tuple[object, ...], ...],
    is_parted: bool,
) -> None:
    rows = [{name: euros} for name, euros in said.items()] if is_parted else [said]
    comparison, _changes = _taken(store, *rows)
    assert _stands(store) == stands
    assert [
        (of.where.rstrip("12"), of.code, of.params["found_cents"], of.params.get("known_cents"))
        for of in comparison.unclear
    ] == [*told]


def _spent(store: Store, **euros: int) -> None:
    amounts: dict[str, Amount | None] = {
        f"{kind}.spent": Amount(100 * amount) for kind, amount in euros.items()
    }
    report_money(store, "1.1.1", 2022, amounts, PEJA)


def test_of_a_total_alone_what_is_not_the_capital_that_stands_is_recurrent(store: Store) -> None:
    _spent(store, capital=400)
    _taken(store, {"spent": 1000})
    assert _stands(store) == {CAPITAL: 400, RECURRENT: 600}
    assert not _taken(store, {"spent": 1000}).changes
    (below,) = _taken(store, {"spent": 300}).comparison.unclear
    assert (below.where, below.code, below.params["known_cents"]) == (
        "S!spent",
        "amount_below_capital",
        40_000,
    )
    assert _stands(store) == {CAPITAL: 400, RECURRENT: 600}


def test_beside_a_capital_of_which_two_stand_no_total_is_taken_apart(store: Store) -> None:
    capital = Register("money", "1.1.1", "17", "2022.capital.spent")
    with write_transaction(store) as (conn, identity):
        append(conn, identity, [Edit(*capital, cents, again=True) for cents in (10_000, 20_000)], beside=True)
    (unclear,) = _taken(store, {"spent": 1000}).comparison.unclear
    assert (unclear.where, unclear.code) == ("S!spent", "amount_in_conflict")


def test_a_total_that_was_left_alone_takes_nothing_back_and_a_newer_one_crosses(store: Store) -> None:
    _taken(store, {"spent": 1000})
    _spent(store, capital=400)
    seen = preview_table(store, _table({"spent": 1000}), NOW)
    assert (seen.changes, seen.unchanged) == ((), 1), "the cell says what it said"
    (change,) = preview_table(store, _table({"spent": 1100}), NOW).changes
    assert (change.before, change.after, change.crossed) == (100_000, 70_000, True)


def test_a_total_with_which_an_earlier_table_agreed_crosses_a_capital_since(store: Store) -> None:
    _spent(store, recurrent=1000)
    _taken(store, {"spent": 1000, "allocated": 5})
    _spent(store, capital=400)
    (change,) = preview_table(store, _table({"spent": 1100}), NOW).changes
    assert (change.before, change.after, change.crossed) == (100_000, 70_000, True)
