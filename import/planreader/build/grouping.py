"""Rows of a document by the objective that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planreader.sources.form import Cell, Row


@dataclass(slots=True)
class ObjectiveGroup:
    """An objective and what is below it: of a strategic one specific ones, of these actions and a total.

    ``nr`` is empty where the document has no such level.
    """

    kind: str
    nr: str
    title: Cell | None = None
    indicators: list[Row] = field(default_factory=list[Row])
    objectives: list[ObjectiveGroup] = field(default_factory=list["ObjectiveGroup"])
    actions: list[Row] = field(default_factory=list[Row])
    total: Row | None = None


def grouped(rows: Sequence[Row]) -> list[ObjectiveGroup]:
    """Return the strategic objectives with all below each; an indicator belongs to the one it names.

    An objective that is printed again, as behind a table of indicators, goes on; its later title counts.
    """
    groups: list[ObjectiveGroup] = []
    strategic: ObjectiveGroup | None = None
    specific: ObjectiveGroup | None = None
    owners: dict[str, ObjectiveGroup] = {}
    begun: dict[tuple[str, str], ObjectiveGroup] = {}
    indicators: list[tuple[Row, ObjectiveGroup | None]] = []
    for row in rows:
        if row.kind in ("strategic", "specific"):
            group = begun.get((row.kind, row.nr))
            if group is None:
                group = begun[row.kind, row.nr] = owners[row.nr] = ObjectiveGroup(row.kind, row.nr)
                if row.kind == "specific" and strategic is None:
                    strategic = ObjectiveGroup("strategic", "")
                    groups.append(strategic)
                (strategic.objectives if row.kind == "specific" and strategic else groups).append(group)
            if group.title is None or row.text("title"):
                group.title = row.cells.get("title")
            strategic, specific = (strategic, group) if row.kind == "specific" else (group, None)
            if specific is not None and (row.budget is not None or row.tokens is not None):
                # its own row says the total, where no other does
                specific.total = specific.total or row
        elif row.kind == "indicator":
            indicators.append((row, specific or strategic))
        elif row.kind == "action" and specific is not None:
            specific.actions.append(row)
        elif row.kind == "total" and specific and (not specific.total or specific.total.kind == "specific"):
            specific.total = row
    for row, above in indicators:
        # a table of all indicators stands before or behind the objectives that it names
        owner = owners.get(row.nr) or owners.get(row.nr.rpartition(".")[0]) or above or groups[0]
        # of a strategic and a specific objective of the same number the one above is meant
        (above if above is not None and above.nr == row.nr else owner).indicators.append(row)
    return groups
