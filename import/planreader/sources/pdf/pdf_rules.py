"""The rules of a page that can be seen: the edges of a fill upon another fill of its colour cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pdfplumber.page import Page

_NEAR: Final = 0.5
"""Points by which a fill may stand out of the one below it."""
_BAND: Final = 50.0
"""Height of the bands of a page by which fills are looked up."""
_THIN: Final = 3.0
"""Points up to which a fill is a rule and no ground of other fills."""


def rules_of(page: Page) -> list[dict[str, Any]]:
    """Return the edges of what a page draws, without those that cannot be seen.

    Programs shade each paragraph of a cell that is shaded itself: read as rules they would cut it into rows.
    """
    hidden = list(_hidden(page.rects))
    if not hidden:
        return list(page.edges)
    from pdfplumber.utils.geometry import rect_to_edges

    unseen = set(map(id, hidden))
    edges = [edge for edge in page.edges if edge["object_type"] != "rect_edge"]
    return edges + [edge for rect in page.rects if id(rect) not in unseen for edge in rect_to_edges(rect)]


def _hidden(rects: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the fills without a border that lie within another one of their colour."""
    grounds: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    fills = [
        rect
        for rect in rects
        if rect["fill"] and not rect["stroke"] and rect["height"] > _THIN < rect["width"]
    ]
    for fill in sorted(fills, key=lambda rect: -float(rect["width"] * rect["height"])):
        colour = str(fill["non_stroking_color"])
        bands = range(int(fill["top"] // _BAND), int(fill["bottom"] // _BAND) + 1)
        if any(_is_within(fill, ground) for ground in grounds[colour, bands[0]]):
            yield fill
        else:
            for band in bands:
                grounds[colour, band].append(fill)


def _is_within(fill: Mapping[str, Any], ground: Mapping[str, Any]) -> bool:
    starts = all(fill[key] >= ground[key] - _NEAR for key in ("x0", "top"))
    return starts and all(fill[key] <= ground[key] + _NEAR for key in ("x1", "bottom"))
