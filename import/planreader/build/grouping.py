"""Rows of a document by the objective that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from planreader.sources.form import Row


@dataclass(slots=True)
class Objective:
    """A specific objective's row and the rows below it."""

    row: Row
    indicators: list[Row] = field(default_factory=list[Row])
    actions: list[Row] = field(default_factory=list[Row])
    total: Row | None = None


@dataclass(slots=True)
class Strategic:
    """A strategic objective's row, None where the document has no such level, and what is below it."""

    row: Row | None
    indicators: list[Row] = field(default_factory=list[Row])
    objectives: list[Objective] = field(default_factory=list[Objective])


_Level = TypeVar("_Level", Strategic, Objective)


def grouped(rows: Sequence[Row]) -> list[Strategic]:
    """The strategic objectives with all that stands below each; an indicator belongs to the one it names.

    An objective that is printed again, as behind a table of indicators, goes on; its later title counts.
    """
    groups: list[Strategic] = []
    group: Strategic | None = None
    objective: Objective | None = None
    owners: dict[str, Strategic | Objective] = {}
    indicators: list[tuple[Row, Strategic | Objective | None]] = []
    for row in rows:
        known = owners.get(row.nr)
        if row.kind == "strategic":
            objective = None
            if isinstance(known, Strategic):
                group = _again(known, row)
            else:
                group = Strategic(row)
                groups.append(group)
                owners[row.nr] = group
        elif row.kind == "specific" and isinstance(known, Objective):
            objective = _again(known, row)
        elif row.kind == "specific":
            if group is None:
                group = Strategic(None)
                groups.append(group)
            objective = owners[row.nr] = Objective(row)
            group.objectives.append(objective)
        elif row.kind == "indicator":
            indicators.append((row, objective or group))
        elif row.kind == "action" and objective is not None:
            objective.actions.append(row)
        elif row.kind == "total" and objective is not None and objective.total is None:
            objective.total = row
    for row, above in indicators:
        # a table of all indicators stands before or behind the objectives that it names
        owner = owners.get(row.nr) or owners.get(row.nr.rpartition(".")[0]) or above or groups[0]
        # of a strategic and a specific objective of the same number the one above is meant
        own = above is not None and above.row is not None and above.row.nr == row.nr
        (above if own and above is not None else owner).indicators.append(row)
    return groups


def _again(known: _Level, row: Row) -> _Level:
    """The objective of a row that names it again."""
    if row.text("title"):
        known.row = row
    return known
