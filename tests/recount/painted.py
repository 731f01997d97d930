"""What screens paint, as text, beside the recount: tree, pages, overview, matrix and outstanding reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from language import speaking
from language.terms import side_mark, status, status_mark
from store.account.calendar import asked_period
from store.account.money import add_money
from store.account.recorded import action_money
from store.account.spans import plan_span
from store.edits.indicators import indicators
from store.ledger.identity import own_unit
from store.opening.open_store import open_store
from store.plan.lookup import ObjectiveRow
from store.query.matrix import matrix as matrix_of_day
from store.query.objectives import objective_detail
from store.query.overview import overview
from store.query.owing import owing as units_owing
from store.query.queries import action_detail
from store.status.outline import outline
from tests.recount.faces import differences, share
from tests.recount.recount import STATUSES, Action, Adds, Money, Recount, Span, Version
from tui.headquarters.matrix_grid import MatrixGrid
from tui.headquarters.overview_page import groups_page, plan_page
from tui.headquarters.owing import OwingScreen
from tui.plan.action_page import action_lines
from tui.plan.objective_page import objective_lines
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Columns

_WIDE = 240
"""A width in which nothing is left out."""
_PAGE = 100
"""A width in which a page has one column and its money a table."""
_PERCENT = 5
"""The cells of a percentage in the tree."""


def text(line: Iterable[tuple[str, str]]) -> str:
    """A painted line without its styles."""
    return "".join(part for part, _ in line)


def cells(line: str) -> list[str]:
    """What stands in the columns of a line."""
    return re.split(r"\s{2,}", line.strip())


def euros(cell: str) -> float | None:
    """An amount as it is printed in English, without a mark before it."""
    number = re.search(r"-?[0-9][0-9,]*(\.[0-9]+)?$", cell)
    return float(number[0].replace(",", "")) if number else None


def tree(path: Path, one: Recount, day: date) -> Iterator[str]:
    """The rows of the tree: each objective with what is counted below it, each action with its status."""
    newest = one.versions[-1]
    with open_store(path) as store, speaking("en"):
        seen = outline(store, today=day)
        model, columns = TreeModel(seen), Columns(_PAGE, 8, 30, "EUR")
        with store.reading() as conn:
            years = action_money(conn, day, unit=own_unit(seen.identity))
        model.take_money({action: add_money(of) for action, of in years.items()})
        model.open_all()
        for node in model.nodes:
            nr = node.row.nr
            if isinstance(node.row, ObjectiveRow):
                line = text(columns.objective(node, model.progress(node), is_open=False))
                below = [
                    action for action in newest["actions"] if nr in (action["strategic"], action["specific"])
                ]
                yield from differences(_counts_told(line), _counts_expected(one, below, day), f"tree {nr}")
            else:
                line = text(columns.action(node.row))
                row = next(one.row(action, day) for action in newest["actions"] if action["nr"] == nr)
                yield from differences(
                    {"status": line[5:6], "overdue": side_mark("overdue") in line},
                    {"status": status_mark(row["status"]), "overdue": row["overdue"]},
                    f"tree {nr}",
                )


def _counts_told(line: str) -> dict[str, Any]:
    """How many actions have each status, whether one is overdue, and how much of the budget is spent."""
    counts = {code: re.search(rf" {re.escape(status_mark(code))}(\d+)", line) for code in (*STATUSES, None)}
    return {
        **{status(code): int(number[1]) if number else 0 for code, number in counts.items()},
        "overdue": side_mark("overdue") in line,
        "execution": next(iter(re.findall(r"-?[\d,]+%|…(?= )", line)), ""),
    }


def _counts_expected(one: Recount, actions: Iterable[Action], day: date) -> dict[str, Any]:
    rows, adds = [], defaultdict[str, int](int)
    for action in actions:
        rows.append(one.row(action, day))
        one.add_money(adds, one.money(action["id"], day).values())
    return {
        **{status(code): sum(row["status"] == code for row in rows) for code in (*STATUSES, None)},
        "overdue": any(row["overdue"] for row in rows),
        "execution": _in_cells(share(adds["on budget"], adds["budget"])) if adds["budget"] else "",
    }


def _in_cells(printed: str) -> str:
    """A percentage in the five cells that it has in the tree; one that has no room there is left out."""
    return printed if len(printed) <= _PERCENT else "…"


def objectives(path: Path, one: Recount, day: date) -> Iterator[str]:
    """The page of each objective: its actions by status, its money by year, its indicators."""
    newest = one.versions[-1]
    with open_store(path) as store, speaking("en"):
        model = TreeModel(outline(store, today=day))
        for node in model.objectives():
            nr = node.row.nr
            assert isinstance(node.row, ObjectiveRow)
            detail, measured = objective_detail(store, node.row, today=day), indicators(store, objective=nr)
            page = objective_lines(detail, model.progress(node), measured, _PAGE)
            lines = [text(line) for line in page.lines]
            below = [
                action for action in newest["actions"] if nr in (action["strategic"], action["specific"])
            ]
            rows = [one.row(action, day) for action in below]
            years = [one.money(action["id"], day) for action in below]
            yield from differences(
                {
                    **{status(code): _count_of(lines, code) for code in (*STATUSES, None)},
                    "overdue": next((int(line.split()[-1]) for line in lines if " overdue: " in line), 0),
                    **_money_of_objective(lines),
                    "met": [n for n in map(_is_met, lines) if n is not None],
                },
                {
                    **{
                        status(code): sum(row["status"] == code for row in rows) for code in (*STATUSES, None)
                    },
                    "overdue": sum(row["overdue"] for row in rows),
                    **_expected_of_objective(one, years),
                    "met": list(_expected_met(one, newest, nr)),
                },
                f"page {nr}",
            )


def _count_of(lines: Iterable[str], code: str | None) -> int:
    """How many actions a page says to have a status."""
    name = f"{status_mark(code)} {status(code)} "
    return next((int(line[len(name) :].split()[0]) for line in lines if line.startswith(name)), 0)


def _money_of_objective(lines: Sequence[str]) -> dict[str, list[float | None]]:
    return {label: [euros(cell) for cell in cells(_field(lines, label))] for label in ("Planned", "Spent")}


def _expected_of_objective(
    one: Recount, actions: Sequence[dict[int, Money]]
) -> dict[str, list[float | None]]:
    """Sums of years over actions in whole euros, and of all years."""
    years = sorted({*one.years, *(year for of in actions for year in of)})
    amounts: dict[str, list[int | None]] = {"Planned": [], "Spent": []}
    for year in years:
        of_year = [of[year] for of in actions if year in of]
        amounts["Planned"].append(_sum([of.cell if isinstance(of.cell, int) else None for of in of_year]))
        amounts["Spent"].append(_sum([of.spent for of in of_year]))
    return {
        label: [None if cents is None else _rounded(cents) for cents in (*of, _sum(of))]
        for label, of in amounts.items()
    }


def _is_met(line: str) -> bool | None:
    """What a line says of a target; None where it says nothing of one."""
    return None if not line.endswith("met") else not line.endswith("not met")


def _expected_met(one: Recount, version: Version, nr: str) -> Iterator[bool]:
    """Of each indicator and year, in their order, whether what is measured now reaches the target."""
    for position, indicator in enumerate(version["indicators"].get(nr, ()), 1):
        for year in sorted({goal[1] for goal in (indicator["interim"], indicator["final"]) if goal}):
            value = one.measured(f"{nr}/{position}", year, date.max)
            met = one.meets(indicator, year, value)
            if met is not None:
                yield met


def matrix(path: Path, one: Recount, day: date) -> Iterator[str]:
    """The cells of the matrix: the status of each action as a whole, and the word of each unit."""
    with open_store(path) as store, speaking("en"):
        of_day = matrix_of_day(store, as_of=day)
        grid = _Grid(of_day)
        expected = one.matrix(day)["rows"]
        for at, row in enumerate(of_day.rows):
            told, of_row = text(grid.line(grid.first + at, _WIDE)), expected[row.nr]
            signs = {unit: told[-len(of_day.units) :][n] for n, unit in enumerate(of_day.units)}
            whole = told[-len(of_day.units) - 3 : -len(of_day.units) - 1]
            yield from differences(
                {"whole": whole, **signs},
                {
                    "whole": status_mark(of_row["status"]) + ("*" if of_row["assessed"] else " "),
                    **{unit: _sign(of_row, unit) for unit in of_day.units},
                },
                f"painted matrix {row.nr}",
            )


class _Grid(MatrixGrid):
    """The grid in a window that has room for all of it."""

    room = _WIDE

    @property
    def first(self) -> int:
        """Where the first row stands, below the names of units."""
        return self._head


def _sign(row: dict[str, Any], unit: str) -> str:
    if unit in row["conflicts"]:
        return side_mark("conflict")
    return status_mark(row["cells"][unit]) if unit in row["cells"] else " "


def owing(path: Path, one: Recount, code: str) -> Iterator[str]:
    """The screen of outstanding reports: how many each unit owes, and how many came of those asked."""
    if code not in one.calendar():
        return
    with open_store(path) as store, speaking("en"):
        with store.reading() as conn:
            asked = asked_period(conn, plan_span(conn, code).period)
            units = units_owing(conn, asked)
        screen = OwingScreen(store, asked)
        screen.units = [*units]
        lines = [text(line) for line in screen.lines(_PAGE)]
        pages = [[text(line) for line in screen.page_of(of, _PAGE).lines] for of in units]
    told = {
        of.unit: {
            "owed": line.split()[0],
            "arrived": line.split()[-1],
            "numbers": sorted(line.split()[0] for line in page if re.match(r"\d+\.\d+\.\d+ ", line)),
        }
        for of, line, page in zip(units, lines, pages, strict=True)
    }
    expected = {
        unit: {
            "owed": str(len(of["owed"])),
            "arrived": f"{of['reported']}/{of['asked']}",
            "numbers": sorted(of["owed"]),
        }
        for unit, of in one.owing(code).items()
    }
    yield from differences(told, expected, f"painted owing {code}")


def pages(path: Path, one: Recount, day: date) -> Iterator[str]:
    """The page of each action: its status, whether it is late, and its money by year."""
    with open_store(path) as store, speaking("en"):
        for action in one.versions[-1]["actions"]:
            detail = action_detail(store, action["nr"], today=day)
            lines = [text(line) for line in action_lines(detail, _PAGE, day).lines]
            row = one.row(action, day)
            yield from differences(
                {
                    "status": _field(lines, "Status").startswith(
                        f"{status_mark(row['status'])} {status(row['status'])}"
                    ),
                    "overdue": side_mark("overdue") in _field(lines, "Deadline"),
                    **_money_of_page(lines),
                },
                {
                    "status": True,
                    "overdue": row["overdue"],
                    **_expected_money(one, one.money(action["id"], day)),
                },
                f"page {action['nr']}",
            )


def _field(lines: Sequence[str], label: str) -> str:
    """What stands beside a label."""
    return next((line[len(label) :].strip() for line in lines if line.startswith(f"{label} ")), "")


_LABELS = ("Planned", "Allocated", "Capital", "Recurrent", "Spent")


def _money_of_page(lines: Sequence[str]) -> dict[str, list[float | None]]:
    """The last cells of each row of the page's table of money: a year each, and the total."""
    return {label: [euros(cell) for cell in cells(_field(lines, label))] for label in _LABELS}


def _expected_money(one: Recount, money: dict[int, Money]) -> dict[str, list[float | None]]:
    """The same by the recount; administrative cost is no amount."""
    years = [money.get(year, Money(None, None, None, None)) for year in one.years]
    amounts: dict[str, list[int | None]] = {
        "Planned": [of.cell if isinstance(of.cell, int) else None for of in years],
        "Allocated": [of.allocated for of in years],
        "Capital": [of.capital for of in years],
        "Recurrent": [of.recurrent for of in years],
        "Spent": [of.spent for of in years],
    }
    return {
        label: [None if cents is None else cents / 100 for cents in (*of, _sum(of))]
        for label, of in amounts.items()
    }


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [cents for cents in amounts if cents is not None]
    return sum(known) if known else None


def groups(
    path: Path, one: Recount, span: Span, as_of: date, by: str, expected: dict[str, Adds]
) -> Iterator[str]:
    """The overview by groups, or of the whole plan; ``expected`` is what each group adds, by its key."""
    with open_store(path) as store, speaking("en"):
        with store.reading() as conn:
            of_span = plan_span(conn, span.code)
        seen = overview(store, by, today=as_of, as_of=as_of, span=of_span)
        if by == "plan":
            page = [text(line.drawn()) for line in plan_page(seen, (), (), _WIDE)]
            yield from _whole(page, expected[by])
            if not seen.money_left_out:
                yield from _by_year(page, one, span, as_of)
            return
        lines = groups_page(seen, _WIDE)[1:]
        for group, line in zip(seen.groups, lines, strict=False):
            adds = expected.get(group.key)
            if adds is None:
                continue
            due, rate, coverage, overdue, budget, spent, execution = cells(text(line.drawn()))[-7:]
            yield from differences(
                {
                    "due": due,
                    "rate": rate,
                    "coverage": coverage,
                    "overdue": overdue,
                    "budget": euros(budget) or 0,
                    "spent": euros(spent) or 0,
                    "execution": execution,
                },
                {
                    "due": f"{adds['done']}/{adds['due']}",
                    "rate": share(adds["done"], adds["due"]),
                    "coverage": share(adds["reported"], adds["expected"]),
                    "overdue": str(adds["overdue"]),
                    "budget": _rounded(adds["budget"]),
                    "spent": _rounded(adds["spent"]),
                    "execution": share(adds["on budget"], adds["budget"], 1),
                },
                f"painted {by} {group.key}",
            )


def _rounded(cents: int) -> float:
    """Whole euros, halves away from zero."""
    return float((abs(cents) + 50) // 100 * (1 if cents >= 0 else -1))


def _by_year(lines: Sequence[str], one: Recount, span: Span, as_of: date) -> Iterator[str]:
    """The budget of each year, what was spent in it, and how much of the budget that is."""
    begin = next(n for n, line in enumerate(lines) if line.startswith("Money by year"))
    told: dict[int, tuple[Any, ...]] = {}
    for budget, spent in zip(lines[begin + 1 :: 2], lines[begin + 2 :: 2], strict=False):
        if not re.match(r"\d{4}  ", budget):
            break
        amounts = [euros(line[4:].split()[1]) or 0 for line in (budget, spent)]
        told[int(budget[:4])] = (*amounts, spent.split()[-1])
    day, sums = one.money_day(span, as_of), defaultdict[int, Adds](lambda: defaultdict(int))
    for action in one.counted(span, as_of):
        for year, money in one.money(action.id, day).items():
            one.add_money(sums[year], [money])
    expected = {
        year: (
            _rounded(sums[year]["budget"]),
            _rounded(sums[year]["spent"]),
            share(sums[year]["on budget"], sums[year]["budget"], 1),
        )
        for year in {*told, *sums}
    }
    yield from differences(told, expected, "painted plan, money")


def _whole(lines: Sequence[str], adds: Adds) -> Iterator[str]:
    told: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for code in (*STATUSES, None):
        name = f"{status_mark(code)} {status(code)}"
        row = next(line for line in lines if line.startswith(f"{name} "))
        told[status(code)] = int(row[len(name) :].split()[0])
        expected[status(code)] = adds[f"status {code}"]
    for label, part, whole in (
        ("Implementation rate", "done", "due"),
        ("Coverage", "reported", "expected"),
    ):
        told[label] = _field(lines, label).split()[0]
        expected[label] = share(adds[part], adds[whole], 2)
    told["due"] = re.findall(r"(\d+) of (\d+) due", "\n".join(lines))
    expected["due"] = [(str(adds["done"]), str(adds["due"]))]
    yield from differences(told, expected, "painted plan")
