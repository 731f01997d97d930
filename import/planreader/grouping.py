"""Rows of a document by the objective that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planreader.form import Row


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


def grouped(rows: Sequence[Row]) -> list[Strategic]:
    """The strategic objectives with all that stands below each; an indicator belongs to the one it names."""
    groups: list[Strategic] = []
    objective: Objective | None = None
    owners: dict[str, Strategic | Objective] = {}
    indicators: list[tuple[Row, Strategic | Objective | None]] = []
    for row in rows:
        if row.kind == "strategic":
            groups.append(Strategic(row))
            owners[row.nr] = groups[-1]
            objective = None
        elif row.kind == "specific":
            if not groups:
                groups.append(Strategic(None))
            objective = owners[row.nr] = Objective(row)
            groups[-1].objectives.append(objective)
        elif row.kind == "indicator":
            indicators.append((row, objective or (groups[-1] if groups else None)))
        elif row.kind == "action" and objective is not None:
            objective.actions.append(row)
        elif row.kind == "total" and objective is not None and objective.total is None:
            objective.total = row
    for row, above in indicators:
        # a table of all indicators stands before or behind the objectives that it names
        owner = owners.get(row.nr, above)
        if owner is not None:
            owner.indicators.append(row)
    return groups
