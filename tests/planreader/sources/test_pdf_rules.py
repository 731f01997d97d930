"""Rules of a page: what cannot be seen parts no cells."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pdfplumber.utils.geometry import rect_to_edges

from planreader.sources.pdf.pdf_rules import rules_of


def _fill(
    left: float, top: float, right: float, bottom: float, colour: Any = 1.0, **more: Any
) -> dict[str, Any]:
    return {
        "x0": left,
        "top": top,
        "x1": right,
        "bottom": bottom,
        "y0": -bottom,
        "y1": -top,
        "doctop": top,
        "width": right - left,
        "height": bottom - top,
        "fill": True,
        "stroke": False,
        "non_stroking_color": colour,
        **more,
    }


def _rules(*rects: dict[str, Any]) -> set[tuple[float, float, float, float]]:
    edges = [edge for rect in rects for edge in rect_to_edges(rect)]
    page: Any = SimpleNamespace(rects=list(rects), edges=edges)
    return {(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in rules_of(page)}


def test_the_shading_of_a_paragraph_within_a_cell_of_its_colour_is_no_rule() -> None:
    cell = _fill(0, 0, 100, 200)
    lines = [_fill(0, n, 100, n + 14) for n in range(0, 180, 15)]
    assert _rules(*lines, cell) == _rules(cell)
    assert _rules(cell, _fill(5, 5, 95, 195)) == _rules(cell), "a cell has margins"


def test_what_can_be_seen_is_a_rule() -> None:
    cell = _fill(0, 0, 100, 200)
    for other in (
        _fill(0, 10, 100, 30, 0.9),
        _fill(0, 10, 100, 11),
        _fill(0, 10, 100, 30, stroke=True),
        _fill(0, 190, 100, 230),
        _fill(0, 10, 100, 30, fill=False),
    ):
        assert len(_rules(cell, other)) > 4
