"""A naive recount of every figure: plain Python over the rows of the ledger and the versions of a plan.

Nothing of the program is imported; each rule is written down a second time from docs/figures.md, slowly and
literally. A version is plain data: ``since`` (ISO, empty for the first), ``objectives`` (titles by number),
and ``actions`` in the order of the document, each with ``id``, ``nr``, ``title``, ``whole``, ``strategic``,
``specific``, ``deadline`` (years and months), ``budget`` (cents, ``admin`` or nothing by year), ``funding``
and ``institutions``; and ``indicators`` by number of objective: ``baseline``, ``interim`` and ``final``,
each a value and its year, or nothing.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

OFFICE = "MPB"
"""The unit of headquarters' own installation."""
STATUSES = (
    *("not_started", "in_progress", "partially_implemented", "implemented", "not_implemented"),
    "cancelled",
)
MUNICIPALITIES = tuple(f"{n:02}" for n in range(1, 39))
REPORT = ("action", "evidence", "money", "note")

Action = dict[str, Any]
Indicator = dict[str, Any]
Version = dict[str, Any]
Adds = dict[str, int]
Key = tuple[str, str, str, str]
Figures = dict[str, tuple[Adds, Adds | None]]

FIGURES: dict[str, tuple[str, str | None]] = {
    "implementation_rate": ("done", "due"),
    "implementation_rate_without_changed": ("kept done", "kept"),
    "added_implemented": ("added done", "added due"),
    "due_open": ("due open", "due"),
    "changed": ("changed", None),
    "cancelled": ("cancelled", None),
    "removed": ("removed", None),
    "moved": ("moved", None),
    "added": ("added", None),
    "implemented_early": ("early", "done"),
    "implemented_on_time": ("on time", "done"),
    "implemented_late": ("late", "done"),
    "implemented_undated": ("undated", "done"),
    "implemented_ahead": ("ahead", None),
    "due_partially_implemented": ("due partially_implemented", "due"),
    "due_in_progress": ("due in_progress", "due"),
    "due_not_started": ("due not_started", "due"),
    "due_not_implemented": ("due not_implemented", "due"),
    "not_reported": ("due None", "due"),
    "carried_over": ("carried", None),
    "carried_over_implemented": ("carried done", "carried"),
    "overdue": ("overdue", None),
    "coverage": ("reported", "expected"),
    "due_coverage": ("due reported", "due expected"),
    "ever_reported": ("ever reported", "ever expected"),
    "conflicts": ("conflicts", None),
    "planned": ("planned", None),
    "administrative": ("admin", None),
    "allocated": ("allocated", None),
    "spent": ("spent", None),
    "spent_capital": ("capital", None),
    "spent_recurrent": ("recurrent", None),
    "spent_outside": ("outside", None),
    "remaining": ("left", None),
    "execution": ("on budget", "budget"),
    "money_conflicts": ("money conflicts", None),
}
"""What each figure counts, and of what."""


_AMOUNTS = ("allocated", "capital", "recurrent", "spent")


class Row(NamedTuple):
    """A change that counts, as the table has it, its value decoded."""

    id: str
    replica: str
    seq: int
    lamport: int
    recorded_at: int
    batch: str
    key: Key
    value: Any
    text: str
    effective_on: str | None
    supersedes: tuple[str, ...]

    @property
    def recorded_on(self) -> date:
        return datetime.fromtimestamp(self.recorded_at, timezone.utc).date()

    @property
    def day(self) -> date | None:
        """From when it counts; None for all days."""
        kind, _, _, field = self.key
        given = None if self.effective_on is None else date.fromisoformat(self.effective_on)
        if kind in ("money", "indicator") and self.value is not None:
            return min(given or self.recorded_on, date(int(field[:4]), 12, 31))
        if kind == "review":
            return given or self.recorded_on
        return given


class Money(NamedTuple):
    """Of one action and year: the plan's cell, and sums of what was recorded; None where nobody did."""

    cell: Any
    allocated: int | None
    capital: int | None
    recurrent: int | None

    @property
    def spent(self) -> int | None:
        given = [cents for cents in (self.capital, self.recurrent) if cents is not None]
        return sum(given) if given else None


class Counted(NamedTuple):
    """One action with what it adds to each sum; ``within`` whether a version of the period has it."""

    id: str
    nr: str
    action: Action
    status: str | None
    within: bool
    adds: Adds
    years: dict[int, Money]


class Span(NamedTuple):
    """A period by its code, such as ``2022-Q3`` or ``..2022``."""

    code: str

    @property
    def year(self) -> int:
        return int(self.code.removeprefix("..")[:4])

    @property
    def months(self) -> tuple[int, int]:
        part = self.code.removeprefix("..")[5:]
        n = int(part[1:] or 0) if part else 0
        return (1, 12) if not part else (6 * n - 5, 6 * n) if part[0] == "H" else (3 * n - 2, 3 * n)

    @property
    def first(self) -> date:
        return date.min if self.code.startswith("..") else date(self.year, self.months[0], 1)

    @property
    def last(self) -> date:
        return last_day(self.year, self.months[1])

    def years(self, known: Iterable[int]) -> list[int]:
        return [year for year in known if self.first.year <= year <= self.year]


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def deadline_of(action: Action) -> date | None:
    """The last day of the month, or of the year, that a deadline names."""
    end = action["deadline"]["to"]
    return None if end is None else last_day(end, action["deadline"].get("to_month") or 12)


def named_since(action: Action) -> date | None:
    """The first day of the month, the quarter or the year that a deadline names last."""
    deadline = action["deadline"]
    end, month = deadline["to"], deadline.get("to_month")
    if end is None:
        return None
    if not month:
        return date(end, 1, 1)
    is_quarter = month in (3, 6, 9, 12) and (deadline["from"], deadline.get("from_month")) == (end, month - 2)
    return date(end, month - 2 if is_quarter else month, 1)


def units_of(action: Action) -> list[str]:
    """The codes of the units that an action names, and of the municipalities, which are always known."""
    return [*action["institutions"], *MUNICIPALITIES]


def expected_of(action: Action, rule: Any) -> list[str]:
    """The codes of the units that are to report on an action: whoever leads it and
    the municipalities, unless a rule says more."""
    who = rule["who"] if isinstance(rule, dict) else "leads"
    units: list[str] = []
    for n, name in enumerate(action["institutions"]):
        named = MUNICIPALITIES if name == "Komunat" else (name,)
        if n == 0 or who != "leads" or name == "Komunat":
            units += [unit for unit in named if unit not in units]
    return [unit for unit in units if who != "units" or unit in rule["units"]]


def number_of(text: str | None) -> tuple[int, bool] | None:
    """The whole number that is printed, and whether it is a percentage; None of words."""
    digits = (text or "").replace("%", "").strip()
    return (int(digits), "%" in str(text)) if digits.isdecimal() else None


def lead_of(action: Action) -> str:
    first = next(iter(action["institutions"]), "")
    return "municipalities" if first == "Komunat" else first


def rolled_up(
    said: dict[str, str], expected: Iterable[str], assessed: str | None, cancelled: bool
) -> str | None:
    """The status of an action, by headquarters' word or by what its units said."""
    if cancelled:
        return "cancelled"
    if assessed is not None:
        return assessed
    if not said:
        return None
    rest = [status for status in said.values() if status != "cancelled"]
    if all(unit in said for unit in expected):
        if not rest:
            # its units call it cancelled, headquarters does not
            return "not_implemented"
        if all(status == "implemented" for status in rest):
            return "implemented"
    if not rest:
        return None
    if any(status in ("implemented", "partially_implemented") for status in rest):
        return "partially_implemented"
    if any(status == "in_progress" for status in rest):
        return "in_progress"
    return "not_implemented" if all(status == "not_implemented" for status in rest) else "not_started"


def read_rows(path: Path) -> list[Row]:
    """The changes of a database that count."""
    conn = sqlite3.connect(path)
    rows = conn.execute(
        "SELECT replica, seq, lamport, recorded_at, batch, kind, target, unit, field, value, effective_on,"
        " supersedes FROM change WHERE held IS NULL ORDER BY replica, seq"
    ).fetchall()
    conn.close()
    return [
        Row(
            id=f"{replica}:{seq}",
            replica=replica,
            seq=seq,
            lamport=lamport,
            recorded_at=recorded_at,
            batch=batch,
            key=(kind, target, unit, field),
            value=json.loads(text),
            text=text,
            effective_on=effective_on,
            # a foreign change is named with its hash behind
            supersedes=tuple(":".join(name.split(":")[:2]) for name in json.loads(supersedes)),
        )
        for (
            replica, seq, lamport, recorded_at, batch,
            kind, target, unit, field, text, effective_on, supersedes,
        ) in rows
    ]  # fmt: skip


def _order(row: Row) -> tuple[int, str, int]:
    return row.lamport, row.replica, row.seq


class Recount:
    """The rows of a ledger by register, and the versions of its plan, as one unit (or all) sees them."""

    def __init__(self, rows: Iterable[Row], versions: list[Version], unit: str | None = None) -> None:
        self.versions, self.unit = versions, unit
        self.rows = list(rows)
        self.registers: dict[Key, list[Row]] = defaultdict(list)
        for row in self.rows:
            self.registers[row.key].append(row)
        self.known = {action["id"] for version in versions for action in version["actions"]}
        self.years = sorted({year for version in versions for year in version["years"]})

    # what was in force

    def holds_from(self, row: Row) -> date:
        """From when a row counts: a word as the status beside which it was recorded."""
        kind, action, unit, field = row.key
        if field == "status" or kind not in ("action", "evidence", "note"):
            return row.day or date.min
        statuses = sorted(self.registers.get(("action", action, unit, "status"), []), key=_order)
        with_it = [of for of in statuses if (of.replica, of.batch) == (row.replica, row.batch)]
        before = [of for of in statuses if _order(of) < _order(row)]
        beside = next(reversed(with_it or before), None)
        given = None if beside is None else beside.effective_on
        return row.recorded_on if given is None else date.fromisoformat(given)

    def takes_place(self, later: Row, earlier: Row) -> bool:
        """Whether one of a register's rows takes the place of another by itself."""
        if later.replica != earlier.replica:
            return earlier.id in later.supersedes and earlier.lamport < later.lamport
        if later.seq <= earlier.seq or earlier.id in later.supersedes:
            return earlier.seq < later.seq
        between = [row for row in self.registers[later.key] if row.replica == later.replica]
        beside = [row for row in between if earlier.seq <= row.seq <= later.seq]
        return len(beside) <= later.seq - earlier.seq or any(
            (row.batch, row.supersedes) != (later.batch, later.supersedes) for row in beside
        )

    def undone(self, key: Key) -> set[str]:
        """What its own author took back in a register, and what stands no longer."""
        rows = self.registers.get(key, [])
        return {
            row.id
            for undo in rows
            if undo.batch.startswith("u")
            for row in rows
            if (row.replica, row.seq < undo.seq) == (undo.replica, True)
            and row.batch in (undo.batch[1:], f"r{undo.batch[1:]}")
            and any(self.takes_place(later, row) for later in rows)
        }

    def standing(self, key: Key, day: date) -> list[Row]:
        """What stood in a register on a day, the shown one first."""
        rows, undone = self.registers.get(key, []), self.undone(key)
        days = {row.id: self.holds_from(row) for row in rows}
        taken = [row for row in rows if row.id not in undone and days[row.id] <= day]
        gone, ahead = set[str](), list(taken)
        while ahead:
            later = ahead.pop()
            for row in rows:
                if row.id not in gone and self.takes_place(later, row):
                    gone.add(row.id)
                    ahead.append(row)
        left = [row for row in taken if row.id not in gone]
        return sorted(left, key=_order, reverse=True)

    def value(self, key: Key, day: date) -> Any:
        return next((row.value for row in self.standing(key, day)), None)

    def is_disputed(self, key: Key, day: date) -> bool:
        return len({row.text for row in self.standing(key, day)}) > 1

    def version_on(self, day: date) -> Version:
        """The last version that is in force from that day or before; before all of them the first."""
        return next((v for v in reversed(self.versions) if v["since"] <= day.isoformat()), self.versions[0])

    def versions_within(self, first: date, last: date) -> list[tuple[date, Version]]:
        """The versions in force from ``first`` to ``last``, each with the first of these days."""
        days = {first, *(date.fromisoformat(v["since"]) for v in self.versions if v["since"])}
        found: list[tuple[date, Version]] = []
        for day in sorted(day for day in days if first <= day <= last):
            if not found or found[-1][1] is not self.version_on(day):
                found.append((day, self.version_on(day)))
        return found

    # what units and headquarters said

    def units_with(self, kind: str, action: str, field: str) -> list[str]:
        return [
            unit
            for (of_kind, target, unit, of_field) in self.registers
            if (of_kind, target, of_field) == (kind, action, field) and self.unit in (None, unit)
        ]

    def said(self, action: str, day: date, counted: set[tuple[str, str]] | None = None) -> dict[str, Row]:
        """The statuses of units that were in force, of those reports that are counted."""
        found = {}
        for unit in self.units_with("action", action, "status"):
            standing = self.standing(("action", action, unit, "status"), day)
            if standing and standing[0].value in STATUSES and (counted is None or (action, unit) in counted):
                found[unit] = standing[0]
        return found

    def outputs(self, action: str, day: date, counted: set[tuple[str, str]] | None = None) -> dict[str, int]:
        """What units said was reached by an action, by their words, and how many said so."""
        told: dict[str, int] = defaultdict(int)
        for unit in self.units_with("action", action, "output_reached"):
            text = self.value(("action", action, unit, "output_reached"), day)
            if text is not None and (counted is None or (action, unit) in counted):
                told[text] += 1
        return dict(told)

    def expected(self, action: Action, day: date) -> list[str]:
        """The units that are to report on an action, by the rule of a day."""
        return expected_of(action, self.value(("reporting", "p", "", "expected"), day))

    def cancelled_on(self, action: str, day: date) -> str | None:
        """Since when (ISO) headquarters has cancelled it, empty where nobody said; None where it has not."""
        decided = self.standing(("decision", action, "", "cancelled"), day)[:1]
        assessed = self.standing(("assessment", action, "", "status"), day)[:1]
        words = [row for row in decided if row.value] + [r for r in assessed if r.value == "cancelled"]
        return min((row.effective_on or "" for row in words), default=None)

    def assessed(self, action: str, day: date) -> Row | None:
        standing = self.standing(("assessment", action, "", "status"), day)
        return standing[0] if standing and standing[0].value in STATUSES else None

    def status(
        self, action: Action, day: date, counted: set[tuple[str, str]] | None = None
    ) -> tuple[str | None, date | None]:
        """The status as the viewer sees it, and since when it is implemented."""
        key = action["id"]
        said, cancelled = self.said(key, day, counted), self.cancelled_on(key, day) is not None
        days = [r.effective_on for r in said.values() if r.value == "implemented" and r.effective_on]
        since = max(days, default=None)
        if self.unit is not None:
            own = said.get(self.unit)
            status = "cancelled" if cancelled else own.value if own is not None else None
        else:
            word = self.assessed(key, day)
            if word is not None and word.value == "implemented" and word.effective_on:
                since = word.effective_on
            status = rolled_up(
                {unit: row.value for unit, row in said.items()},
                self.expected(action, day), None if word is None else word.value, cancelled,
            )  # fmt: skip
        return status, None if since is None else date.fromisoformat(since)

    def counts(self, only_approved: bool, day: date) -> set[tuple[str, str]] | None:
        """Action and unit of the reports that are counted; None for all."""
        return self.approved(day) if only_approved else None

    def approved(self, day: date) -> set[tuple[str, str]]:
        """Action and unit of the reports that headquarters had approved as they were."""
        found = set()
        for kind, action, unit, field in self.registers:
            key = (kind, action, unit, field)
            if (kind, field) != ("review", "report"):
                continue
            for moment in (day, date.max):
                standing = self.standing(key, moment)
                if not standing or self.is_disputed(key, moment) or not isinstance(standing[0].value, dict):
                    continue
                value = standing[0].value
                if value.get("state") == "approved" and value["of"] == self.digest(action, unit, day):
                    found.add((action, unit))
        return found

    def digest(self, action: str, unit: str, day: date) -> str | None:
        """What a unit had recorded on an action, as its review names it."""
        held = []
        for key in sorted(self.registers):
            kind, target, of, field = key
            if kind in REPORT and (target, of) == (action, unit):
                standing = self.standing(key, day)
                values = sorted({(row.text, row.effective_on or "") for row in standing})
                if any(text != "null" for text, _ in values):
                    held.append([kind, field, values])
        if not held:
            return None
        text = json.dumps(held, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    # money

    def cell(self, action: str, year: int, day: date) -> tuple[bool, Any]:
        """Whether a version in force in a year has the action, and what the last of them gives it."""
        last = min(day, date(year, 12, 31))
        for _, version in reversed(self.versions_within(min(last, date(year, 1, 1)), last)):
            for one in version["actions"]:
                if one["id"] == action:
                    return True, one["budget"].get(year)
        return False, None

    def money(self, action: str, day: date, counted: set[tuple[str, str]] | None = None) -> dict[int, Money]:
        """The money of an action by year, as the viewer sees it; years without any are left out."""
        recorded: dict[tuple[int, str], int] = {}
        for key in list(self.registers):
            kind, target, unit, name = key
            if (kind, target) != ("money", action) or self.unit not in (None, unit):
                continue
            if counted is not None and (action, unit) not in counted:
                continue
            cents = self.value(key, day)
            if cents is not None:
                at = (int(name[:4]), name[5:])
                recorded[at] = recorded.get(at, 0) + cents
        found = {}
        for year in sorted({*self.years, *(year for year, _ in recorded)}):
            _, cell = self.cell(action, year, day)
            names = ("allocated", "capital.spent", "recurrent.spent")
            one = Money(cell, *(recorded.get((year, name)) for name in names))
            if cell is not None or one[1:] != (None, None, None):
                found[year] = one
        return found

    def wholes(self, span: Span, as_of: date) -> int | None:
        """What the plan gives actions of a period for all years together; None where it gives nothing so."""
        of_plan = [action.get("whole") for action, _ in self.population(span, as_of).values()]
        amounts = [cents for cents in of_plan if cents is not None]
        return sum(amounts) if amounts else None

    # the figures of a period

    def population(self, span: Span, as_of: date) -> dict[str, tuple[Action, int]]:
        """Every action of a version in force at any time in a period, with the last such version's number."""
        return {
            action["id"]: (action, self.versions.index(version) + 1)
            for _, version in self.versions_within(min(span.first, as_of), min(span.last, as_of))
            for action in version["actions"]
        }

    def events(self, span: Span, as_of: date) -> list[tuple[str, str, date]]:
        """What became of actions on days of a period: cancelled, removed, moved, added, advanced."""
        found = []
        last = min(span.last, as_of)
        for day in sorted({date.fromisoformat(v["since"]) for v in self.versions if v["since"]}):
            if not span.first <= day <= last:
                continue
            before = actions_of(self.version_on(day - timedelta(days=1)))
            after = actions_of(self.version_on(day))
            found += [("removed", action, day) for action in before if action not in after]
            found += [("added", action, day) for action in after if action not in before]
            for action in before.keys() & after.keys():
                old, new = (deadline_of(of[action]) or date.max for of in (before, after))
                if old != new:
                    found.append(("moved" if new > old else "advanced", action, day))
        for action in self.population(span, as_of):
            on = self.cancelled_on(action, last)
            # said again on a later day, it was cancelled before
            was = self.cancelled_on(action, day_before(span.first)) is not None
            if on and span.first <= date.fromisoformat(on) and not was:
                found.append(("cancelled", action, date.fromisoformat(on)))
        return found

    def asked(
        self, span: Span, as_of: date, counted: set[tuple[str, str]] | None = None
    ) -> dict[str, set[str]]:
        """The units of which a report on an action is asked for a period."""
        end, before = min(span.last, as_of), day_before(span.first)
        found = {}
        for action in self.version_on(end)["actions"]:
            key, start = action["id"], action["deadline"]["from"]
            if self.cancelled_on(key, end) is not None or (start is not None and start > span.year):
                continue
            said = self.said(key, before, counted)
            found[key] = {
                unit
                for unit in self.expected(action, end)
                if self.unit in (None, unit)
                and not (unit in said and said[unit].value in ("implemented", "cancelled"))
            }
        return found

    def due_day(self, code: str, last: date) -> date:
        """Until when the reports of a period are asked for."""
        known = self.calendar()
        of_end = [due for of, due in known.items() if Span(of).last == last]
        return known.get(code) or max(of_end, default=last)

    def calendar(self) -> dict[str, date]:
        found = {}
        for kind, code, unit, field in self.registers:
            if (kind, unit, field) == ("period", "", "due"):
                due = self.value((kind, code, unit, field), date.max)
                if due is not None:
                    found[code] = date.fromisoformat(due)
        return found

    def came(self, span: Span, as_of: date, *, late: bool = False) -> dict[tuple[str, str], date]:
        """When a unit first recorded something on an action for a period: action, unit and day."""
        earlier = [due for code, due in self.calendar().items() if Span(code).last < span.first]
        begin = max([span.first, *(due + timedelta(days=1) for due in earlier)])
        due = self.due_day(span.code, span.last)
        until = date.max if late else due if as_of >= span.last else as_of
        found: dict[tuple[str, str], date] = {}
        for row in self.rows:
            kind, action, unit, _ = row.key
            if kind not in REPORT or row.value is None or row.batch.startswith("u"):
                continue
            if row.recorded_on < begin or self.unit not in (None, unit) or row.id in self.undone(row.key):
                continue
            given = None if row.effective_on is None else date.fromisoformat(row.effective_on)
            if given is not None and given < span.first:
                continue
            if row.recorded_on > until and (given is None or given > min(span.last, as_of)):
                continue
            if self.has_report(action, unit):
                found[action, unit] = min(row.recorded_on, found.get((action, unit), date.max))
        return found

    def has_report(self, action: str, unit: str) -> bool:
        return any(
            self.value(key, date.max) is not None
            for key in list(self.registers)
            if key[0] in REPORT and key[1:3] == (action, unit)
        )

    def counted(self, span: Span, as_of: date, *, only_approved: bool = False) -> list[Counted]:
        """What each action adds to each sum of a period."""
        counted = self.counts(only_approved, as_of)
        population, told = self.population(span, as_of), self.events(span, as_of)
        numbers = [action["nr"] for action, _ in population.values()]
        end = min(span.last, as_of)
        newest = actions_of(self.version_on(end))
        asked, came = self.asked(span, as_of, counted), self.came(span, as_of)
        opening = actions_of(self.version_on(min(span.first, as_of)))
        start = actions_of(self.version_on(min(date(span.year, 1, 1), as_of)))
        latest = actions_of(self.version_on(as_of))
        found = []
        for key in sorted(self.known):
            within = key in population
            action, number = population.get(key) or self.last_words(key)
            nr = action["nr"]
            if not within or (key not in newest and numbers.count(nr) > 1):
                nr = f"{nr} (r{number})"
            said = self.said(key, as_of, counted)
            adds: Adds = defaultdict(int)
            is_out = self.leaves_money_out(span, as_of, counted)
            years = {} if is_out else self.money(key, self.money_day(span, as_of), counted)
            is_own = self.unit is None or self.unit in self.expected(action, end) or bool(said)
            if not is_own and not any(year[1:] != (None, None, None) for year in years.values()):
                continue
            if is_own:
                for what in {what for what, of, _ in told if of == key}:
                    adds[what] += 1
                    adds["changed"] |= what in ("cancelled", "removed", "moved")
                adds["conflicts"] += self.disputed(key, as_of)
            status = self.status(action, as_of, counted)[0]
            if is_own and within:
                self._count(
                    adds, action, span, as_of, counted,
                    (start.get(key), opening.get(key), latest.get(key)),
                    set(asked.get(key, ())),
                    {u for a, u in came if a == key and (counted is None or (key, u) in counted)},
                )  # fmt: skip
            self.add_money(adds, [years[year] for year in span.years(years)])
            adds["money conflicts"] += self.disputed(key, self.money_day(span, as_of), "money")
            found.append(Counted(key, nr, action, status, within, dict(adds), years))
        return found

    def last_words(self, key: str) -> tuple[Action, int]:
        return next(
            (one, self.versions.index(version) + 1)
            for version in reversed(self.versions)
            for one in version["actions"]
            if one["id"] == key
        )

    def money_day(self, span: Span, as_of: date) -> date:
        return as_of if (span.last.month, span.last.day) == (12, 31) else min(as_of, span.last)

    def leaves_money_out(self, span: Span, as_of: date, counted: set[tuple[str, str]] | None = None) -> bool:
        """Whether of an amount of a part of a year only the year is known: entered later, without a day."""
        day = self.money_day(span, as_of)
        if day.year != span.year or day == date(day.year, 12, 31):
            return False
        return any(
            row.value is not None and row.effective_on is None and row.recorded_on.year > day.year
            for key in list(self.registers)
            if key[0] == "money"
            and key[3].startswith(f"{day.year}.")
            and self.unit in (None, key[2])
            and (counted is None or key[1:3] in counted)
            for row in self.standing(key, date.max)
        )

    def disputed(self, action: str, day: date, kind: str = "") -> int:
        """How many statuses, or amounts, of an action stand against others on a day."""
        return sum(
            self.is_disputed(key, day)
            for key in list(self.registers)
            if key[1] == action
            and self.unit in (None, key[2])
            and (
                key[0] == "money"
                if kind == "money"
                else (key[0] in ("action", "assessment") and key[3] == "status") or key[0] == "decision"
            )
        )

    def conflicts(self, as_of: date, money_day: date) -> list[tuple[str, str, str, int]]:
        """The disputed statuses, amounts and measurements of a day: kind, whose, unit, how many values."""
        found = []
        for key in list(self.registers):
            kind, action, unit, field = key
            if self.unit not in (None, unit):
                continue
            of_year = kind in ("money", "indicator")
            if of_year or kind == "decision" or (kind in ("action", "assessment") and field == "status"):
                day = money_day if of_year else as_of
                if self.is_disputed(key, day):
                    found.append((kind, action, unit, len(self.standing(key, day))))
        return found

    def _count(
        self,
        adds: Adds,
        action: Action,
        span: Span,
        as_of: date,
        counted: set[tuple[str, str]] | None,
        versions: tuple[Action | None, Action | None, Action | None],
        asked: set[str],
        came: set[str],
    ) -> None:
        key, (start, opening, latest) = action["id"], versions
        first, last = span.first, span.last
        status, since = self.status(action, as_of, counted)
        done = status == "implemented"
        stands = self.cancelled_on(key, date(span.year, 1, 1) - timedelta(days=1)) is None
        adds["actions"] += 1
        due = stands and start is not None and first <= (deadline_of(start) or date.max) <= last
        if opening is not None and (deadline_of(opening) or date.max) < first:
            before = self.status(opening, day_before(first), counted)[0]
            if before != "implemented" and self.cancelled_on(key, day_before(first)) is None:
                adds["carried"] += 1
                adds["carried done"] += done
        end = deadline_of(action) or date.max
        of_year = self.versions_within(min(date(span.year, 1, 1), as_of), min(last, as_of))
        is_of_year = any(key in actions_of(version) for _, version in of_year)
        if stands and is_of_year and not due and not adds["carried"] and first <= end <= last:
            adds["added due"] += 1
            adds["added done"] += done
        if done and not due and last < end < date.max:
            adds["ahead"] += 1
        if latest is not None and not done and self.cancelled_on(key, as_of) is None:
            adds["overdue"] += (deadline_of(latest) or date.max) < as_of
            adds["carried still"] = adds["carried"]
        adds["expected"], adds["reported"] = len(asked), len(asked & came)
        if latest is not None and self.cancelled_on(key, as_of) is None:
            wanted = {unit for unit in self.expected(action, as_of) if self.unit in (None, unit)}
            adds["ever expected"] += len(wanted)
            adds["ever reported"] += len(wanted & self.said(key, as_of, counted).keys())
        if not due or start is None:
            return
        adds["due"] += 1
        adds["done"] += done
        adds["due expected"], adds["due reported"] = adds["expected"], adds["reported"]
        is_cancelled = self.cancelled_on(key, as_of) is not None
        if not is_cancelled and latest is not None and (deadline_of(latest) or date.max) <= last:
            adds["kept"] += 1
            adds["kept done"] += done
        if done:
            begin, until = named_since(start) or date.min, deadline_of(start) or date.max
            when = (
                "undated" if since is None else "early" if since < begin else "late" if since > until else ""
            )
            adds[when or "on time"] += 1
        elif status != "cancelled":
            adds[f"due {status}"] += 1
            adds["due open"] += 1

    def add_money(self, adds: Adds, years: Iterable[Money]) -> None:
        """Add some money to sums."""
        for money in years:
            planned = money.cell if isinstance(money.cell, int) else None
            budget = planned if self.unit is None else money.allocated
            spent = money.spent or 0
            adds["admin"] += money.cell == "admin"
            adds["planned"] += planned or 0
            adds["allocated"] += money.allocated or 0
            adds["capital"] += money.capital or 0
            adds["recurrent"] += money.recurrent or 0
            adds["spent"] += spent
            adds["budget"] += budget or 0
            adds["on budget" if budget is not None else "outside"] += spent
            adds["left"] += 0 if budget is None else budget - spent

    def figures(self, counted: Iterable[Counted]) -> Figures:
        """Every figure of some actions: what each adds to what is counted, and to what it is counted of."""
        found = list(counted)

        def adds(name: str) -> Adds:
            return {one.nr: one.adds[name] for one in found if one.adds.get(name)}

        return {
            figure: (adds(part), None if whole is None else adds(whole))
            for figure, (part, whole) in FIGURES.items()
        }

    def groups(self, counted: list[Counted]) -> dict[str, dict[str, list[Counted]]]:
        """Actions by objective, by lead and by sources of funding."""
        found: dict[str, dict[str, list[Counted]]] = {
            name: defaultdict(list) for name in ("objectives", "leads", "sources")
        }
        for one in counted:
            action = one.action
            found["objectives"][action["strategic"]].append(one)
            found["objectives"][action["specific"]].append(one)
            found["leads"][lead_of(action)].append(one)
            found["sources"][" + ".join(action["funding"])].append(one)
        return found

    def units(
        self, span: Span, as_of: date, counted: list[Counted], *, only_approved: bool = False
    ) -> dict[str, Adds]:
        """What each unit was asked and did, by its own word on every action, and its money."""
        approved = self.counts(only_approved, as_of)
        asked, came = self.asked(span, as_of, approved), self.came(span, as_of)
        latest = actions_of(self.version_on(as_of))
        found: dict[str, Adds] = defaultdict(lambda: defaultdict(int))
        for one in counted:
            if not one.within:
                continue
            said = self.said(one.id, as_of, approved)
            out = self.cancelled_on(one.id, as_of) is not None
            for unit in {*self.expected(one.action, min(span.last, as_of)), *said}:
                adds = found[unit]
                status = "cancelled" if out else said[unit].value if unit in said else None
                adds["actions"] += 1
                adds[f"status {status}"] += 1
                adds["due"] += one.adds.get("due", 0)
                adds["done"] += one.adds.get("due", 0) and status == "implemented"
                adds["kept"] += one.adds.get("kept", 0)
                adds["kept done"] += one.adds.get("kept", 0) and status == "implemented"
                if one.id in latest and status != "implemented" and not out:
                    adds["overdue"] += (deadline_of(latest[one.id]) or date.max) < as_of
            for unit in asked.get(one.id, ()):
                is_here = (one.id, unit) in came and (approved is None or (one.id, unit) in approved)
                found[unit]["expected"] += 1
                found[unit]["reported"] += is_here
                found[unit]["due expected"] += one.adds.get("due", 0)
                found[unit]["due reported"] += is_here and one.adds.get("due", 0)
        is_out = self.leaves_money_out(span, as_of, approved)
        for unit, adds in () if is_out else found.items():
            own = Recount(self.rows, self.versions, unit)
            for key in self.known:
                money = own.money(key, self.money_day(span, as_of), approved)
                # the plan gives no unit an amount of its own
                own.add_money(adds, [money[year]._replace(cell=None) for year in span.years(money)])
        return found if self.unit is None else {u: adds for u, adds in found.items() if u == self.unit}

    # indicators

    def fulfilment(self, span: Span, as_of: date) -> tuple[list[str], list[str]]:
        """The indicators, by number, that meet all their targets of a period, and all that have one."""
        version = self.versions_within(min(span.first, as_of), min(span.last, as_of))[-1][1]
        met, aimed = [], []
        for nr in version["objectives"]:
            for position, indicator in enumerate(version["indicators"].get(nr, ()), 1):
                goals = [goal for goal in (indicator["interim"], indicator["final"]) if goal and goal[0]]
                years = {year for _, year in goals if span.first.year <= year <= span.year}
                if years:
                    name = f"{nr}/{position}"
                    aimed.append(name)
                    day = self.money_day(span, as_of)
                    if all(
                        self.meets(indicator, year, self.measured(name, year, day)) is True for year in years
                    ):
                        met.append(name)
        return met, aimed

    def measured(self, indicator: str, year: int, day: date) -> str | None:
        """What counts as measured: the own unit's value, else what all others say alike."""
        values = {
            key[2]: value["value"]
            for key in list(self.registers)
            if key[:2] == ("indicator", indicator) and key[3] == str(year)
            if (value := self.value(key, day)) is not None
        }
        own = self.unit or OFFICE
        if own in values:
            return str(values[own])
        return next(iter(values.values())) if len({*values.values()}) == 1 else None

    def meets(self, indicator: Indicator, year: int, value: str | None) -> bool | None:
        """Whether a value reaches the target of its year, going where the target lies from the baseline.

        None where that cannot be told.
        """
        # of two targets for one year the final one counts
        of_year = [
            goal[0]
            for goal in (indicator["final"], indicator["interim"])
            if goal and goal[0] and goal[1] == year
        ]
        goal, start = number_of(next(iter(of_year), None)), number_of((indicator["baseline"] or (None,))[0])
        actual = number_of(value)
        if goal is None or start is None or actual is None:
            return None
        if goal[1] != start[1] or (actual[1] and not goal[1]) or goal[0] == start[0]:
            return None
        return actual[0] >= goal[0] if goal[0] > start[0] else actual[0] <= goal[0]

    # what other screens and lists show

    def reports(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Each report that is expected or given, as it stands, by action and unit."""
        found = {}
        pairs = {key[1:3] for key in self.registers if key[0] in REPORT and self.has_report(*key[1:3])}
        newest = actions_of(self.versions[-1])
        for key, action in newest.items():
            if self.cancelled_on(key, date.max) is None:
                pairs |= {(key, unit) for unit in self.expected(action, date.max)}
        for key, unit in pairs:
            if key in self.known:
                row = self.said(key, date.max).get(unit)
                is_out = key not in newest or self.cancelled_on(key, date.max) is not None
                found[key, unit] = {
                    "status": None if row is None else row.value,
                    "effective_on": None if row is None else row.effective_on,
                    "expected": int(not is_out and unit in self.expected(newest[key], date.max)),
                    "in_plan": int(key in newest),
                    "output_reached": self.value(("action", key, unit, "output_reached"), date.max),
                    "conflict": int(
                        any(
                            self.is_disputed(of, date.max)
                            for of in list(self.registers)
                            if of[0] in REPORT and of[1:3] == (key, unit)
                        )
                    ),
                }
        return found

    def units_in_hand(self) -> dict[str, dict[str, int]]:
        """What each unit was asked and gave for the period in hand long after all, and what was reviewed."""
        asked = sorted(self.calendar(), key=lambda code: (Span(code).last, -Span(code).first.toordinal()))
        code = asked[-1] if asked else str(self.years[-1])
        is_open = bool(asked) and self.value(("period", code, "", "closed"), date.max) is None
        newest, approved = actions_of(self.versions[-1]), self.approved(date.max)
        found = {
            unit: {
                "expected": of["asked"],
                "reported": of["reported"],
                "owed": len(of["owed"]) if is_open else 0,
                "returned": 0,
                "approved": 0,
            }
            for unit, of in self.owing(code).items()
        }
        nothing = ("expected", "reported", "owed", "returned", "approved")
        for action, unit in {key[1:3] for key in self.registers if key[0] in REPORT}:
            if action in newest and self.has_report(action, unit):
                of = found.setdefault(unit, dict.fromkeys(nothing, 0))
                of["returned"] += self.is_returned(action, unit)
                of["approved"] += (action, unit) in approved
        return found

    def long_rows(
        self, span: Span, day: date, *, only_approved: bool = False
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """What each unit reported on each action in a period, by action and unit."""
        as_of = min(span.last, day)
        counted, approved = self.counts(only_approved, as_of), self.approved(as_of)
        is_out = self.leaves_money_out(span, as_of, counted)
        found = {}
        for action in self.counted(span, as_of, only_approved=only_approved):
            id = action.id
            is_open = action.within and self.cancelled_on(id, as_of) is None
            expected = self.expected(action.action, as_of) if is_open else []
            units = {key[2] for key in self.registers if key[0] in ("action", "money") and key[1] == id}
            for unit in {*expected, *units}:
                if self.unit not in (None, unit):
                    continue
                is_counted = counted is None or (id, unit) in counted
                status = self.said(id, as_of, counted).get(unit)
                output = self.standing(("action", id, unit, "output_reached"), as_of)[:1]
                told = [row for row in output if row.value is not None and is_counted]
                given = [*told, *([] if status is None else [status])]
                own = Recount(self.rows, self.versions, unit)
                money = {} if is_out else own.money(id, self.money_day(span, as_of), counted)
                years = [money[year] for year in span.years(money) if money[year][1:] != (None, None, None)]
                if unit not in expected and not given and not years:
                    continue
                amounts = {name: [getattr(year, name) for year in years] for name in _AMOUNTS}
                found[id, unit] = {
                    "expected": unit in expected,
                    "status": None if status is None else status.value,
                    "effective_on": None if status is None else status.effective_on,
                    "output_reached": next((row.value for row in told), None),
                    "recorded_on": max((row.recorded_on.isoformat() for row in given), default=None),
                    "approved": (id, unit) in approved,
                    "conflict": any(
                        self.is_disputed(key, self.money_day(span, as_of) if key[0] == "money" else as_of)
                        for key in list(self.registers)
                        if key[1:3] == (id, unit) and (key[0] == "money" or key[3] == "status")
                    ),
                    **{
                        name: sum(cents or 0 for cents in of) if any(c is not None for c in of) else None
                        for name, of in amounts.items()
                    },
                }
        return found

    def departed(self, day: date) -> dict[str, dict[str, Any]]:
        """The actions that are to be done no more: cancelled, or removed and not brought back."""
        latest, population = actions_of(self.version_on(day)), self.population(Span(f"..{day.year}"), day)
        found: dict[str, tuple[str, date]] = {}
        for what, id, on in sorted(self.events(Span(f"..{day.year}"), day), key=lambda event: event[2]):
            is_gone = what == "cancelled" or (what == "removed" and id not in latest)
            if is_gone and (id not in found or found[id][0] == what):
                found[id] = what, on
        return {
            id: {
                "what": what,
                "on": on.isoformat(),
                "status": self.status(population[id][0], day)[0],
                "spent": self.total(id, day),
            }
            for id, (what, on) in found.items()
        }

    def total(self, action: str, day: date) -> int | None:
        """What was spent on an action in all years; None where nothing was recorded."""
        spent = [of.spent for of in self.money(action, day).values() if of.spent is not None]
        return sum(spent) if spent else None

    def owing(self, code: str) -> dict[str, dict[str, Any]]:
        """What each unit owes for a period that is asked for."""
        span = Span(code)
        due = self.due_day(code, span.last)
        asked, came = self.asked(span, date.max), self.came(span, date.max, late=True)
        found: dict[str, dict[str, Any]] = {}
        for action in self.version_on(span.last)["actions"]:
            for unit in asked.get(action["id"], ()):
                one = found.setdefault(unit, {"asked": 0, "reported": 0, "late": 0, "owed": {}})
                on = came.get((action["id"], unit))
                one["asked"] += 1
                one["reported"] += on is not None
                one["late"] += on is not None and on > due
                if self.is_returned(action["id"], unit):
                    one["owed"][action["nr"]] = "returned"
                elif on is None:
                    one["owed"][action["nr"]] = "missing"
        return found

    def is_returned(self, action: str, unit: str) -> bool:
        """Whether a report is returned and not answered: nothing of a higher lamport is recorded since."""
        standing = self.standing(("review", action, unit, "report"), date.max)
        if (
            not standing
            or not isinstance(standing[0].value, dict)
            or standing[0].value["state"] != "returned"
        ):
            return False
        of_unit = [
            self.standing(key, date.max)[0].lamport
            for key in list(self.registers)
            if key[0] in REPORT and key[1:3] == (action, unit) and self.standing(key, date.max)
        ]
        is_as_it_was = standing[0].value["of"] == self.digest(action, unit, date.max)
        return is_as_it_was or max(of_unit, default=0) <= standing[0].lamport

    def row(self, action: Action, day: date) -> dict[str, Any]:
        """An action as lists show it, by the newest version of the plan."""
        status, since = self.status(action, day)
        deadline, start = deadline_of(action), action["deadline"]["from"]
        is_open = status != "implemented" and self.cancelled_on(action["id"], day) is None
        late = deadline is not None and deadline < day and is_open
        early = status == "implemented" and start is not None and since is not None and since.year < start
        return {"status": status, "overdue": late, "early": early, "deadline_day": deadline}

    def standing_of(self, action: Action, day: date, adds: Adds) -> dict[str, Any]:
        """How an action stands in a period in which it adds so much."""
        status, since = self.status(action, day)
        return {
            "due": bool(adds.get("due")),
            "carried_over": bool(adds.get("carried")),
            "cancelled": self.cancelled_on(action["id"], day) is not None,
            "implemented_on": since.isoformat() if status == "implemented" and since else None,
        }

    def matrix(self, day: date) -> dict[str, Any]:
        """What each unit said of each action, and of how many it is to."""
        rows, expected, reported = {}, defaultdict[str, int](int), defaultdict[str, int](int)
        for action in self.versions[-1]["actions"]:
            key, said = action["id"], self.said(action["id"], day)
            out = self.cancelled_on(key, day) is not None
            wanted = [] if out else self.expected(action, day)
            for unit in {*self.expected(action, day), *said}:
                expected[unit] += unit in wanted
                reported[unit] += unit in wanted and unit in said
            rows[action["nr"]] = {
                "status": self.status(action, day)[0],
                "assessed": self.assessed(key, day) is not None,
                "cells": {**dict.fromkeys(wanted), **{unit: row.value for unit, row in said.items()}},
                "conflicts": sorted(
                    unit
                    for unit in self.units_with("action", key, "status")
                    if self.is_disputed(("action", key, unit, "status"), day)
                ),
            }
        return {"rows": rows, "units": {unit: (expected[unit], reported[unit]) for unit in expected}}


def day_before(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)


def actions_of(version: Version) -> dict[str, Action]:
    return {action["id"]: action for action in version["actions"]}
