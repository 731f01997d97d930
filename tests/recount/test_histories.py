"""Histories in which figures once contradicted each other, with the numbers that are right, on every face."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from language import speaking
from language.terms import status
from report.analysts import PREPARED
from store.db.database import Store
from tests.recount import comparisons, histories, painted
from tests.recount.faces import report, said
from tests.recount.histories import recorded_on, version
from tests.recount.recount import Recount, Span, read_rows
from tests.support.lengths import some

YEAR = {"from": 2022, "to": 2022}
EURO = 100


def action(deadline: dict[str, Any] = YEAR, euros: int | None = None, *institutions: str) -> dict[str, Any]:
    return {
        "title": "Masa",
        "specific": "1.1",
        "deadline": deadline,
        "budget": {2021: None, 2022: None if euros is None else euros * EURO, 2023: None},
        "funding": ("BK",),
        "institutions": institutions or ("MPB",),
    }


_OPENED: list[Store] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close the databases that a test has opened."""
    yield
    while _OPENED:
        _OPENED.pop().close()


class Office:
    """A database of headquarters, in which things happen on days, and what each face then says."""

    def __init__(self, folder: Path, *versions: histories.Version) -> None:
        self.versions = list(versions)
        self.path = folder / "terren.db"
        self.store: Store = histories.lived(self.path, self.versions, [])
        self.contradictions: list[str] = []
        """Where a face said something else than the recount when a report was read."""
        _OPENED.append(self.store)

    def status(self, day: str, id: str, status: str | None, on: str = "", unit: str = "MPB") -> None:
        self.happen(day, ("action", id, unit, "status", status, on or day))

    def happen(self, day: str, told: tuple[Any, ...], how: str = "record") -> None:
        """Let something be recorded on a day; ``unseen`` by one that knows nothing of the rest."""
        *known, effective = told
        self.live(day, (how, (*known, None if effective is None else date.fromisoformat(effective))))

    def live(self, day: str, event: histories.Event) -> None:
        on = date.fromisoformat(day)
        with recorded_on(on):
            histories.live(self.store, event, on)

    def spend(self, day: str, id: str, euros: int, year: int = 2022, on: str | None = None) -> None:
        self.happen(day, ("money", id, "MPB", f"{year}.capital.spent", euros * EURO, on))

    def report(self, period: str, as_of: str, *words: str) -> dict[str, Any]:
        """The figures of a report by id; every face is held against the recount meanwhile."""
        day, span = date.fromisoformat(as_of), Span(period)
        path, recount = self.path, Recount(read_rows(self.path), self.versions)
        self.contradictions += [
            *comparisons.reports(path, recount, span, day, only_approved="--approved" in words),
            *comparisons.lists(path, recount, day),
            *comparisons.objectives(path, recount, day),
            *comparisons.departed(path, recount, day),
            *comparisons.matrix(path, recount, day),
            *comparisons.owing(path, recount, period),
            *painted.tree(path, recount, day),
            *painted.pages(path, recount, day),
            *painted.objectives(path, recount, day),
            *painted.matrix(path, recount, day),
            *painted.owing(path, recount, period),
        ]
        for by in some(("plan", "unit", "objective", "lead"), of=2):
            sums = comparisons.group_sums(recount, span, day, by)
            self.contradictions += comparisons.overview(path, recount, span, day, by)
            self.contradictions += painted.groups(path, recount, span, day, by, sums)
        figures = report(path, "--period", period, "--as-of", as_of, *words)["figures"]
        return {figure["id"]: figure for figure in figures}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERREN_HOME", str(tmp_path))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    return tmp_path


def values(found: dict[str, Any], *ids: str) -> list[Any]:
    return [found[id]["value"] for id in ids]


def behind(found: dict[str, Any], id: str) -> list[str]:
    return sorted(found[id]["actions"]["numerator"])


def test_three_annual_reports_over_two_revisions_never_contradict_each_other(home: Path) -> None:
    first = {"a1": action(euros=20_000), "a2": action(euros=30_000), "a3": action({"from": 2023, "to": 2023})}
    # added in July; and the next year one is removed on which much was spent
    second = {**first, "a4": action(euros=8_000)}
    third = {id: second[id] for id in ("a1", "a3", "a4")}
    office = Office(home, version("", first), version("2022-07-01", second), version("2023-03-01", third))
    office.spend("2022-06-01", "a1", 8_400)
    office.spend("2022-10-01", "a2", 8_000)
    office.spend("2022-11-01", "a4", 8_000)
    office.spend("2023-05-01", "a3", 500, 2023)
    # what is recorded of an action that the plan of the year does not have any more
    office.spend("2023-06-01", "a2", 700, 2023)
    spent = [office.report(period, as_of) for period, as_of in (
        ("2022", "2022-12-31"), ("2022", "2023-12-31"), ("2023", "2023-12-31"), ("..2023", "2023-12-31"),
    )]  # fmt: skip
    assert [found["spent"]["value"] for found in spent] == [24_400, 24_400, 1_200, 25_600]
    assert [found["planned"]["value"] for found in spent] == [58_000, 58_000, 0, 58_000]
    assert spent[0]["execution"]["value"] == 42.07
    tables = report(office.path, "--period", "..2023", "--as-of", "2023-12-31")["tables"]
    assert [(row["year"], row["spent"]) for row in tables["money"]] == [
        (2021, None),
        (2022, 24_400),
        (2023, 1_200),
    ]
    # analysts find the same, and so does whoever lists the money of each action
    with office.store.reading() as conn:
        prepared = {row[0]: row[-1] for row in conn.execute(PREPARED["money"][1])}
    assert (prepared[2022], prepared[2023]) == (24_400, 1_200)
    # of 2023 alone: a2 left the plan in it, so its money of that year is beside the budget
    assert values(spent[2], "spent_outside", "removed") == [1_200, 1]
    # another action bears its number by now
    assert behind(spent[2], "removed") == ["1.1.2 (r2)"]
    # nothing falls out of the lists: what left the plan stands among the departed
    in_plan = [year["spent"] for of in said(office.path, "list") for year in of["money"]]
    departed = [of["spent"] for of in said(office.path, "list", "--departed")]
    assert sum(euros or 0 for euros in (*in_plan, *departed)) == 25_600
    assert office.contradictions == []


def test_an_action_added_in_july_is_there_with_its_money_and_not_in_the_rate(home: Path) -> None:
    first = {"a1": action(euros=1_000)}
    office = Office(home, version("", first), version("2022-07-01", {**first, "a2": action(euros=8_000)}))
    office.status("2022-09-01", "a2", "implemented")
    found = office.report("2022", "2022-12-31")
    assert values(found, "planned", "implementation_rate", "added_implemented", "added") == [
        9_000,
        0.0,
        100.0,
        1,
    ]
    assert [found[id]["denominator"] for id in ("implementation_rate", "added_implemented")] == [1, 1]
    assert office.contradictions == []


def test_nobody_has_reported_for_a_year_in_which_nobody_said_anything(home: Path) -> None:
    long = {"from": 2021, "to": 2023}
    office = Office(home, version("", {"a1": action(long), "a2": action(long)}))
    for id in ("a1", "a2"):
        office.status("2022-03-01", id, "in_progress")
    assert values(office.report("2022", "2022-12-31"), "coverage", "ever_reported") == [100.0, 100.0]
    assert values(office.report("2023", "2023-12-31"), "coverage", "ever_reported") == [0.0, 100.0]
    # said again, it is a report on this year
    office.status("2023-04-01", "a1", "in_progress")
    assert values(office.report("2023", "2023-12-31"), "coverage", "ever_reported") == [50.0, 100.0]
    assert office.contradictions == []


def test_coverage_is_what_owing_says(home: Path) -> None:
    office = Office(home, version("", {f"a{n}": action() for n in range(1, 7)}))
    office.live("2022-01-10", ("period", "2022", 15))
    office.status("2022-06-01", "a1", "in_progress")
    found = office.report("2022", "2022-12-31")
    owed = said(office.path, "period", "owing", "2022")["units"]
    assert [(unit["asked"], unit["reported"], len(unit["owed"])) for unit in owed] == [(6, 1, 5)]
    assert (found["coverage"]["numerator"], found["coverage"]["denominator"]) == (1, 6)
    assert office.contradictions == []


def test_a_report_on_a_later_year_is_none_for_the_year_before_whenever_it_is_counted(home: Path) -> None:
    long = {"from": 2021, "to": 2023}
    office = Office(home, version("", {f"a{n}": action(long) for n in range(1, 4)}))
    office.live("2022-01-10", ("period", "2022", 15))
    office.status("2022-06-01", "a1", "in_progress")
    # too late for the report, and of a day of the year; and a word of the year after alone
    office.status("2023-03-01", "a2", "in_progress", "2022-11-01")
    office.status("2023-06-01", "a3", "in_progress")
    told = [office.report("2022", day)["coverage"]["numerator"] for day in ("2022-12-31", "2023-12-31")]
    assert told == [2, 2]
    (owed,) = said(office.path, "period", "owing", "2022")["units"]
    assert (owed["reported"], owed["late"]) == (3, 2)
    assert office.report("2023", "2023-12-31")["coverage"]["numerator"] == 1
    assert office.contradictions == []


def test_what_was_cancelled_or_removed_stands_in_the_year_in_which_it_happened(home: Path) -> None:
    early, late = {"from": 2021, "to": 2021}, {"from": 2023, "to": 2023}
    first = {"a1": action(early), "a2": action(), "a3": action(late), "a4": action(late), "a5": action(early)}
    second = {id: first[id] for id in ("a1", "a2", "a4", "a5")}
    third = {**second, "a4": action({"from": 2024, "to": 2024})}
    office = Office(home, version("", first), version("2022-05-01", second), version("2022-12-31", third))
    office.status("2021-11-01", "a5", "implemented")
    office.happen("2022-06-01", ("decision", "a1", "", "cancelled", True, "2022-06-01"))
    office.happen("2022-06-02", ("decision", "a5", "", "cancelled", True, "2022-06-02"))
    found = office.report("2022", "2022-12-31")
    assert [behind(found, id) for id in ("cancelled", "removed", "moved")] == [
        ["1.1.1", "1.1.4"], ["1.1.3 (r1)"], ["1.1.3"],
    ]  # fmt: skip
    # implemented before it was cancelled: it was never carried over
    assert behind(found, "carried_over") == ["1.1.1"]
    after = office.report("2023", "2023-12-31")
    assert values(after, "cancelled", "removed", "moved", "carried_over", "overdue") == [0, 0, 0, 1, 1]
    assert behind(after, "carried_over") == ["1.1.2"]
    assert after["implementation_rate"]["denominator"] == 0
    assert office.contradictions == []


def test_what_left_the_plan_is_neither_carried_over_nor_open_since(home: Path) -> None:
    early = action({"from": 2021, "to": 2021})
    first = {f"a{n}": early for n in range(1, 5)}
    second = {id: first[id] for id in ("a1", "a3", "a4")}
    third = {**second, "a4": action({"from": 2024, "to": 2024})}
    office = Office(home, version("", first), version("2022-08-20", second), version("2022-09-01", third))
    office.status("2022-02-01", "a3", "implemented")
    for period, as_of in (("2022", "2022-12-31"), ("2022-Q3", "2022-09-30")):
        found = office.report(period, as_of)
        assert found["carried_over"]["value"] == (4 if period == "2022" else 3)
        tables = report(office.path, "--period", period, "--as-of", as_of)["tables"]
        # what was postponed is open still
        assert [row["nr"] for row in tables["carried_over"]] == ["1.1.1", "1.1.3"]
    assert office.contradictions == []


def test_money_is_as_of_its_day(home: Path) -> None:
    office = Office(home, version("", {"a1": action(euros=1_000), "a2": action(euros=1_000)}))
    office.status("2021-10-01", "a1", "not_started")
    office.spend("2022-03-01", "a1", 100)
    office.spend("2022-12-01", "a1", 900)
    office.spend("2022-12-05", "a2", 50, on="2022-02-01")
    assert values(office.report("2022", "2021-12-31"), "spent") == [0]
    assert values(office.report("2022", "2022-06-30"), "spent") == [150]
    assert values(office.report("2022-Q1", "2022-12-31"), "spent", "planned") == [150, 2_000]
    assert values(office.report("2022", "2022-12-31"), "spent") == [950]
    # entered in January for the year before
    office.spend("2023-01-20", "a1", 950)
    assert values(office.report("2022", "2022-12-31"), "spent") == [1_000]
    assert values(office.report("2023", "2023-12-31"), "spent") == [0]
    assert office.contradictions == []


def test_a_conflict_is_as_of_the_day(home: Path) -> None:
    office = Office(home, version("", {"a1": action()}))
    office.status("2022-03-01", "a1", "in_progress")
    office.happen("2022-09-01", ("action", "a1", "MPB", "status", "implemented", "2022-08-01"), "unseen")
    assert values(office.report("2022", "2022-06-30"), "conflicts", "due_in_progress") == [0, 100.0]
    assert values(office.report("2022", "2022-12-31"), "conflicts", "implementation_rate") == [1, 100.0]
    # decided since, on a later day
    office.status("2023-02-01", "a1", "not_started")
    assert values(office.report("2022", "2022-12-31"), "conflicts") == [1]
    assert values(office.report("2023", "2023-12-31"), "conflicts", "overdue") == [0, 1]
    assert office.contradictions == []


def test_an_unapproved_report_decides_nothing_where_only_approved_ones_count(home: Path) -> None:
    office = Office(home, version("", {"a1": action(YEAR, 1_000, "MPB", "XYZQ")}))
    rule = {"who": "lead_and_support"}
    office.happen("2022-01-01", ("reporting", "p", "", "expected", rule, "2022-01-01"))
    office.status("2022-09-01", "a1", "implemented", "2022-09-01")
    office.live("2022-10-01", ("review", "a1", "MPB", "approved"))
    # long after the deadline, by a unit that nobody approved
    office.status("2022-10-02", "a1", "implemented", "2023-04-01", "XYZQ")
    office.happen("2022-10-02", ("money", "a1", "XYZQ", "2022.capital.spent", 10_000, None))
    found = office.report("2022", "2023-12-31", "--approved")
    assert values(found, "implementation_rate", "due_partially_implemented", "spent") == [0.0, 100.0, 0]
    assert values(office.report("2022", "2023-12-31"), "implemented_late", "spent") == [100.0, 100]
    # reviewed later, as it was then
    found = office.report("2022", "2022-09-15", "--approved")
    assert values(found, "due_partially_implemented", "not_reported") == [100.0, 0.0]
    assert values(office.report("2022", "2022-08-15", "--approved"), "not_reported") == [100.0]
    assert office.contradictions == []


def test_what_was_approved_by_the_day_stays_so_when_the_report_goes_on(home: Path) -> None:
    office = Office(home, version("", {"a1": action(euros=1_000)}))
    office.status("2022-05-01", "a1", "implemented")
    office.live("2022-06-01", ("review", "a1", "MPB", "approved"))
    # the report goes on, is returned then, and not answered
    office.status("2023-02-01", "a1", "in_progress")
    office.live("2023-02-10", ("review", "a1", "MPB", "returned"))
    found = office.report("2022", "2022-12-31", "--approved")
    assert values(found, "implementation_rate", "not_reported") == [100.0, 0.0]
    assert values(office.report("2023", "2023-12-31", "--approved"), "overdue") == [1]
    assert office.contradictions == []


def test_what_its_units_call_cancelled_stays_due_until_headquarters_decides(home: Path) -> None:
    actions = {"a1": action(), "a2": action(), "a3": action({"from": 2023, "to": 2023})}
    office = Office(home, version("", actions))
    for id in ("a1", "a2"):
        office.status("2022-05-01", id, "cancelled")
    # on the first day of a year: cancelled in it, and not before it
    for id in ("a2", "a3"):
        office.happen("2022-06-01", ("decision", id, "", "cancelled", True, "2023-01-01"))
    found = office.report("2022", "2022-12-31")
    assert values(found, "due_not_implemented", "due_open", "cancelled") == [100.0, 100.0, 0]
    found = office.report("2023", "2023-12-31")
    assert values(found, "overdue", "cancelled", "carried_over") == [1, 2, 2]
    assert found["implementation_rate"]["denominator"] == 1
    assert office.contradictions == []


def test_on_a_cancelled_action_no_table_expects_a_report(home: Path) -> None:
    office = Office(home, version("", {"a1": action(YEAR, None, "Komunat"), "a2": action()}))
    office.status("2022-05-01", "a1", "in_progress", unit="17")
    office.happen("2022-06-01", ("decision", "a1", "", "cancelled", True, "2022-06-01"))
    office.report("2022", "2022-12-31")
    (row, _) = report(office.path, "--period", "2022", "--as-of", "2022-12-31")["tables"]["matrix"]
    assert {row[unit] for unit in ("01", "16", "17")} == {None, "In progress"}
    assert office.contradictions == []


def test_a_units_money_is_measured_against_its_own_allocation(home: Path) -> None:
    office = Office(home, version("", {"a1": action(YEAR, 620_000, "Komunat")}))
    office.happen("2022-03-01", ("money", "a1", "17", "2022.allocated", 10_000 * EURO, None))
    office.happen("2022-10-01", ("money", "a1", "17", "2022.capital.spent", 5_700 * EURO, None))
    found = report(office.path, "--period", "2022", "--as-of", "2022-12-31", "--unit", "17")
    figures = {figure["id"]: figure for figure in found["figures"]}
    assert (figures["execution"]["value"], figures["execution"]["denominator"]) == (57.0, 10_000)
    groups = said(office.path, "rates", "--period", "2022", "--by", "unit", "--as-of", "2022-12-31")["groups"]
    mine = next(group for group in groups if group["key"] == "17")
    assert (mine["planned"], mine["execution"]) == (None, 0.57)
    assert office.report("2022", "2022-12-31")["planned"]["value"] == 620_000
    assert office.contradictions == []


def test_a_period_that_had_not_begun_by_the_day_has_no_events(home: Path) -> None:
    first = {"a1": action(), "a2": action()}
    office = Office(home, version("", first), version("2021-12-31", {"a1": action()}))
    office.status("2021-06-01", "a1", "in_progress")
    office.happen("2021-12-31", ("decision", "a1", "", "cancelled", True, "2021-12-31"))
    assert values(office.report("2022", "2021-12-31"), "removed", "cancelled") == [0, 0]
    assert values(office.report("2021", "2021-12-31"), "removed", "cancelled") == [1, 1]
    assert office.contradictions == []


def test_a_unit_that_only_an_earlier_version_names_has_its_report(home: Path) -> None:
    first = {"a1": action(YEAR, 1_000), "a2": action(YEAR, 500, "XYZQ")}
    office = Office(home, version("", first), version("2023-01-01", {"a1": first["a1"]}))
    office.status("2022-06-01", "a1", "in_progress")
    for unit, reported in (("XYZQ", 0.0), ("MPB", 100.0)):
        found = report(office.path, "--period", "2022", "--as-of", "2022-12-31", "--unit", unit)
        figures = {figure["id"]: figure for figure in found["figures"]}
        assert (figures["coverage"]["value"], figures["coverage"]["denominator"]) == (reported, 1)
    assert said(office.path, "reports", "--period", "2022", "--unit", "XYZQ")
    assert said(office.path, "log", "--unit", "XYZQ") == []


def test_a_conflict_that_a_later_day_settled_is_in_the_annex_of_its_year(home: Path) -> None:
    office = Office(home, version("", {"a1": action()}))
    office.status("2022-03-01", "a1", "in_progress")
    office.happen("2022-09-01", ("action", "a1", "MPB", "status", "implemented", "2022-08-01"), "unseen")
    office.happen("2022-09-02", ("money", "a1", "MPB", "2022.capital.spent", 500, "2022-06-01"))
    office.happen("2022-09-03", ("money", "a1", "MPB", "2022.capital.spent", 700, "2022-06-01"), "unseen")
    office.status("2023-02-01", "a1", "not_started")
    office.spend("2023-02-01", "a1", 6)
    for year, values_told in (("2022", ["Implemented (HQ)", "In progress (Arta)"]), ("2023", [])):
        found = report(office.path, "--period", year, "--as-of", f"{year}-12-31", "--names")
        told = [row["values"].split("\n") for row in found["tables"]["conflicts"]]
        assert told == ([values_told] if values_told else [])
        figures = {figure["id"]: figure["value"] for figure in found["figures"]}
        assert (figures["conflicts"], figures["money_conflicts"]) == (len(told), 0)
    found = report(office.path, "--period", "2022-Q3", "--as-of", "2022-12-31")
    assert [row["what"] for row in found["tables"]["conflicts"]] == ["Status", "Spent, capital 2022"]


def test_a_cancellation_is_told_in_the_year_of_its_day_and_not_where_it_is_said_again(home: Path) -> None:
    office = Office(home, version("", {"a1": action(), "a2": action(), "a3": action()}))
    office.status("2021-03-01", "a3", "in_progress")
    for id in ("a1", "a2"):
        office.happen("2021-11-01", ("decision", id, "", "cancelled", True, "2021-11-01"))
    office.happen("2022-02-01", ("decision", "a1", "", "cancelled", True, "2022-02-01"))
    # one who knew nothing of it took it back, until it was cancelled once more
    office.happen("2022-03-01", ("decision", "a2", "", "cancelled", None, "2022-03-01"), "unseen")
    office.happen("2023-02-01", ("decision", "a2", "", "cancelled", True, "2023-02-01"))
    told = {
        year: behind(office.report(year, f"{year}-12-31"), "cancelled") for year in ("2021", "2022", "2023")
    }
    assert told == {"2021": ["1.1.1", "1.1.2"], "2022": [], "2023": ["1.1.2"]}
    assert office.contradictions == []


def test_what_was_measured_of_a_year_counts_in_it_whatever_day_it_names(home: Path) -> None:
    aims = {"1": [{"baseline": ("40%", 2021), "interim": ("60%", 2022), "final": None}]}
    office = Office(home, version("", {"a1": action()}, aims))
    office.status("2022-03-01", "a1", "in_progress")
    told = ("indicator", "1/1", "MPB", "2022", {"value": "60%", "source": ""}, "2024-02-01")
    office.happen("2023-01-15", told)
    assert values(office.report("2022", "2022-12-31"), "fulfilment_rate") == [100.0]
    assert office.contradictions == []


def test_the_page_of_an_objective_and_the_report_agree_on_every_action(home: Path) -> None:
    office = Office(home, version("", {f"a{n}": action() for n in range(1, 5)}))
    office.status("2022-03-01", "a1", "implemented")
    office.status("2022-04-01", "a2", "in_progress")
    # of a day after the report's
    office.status("2022-05-01", "a3", "implemented", "2023-02-01")
    office.happen("2022-06-01", ("decision", "a4", "", "cancelled", True, "2022-06-01"))
    day = ("--as-of", "2022-12-31")
    page = said(office.path, "show", "1.1", *day)
    listed = {row["nr"]: row["status"] for row in said(office.path, "list", *day)}
    table = report(office.path, "--period", "2022", *day)["tables"]["actions"]
    with speaking("en"):
        reported = {row["nr"]: row["status"] for row in table}
        assert reported == {nr: status(code) for nr, code in listed.items()}
        counts = {status(None if code == "not_reported" else code): n for code, n in page["statuses"].items()}
    assert Counter(reported.values()) == {name: n for name, n in counts.items() if n}
    assert office.report("2022", "2022-12-31")["overdue"]["value"] == page["overdue"] == 0
    assert office.contradictions == []


@pytest.mark.parametrize("how", ["below", "undoing"])
def test_what_somebody_claims_of_another_decides_nothing(home: Path, how: str) -> None:
    office = Office(home, version("", {"a1": action()}))
    office.status("2022-02-01", "a1", "in_progress")
    office.status("2022-03-01", "a1", "not_implemented")
    office.happen("2022-04-01", ("action", "a1", "MPB", "status", "implemented", "2022-03-02"), how)
    # of a register in which something takes effect later the ledger tells what stood
    office.happen("2023-02-01", ("action", "a1", "MPB", "status", "implemented", "2023-02-01"), "seen")
    found = office.report("2022", "2022-12-31")
    assert values(found, "conflicts", "implementation_rate") == [1, 0]
    assert office.contradictions == []


def test_a_measurement_on_which_two_disagree_later_is_no_conflict_of_the_year_before(home: Path) -> None:
    aims = {"1": [{"baseline": ("40%", 2021), "interim": ("60%", 2022), "final": None}]}
    office = Office(home, version("", {"a1": action()}, aims))
    office.status("2022-03-01", "a1", "in_progress")
    for day, share, how in (("2023-02-01", "50%", "record"), ("2023-02-02", "70%", "unseen")):
        told = ("indicator", "1/1", "MPB", "2023", {"value": share, "source": ""}, None)
        office.happen(day, told, how)
    found = {}
    for year in ("2022", "2023"):
        tables = report(office.path, "--period", year, "--as-of", f"{year}-12-31")["tables"]
        found[year] = [row["values"].split("\n") for row in tables["conflicts"]]
        assert office.report(year, f"{year}-12-31")["conflicts"]["value"] == 0
    assert (found["2022"], [len(values) for values in found["2023"]]) == ([], [2])
    assert office.contradictions == []


@pytest.mark.parametrize("ending", [".json", ".zip", ".xlsx", ".html", ".docx"])
def test_every_form_says_that_money_is_left_out(home: Path, ending: str) -> None:
    office = Office(home, version("", {"a1": action(euros=1_000)}))
    office.status("2022-03-01", "a1", "in_progress")
    office.spend("2023-01-20", "a1", 950)
    texts = {}
    for period in ("2022-Q1", "2022"):
        goal = home / f"report{ending}"
        said(office.path, "report", "--period", period, "-o", str(goal), "--force")
        data = goal.read_bytes()
        parts = zip_parts(data) if data.startswith(b"PK") else [data]
        texts[period] = re.sub("<[^>]*>", "", " ".join(part.decode("utf-8", "ignore") for part in parts))
    sentence = "Money is left out: of some amounts of 2022 only the year is known"
    assert (sentence in texts["2022-Q1"], sentence in texts["2022"]) == (True, False)


def zip_parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_what_was_said_of_a_removed_action_is_told_also_where_money_is_left_out(home: Path) -> None:
    office = Office(
        home, version("", {"a1": action(), "a2": action()}), version("2022-07-01", {"a1": action()})
    )
    office.status("2022-03-01", "a2", "in_progress")
    office.happen("2022-04-01", ("action", "a2", "MPB", "status", "implemented", "2022-03-01"), "unseen")
    for entered in ("2022-05-01", "2023-01-20"):
        office.spend(entered, "a1", 100)
        assert values(office.report("2022-Q3", "2022-12-31"), "conflicts", "cancelled") == [1, 0]
        one = Recount(read_rows(office.path), office.versions)
        assert not [*comparisons.long_rows(office.path, one, date(2022, 12, 31))]
    assert office.contradictions == []
