"""Which actions a period counts over versions of the plan, and what became of them on which day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.account.populations import (
    ADDED,
    ADVANCED,
    CANCELLED,
    MOVED,
    REMOVED,
    Population,
    read_population,
)
from store.account.spans import plan_span
from store.db.database import Store
from store.edits.assessment import assess, cancel
from store.plan.model import Action, Deadline, Plan, SpecificObjective, StrategicObjective
from store.plan.save import insert_plan
from tests.plans import enrolled

YEARS = (2021, 2022, 2023)
END = date(2023, 12, 31)


def action(nr: str, year: int, title: str = "", id: str = "") -> Action:
    return Action(nr, title or f"Masa {nr}", Deadline(str(year), year, year), {}, (), ("MPB",), id=id)


def plan_of(*actions: Action, nr: str = "1.1") -> Plan:
    objective = SpecificObjective(nr, "O", (), actions)
    return Plan("p", "P", "sq", YEARS, (StrategicObjective(nr[0], "S", (), (objective,)),))


def hq(folder: Path, *plans: tuple[str, Plan]) -> Store:
    """A database of headquarters with versions of a plan and since when each is in force."""
    (_, first), *later = plans
    store = enrolled(folder / "p.db", unit="MPB", role="headquarters", plan=first)
    with store.writing() as conn:
        for revision, (since, plan) in enumerate(later, 2):
            insert_plan(conn, revision, plan, source_name="b", source_sha256="01", in_force_from=since)
    return store


def population(store: Store, period: str, as_of: date = END) -> Population:
    return read_population(store.conn, plan_span(store.conn, period), as_of)


def days(found: Population) -> list[tuple[str, str | None, str | None]]:
    def iso(day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    return [(one.row.nr, iso(one.since), iso(one.until)) for one in found.actions]


def events(found: Population) -> list[tuple[str, str, str]]:
    return [(event.what, event.row.nr, event.day.isoformat()) for event in found.events]


def test_a_period_counts_every_action_of_any_version_in_it_with_its_days(tmp_path: Path) -> None:
    first = plan_of(action("1.1.1", 2022), action("1.1.2", 2022), action("1.1.3", 2023))
    second = plan_of(action("1.1.1", 2023), action("1.1.3", 2022, "New words"), action("1.1.4", 2022))
    with hq(tmp_path, ("", first), ("2022-07-01", second)) as store:
        found = population(store, "2022")
        assert days(found) == [
            ("1.1.1", None, None),
            ("1.1.2", None, "2022-06-30"),
            ("1.1.3", None, None),
            ("1.1.4", "2022-07-01", None),
        ]
        assert [one.row.title for one in found.actions] == [
            "Masa 1.1.1",
            "Masa 1.1.2",
            "New words",
            "Masa 1.1.4",
        ]
        assert [one.start is not None for one in found.actions] == [True, True, True, False]
        assert [one.latest is not None for one in found.actions] == [True, False, True, True]
        assert events(found) == [
            (REMOVED, "1.1.2", "2022-07-01"),
            (MOVED, "1.1.1", "2022-07-01"),
            (ADVANCED, "1.1.3", "2022-07-01"),
            (ADDED, "1.1.4", "2022-07-01"),
        ]
        # the years beside it and the quarters within it tell nothing twice
        assert [events(population(store, code)) for code in ("2021", "2022-H1", "2023")] == [[], [], []]
        assert len(events(population(store, "2022-Q3"))) == 4
        assert days(population(store, "2022-H1")) == [(f"1.1.{n}", None, None) for n in (1, 2, 3)]
        assert days(population(store, "2023")) == [(f"1.1.{n}", None, None) for n in (1, 3, 4)]
        # before the new version was in force nothing of it counts
        assert days(population(store, "2022", date(2022, 6, 30))) == [
            (f"1.1.{n}", None, None) for n in (1, 2, 3)
        ]
        assert days(population(store, "..2023")) == days(found)
        assert len(events(population(store, "..2023"))) == 4


def test_what_a_version_changes_on_the_first_day_of_a_year_belongs_to_that_year(tmp_path: Path) -> None:
    first, second = plan_of(action("1.1.1", 2022), action("1.1.2", 2022)), plan_of(action("1.1.1", 2022))
    with hq(tmp_path, ("", first), ("2023-01-01", second)) as store:
        assert events(population(store, "2022")) == []
        assert events(population(store, "2023")) == [(REMOVED, "1.1.2 (r1)", "2023-01-01")]
        assert days(population(store, "2023")) == [("1.1.1", None, None)]


def test_a_cancellation_belongs_to_the_period_of_its_day_with_its_reason(tmp_path: Path) -> None:
    with hq(tmp_path, ("", plan_of(*(action(f"1.1.{n}", 2021) for n in (1, 2, 3))))) as store:
        cancel(store, "1.1.1", today=date(2022, 6, 1), reason="No money")
        assess(store, "1.1.2", today=date(2022, 9, 1), status="cancelled", comment="Not ours")
        cancel(store, "1.1.3", today=date(2023, 2, 1), on=date(2021, 12, 31))
        found = population(store, "2022")
        assert [(e.what, e.row.nr, e.day, e.reason) for e in found.events] == [
            (CANCELLED, "1.1.1", date(2022, 6, 1), "No money"),
            (CANCELLED, "1.1.2", date(2022, 9, 1), "Not ours"),
        ]
        assert found.cancelled_before == frozenset({"1.1.3"})
        assert found.cancelled == frozenset({"1.1.1", "1.1.2", "1.1.3"})
        half = population(store, "2022-H2")
        assert half.cancelled_before == frozenset({"1.1.3"})
        assert events(half) == [(CANCELLED, "1.1.2", "2022-09-01")]
        assert events(population(store, "2022", date(2022, 8, 31))) == [(CANCELLED, "1.1.1", "2022-06-01")]
        assert events(population(store, "2021")) == [(CANCELLED, "1.1.3", "2021-12-31")]
        # taken back, it did not happen
        cancel(store, "1.1.1", today=date(2023, 3, 1), cancelled=False)
        assert events(population(store, "2022")) == [(CANCELLED, "1.1.2", "2022-09-01")]


def test_removed_actions_stand_below_the_objective_of_their_number(tmp_path: Path) -> None:
    gone = plan_of(action("1.1.1", 2022), action("1.1.2", 2022))
    other = SpecificObjective("2.1", "Gone", (), (action("2.1.1", 2022),))
    first = gone._replace(
        strategic_objectives=(*gone.strategic_objectives, StrategicObjective("2", "T", (), (other,)))
    )
    # another action has taken the number of the one that left
    second = plan_of(action("1.1.1", 2022, "Other", id="1.1.1@2"), action("1.1.2", 2022, id="1.1.2"))
    with hq(tmp_path, ("", first), ("2022-07-01", second)) as store:
        found = population(store, "2022")
        above, below = ({row.key: row.nr for row in rows} for rows in (found.strategic, found.specific))
        placed = [(one.row.nr, above[one.row.strategic], below[one.row.specific]) for one in found.actions]
        assert placed == [
            ("1.1.1 (r1)", "1", "1.1"),
            ("1.1.1", "1", "1.1"),
            ("1.1.2", "1", "1.1"),
            ("2.1.1", "2", "2.1"),
        ]


def test_a_report_before_its_period_counts_what_is_known_then(tmp_path: Path) -> None:
    first, second = plan_of(action("1.1.1", 2022)), plan_of(action("1.1.2", 2022))
    with hq(tmp_path, ("", first), ("2022-07-01", second)) as store:
        assert days(population(store, "2023", date(2022, 3, 1))) == [("1.1.1", None, None)]
