"""What screens paint, as text, beside the recount: the page of an action, and the overview."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from language import speaking
from language.terms import side_mark, status, status_mark
from store.account.spans import plan_span
from store.opening.open_store import open_store
from store.query.overview import overview
from store.query.queries import action_detail
from tests.recount.faces import differences, share
from tests.recount.recount import STATUSES, Adds, Money, Recount, Span
from tui.headquarters.overview_page import groups_page, plan_page
from tui.plan.action_page import action_lines

_WIDE = 240
"""A width in which nothing is left out."""
_PAGE = 100
"""A width in which a page has one column and its money a table."""


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
            yield from _whole([text(line.drawn()) for line in plan_page(seen, (), (), _WIDE)], expected[by])
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
    yield from differences(told, expected, "painted plan")
