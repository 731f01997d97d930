"""Lists of changes and of conflicts: their amounts name the plan's currency, as everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import language
from report.lists.change_lists import conflicts_list, history_list
from report.table import Table
from store.exchange.delivery import ChangeState
from store.history.conflicts import conflicts
from store.history.steps import steps_among
from store.ledger.append import read_changes
from terren.commands.reporting.recording import conflict_lines
from tests.store.history.test_conflicts import MONEY, in_conflict
from tui.headquarters.conflict_page import conflict_page


def column(table: Table, name: str) -> list[object]:
    at = [one.code for one in table.columns].index(name)
    return [row[at] for row in table.rows]


@pytest.fixture(autouse=True)
def _english() -> None:
    language.use("en")


def test_values_in_conflict_name_the_currency(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store:
        status, money = conflicts(store)
    assert column(conflicts_list([status, money], {}), "value") == [
        "Implemented",
        "In progress",
        "7 EUR",
        "5 EUR",
    ]
    assert [line.partition(":")[0].strip() for line in conflict_lines(money, None)][1:] == [
        "> 7 EUR",
        "5 EUR",
    ]
    page = "\n".join(
        "".join(text for text, _style in line) for line in conflict_page(money, None, 60, {}, {}).lines
    )
    assert "[1] 7 EUR" in page


def test_amounts_of_a_history_name_the_currency(tmp_path: Path) -> None:
    with in_conflict(tmp_path) as store, store.reading() as conn:
        steps = steps_among(conn, [change for change in read_changes(conn) if change.register == MONEY])
        states = {step.change.id: ChangeState("local") for step in steps}
    assert column(history_list(steps, states, {}, {}, now=0), "after") == ["5 EUR", "7 EUR"]
