"""The figures of a report: published ones come out; whatever happens is in ``tests.recount``."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from store.account.spans import plan_span
from store.db.database import Store
from store.db.errors import UserError
from store.edits.indicators import indicators, measure
from store.figures.facts import read_facts, refuse_before_all
from store.figures.figures import (
    Figures,
    action_facts,
    draw_figures,
    fulfilment,
)
from store.ledger.append import Edit, record
from store.plan.model import (
    Action,
    Deadline,
    Indicator,
    Plan,
    SpecificObjective,
    StrategicObjective,
    Target,
)
from store.plan.save import insert_plan
from tests.plans import enrolled

YEARS = (2021, 2022, 2023)
END = date(2023, 12, 31)


def percent(value: Fraction | int | None) -> str:
    assert isinstance(value, Fraction)
    hundred = Decimal(100 * value.numerator) / value.denominator
    return str(hundred.quantize(Decimal("0.01"), ROUND_HALF_UP))


def plan_of(deadlines: list[Deadline], institutions: tuple[str, ...] = ("MPB",)) -> Plan:
    actions = tuple(
        Action(f"1.1.{n}", f"Masa {n}", deadline, {}, (), institutions)
        for n, deadline in enumerate(deadlines, 1)
    )
    objective = SpecificObjective("1.1", "O", (), actions)
    return Plan("p", "P", "sq", YEARS, (StrategicObjective("1", "S", (), (objective,)),))


def hq(path: Path, plan: Plan) -> Store:
    store = enrolled(path, unit="MPB", role="headquarters", plan=plan)
    store.conn.execute("PRAGMA synchronous = OFF")
    return store


def revise(store: Store, plan: Plan, since: str, number: int = 2) -> None:
    with store.writing() as conn:
        insert_plan(conn, number, plan, source_name="b", source_sha256="01", in_force_from=since)


def figures(store: Store, period: str, as_of: date = END, unit: str | None = None) -> Figures:
    facts = read_facts(store, plan_span(store.conn, period), as_of, unit=unit)
    return draw_figures(action_facts(facts))


def implement(store: Store, numbers: range, on: str) -> None:
    record(store, [Edit("action", f"1.1.{n}", "MPB", "status", "implemented", on) for n in numbers])


def test_a_quarter_and_a_year_as_published(tmp_path: Path) -> None:
    quarter, rest = [Deadline("09.2022", 2022, 2022, 9, 9)] * 59, [Deadline("2022", 2022, 2022)] * 648
    with hq(tmp_path / "a.db", plan_of(quarter + rest)) as store:
        implement(store, range(1, 22), "2022-09-10")
        found = figures(store, "2022-Q3")["implementation_rate"]
        assert (found.numerator, found.denominator, percent(found.value)) == (21, 59, "35.59")
        assert list(found.counted) == [f"1.1.{n}" for n in range(1, 22)]
        implement(store, range(60, 539), "2022-11-10")
        found = figures(store, "2022")["implementation_rate"]
        assert (found.numerator, found.denominator, percent(found.value)) == (500, 707, "70.72")
        # one that names a year only falls into the last quarter
        assert figures(store, "2022-Q4")["implementation_rate"].denominator == 648
        assert figures(store, "2022-H1")["implementation_rate"].value is None


def test_cumulative_to_the_third_quarter_with_those_before_their_deadline(tmp_path: Path) -> None:
    earlier, quarter = [Deadline("2021", 2021, 2021)] * 100, [Deadline("9.2022", 2022, 2022, 7, 9)] * 94
    with hq(tmp_path / "a.db", plan_of(earlier + quarter + [Deadline("2022", 2022, 2022)] * 9)) as store:
        implement(store, range(1, 11), "2021-08-01")
        # on the first day and on the last, and on the days beside them
        implement(store, range(11, 17), "2022-01-01")
        implement(store, range(101, 117), "2022-06-30")
        implement(store, range(117, 119), "2022-07-01")
        implement(store, range(119, 122), "2022-09-30")
        implement(store, range(195, 200), "2022-08-01")
        found = figures(store, "..2022-Q3")
        whole = found["implementation_rate"]
        assert (whole.numerator, whole.denominator, percent(whole.value)) == (37, 194, "19.07")
        # July to September is a quarter: June is before it
        early, on_time, late = (found[f"implemented_{word}"] for word in ("early", "on_time", "late"))
        assert (early.numerator, on_time.numerator, late.numerator) == (16, 15, 6)
        assert early.denominator == on_time.denominator == late.denominator == 37
        assert found["implemented_ahead"].numerator == 5
        carried = figures(store, "2022-Q3")
        assert (carried["carried_over"].numerator, carried["carried_over_implemented"].numerator) == (84, 0)
        assert figures(store, "2022-H1")["carried_over_implemented"].value == Fraction(6, 90)


def test_what_leaves_the_plan_in_the_year_stays_due_and_leaves_the_next(tmp_path: Path) -> None:
    year = Deadline("2022", 2022, 2022)
    plan = plan_of([year] * 6 + [Deadline("2023", 2023, 2023)])
    with hq(tmp_path / "a.db", plan) as store:
        one = plan.strategic_objectives[0].specific_objectives[0]
        kept = tuple(
            action._replace(id=action.nr, deadline=Deadline("2023", 2023, 2023)) if n == 1 else action
            for n, action in enumerate(one.actions)
            if n != 2
        )
        changed = plan.strategic_objectives[0]._replace(specific_objectives=(one._replace(actions=kept),))
        revise(store, plan._replace(strategic_objectives=(changed,)), "2022-04-01")
        record(store, [Edit("decision", "1.1.1", "", "cancelled", True, "2022-05-05")])
        record(store, [Edit("decision", "1.1.5", "", "cancelled", True, "2021-12-31")])
        implement(store, range(6, 7), "2022-08-01")
        found = figures(store, "2022")
        assert found["implementation_rate"].value == Fraction(1, 5)
        assert found["implementation_rate_without_changed"].value == Fraction(1, 2)
        assert [list(found[name].counted) for name in ("cancelled", "removed", "moved", "changed")] == [
            ["1.1.1"], ["1.1.3"], ["1.1.2"], ["1.1.1", "1.1.2", "1.1.3"],
        ]  # fmt: skip
        # before the new version was in force
        assert figures(store, "2022", date(2022, 3, 31))["changed"].numerator == 0
        assert figures(store, "2023")["implementation_rate"].denominator == 2
        assert list(figures(store, "2023")["carried_over"].counted) == ["1.1.4"]


@pytest.mark.parametrize(
    ("text", "first", "last", "code"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), "2022"),
        ("2022-h1", date(2022, 1, 1), date(2022, 6, 30), "2022-H1"),
        (" 2022Q1 ", date(2022, 1, 1), date(2022, 3, 31), "2022-Q1"),
        ("..2022-Q3", date.min, date(2022, 9, 30), "..2022-Q3"),
        ("..2021", date.min, date(2021, 12, 31), "..2021"),
    ],
)
def test_spans(tmp_path: Path, text: str, first: date, last: date, code: str) -> None:
    with hq(tmp_path / "a.db", plan_of([])) as store:
        span = plan_span(store.conn, text)
        assert (span.first, span.last, span.code) == (first, last, code)
        assert plan_span(store.conn, code) == span


def test_what_is_no_span_and_what_is_outside_the_plan(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([])) as store:
        for text in ("", "22", "2022-Q5", "Q3", "2022..", "...2022", "..", "２０２２"):
            with pytest.raises(UserError, match="period_unreadable") as refused:
                plan_span(store.conn, text)
            assert refused.value.params["found"] == text
        with pytest.raises(UserError, match="period_outside"):
            plan_span(store.conn, "..2030-Q1")


def test_a_day_before_the_first_change(tmp_path: Path) -> None:
    with hq(tmp_path / "a.db", plan_of([Deadline("2022", 2022, 2022)])) as store:
        refuse_before_all(store.conn, date(1990, 1, 1))
        implement(store, range(1, 2), "2022-09-10")
        refuse_before_all(store.conn, date(2022, 9, 10))
        with pytest.raises(UserError, match="as_of_too_early"):
            refuse_before_all(store.conn, date(2022, 9, 9))


def test_indicators_that_meet_their_target_of_those_that_have_one(tmp_path: Path) -> None:
    plan = plan_of([Deadline("2022", 2022, 2022)])
    rising = Indicator("a", Target("10%", 2021), Target("20%", 2022), Target("30%", 2023))
    falling = Indicator("b", Target("35", 2021), Target("20", 2022), None)
    blank = Indicator("c", Target("35", 2021), Target(None, 2022), Target("1", 2023))
    first = plan.strategic_objectives[0]._replace(indicators=(rising, falling, blank))
    with hq(tmp_path / "a.db", plan._replace(strategic_objectives=(first,))) as store:
        measure(store, "1", 2022, "21%")
        measure(store, "1", 2022, "21", indicator=2)

        def found(period: str) -> tuple[list[str], list[str]]:
            one = fulfilment(indicators(store), plan_span(store.conn, period).holds_year)
            assert one.base is not None
            return list(one.counted), list(one.base)

        assert found("2022") == (["1/1"], ["1/1", "1/2"])
        measure(store, "1", 2022, "20", indicator=2)
        assert found("2022") == (["1/1", "1/2"], ["1/1", "1/2"])
        assert found("2023") == ([], ["1/1", "1/3"])
        assert found("2021") == ([], [])
