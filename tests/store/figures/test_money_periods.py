"""The money of parts of a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.account.spans import plan_span
from store.db.database import Store
from store.figures.facts import read_facts
from store.figures.figures import MONEY_DEFINITIONS, Figures, action_facts, definitions_of, draw_figures
from store.query.overview import overview
from tests.plans import enrolled
from tests.store.account.test_money_days import spend

LATER = date(2024, 6, 30)


def figures(store: Store, period: str, as_of: date | None = None, unit: str | None = None) -> Figures:
    span = plan_span(store.conn, period)
    facts = read_facts(store, span, as_of or span.last, unit=unit)
    return draw_figures(action_facts(facts), definitions_of(facts))


def test_a_part_of_a_year_of_which_only_the_year_is_known_has_no_money(tmp_path: Path) -> None:
    money = {made.id for made in MONEY_DEFINITIONS}
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        spend(store, "2022-03-10", 1_000)
        spend(store, "2023-01-15", 2_000, nr="1.1.2", unit="18")
        for code in ("2022-Q1", "2022-H1", "..2022-Q3"):
            assert money.isdisjoint(figures(store, code))
        assert money.isdisjoint(figures(store, "2022", date(2022, 8, 1)))
        for code in ("2022-Q4", "2022", "..2022", "2023-Q1"):
            assert figures(store, code).keys() >= money
        # of the unit itself all days are known
        assert figures(store, "2022-Q1", unit="17")["spent"].numerator == 1_000
        counted = overview(store, "unit", today=LATER, span=plan_span(store.conn, "2022-Q1"))
        assert counted.money_left_out
        assert {group.money.spent for group in counted.groups} == {None}
