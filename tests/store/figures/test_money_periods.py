"""The money of periods: years that add up over revisions, parts of a year, units beside the plan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from store.account.spans import plan_span
from store.db.database import Store
from store.figures.facts import read_facts
from store.figures.figures import MONEY_DEFINITIONS, Figures, action_facts, definitions_of, draw_figures
from store.query.overview import overview
from tests.plans import enrolled
from tests.store.account.test_money_days import plan_without, revise, spend

LATER = date(2024, 6, 30)


def figures(store: Store, period: str, as_of: date | None = None, unit: str | None = None) -> Figures:
    span = plan_span(store.conn, period)
    facts = read_facts(store, span, as_of or span.last, unit=unit)
    return draw_figures(action_facts(facts), definitions_of(facts))


def amounts(found: Figures, *names: str) -> list[int]:
    return [found[name].numerator for name in names]


def test_what_was_spent_in_a_year_is_the_same_in_every_report_over_two_revisions(tmp_path: Path) -> None:
    """Where 24,400 were spent, no report says 16,400 since an action has left the plan."""
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters", plan=plan_without()) as store:
        spend(store, "2022-04-01", 1_640_000, nr="1.1.1")
        spend(store, "2022-04-01", 800_000, nr="1.1.2")
        spend(store, "2023-02-01", 500, nr="1.1.3", field="2023.capital.spent")
        revise(store, plan_without("1.1.2"), "2022-07-01")
        revise(store, plan_without("1.1.3"), "2023-01-01")
        of_2022 = figures(store, "2022")
        assert of_2022["spent"].numerator == 2_440_000
        cumulative, of_2023 = figures(store, "..2023"), figures(store, "2023")
        assert cumulative["spent"].numerator == 2_440_000 + of_2023["spent"].numerator
        assert amounts(of_2023, "spent", "spent_outside") == [500, 500]
        for as_of in (date(2022, 12, 31), LATER):
            found = overview(store, "plan", today=LATER, as_of=as_of, span=plan_span(store.conn, "2022"))
            assert found.groups[0].money.spent == 2_440_000


def test_a_quarter_has_the_money_of_the_year_so_far(tmp_path: Path) -> None:
    """December's money is in no report of the first quarter."""
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        spend(store, "2022-03-10", 1_000)
        spend(store, "2022-12-20", 500_000)
        spent = {code: figures(store, code)["spent"].numerator for code in ("2022-Q1", "2022-H1", "2022-Q4")}
        assert spent == {"2022-Q1": 1_000, "2022-H1": 1_000, "2022-Q4": 500_000}
        assert figures(store, "2022-Q1", LATER)["spent"].numerator == 1_000
        assert figures(store, "2022-Q1")["planned"] == figures(store, "2022")["planned"]
        assert figures(store, "2022", date(2021, 12, 30))["spent"].numerator == 0


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
        found = overview(store, "unit", today=LATER, span=plan_span(store.conn, "2022-Q1"))
        assert found.money_left_out
        assert {group.money.spent for group in found.groups} == {None}


def test_a_units_figures_are_measured_against_its_own_allocation(tmp_path: Path) -> None:
    """A municipality is not at "0.92 % of 620,000", which the plan gives all units together."""
    with enrolled(tmp_path / "a.db", unit="MPB", role="headquarters") as store:
        spend(store, "2022-03-01", 1_000_000, field="2022.allocated")
        spend(store, "2022-04-01", 570_000)
        spend(store, "2022-04-01", 30_000, nr="1.1.2")
        found = figures(store, "2022", unit="17")
        assert {"planned", "administrative"}.isdisjoint(found)
        assert found["execution"].value == Fraction(57, 100)
        assert amounts(found, "allocated", "remaining", "spent_outside") == [1_000_000, 430_000, 30_000]
        groups = overview(store, "unit", today=LATER, span=plan_span(store.conn, "2022")).groups
        (own,) = [group.money for group in groups if group.key == "17"]
        assert (own.planned, own.budget, own.execution) == (None, 1_000_000, Fraction(57, 100))
