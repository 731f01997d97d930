"""What a unit reports in a made-up year, quarter by quarter: the same for the same seed.

Some units are punctual, some late, some patchy, some silent; some actions go well, others stand still.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Final, NamedTuple

from schema.choices import REASON
from schema.registers import ACTION_DETAILS
from schema.types import Choice
from store.account.action_rows import PlanRow, read_plan_rows
from store.account.reporting import FIELD, KIND, rule_value
from store.db.database import Connection, Store
from store.edits.assessment import WHOLE
from store.edits.indicators import indicators
from store.ledger.append import Edit
from store.plan.figures import read_figure
from store.plan.lookup import current_revision, plan_id, plan_years
from store.plan.periods import Period
from store.plan.reporting import CHOSEN, ReportingRule, expected_of
from store.plan.units import municipalities

DAYS_TO_REPORT: Final = 15
"""Days after the end of a quarter until which its reports are asked for."""

_MANNERS: Final = ("punctual", "late", "patchy", "silent")
_MISSED: Final = {"punctual": 0.05, "late": 0.1, "patchy": 0.5, "silent": 1.0}
"""How often a report does not come, by the manner of the unit."""
_Pace = tuple[tuple[str, int], ...]
_PACES: Final[dict[_Pace, int]] = {
    (("in_progress", 25), ("in_progress", 50), ("implemented", 100)): 20,
    (("in_progress", 10), ("in_progress", 20), ("in_progress", 55), ("partially_implemented", 80)): 25,
    (("not_started", 0), ("in_progress", 30), ("partially_implemented", 70), ("implemented", 100)): 20,
    (("not_started", 0), ("not_started", 0), ("in_progress", 15), ("in_progress", 35)): 20,
    (("not_started", 0), ("not_started", 0), ("not_started", 0), ("not_implemented", 0)): 15,
}
"""Status and percent quarter by quarter, until it is over, and how often an action goes like that."""
_PACES_OF_DUE: Final[dict[_Pace, int]] = {
    (("implemented", 100),): 55,
    (("in_progress", 70), ("implemented", 100)): 15,
    (("in_progress", 40), ("in_progress", 60), ("partially_implemented", 80), ("implemented", 100)): 10,
    (("partially_implemented", 60),) * 4: 10,
    (("not_implemented", 0),) * 4: 10,
}
"""The same of an action that was due before the year."""
_REASONS: Final = {
    "procurement": "Ankesat ndaj tenderit e shtynë nënshkrimin e kontratës.",
    "lack_of_staff": "Dy vende pune janë ende të lira.",
    "lack_of_budget": "Mjetet u ndanë vetëm në qershor.",
    "coordination": "Nuk ka përgjigje nga institucioni partner.",
    "donor_funds": "Marrëveshja me donatorin ende nuk është nënshkruar.",
}
_OUTPUTS: Final = (
    "U mbajtën dy trajnime për zyrtarët komunalë.",
    "Udhëzuesi u hartua dhe u shpërnda në tri gjuhë.",
    "Grupi punues u takua tri herë; drafti është gati.",
    "U vizituan 42 familje dhe u regjistruan nevojat e tyre.",
    "Marrëveshja u nënshkrua me institucionet partnere.",
    "Pajisjet u pranuan dhe u vendosën në dy pika kufitare.",
    "U trajtuan 118 kërkesa; koha mesatare u shkurtua.",
)
_NEXT: Final = (
    "Tenderi shpallet në tremujorin e ardhshëm.",
    "Pritet miratimi i draftit në qeveri.",
    "Vazhdojnë trajnimet në komunat e mbetura.",
    "Raporti përfundimtar dorëzohet deri në fund të vitit.",
)
_EVIDENCE: Final = (
    ("Procesverbali i trajnimit", "nr. 04-{n}/22"),
    ("Vendimi i kryetarit", "nr. 01-{n}/22"),
    ("Raporti i pranimit", "arkivi, dosja {n}"),
)
_SOURCES: Final = ("Raporti statistikor i MPB-së", "Agjencia e Statistikave", "Anketa me komunat")


class DemoReport(NamedTuple):
    """What a unit records on one day on one action."""

    day: date
    action: str
    edits: tuple[Edit, ...]


class DemoPlan(NamedTuple):
    """The plan's year in which the story happens, the actions begun by then, and what is planned."""

    year: int
    rows: tuple[PlanRow, ...]
    starts: dict[str, int | None]
    """The year in which an action begins."""
    planned: dict[tuple[str, int], int]
    """Cents by action and year."""
    rule: Edit
    """Headquarters' word who is expected to report: whoever leads an action, and the municipalities."""

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters that are reported: the last of the year before, and three of the year."""
        return Period(self.year - 1, "Q4"), *(Period(self.year, part) for part in ("Q1", "Q2", "Q3"))

    def of_unit(self, unit: str) -> list[PlanRow]:
        """The actions that expect a unit's report."""
        return [row for row in self.rows if unit in row.expected]

    @property
    def units(self) -> list[str]:
        """All units that are expected to report, those of most actions first."""
        counts: dict[str, int] = {}
        for row in self.rows:
            for unit in row.expected:
                counts[unit] = counts.get(unit, 0) + 1
        return sorted(counts, key=lambda unit: (-counts[unit], unit))


def read_demo_plan(conn: Connection) -> DemoPlan:
    """The plan as the story needs it. Raises UserError ``db_no_plan``."""
    revision, years = current_revision(conn), plan_years(conn)
    year = years[len(years) // 2]
    starts = dict(conn.execute("SELECT id, deadline_start FROM action WHERE revision = ?", (revision,)))
    plan_rows = read_plan_rows(conn, revision, date(year, 12, 31))
    units = {unit for row in plan_rows for unit in row.expected}.union(
        municipality.code for municipality in municipalities()
    )
    rule = ReportingRule(CHOSEN, frozenset(units))
    rows = [
        row._replace(expected=expected_of(row.institutions, rule))
        for row in plan_rows
        if (starts[row.id] or year) <= year
    ]
    planned = {
        (action, of): cents
        for action, of, cents in conn.execute(
            "SELECT action, year, cents FROM budget_cell WHERE revision = ? AND cents > 0", (revision,)
        )
    }
    rule_edit = Edit(KIND, plan_id(conn)[0], WHOLE, FIELD, rule_value(rule), date(years[0], 1, 1).isoformat())
    return DemoPlan(year, tuple(rows), starts, planned, rule_edit)


def due_day(period: Period) -> date:
    """Until when the reports of a quarter are asked for."""
    return period.last + timedelta(days=DAYS_TO_REPORT)


def reports(plan: DemoPlan, unit: str, rng: Random, manner: str = "") -> dict[Period, list[DemoReport]]:
    """Return what a unit reports in each quarter, by day. A ``manner`` is chosen where none is given."""
    how = manner or rng.choices(_MANNERS, (60, 20, 15, 5))[0]
    reported: dict[Period, list[DemoReport]] = {period: [] for period in plan.quarters}
    for row in plan.of_unit(unit):
        paces = _PACES if (row.deadline_year or plan.year) >= plan.year else _PACES_OF_DUE
        (pace,) = rng.choices(tuple(paces), tuple(paces.values()))
        begins = plan.starts[row.id] or plan.year
        for period, (status, percent) in zip(plan.quarters, pace, strict=False):
            if period.year < begins or rng.random() < _MISSED[how]:
                continue
            late = how == "late" and rng.random() < 0.6
            after = rng.randint(DAYS_TO_REPORT + 1, 40) if late else rng.randint(-10, DAYS_TO_REPORT - 2)
            day = period.last + timedelta(days=after)
            edits = tuple(_edits(plan, row, unit, period, status, percent, min(day, period.last), rng))
            reported[period].append(DemoReport(day, row.id, edits))
    for told in reported.values():
        told.sort(key=lambda told_report: told_report.day)
    return reported


def _edits(
    plan: DemoPlan,
    row: PlanRow,
    unit: str,
    period: Period,
    status: str,
    percent: int,
    since: date,
    rng: Random,
) -> Iterator[Edit]:
    def of(kind: str, field: str, value: object, on: str | None = None) -> Edit:
        return Edit(kind, row.id, unit, field, value, on)

    yield of("action", "status", status, since.isoformat())
    yield of("action", "percent", max(0, min(100, percent + rng.randint(-8, 8))) if percent < 100 else 100)
    if status in ("not_started", "not_implemented"):
        reason, why = rng.choice(tuple(_REASONS.items()))
        yield of("action", "reason", reason)
        yield of("action", "reason_text", why)
    elif rng.random() < 0.7:
        yield of("action", "output_reached", rng.choice(_OUTPUTS))
    if status != "implemented" and rng.random() < 0.6:
        yield of("action", "next_steps", rng.choice(_NEXT))
    for field in ACTION_DETAILS:
        # what is chosen needs no words of the story, but for the reason, which has some
        if isinstance(field.type, Choice) and field.type is not REASON and status in field.when:
            yield of("action", field.name, rng.choice(field.type.codes))
    if status == "implemented":
        title, ref = rng.choice(_EVIDENCE)
        yield evidence(row.id, unit, title, ref.format(n=rng.randint(100, 999)), rng)
    planned = plan.planned.get((row.id, period.year), 0)
    if planned and row.lead == unit:
        yield of("money", f"{period.year}.allocated", planned * rng.randint(80, 100) // 100)
        share = int(period.part[1:]) * rng.randint(12, 26)
        for kind, fifths in (("capital", 2), ("recurrent", 3)):
            yield of("money", f"{period.year}.{kind}.spent", planned * share * fifths // 50_000 * 100)


def evidence(action: str, unit: str, title: str, ref: str, rng: Random) -> Edit:
    """A piece of evidence as an edit."""
    return Edit("evidence", action, unit, f"{rng.getrandbits(48):012x}", {"title": title, "ref": ref})


def measurements(store: Store, unit: str, year: int, rng: Random) -> Iterator[Edit]:
    """Yield what a unit measures in a year: most indicators, somewhere on the way from baseline to first
    target."""
    for row in indicators(store):
        points = row.planned_points
        if len(points) < 2 or rng.random() < 0.2:
            continue
        (since, start), (until, goal) = points[:2]
        way = Fraction(year - since + 1, until - since + 1) * rng.randint(40, 130) / 100
        figure = read_figure(row.indicator.baseline.value if row.indicator.baseline else None)
        sign = "%" if figure is not None and figure.percent else ""
        value = {"value": f"{round(start + (goal - start) * way)}{sign}", "source": rng.choice(_SOURCES)}
        yield Edit("indicator", row.indicator.id or row.nr, unit, str(year), value)
