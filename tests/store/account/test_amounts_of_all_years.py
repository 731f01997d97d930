"""One amount for all years together: shown and compared as such, in no year's sums."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from language import speaking
from report.periodic.blocks import Paragraph
from report.periodic.pages.late_and_money import budget
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content
from store.account.money import add_by_year
from store.account.recorded import action_money, warned_actions
from store.account.spans import year_span
from store.plan.differences import FieldDifference, diff_actions
from store.plan.model import Action, Plan
from store.plan.save import insert_plan
from store.query.objectives import find_objective, objective_detail
from store.query.overview import overview
from store.query.queries import action_detail, own_amounts
from tests.plans import small_plan
from tests.store.account.test_money import END, spend
from tests.store.query.test_rates import hq

_WHOLE = 3_000_000


def _plan() -> Plan:
    """The small plan, whose action 1.1.1 has one amount for all years."""
    plan = small_plan(2)
    (strategic, *others) = plan.strategic_objectives
    (objective,) = strategic.specific_objectives
    first, *rest = objective.actions
    first = first._replace(budget=dict.fromkeys(plan.years), budget_total=_WHOLE)
    strategic = strategic._replace(specific_objectives=(objective._replace(actions=(first, *rest)),))
    return plan._replace(strategic_objectives=(strategic, *others))


@pytest.mark.parametrize(("in_2023", "warned"), [(20_000, False), (20_001, True)])
def test_spending_is_compared_with_the_amount_of_all_years(
    tmp_path: Path, in_2023: int, warned: bool
) -> None:
    with hq(tmp_path, _plan()) as store:
        spend(store, "1.1.1", 2021, "MPB", capital=10_000)
        spend(store, "1.1.1", 2023, "MPB", capital=in_2023)
        found = action_detail(store, "1.1.1", today=END)
        codes = ["spent_beyond_plan"] * 2 if warned else []
        assert [year.warning for year in found.money if year.warning] == codes
        assert [year.warning for year in own_amounts(store, "1.1.1")[0] if year.warning] == codes
        assert found.money[0].with_amount("capital.spent", 5_000_000).warning == "spent_beyond_plan"
        assert found.row.money_warning == warned == ("1.1.1" in warned_actions(store.conn, END))


def test_sums_by_year_leave_it_out_and_its_sum_stands_beside_them(tmp_path: Path) -> None:
    with hq(tmp_path, _plan()) as store:
        years = add_by_year(year for own in action_money(store.conn, END).values() for year in own)
        assert {year.year: year.planned for year in years} == {2021: None, 2022: 5_000_000}
        assert overview(store, "plan", today=END, as_of=date(2022, 6, 1)).wholes == (_WHOLE,)
        row = find_objective(store, "1.1")
        assert row is not None and objective_detail(store, row, today=END).whole == _WHOLE


def test_that_of_an_action_removed_in_the_year_stands_in_its_overview_and_its_report(tmp_path: Path) -> None:
    second = _plan()
    (strategic, *others) = second.strategic_objectives
    (objective,) = strategic.specific_objectives
    without = strategic._replace(specific_objectives=(objective._replace(actions=objective.actions[1:]),))
    second = second._replace(strategic_objectives=(without, *others))
    with hq(tmp_path, _plan()) as store:
        spend(store, "1.1.2", 2022, "MPB", capital=10_000)
        with store.writing() as conn:
            insert_plan(conn, 2, second, source_name="b", source_sha256="01", in_force_from="2022-07-01")
        for year, wholes in ((2022, (_WHOLE,)), (2023, ())):
            asked = ReportRequest(str(year), date(year, 12, 31), "en", END)
            assert overview(store, "plan", today=END, span=year_span(year)).wholes == wholes
            assert overview(store, "unit", today=END, span=year_span(year)).wholes == ()
            with speaking("en"):
                blocks = [*budget(read_content(store, asked))]
            told = [block.text for block in blocks if isinstance(block, Paragraph)]
            assert any("all years together" in text for text in told) == bool(wholes)


def test_it_is_a_field_of_its_own_in_a_comparison() -> None:
    first: Action = next(_plan().actions())
    other = first._replace(budget_total=5)
    assert diff_actions(first, other) == (FieldDifference("budget_total", _WHOLE, 5),)
