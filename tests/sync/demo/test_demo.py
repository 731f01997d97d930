"""The made-up year: everything that can be tried is in it, whole, and the same for the same seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from report.periodic.blocks import Chart
from report.periodic.chapters import chapters
from report.periodic.parameters import ReportRequest
from report.periodic.reading import read_content
from store.account.calendar import read_calendar
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places, shipped_plan
from store.edits.indicators import indicators
from store.edits.narrative import OF_PLAN, narrative
from store.exchange.delivery import read_delivery
from store.history.conflicts import conflicts
from store.integrity.verify import verify
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from store.plan.periods import Period
from store.query.filters.filter import Filter, list_actions
from store.query.owing import late_changes, owing
from sync.demo.making import HOMES, make_demo
from sync.demo.story import measurements, read_demo_plan, reports
from sync.identity.opening import open_for_work
from sync.receive.receive import receive
from tests.support.paths import ROOT
from tests.sync.world import quick_folder
from tests.terren.office import Office
from tests.terren.printed import lines

TODAY = date(2022, 11, 10)


def opened(home: Path) -> Store:
    return open_for_work(Places(home, home), home / "terren.db")


def listed(store: Store, **asked: Any) -> int:
    return len(list_actions(store, Filter(**asked), today=TODAY))


def report_has_something_everywhere(center: Store) -> None:
    """In no group of the due stands nothing at all, nor everything; indicators have values of both years."""
    for period in ("..2022-Q3", "2022"):
        found = read_content(center, ReportRequest(period, date(2022, 10, 20), "sq", TODAY))
        for share in ("implementation_rate", "coverage", "execution"):
            assert 0.2 < (found.figures[share].value or 0) < 1
        for chart in (block for block in chapters(found) if isinstance(block, Chart)):
            assert all(any(one.values) for one in chart.series if one.code in ("implemented", "spent"))
    # what is measured of 2022 comes in after the quarter
    assert {year for row in found.indicators for year in row.chosen} == {2021, 2022}
    assert found.figures["carried_over_implemented"].numerator


def test_the_demonstration_has_everything_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    with quick_folder() as folder:
        # as README says it is made, looked at and reported on
        typed = Office(folder, {}, monkeypatch)
        readme = (ROOT / "README.md").read_text("utf-8")
        assert [wrong for line in lines(readme) for wrong in typed.wrong(line)] == []
        assert (folder / "try" / "report.html").is_file()
        homes, stick = [folder / "try" / name for name in HOMES], folder / "try" / "stick"
        center, *officers = (opened(home) for home in homes)
        for store in (center, *officers):
            assert store.refusal is None
            with store.reading() as conn:
                assert [one.closed is not None for one in read_calendar(conn)] == [True, True, True, False]
                period = read_calendar(conn)[-1].period
                # no chapter of a report on the quarter or the year stands empty
                assert {chapter for chapter, _ in narrative(conn, Period(period.year))} == {*OF_PLAN}
                assert len(narrative(conn, period)) >= len(OF_PLAN) - 3
                assert read_delivery(conn, read_identity(conn)).unconfirmed == (0 if store is center else 2)
        with center.reading() as conn:
            last = read_calendar(conn)[-1]
            found = owing(conn, last)
            assert late_changes(conn, last)
        assert verify(center).faults == ()
        assert len(found) > 45
        assert any(of.owed for of in found)
        assert any(not of.owed for of in found)
        assert any(of.late for of in found)
        assert conflicts(center)
        assert conflicts(officers[0])
        for flag in ("returned", "approved", "unreviewed", "owed"):
            assert listed(center, **{flag: True})
        for officer in officers:
            assert listed(officer, returned=True)
        report_has_something_everywhere(center)
        (file,) = stick.iterdir()
        assert receive(center, Places(homes[0], homes[0]), file).new == 2
        for store in (center, *officers):
            store.close()
        with pytest.raises(UserError, match="demo_not_empty"):
            make_demo(folder / "try", language="sq")


def test_the_same_seed_tells_the_same_story() -> None:
    with open_store(shipped_plan(), read_only=True) as store, store.reading() as conn:
        plan = read_demo_plan(conn)
    one, same, other = (reports(plan, "17", Random(seed), "punctual") for seed in (1, 1, 2))
    assert one == same != other


def test_what_was_due_before_comes_in_every_way() -> None:
    with open_store(shipped_plan(), read_only=True) as store, store.reading() as conn:
        plan = read_demo_plan(conn)
    before = {row.id for row in plan.rows if row.deadline_year == plan.year - 1}
    rng, ends, missing = Random(1), set(), 0
    for unit in plan.units:
        told = [one for of in reports(plan, unit, rng).values() for one in of if one.action in before]
        missing += len({row.id for row in plan.of_unit(unit)} & before - {one.action for one in told})
        for one in told:
            status = next(edit for edit in one.edits if edit.field == "status")
            ends.add((status.value, str(status.effective_on) <= f"{plan.year - 1}-12-31"))
    assert ends >= {("implemented", True), ("implemented", False), ("partially_implemented", True)}
    assert ("not_implemented", True) in ends
    assert 0 < missing < 20


def test_what_is_measured_lies_on_the_way_to_the_target() -> None:
    with open_store(shipped_plan(), read_only=True) as store:
        made = list(measurements(store, "MPB", 2022, Random(1)))
        known = {row.indicator.id or f"{row.objective}/{row.position}" for row in indicators(store)}
    assert len(known) // 2 < len(made) < len(known)
    assert {edit.target for edit in made} < known
