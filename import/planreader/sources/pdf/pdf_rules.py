"""Rules that a page leaves out at a table's edges, so that no row there is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

Edge: TypeAlias = "dict[str, Any]"

_NEAR: Final = 2.0
_GAP: Final = 3.0
_SHORTEST: Final = 4.0


def closing_rules(edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Horizontal rules where a table's vertical ones end without one within 2 pt, and vertical ones likewise.

    A row that goes on over the page's end has no rule below; without one it would not be seen as a row.
    """
    vertical = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _SHORTEST]
    horizontal = [e for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] > _SHORTEST]
    rows: list[Edge] = []
    columns: list[Edge] = []
    for group in _groups(vertical):
        left, right = min(e["x0"] for e in group), max(e["x1"] for e in group)
        top, bottom = min(e["top"] for e in group), max(e["bottom"] for e in group)
        if len(group) < 2 or right - left < _SHORTEST:
            continue
        within = [e for e in horizontal if top - _NEAR <= e["top"] <= bottom + _NEAR]
        for y in (top, bottom):
            if not _covered(y, left, right, within):
                rows.append(_rule(left, y, right, y))
        if not within:
            continue
        outer_left, outer_right = min(e["x0"] for e in within), max(e["x1"] for e in within)
        columns += [
            _rule(x, top, x, bottom)
            for x in (outer_left, outer_right)
            if not any(abs(e["x0"] - x) <= _NEAR for e in group)
        ]
    return rows, columns


def _covered(y: float, left: float, right: float, edges: Sequence[Edge]) -> bool:
    """Whether horizontal rules at a height leave no gap: a cell that goes on over the page's end has none."""
    reach = left
    for edge in sorted((e for e in edges if abs(e["top"] - y) <= _NEAR), key=lambda e: float(e["x0"])):
        if edge["x0"] > reach + _NEAR:
            return False
        reach = max(reach, edge["x1"])
    return bool(reach >= right - _NEAR)


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Vertical edges of one table: their heights touch."""
    groups: list[list[Edge]] = []
    reach = 0.0
    for edge in sorted(edges, key=lambda e: float(e["top"])):
        if groups and edge["top"] <= reach + _GAP:
            groups[-1].append(edge)
            reach = max(reach, edge["bottom"])
        else:
            groups.append([edge])
            reach = edge["bottom"]
    return groups


def _rule(x0: float, top: float, x1: float, bottom: float) -> Edge:
    return {
        "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
