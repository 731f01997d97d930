"""Histories in which figures once contradicted each other, each by its name."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl

import language
from report.periodic.blocks import Paragraph
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.front import facts_of
from report.periodic.making import render
from report.periodic.parameters import ReportRequest
from report.periodic.plan_tables import events_table, since_table
from report.periodic.reading import read_content
from store.account.spans import year_span
from store.db.database import Store
from store.edits.assessment import cancel
from store.edits.edits import StatusReport, report_status
from store.edits.reviewing import approve
from store.figures.figures import RULE_SET
from store.ledger.append import Edit, record
from store.plan.model import Action, Deadline, Plan
from store.query.filters.filter import Filter, list_actions
from store.query.overview import overview
from store.query.queries import action_detail
from tests.store.account.test_populations import action, hq, plan_of
from tests.support.rates import rates

TODAY = date(2024, 3, 1)


def report(store: Store, period: str, *, today: date = TODAY, approved: bool = False) -> Content:
    return read_content(store, ReportRequest(period, None, "en", today, only_approved=approved))


def implement(store: Store, nr: str, on: str, unit: str = "MPB") -> None:
    record(store, [Edit("action", nr, unit, "status", "implemented", on)])


def sentences(content: Content) -> str:
    with language.speaking("en"):
        return "\n".join(block.text for block in chapters(content) if isinstance(block, Paragraph))


def years(*ends: int) -> Plan:
    return plan_of(*(action(f"1.1.{n}", end) for n, end in enumerate(ends, 1)))


def test_what_was_implemented_before_it_was_cancelled_is_not_carried_over(tmp_path: Path) -> None:
    with hq(tmp_path, ("", years(2021, 2021, 2021))) as store:
        implement(store, "1.1.1", "2021-11-01")
        implement(store, "1.1.2", "2021-12-01")
        for nr in ("1.1.1", "1.1.2", "1.1.3"):
            cancel(store, nr, today=date(2022, 5, 1), reason="Out of money")
        found = report(store, "2022")
        assert list(found.figures["carried_over"].counted) == ["1.1.3"]
        assert list(found.figures["cancelled"].counted) == ["1.1.1", "1.1.2", "1.1.3"]
        assert {row[-1] for row in events_table(found).rows} == {"Out of money"}
        assert found.figures["overdue"].numerator == 0
        later = report(store, "2023").figures
        assert [later[name].numerator for name in ("cancelled", "carried_over", "overdue")] == [0, 0, 0]


def test_a_year_has_one_rate_whatever_day_it_is(tmp_path: Path) -> None:
    with hq(tmp_path, ("", years(2022, 2022, 2022, 2022))) as store:
        implement(store, "1.1.1", "2022-06-01")
        implement(store, "1.1.2", "2023-02-01")
        for today in (date(2023, 1, 5), TODAY):
            group = overview(store, "plan", today=today, span=year_span(2022)).groups[0]
            found = report(store, "2022", today=today)
            rate = found.figures["implementation_rate"].value
            assert rate == group.tally.rate == Fraction(1, 4)
        assert found.parameters.as_of == date(2022, 12, 31)
        assert [row[0] for row in since_table(found).rows] == ["1.1.2"]
        assert "1 action has been implemented since 31 Dec 2022" in sentences(found)
        assert rates(store, year_span(2022), as_of=TODAY).plan.rate == Fraction(1, 2)


def test_the_report_names_its_day_and_the_rules_by_which_it_counts(tmp_path: Path) -> None:
    with hq(tmp_path, ("", years(2022))) as store:
        found = report(store, "2022")
        with language.speaking("en"):
            facts = dict(facts_of(found))
        assert (facts["Statuses as of"], facts["Rules of figures"]) == ("31 Dec 2022", str(RULE_SET))
        assert json.loads(render(found, ".json"))["rules"] == RULE_SET


def test_the_report_says_which_reports_it_counts(tmp_path: Path) -> None:
    with hq(tmp_path, ("", years(2022))) as store:
        every, approved = (sentences(report(store, "2022", approved=only)) for only in (False, True))
        assert "All reports received are counted" in every
        assert "Only reports that headquarters approved are counted" in approved
        assert "All reports received are counted" not in approved


def test_the_day_of_a_unit_that_is_not_approved_decides_nothing(tmp_path: Path) -> None:
    plan = plan_of(Action("1.1.1", "A", Deadline("06.2022", 2022, 2022, 6, 6), {}, (), ("MPB", "XYZQ")))
    with hq(tmp_path, ("", plan)) as store:
        implement(store, "1.1.1", "2022-06-10")
        approve(store, ["1.1.1"], units=["MPB"])
        implement(store, "1.1.1", "2022-09-10", "XYZQ")
        record(store, [Edit("assessment", "1.1.1", "", "status", "implemented", None)])
        asked = ReportRequest("2022", date.today(), "en", date.today(), only_approved=True)
        found = read_content(store, asked)
        assert found.facts.implemented_on == {"1.1.1": "2022-06-10"}
        assert found.figures["implemented_on_time"].numerator == 1
        assert (
            read_content(store, asked._replace(only_approved=False)).figures["implemented_late"].numerator
            == 1
        )


def test_what_is_due_of_units_is_never_added_up(tmp_path: Path) -> None:
    plan = plan_of(*(action(f"1.1.{n}", 2022)._replace(lead=("MPB", "XYZQ")) for n in range(1, 20)))
    with hq(tmp_path, ("", plan)) as store:
        book = openpyxl.load_workbook(BytesIO(render(report(store, "2022"), ".xlsx")))
    sheet = book["Reports and spending by unit"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (heads,) = (row for row in rows if "Due" in row and "Code" in row)
    (totals,) = (row for row in rows if row[0] == "Total")
    assert totals[heads.index("Due")] is None
    assert totals[heads.index("Reports expected")] is not None


def test_what_its_unit_calls_cancelled_stays_due_until_headquarters_decides(tmp_path: Path) -> None:
    with hq(tmp_path, ("", years(2022, 2022, 2022))) as store:
        for nr in ("1.1.1", "1.1.2"):
            reported = StatusReport("cancelled", on=date(2022, 6, 1), reason_text="Supplier withdrew")
            report_status(store, nr, reported, today=TODAY, unit="MPB")
        cancel(store, "1.1.2", today=date(2022, 7, 1), reason="Out of money")
        found = report(store, "2022")
        assert found.figures["due_not_implemented"].counted == {"1.1.1": 1}
        assert [one.facts.status for one in found.actions] == ["not_implemented", "cancelled", None]
        with language.speaking("en"):
            assert [(row[1], *row[3:]) for row in events_table(found).rows] == [
                ("1.1.2", "cancelled", "Out of money"),
                ("1.1.1", "called cancelled by MIA; headquarters has not decided", "Supplier withdrew"),
            ]
        later = date(2023, 1, 1)
        assert [row.nr for row in list_actions(store, Filter(overdue=True), today=later)] == [
            "1.1.1",
            "1.1.3",
        ]
        of_unit = list_actions(store, Filter(unit="MPB", overdue=True), today=later)
        assert [(row.nr, row.status) for row in of_unit] == [("1.1.1", "cancelled"), ("1.1.3", None)]
        assert action_detail(store, "1.1.1", today=later).awaits_decision
        assert not action_detail(store, "1.1.2", today=later).awaits_decision
