"""Each face beside the recount: where they differ."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from language import speaking
from language.figures import figure_name
from language.terms import status
from report.analysts import PREPARED
from store.opening.open_store import open_store
from store.plan.units import unit_name
from store.query.report_rows import figure_series, spans_until
from tests.recount.faces import Refusal, cents, differences, percent, report, said, stated
from tests.recount.recount import (
    STATUSES,
    Adds,
    Counted,
    Money,
    Recount,
    Span,
    deadline_of,
    units_of,
)
from tests.recount.written import activities_of, printer, tables_of

MONEY = ("allocated", "capital", "recurrent", "spent")


def lists(path: Path, one: Recount, day: date) -> Iterator[str]:
    """``terren list`` and ``terren show`` of each action."""
    on = ("--as-of", day.isoformat())
    listed = {action["nr"]: action for action in said(path, "list", *on)}
    newest = one.versions[-1]["actions"]
    yield from differences([*listed], [action["nr"] for action in newest], "list")
    span = Span(str(min(max(day.year, one.years[0]), one.years[-1])))
    adds = {action.id: action.adds for action in one.counted(span, day)}
    for action in newest:
        row, nr = one.row(action, day), action["nr"]
        standing = one.standing_of(action, day, adds.get(action["id"], {}))
        yield from differences({name: listed[nr][name] for name in standing}, standing, f"list {nr}")
        expected = {**row, "deadline_day": _iso(row["deadline_day"])}
        money = {year: _year(one, [of]) for year, of in one.money(action["id"], day).items()}
        for where, found in ((f"list {nr}", listed[nr]), (f"show {nr}", said(path, "show", nr, *on))):
            yield from differences({name: found[name] for name in expected}, expected, where)
            yield from differences(_years(found["money"]), money, f"{where} money")


def own_words(path: Path, one: Recount, day: date) -> Iterator[str]:
    """``terren list --unit``: the actions on which each unit is to report or has, by its own word."""
    for unit in ("MPB", "XYZQ", "17"):
        of_unit = Recount(one.rows, one.versions, unit)
        expected = {
            action["nr"]: {name: row[name] for name in ("status", "overdue")}
            for action in one.versions[-1]["actions"]
            if unit in one.expected(action, day) or of_unit.said(action["id"], day)
            for row in (of_unit.row(action, day),)
        }
        try:
            rows = said(path, "list", "--unit", unit, "--as-of", day.isoformat())
        except Refusal as refusal:
            if str(refusal) != "unit_unknown" or expected:
                yield f"list of {unit}: {refusal}"
            continue
        found = {row["nr"]: {name: row[name] for name in ("status", "overdue")} for row in rows}
        yield from differences(found, expected, f"list of {unit}")


def units(path: Path, one: Recount) -> Iterator[str]:
    """``terren units``: what is asked of each unit for the period in hand, and what became of its reports."""
    expected = one.units_in_hand()
    found = {
        unit["unit"]: {name: unit[name] for name in ("expected", "reported", "owed", "returned", "approved")}
        for unit in said(path, "units")
    }
    silent = dict.fromkeys(("expected", "reported", "owed", "returned", "approved"), 0)
    yield from differences(found, {unit: expected.get(unit, silent) for unit in found}, "units")


def objectives(path: Path, one: Recount, day: date) -> Iterator[str]:
    """``terren show`` of each objective."""
    newest = one.versions[-1]
    for nr in newest["objectives"]:
        below = [action for action in newest["actions"] if nr in (action["strategic"], action["specific"])]
        rows = [one.row(action, day) for action in below]
        money: dict[int, list[Money]] = defaultdict(list)
        for action in below:
            for year, of in one.money(action["id"], day).items():
                money[year].append(of)
        expected = {
            "actions": [action["nr"] for action in below],
            "statuses": {name: sum(row["status"] == code for row in rows) for name, code in _codes()},
            "overdue": sum(row["overdue"] for row in rows),
            "money": {year: _year(one, of) for year, of in money.items()},
        }
        found = said(path, "show", nr, "--as-of", day.isoformat())
        known = {name: found[name] for name in expected} | {"money": _years(found["money"])}
        yield from differences(known, expected, f"show {nr}")


def matrix(path: Path, one: Recount, day: date) -> Iterator[str]:
    """``terren matrix``."""
    found, expected = said(path, "matrix", "--all", "--as-of", day.isoformat()), one.matrix(day)
    rows = {
        row["nr"]: {name: row[name] for name in ("status", "assessed", "cells", "conflicts")}
        for row in found["actions"]
    }
    units = {unit["code"]: (unit["expected"], unit["ever_reported"]) for unit in found["units"]}
    yield from differences({"rows": rows, "units": units}, expected, "matrix")


def owing(path: Path, one: Recount, code: str) -> Iterator[str]:
    """``terren period owing`` of a period that is asked for."""
    if code not in one.calendar():
        return
    found = {
        unit["unit"]: {
            **{name: unit[name] for name in ("asked", "reported", "late")},
            "owed": {owed["nr"]: owed["state"] for owed in unit["owed"]},
        }
        for unit in said(path, "period", "owing", code)["units"]
    }
    yield from differences(found, one.owing(code), f"owing {code}")


def overview(path: Path, one: Recount, span: Span, as_of: date, by: str) -> Iterator[str]:
    """``terren rates`` by groups."""
    on = ("--period", span.code, "--as-of", as_of.isoformat(), "--by", by)
    expected = {key: tallied(adds) for key, adds in group_sums(one, span, as_of, by).items()}
    money = ("planned", "allocated", "spent", "outside")
    rates = said(path, "rates", *on)
    found = {
        group["key"]: {name: group[name] for name in tallied({})}
        | {name: cents(group[name]) or 0 for name in money}
        for group in rates["groups"]
    }
    # the plan's amounts are no unit's
    whole = None if by == "unit" or one.unit is not None else one.wholes(span, as_of)
    yield from differences(cents(rates["budget_total"]), whole, f"rates {by} of all years")
    empty = tallied({})
    yield from differences(
        {key: group for key, group in found.items() if group != empty},
        {key: group for key, group in expected.items() if group != empty},
        f"rates {by}",
    )


def group_sums(one: Recount, span: Span, as_of: date, by: str) -> dict[str, Adds]:
    """What the groups of the overview add, by key."""
    counted = one.counted(span, as_of)
    if by == "unit":
        return one.units(span, as_of, counted)
    kinds = {"plan": {"plan": counted}, **one.groups(counted)}
    kind = {"objective": "objectives", "lead": "leads"}.get(by, by)
    return {key: added_up(of) for key, of in kinds[kind].items()}


def views(path: Path, one: Recount) -> Iterator[str]:
    """What the views of the database say of all that stands."""
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    day = date.max
    found, expected = {}, {}
    for row in conn.execute("SELECT * FROM v_action"):
        found[row["nr"]] = {name: row[name] for name in _ACTION}
    for action in one.versions[-1]["actions"]:
        key, adds = action["id"], defaultdict[str, int](int)
        state, since = one.status(action, day)
        word, said_of = one.assessed(key, day), one.said(key, day)
        one.add_money(adds, one.money(key, day).values())
        expected[action["nr"]] = {
            "status": state,
            "deadline_to": _iso(deadline_of(action)),
            "assessment": None if word is None else word.value,
            "cancelled": int(one.cancelled_on(key, day) is not None),
            "cancelled_on": one.cancelled_on(key, day) or None,
            "implemented_on": _iso(since) if state == "implemented" else None,
            "expected": 0 if one.cancelled_on(key, day) is not None else len(one.expected(action, day)),
            "reported": 0
            if one.cancelled_on(key, day) is not None
            else len(said_of.keys() & {*one.expected(action, day)}),
            "planned_cents": adds["planned"],
            "administrative": adds["admin"],
            "allocated_cents": adds["allocated"],
            "spent_cents": adds["spent"],
        }
    found = {
        nr: {name: value or 0 if "cents" in name else value for name, value in row.items()}
        for nr, row in found.items()
    }
    yield from differences(found, expected, "v_action")
    told = {
        (row["action"], row["unit"]): {name: row[name] for name in _REPORT}
        for row in conn.execute("SELECT * FROM v_report")
    }
    yield from differences(told, one.reports(), "v_report")
    asked = {tuple(row) for row in conn.execute("SELECT action, unit FROM v_expected")}
    yield from differences(asked, {of for of, row in one.reports().items() if row["expected"]}, "v_expected")
    sums: dict[Any, Any] = defaultdict(lambda: defaultdict(int))
    for row in conn.execute("SELECT * FROM v_money"):
        for name in ("planned", "allocated", "capital", "recurrent", "spent"):
            sums[row["action"], row["year"]][name] += row[f"{name}_cents"] or 0
        sums[row["action"], row["year"]]["admin"] += row["administrative"]
    counted: dict[Any, Any] = {}
    for key in one.known:
        for year, of in one.money(key, day).items():
            adds = defaultdict(int)
            one.add_money(adds, [of])
            counted[key, year] = {
                name: adds[name]
                for name in ("planned", "allocated", "capital", "recurrent", "spent", "admin")
            }
    yield from differences({key: dict(of) for key, of in sums.items()}, counted, "v_money")
    amounts = {
        (row["action"], row["year"], row["unit"]): {name: row[f"{name}_cents"] for name in MONEY}
        for row in conn.execute("SELECT * FROM v_money WHERE unit <> ''")
    }
    of_units = {
        (key, year, unit): {name: getattr(of, name) for name in MONEY}
        for unit in ("MPB", "XYZQ", "17")
        for of_unit in (Recount(one.rows, one.versions, unit),)
        for key in one.known
        for year, of in of_unit.money(key, day).items()
        if of[1:] != (None, None, None)
    }
    yield from differences(amounts, of_units, "v_money by unit")
    by_year: Any = {}
    for (_, year), of in counted.items():
        before = by_year.setdefault(year, dict.fromkeys(("planned", "allocated", "spent"), 0))
        by_year[year] = {name: cents + of[name] for name, cents in before.items()}
    prepared = {
        row["year"]: {name: cents(row[name]) or 0 for name in ("planned", "allocated", "spent")}
        for row in conn.execute(PREPARED["money"][1])
    }
    yield from differences(prepared, by_year, "money by year for analysts")
    changes = {
        row["id"]: (row["value"], bool(row["stands"])) for row in conn.execute("SELECT * FROM v_change")
    }
    yield from differences(
        changes, {row.id: (row.text, row in one.standing(row.key, day)) for row in one.rows}, "v_change"
    )
    conn.close()


_REPORT = ("status", "effective_on", "expected", "in_plan", "output_reached", "conflict")


_ACTION = (
    *(
        "status",
        "deadline_to",
        "assessment",
        "cancelled",
        "cancelled_on",
        "implemented_on",
        "expected",
        "reported",
    ),
    *("planned_cents", "administrative", "allocated_cents", "spent_cents"),
)


def reports(
    path: Path, one: Recount, span: Span, as_of: date, *, only_approved: bool = False
) -> Iterator[str]:
    """``terren report``: its figures, those of its groups, and its tables."""
    words = ["--period", span.code, "--as-of", as_of.isoformat()]
    words += ["--unit", one.unit] if one.unit else []
    words += ["--approved"] if only_approved else []
    try:
        found = report(path, *words)
    except Refusal as refusal:
        if str(refusal) not in _refused(one, as_of):
            yield f"report: {refusal}"
        return
    counted = one.counted(span, as_of, only_approved=only_approved)
    is_out = one.leaves_money_out(span, as_of, one.counts(only_approved, as_of))
    # the plan gives no unit an amount of its own
    of_plan = frozenset[str]() if one.unit is None else frozenset({"planned", "administrative"})
    left_out = _OF_MONEY if is_out else of_plan
    fulfilment = one.fulfilment(span, as_of)
    whole = _without(_counted(one, counted), left_out) | _fulfilled(*fulfilment)
    yield from differences(_figures(found["figures"]), whole, "report")
    for name, key in (("objectives", "nr"), ("leads", "lead"), ("sources", "source")):
        groups = {group[key]: _figures(group["figures"]) for group in found[name]}
        below = one.groups(counted)[name]
        expected = {of: _without(_counted(one, below[of]), left_out) for of in {*below, *groups}}
        if name == "objectives":
            expected = {
                nr: figures | _fulfilled(*(_below(nr, indicators) for indicators in fulfilment))
                for nr, figures in expected.items()
            }
        behind = {
            of: {id: {**sums, **_BEHIND} for id, sums in figures.items()} for of, figures in expected.items()
        }
        yield from differences(_filled(groups), _filled(behind), f"report {name}")
    of_units = one.units(span, as_of, counted, only_approved=only_approved)
    told = {
        unit["unit"]: {
            id: (figure["numerator"], figure["denominator"])
            for id, figure in _figures(unit["figures"]).items()
        }
        for unit in found["units"]
    }
    yield from differences(
        told, {unit: _figures_of_unit(adds) for unit, adds in of_units.items()}, "report figures of units"
    )
    if not is_out and one.unit is None:
        yield from _tables(found["tables"], one, span, as_of, counted, only_approved)


def _figures_of_unit(adds: Adds) -> dict[str, Any]:
    return {
        "implementation_rate": (adds["done"], adds["due"]),
        "coverage": (adds["reported"], adds["expected"]),
        "overdue": (adds["overdue"], None),
        "allocated": (adds["allocated"], None),
        "spent": (adds["spent"], None),
    }


def _fulfilled(met: list[str], aimed: list[str]) -> dict[str, Any]:
    """The fulfilment rate in the form of :func:`_counted`."""
    sums = {"numerator": len(met), "denominator": len(aimed), "counted": sorted(met), "of": sorted(aimed)}
    return {"fulfilment_rate": {"value": percent(len(met), len(aimed)), **sums}}


def _below(nr: str, indicators: list[str]) -> list[str]:
    """The indicators of an objective, and of those below it."""
    objectives = {name: name.partition("/")[0] for name in indicators}
    return [name for name, of in objectives.items() if of == nr or of.startswith(f"{nr}.")]


def _refused(one: Recount, as_of: date) -> Iterator[str]:
    """Why a report may be refused: nothing was recorded by its day, or its unit is none of the plan's."""
    days = [day for row in one.rows for day in (row.recorded_on.isoformat(), row.effective_on) if day]
    if days and as_of.isoformat() < min(days):
        yield "as_of_too_early"
    named = {unit for version in one.versions for action in version["actions"] for unit in units_of(action)}
    if one.unit not in named and all(row.key[2] != one.unit for row in one.rows):
        yield "unit_unknown"


FORMS = (".zip", ".xlsx", ".html", ".pdf", ".docx")
"""The forms of a report in which people read tables."""


def forms(path: Path, one: Recount, span: Span, as_of: date, *, only_approved: bool = False) -> Iterator[str]:
    """The tables of a report in every form."""
    words = ["--period", span.code, "--as-of", as_of.isoformat()]
    words += ["--unit", one.unit] if one.unit else []
    words += ["--approved"] if only_approved else []
    words += ["--annex", "A,B,C,D,E,F,G,H,I,J,K"]
    counted = one.counted(span, as_of, only_approved=only_approved)
    expected = _printed(one, span, as_of, counted, only_approved)
    for ending in FORMS:
        goal = path.with_name(f"report{ending}")
        try:
            with printer():
                said(path, "report", *words, "-o", str(goal), "--force")
        except Refusal as refusal:
            if str(refusal) not in _refused(one, as_of):
                yield f"{ending}: {refusal}"
            return
        tables = tables_of(goal)
        for caption, rows in expected.items():
            found = tables.get(caption, tables.get(caption[:31], []))
            key = next(iter(found[0]), "") if found else ""
            printed = {_first_cell(row[key]): row for row in found}
            for of, row in rows.items():
                # on paper a unit stands by its name
                name = unit_name(of.rjust(2, "0"), "en")
                if cells := printed.get(of) or printed.get(name):
                    shown = {name: _zero(name, cells[name]) for name in row if name in cells}
                    yield from differences(
                        shown, {name: row[name] for name in shown}, f"{ending} {caption}, {of}"
                    )
                    if not shown:
                        yield f"{ending} {caption}, {of}: no figure"
                else:
                    yield f"{ending} {caption}: {of} is missing"


def iati(path: Path, one: Recount, span: Span, as_of: date, *, only_approved: bool = False) -> Iterator[str]:
    """The report as IATI activities: status, day and money of each action."""
    words = ["--period", span.code, "--as-of", as_of.isoformat()]
    words += ["--unit", one.unit] if one.unit else []
    words += ["--approved"] if only_approved else []
    goal = path.with_name("report.xml")
    try:
        said(path, "report", *words, "-o", str(goal), "--force")
    except Refusal as refusal:
        if str(refusal) not in _refused(one, as_of):
            yield f"iati: {refusal}"
        return
    told, approved = activities_of(goal), one.counts(only_approved, as_of)
    is_out = one.leaves_money_out(span, as_of, approved)
    expected: dict[str, dict[str, Any]] = {}
    for action in one.counted(span, as_of, only_approved=only_approved):
        state, since = one.status(action.action, as_of, approved)
        years = {} if is_out else action.years
        amounts = [
            ((str(year), kind), getattr(of, kind)) for year, of in years.items() for kind in MONEY[1:3]
        ]
        expected[action.nr.replace(" ", "-")] = {
            "status": _ACTIVITY.get(state, "2"),
            "ended": _iso(since) if state == "implemented" else None,
            "planned": {str(year): of.cell for year, of in years.items() if isinstance(of.cell, int)},
            "spent": {key: n for key, n in amounts if n},
        }
        if action.within and one.unit is None and action.nr.replace(" ", "-") not in told:
            yield f"iati: {action.nr} is missing"
    yield from differences(told, {nr: of for nr, of in expected.items() if nr in told}, "iati")


_ACTIVITY = {"implemented": "3", "cancelled": "5", "not_started": "1", None: "1"}


def _zero(name: str, cell: Any) -> Any:
    """A cell in which nothing stands as zero, but where it is of a share."""
    return 0.0 if cell is None and name not in _PERCENTAGES else cell


_PERCENTAGES = {"Share", "Budget execution", "Coverage", "Rate", "Spent of what was allocated"}


def _printed(
    one: Recount, span: Span, as_of: date, counted: list[Counted], only_approved: bool
) -> dict[str, dict[Any, dict[str, Any]]]:
    """What the tables of a report print of some actions, by caption, first cell and head."""
    is_out = one.leaves_money_out(span, as_of, one.counts(only_approved, as_of))
    of_plan = frozenset[str]() if one.unit is None else frozenset({"planned", "administrative"})
    figures = _without(_counted(one, counted), _OF_MONEY if is_out else of_plan)
    figures |= _fulfilled(*one.fulfilment(span, as_of))
    amount = "Amount (EUR)"
    tables: dict[str, dict[Any, dict[str, Any]]] = defaultdict(dict)
    with speaking("en"):
        for id, sums in figures.items():
            n, of, value = (sums[name] for name in ("numerator", "denominator", "value"))
            row = {"Share": None if of is None else value, "Number": n, "Of": of or 0, amount: 0.0}
            if id in _OF_MONEY - {"administrative", "money_conflicts"}:
                row |= {"Number": 0.0, "Of": 0.0, amount: n / 100}
            tables["Figures of the period"][figure_name(id)] = row
    if is_out:
        return tables
    for unit, adds in one.units(span, as_of, counted, only_approved=only_approved).items():
        numbers = (adds[name] for name in ("expected", "reported", "due", "done"))
        tables["Reports and spending by unit"][_first_cell(unit)] = {
            **dict(zip(("Reports expected", "Reports received", "Due", "Implemented"), numbers, strict=True)),
            "Coverage": percent(adds["reported"], adds["expected"]),
            "Rate": percent(adds["done"], adds["due"]),
            "Allocated (EUR)": adds["allocated"] / 100,
            "Spent (EUR)": adds["spent"] / 100,
            "Spent of what was allocated": percent(adds["on budget"], adds["budget"]),
        }
    for year in {year for action in counted for year in action.years} | {*one.years}:
        sums = _of_year(one, [of.years[year] for of in counted if year in of.years])
        tables["Budget execution by year"][str(year)] = {
            **{
                head: sums[name] / 100
                for name, head in _HEADS.items()
                if one.unit is None or name != "planned"
            },
            "Budget execution": sums["execution"],
        }
    return tables


_HEADS = {
    "planned": "Planned (EUR)",
    "allocated": "Allocated (EUR)",
    "capital": "Spent, capital (EUR)",
    "recurrent": "Spent, recurrent (EUR)",
    "spent": "Spent (EUR)",
    "outside": "Of this outside the plan (EUR)",
    "remaining": "Remaining (EUR)",
}


def _first_cell(cell: Any) -> str:
    """What stands in the first cell of a row, whether its digits were read as a number or as a text."""
    return str(int(cell)) if isinstance(cell, float) or cell.isdecimal() else str(cell)


def long_rows(path: Path, one: Recount, day: date, *, only_approved: bool = False) -> Iterator[str]:
    """``terren reports --long`` by quarters."""
    words = ["--long", "--as-of", day.isoformat(), *(["--approved"] if only_approved else [])]
    names = ("expected", "status", "effective_on", "output_reached", "recorded_on", "approved", "conflict")
    found: dict[str, Any] = defaultdict(dict)
    for row in said(path, "reports", *words):
        found[row["period"]][row["action"], row["unit"]] = {
            **{name: row[name] for name in names},
            **{name: cents(row[name]) for name in MONEY},
        }
    quarters = [Span(f"{year}-Q{n}") for year in one.years for n in range(1, 5)]
    expected = {
        span.code: rows
        for span in quarters
        if span.first <= day and (rows := one.long_rows(span, day, only_approved=only_approved))
    }
    yield from differences(dict(found), expected, "reports --long")


def series(path: Path, one: Recount, day: date) -> Iterator[str]:
    """Every figure of every quarter, as the second sheet of ``terren reports --long -o FILE.xlsx`` has it."""
    with open_store(path) as store:
        with store.reading() as conn:
            spans = spans_until(conn, "quarter", day)
        drawn = figure_series(store, spans, day, unit=one.unit)
    for found, as_of, figures in drawn:
        span = Span(found.code)
        of_plan = frozenset[str]() if one.unit is None else frozenset({"planned", "administrative"})
        left_out = _OF_MONEY if one.leaves_money_out(span, as_of) else of_plan
        expected = _without(_counted(one, one.counted(span, as_of)), left_out)
        expected |= _fulfilled(*one.fulfilment(span, as_of))
        yield from differences(
            {id: (of.numerator, of.denominator) for id, of in figures.items()},
            {id: (sums["numerator"], sums["denominator"]) for id, sums in expected.items()},
            f"series {span.code}",
        )


def departed(path: Path, one: Recount, day: date) -> Iterator[str]:
    """``terren list --departed``."""
    found = {
        row["id"]: {
            **{name: row[name] for name in ("what", "on", "status")},
            "spent": cents(row["spent"]),
        }
        for row in said(path, "list", "--departed", "--as-of", day.isoformat())
    }
    yield from differences(found, one.departed(day), "departed")


_BEHIND: dict[str, Any] = {"counted": None, "of": None}
"""What a report says of actions behind the figures of a group: nothing."""


_OF_MONEY = frozenset(
    {
        *("planned", "administrative", "allocated", "spent", "spent_capital", "spent_recurrent"),
        *("spent_outside", "remaining", "execution", "money_conflicts"),
    }
)


def _without(figures: dict[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    return {id: sums for id, sums in figures.items() if id not in left_out}


def _filled(groups: dict[str, Any]) -> dict[str, Any]:
    """The groups in which anything is counted."""
    return {
        of: figures
        for of, figures in groups.items()
        if any(sums["numerator"] or sums["denominator"] for sums in figures.values())
    }


def _figures(found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The figures of a report by id, with the actions behind them where it has these."""
    return {
        figure["id"]: {
            **stated(figure),
            "counted": _sorted(figure.get("actions", {}).get("numerator")),
            "of": _sorted(figure.get("actions", {}).get("denominator")),
        }
        for figure in found
    }


def _counted(one: Recount, counted: Iterable[Counted]) -> dict[str, Any]:
    forms = {}
    for id, (part, whole) in one.figures(counted).items():
        n, of = sum(part.values()), None if whole is None else sum(whole.values())
        forms[id] = {
            "value": n if of is None else percent(n, of),
            "numerator": n,
            "denominator": of,
            "counted": sorted(part),
            "of": None if whole is None else sorted(whole),
        }
    return forms


_EVENTS = {"moved": "postponed", "advanced": "brought forward"}


def _tables(
    tables: dict[str, Any], one: Recount, span: Span, as_of: date, counted: list[Counted], only_approved: bool
) -> Iterator[str]:
    """The tables of a report, row by row."""
    numbers = {action.id: action.nr for action in counted}
    approved = one.counts(only_approved, as_of)
    if one.unit is None:
        told = sorted([event["day"] or "", event["nr"], event["what"]] for event in tables["events"])
        events = [
            [day.isoformat(), numbers[id], _EVENTS.get(what, what)]
            for what, id, day in one.events(span, as_of)
        ]
        shown = {row["nr"] for row in tables["actions"]}
        events += [
            ["", action.nr, f"called cancelled by {units}; headquarters has not decided"]
            for action in counted
            if action.nr in shown and (units := _calling_cancelled(one, action.id, as_of, approved))
        ]
        yield from differences(told, sorted(events), "report events")
    yield from _annex(tables["conflicts"], one, span, as_of)
    yield from _groups(tables, one, counted)
    yield from _beside(tables, one, span, as_of, counted, approved)
    yield from _matrix(tables["matrix"], one, span, as_of, counted, approved)
    # what is due as well stands there
    still = [of.nr for of in counted if of.adds.get("carried still") and not of.adds.get("due open")]
    yield from differences(
        sorted(row["nr"] for row in tables["carried_over"]), sorted(still), "report carried over"
    )
    with speaking("en"):
        expected = {
            action.nr: {
                "status": status(action.status),
                "planned": action.adds.get("planned") or None,
                "spent": action.adds.get("spent") or None,
                "outputs": one.outputs(action.id, as_of, approved),
            }
            for action in counted
        }
    rows = {
        row["nr"]: {
            "status": row["status"],
            **{name: cents(row[name]) for name in ("planned", "spent")},
            "outputs": _outputs(row["progress"]),
        }
        for row in tables["actions"]
    }
    missing = [
        action.nr for action in counted if action.within and action.nr not in rows and one.unit is None
    ]
    yield from (f"report actions: {nr} is missing" for nr in missing)
    yield from differences(rows, {nr: row for nr, row in expected.items() if nr in rows}, "report actions")
    years = {year for action in counted for year in action.years} | {*one.years}
    yield from differences(
        {
            row["year"]: {
                **{name: cents(row[name]) or 0 for name in ("planned", *MONEY, "outside", "remaining")},
                "administrative": row["administrative"],
                "execution": row["execution"],
            }
            for row in tables["money"]
        },
        {year: _of_year(one, [of.years[year] for of in counted if year in of.years]) for year in years},
        "report money",
    )
    yield from differences(
        {row["code"]: _of_unit(row) for row in tables["units"]},
        {
            unit: _unit(adds)
            for unit, adds in one.units(span, as_of, counted, only_approved=only_approved).items()
        },
        "report units",
    )


def _groups(tables: dict[str, Any], one: Recount, counted: list[Counted]) -> Iterator[str]:
    """The tables of a report by objective, by lead and by source: progress, statuses and money."""
    groups = one.groups(counted)
    leads = {"Municipalities": "municipalities", "no institution named": "", "MIA": "MPB"}
    keys: dict[str, Callable[[dict[str, Any]], str]] = {
        "objectives": lambda row: row["nr"],
        "institutions": lambda row: leads.get(row["institution"], row["institution"]),
        "sources": lambda row: row["source"].replace("no source named", ""),
    }
    for name, key_of in keys.items():
        of_kind = groups["leads" if name == "institutions" else name]
        for row in tables[name]:
            adds = added_up(of_kind.get(key_of(row), []))
            expected = {code: count(adds) for code, count in _PROGRESS.items() if code in row}
            found = {code: cents(row[code]) if code in _AMOUNTS else row[code] for code in expected}
            yield from differences(found, expected, f"report {name} {key_of(row)}")
    whole = {"": added_up(counted)}
    for name, key, of in (
        ("statuses", "nr", groups["objectives"]),
        ("lead_statuses", "title", groups["leads"]),
    ):
        for row in tables[name]:
            text = row[key] if row["title"] != "All together" else None
            adds = whole[""] if text is None else added_up(of.get(leads.get(text, text), []))
            told = {code: row[code] for code, _ in _codes() if code in row} | {"actions": row["actions"]}
            expected = {code: adds[f"status {status}"] for code, status in _codes() if code in row}
            yield from differences(told, {**expected, "actions": adds["actions"]}, f"report {name} {text}")


_AMOUNTS = ("planned", "spent", "remaining")
_PROGRESS: dict[str, Callable[[Adds], Any]] = {
    "due": lambda adds: adds["due"],
    "implemented": lambda adds: adds["done"],
    "partially_implemented": lambda adds: adds["due partially_implemented"],
    "not_reported": lambda adds: adds["due None"],
    "rate": lambda adds: percent(adds["done"], adds["due"]),
    "rate_without_changed": lambda adds: percent(adds["kept done"], adds["kept"]),
    "coverage": lambda adds: percent(adds["reported"], adds["expected"]),
    "planned": lambda adds: adds["planned"],
    "spent": lambda adds: adds["spent"],
    "remaining": lambda adds: adds["left"],
    "execution": lambda adds: percent(adds["on budget"], adds["budget"]),
}
"""What the columns of a table of groups say."""


def _beside(
    tables: dict[str, Any],
    one: Recount,
    span: Span,
    as_of: date,
    counted: list[Counted],
    approved: set[tuple[str, str]] | None,
) -> Iterator[str]:
    """What is late, and implemented since; money by donor and by quarter."""
    open_still = [of for of in counted if of.adds.get("due open")]
    overdue = [
        of
        for of in counted
        if of.adds.get("overdue") and not of.adds.get("due open") and not of.adds.get("carried")
    ]
    since = [
        of
        for of in counted
        if of.within
        and of.status != "implemented"
        and one.status(of.action, date.today(), approved)[0] == "implemented"
    ]
    for name, actions in (("due_open", open_still), ("overdue", overdue), ("since", since)):
        told = sorted(row["nr"] for row in tables[name])
        yield from differences(told, sorted(of.nr for of in actions), f"report {name}")
    parts = {"alone": "planned", "spent_alone": "spent", "shared": "planned", "spent_shared": "spent"}
    donors: dict[str, Adds] = defaultdict(lambda: defaultdict(int))
    for of in counted:
        for donor in of.action["funding"]:
            for part, name in parts.items():
                if ("alone" in part) == (len(of.action["funding"]) == 1):
                    donors[donor][part] += of.adds.get(name, 0)
    yield from differences(
        {row["donor"]: {part: cents(row[part]) or 0 for part in parts} for row in tables["donors"]},
        {donor: dict.fromkeys(parts, 0) | dict(sums) for donor, sums in donors.items() if any(sums.values())},
        "report donors",
    )
    before, quarters = 0, []
    for quarter in (Span(f"{span.year}-Q{n}") for n in range(1, 5)):
        if quarter.first > as_of or quarter.last > span.last:
            break
        day = min(quarter.last, as_of)
        years = [one.money(id, day, approved).get(span.year) for id in one.known]
        spent = sum(year.spent or 0 for year in years if year is not None)
        if quarter.last >= span.first:
            quarters.append((spent - before, spent))
        before = spent
    if tables["quarters"]:
        told = [(cents(row["spent"]), cents(row["until"])) for row in tables["quarters"]]
        yield from differences(told, quarters, "report quarters")


def _matrix(
    rows: Iterable[dict[str, Any]],
    one: Recount,
    span: Span,
    as_of: date,
    counted: list[Counted],
    approved: set[tuple[str, str]] | None,
) -> Iterator[str]:
    """What each unit reported, and of whom a report is expected."""
    actions = {action.nr: action for action in counted}
    with speaking("en"):
        for row in rows:
            action = actions[row["nr"]]
            said_of = one.said(action.id, as_of, approved)
            is_out = one.cancelled_on(action.id, as_of) is not None
            wanted = [] if is_out else one.expected(action.action, min(span.last, as_of))
            cells: dict[str, str | None] = {
                unit: None for unit in row if unit not in ("nr", "title", "status")
            }
            cells |= {unit: status(None) for unit in wanted if unit in cells}
            cells |= {unit: status(word.value) for unit, word in said_of.items() if unit in cells}
            yield from differences({unit: row[unit] for unit in cells}, cells, f"report matrix {row['nr']}")


def _calling_cancelled(one: Recount, action: str, as_of: date, counted: set[tuple[str, str]] | None) -> str:
    """Which units call an action cancelled of which headquarters has said nothing."""
    if one.cancelled_on(action, as_of) is not None or one.assessed(action, as_of) is not None:
        return ""
    said_of = one.said(action, as_of, counted)
    return ", ".join(_called(unit) for unit in sorted(said_of) if said_of[unit].value == "cancelled")


def _called(unit: str) -> str:
    return {"17": "Pejë", "MPB": "MIA"}.get(unit, unit)


def _outputs(cell: str | None) -> dict[str, int]:
    """How many units said what was reached: each text stands once, behind the units where several report."""
    told = [line.rpartition(": ") for line in (cell or "").splitlines()]
    return {text: units.count(",") + 1 for units, _, text in told}


def _annex(rows: Iterable[dict[str, Any]], one: Recount, span: Span, as_of: date) -> Iterator[str]:
    """The conflicts of the day by unit, each with the number of values that stood on it."""
    told = Counter(
        (row["unit"] or "", row["values"].count("\n") + 1) for row in rows if row["what"] not in _UNDATED
    )
    conflicts = one.conflicts(as_of, one.money_day(span, as_of))
    expected = Counter((_called(unit), values) for _kind, _action, unit, values in conflicts)
    yield from differences(dict(told), dict(expected), "report conflicts")


_UNDATED = (
    "Output reached",
    "Reporting: Expected to report",
    "Reporting period: Due day",
    "Reporting period: Closed",
    "Review of the report",
)
"""Registers of which a conflict stands as long as nobody decides it."""


def _of_year(one: Recount, years: Iterable[Money]) -> dict[str, Any]:
    adds: Adds = defaultdict(int)
    one.add_money(adds, years)
    return {
        **{name: adds[name] for name in ("planned", *MONEY, "outside")},
        "remaining": adds["left"],
        "administrative": adds["admin"],
        "execution": percent(adds["on budget"], adds["budget"]),
    }


_SHARES = {"coverage": ("reported", "expected"), "rate": ("done", "due")}


def _of_unit(row: dict[str, Any]) -> dict[str, Any]:
    names = ("expected", "reported", "coverage", "due", "implemented", "rate")
    return {name: row[name] for name in names} | {
        name: cents(row[name]) or 0 for name in ("allocated", "spent")
    }


def _unit(adds: Adds) -> dict[str, Any]:
    return {
        **{name: adds[name] for name in ("expected", "reported", "due", "allocated", "spent")},
        "implemented": adds["done"],
        **{name: percent(adds[part], adds[whole]) for name, (part, whole) in _SHARES.items()},
    }


def added_up(counted: Iterable[Counted]) -> Adds:
    """What actions add, with how many have which status."""
    found: Adds = defaultdict(int)
    for one in counted:
        for name, n in one.adds.items():
            found[name] += n
        if one.adds.get("actions"):
            found[f"status {one.status}"] += 1
    return found


def tallied(adds: Adds) -> dict[str, Any]:
    """A group of the overview."""
    n = defaultdict(int, adds)

    def share(part: str, whole: str) -> float | None:
        return n[part] / n[whole] if n[whole] else None

    names = (
        "actions",
        "due",
        "overdue",
        "expected",
        "reported",
        "planned",
        "admin",
        "allocated",
        "spent",
        "outside",
    )
    return {
        **{name: n[name] for name in names},
        "implemented": n["done"],
        "statuses": {name: n[f"status {code}"] for name, code in _codes()},
        "rate": share("done", "due"),
        "rate_without_changed": share("kept done", "kept"),
        "coverage": share("reported", "expected"),
        "due_coverage": share("due reported", "due expected"),
        "execution": share("on budget", "budget"),
    }


def _codes() -> Iterator[tuple[str, str | None]]:
    yield from ((code, code) for code in STATUSES)
    yield "not_reported", None


def _years(money: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Money by year as a page has it, in cents, without years of which there is none."""
    found = {
        year["year"]: {
            "planned": year["planned"] if isinstance(year["planned"], str) else cents(year["planned"]),
            **{name: cents(year[name]) for name in MONEY},
            "execution": year["execution"],
        }
        for year in money
    }
    return {year: sums for year, sums in found.items() if any(value is not None for value in sums.values())}


def _year(one: Recount, years: Iterable[Money]) -> dict[str, Any]:
    """Money added up: what nobody planned or recorded stays nothing."""
    found, adds = list(years), defaultdict[str, int](int)
    one.add_money(adds, found)
    planned = any(isinstance(year.cell, int) for year in found)
    amounts = {name: [getattr(year, name) for year in found] for name in MONEY}
    return {
        "planned": adds["planned"] if planned else "admin" if adds["admin"] else None,
        **{name: adds[name] if any(cents is not None for cents in amounts[name]) else None for name in MONEY},
        "execution": adds["on budget"] / adds["budget"] if adds["budget"] else None,
    }


def _sorted(names: list[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
