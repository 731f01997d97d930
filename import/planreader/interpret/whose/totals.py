"""What sums up columns of units, or rows below a line, and where it comes to something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from planreader.interpret.headings.headings import Heading
from planreader.interpret.headings.moneyunits import in_full
from planreader.sources.grid import GridCell, GridRow
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.money import amount
from planreader.vocabulary.tracking import (
    PARTS,
    PERCENT,
    STATUS,
    is_amount,
    reported_role,
    status_of_mark,
    year_of_amount,
)


def without_unit(roles: Mapping[str, str], units: Mapping[str, str]) -> list[str]:
    """Return the columns beside those of ``units`` that are of none and may sum these up: any amount of the
    same time, and what is called a total of how things stand."""
    parts = [roles[name] for name in units if name in roles]
    stands = any(map(_is_of_standing, parts))
    return [
        name
        for name, role in roles.items()
        if name not in units
        and (
            any(_are_of_one_time(role, part) for part in parts)
            if is_amount(role)
            else stands and _is_of_standing(role) and "general" in concepts(name)
        )
    ]


def sums_that_differ(
    rows: Sequence[GridRow], heading: Heading, roles: Mapping[str, str], units: Mapping[str, str]
) -> Iterator[GridCell]:
    """Yield amounts below columns of no unit that are not what the ``units`` of their row come to."""
    wholes = [name for name in without_unit(roles, units) if is_amount(roles[name])]
    for row in rows if wholes else ():
        cells = {heading.of(cell)[0].title: cell for cell in row.filled if heading.of(cell)}
        cents = {name: amount(in_full(cell, heading).text) for name, cell in cells.items()}
        for name in wholes:
            parts = [part for part in units if part in cells and _is_part(roles[name], roles[part])]
            total = cents.get(name)
            if total is not None and total != sum(cents[part] or 0 for part in parts):
                yield cells[name]


def is_no_sum(line: GridRow, rows: Sequence[GridRow], heading: Heading) -> bool:
    """Return whether an amount of a line, spent or allocated, is not what those of ``rows`` below it come to;
    where they have none in its column, nobody can tell."""
    own = _amounts(line, heading)
    sums: Counter[str] = Counter()
    for row in rows:
        sums.update(_amounts(row, heading))
    return bool(own) if not rows else any(sums.get(title, cents) != cents for title, cents in own.items())


def _amounts(row: GridRow, heading: Heading) -> dict[str, int]:
    """Return the cents spent or allocated by the titles of their columns."""
    columns = ((heading.of(cell)[0].title, cell) for cell in row.filled if heading.of(cell))
    told = (
        (title, amount(in_full(cell, heading).text))
        for title, cell in columns
        if is_amount(reported_role(title, numbers=True, words=False))
    )
    return {title: cents for title, cents in told if cents is not None}


def _is_of_standing(role: str) -> bool:
    return role in (STATUS, PERCENT) or status_of_mark(role) != ""


def _are_of_one_time(role: str, other: str) -> bool:
    """Return whether amounts are of one kind, and of one year where both name theirs."""
    years = {year_of_amount(role), year_of_amount(other)} - {None}
    return len(years) < 2 and is_amount(other) and role.partition(".")[0] == other.partition(".")[0]


def _is_part(role: str, part: str) -> bool:
    """Return whether the amounts of one role are among those of another."""
    kind = role.rpartition(".")[2]
    return _are_of_one_time(role, part) and (kind not in PARTS or part.endswith(kind))
