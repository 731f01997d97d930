"""How each unit stands: what headquarters sees of all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.edits.edits import StatusReport, report_status
from store.edits.reviewing import approve, return_report
from store.plan.save import insert_plan
from store.query.unit_overview import UnitOverview, unit_overviews
from tests.plans import enrolled, small_plan

TODAY = date(2022, 10, 3)


def test_reports_on_what_left_the_plan_are_counted_no_more(tmp_path: Path) -> None:
    plan = small_plan()
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters", plan=plan) as store:
        for nr in ("1.1.1", "1.1.2", "1.1.3"):
            report_status(store, nr, StatusReport("in_progress"), today=TODAY, unit="17")
        return_report(store, "1.1.1", "Pa dëshmi.")
        approve(store, ["1.1.2"])

        def peja() -> UnitOverview:
            return next(one for one in unit_overviews(store, today=TODAY) if one.unit == "17")

        before = peja()
        assert (before.returned, before.approved, before.unreviewed) == (1, 1, 1)
        first, *others = plan.strategic_objectives
        specific, *more = first.specific_objectives
        actions = tuple(
            one._replace(id=one.nr) for one in specific.actions if one.nr not in ("1.1.1", "1.1.2")
        )
        left = first._replace(specific_objectives=(specific._replace(actions=actions), *more))
        with store.writing() as conn:
            revised = plan._replace(strategic_objectives=(left, *others))
            insert_plan(conn, 2, revised, source_name="b", source_sha256="01", in_force_from="2022-01-01")
        after = peja()
        assert (after.returned, after.approved, after.unreviewed) == (0, 0, 1)
        assert after.reported == 1
