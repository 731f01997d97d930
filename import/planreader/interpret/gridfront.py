"""Tables of indicators whose first column numbers the objectives that they belong to, and not themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from planreader.interpret.headings.headings import Heading
from planreader.sources.grid import GridRow
from planreader.vocabulary import numbers


def numbers_objectives(
    rows: Sequence[GridRow], at: int, headings: Mapping[int, Heading], known: Collection[str]
) -> bool:
    """Whether the numbers below a heading are all of ``known`` objectives and count no rows.

    Such a number has two components, or stands twice.
    """
    heading = headings[at]
    if heading.kind != "indicators" or not heading.has("nr"):
        return False
    found: Counter[str] = Counter()
    for n in range(at + heading.size, len(rows)):
        row = rows[n]
        if row.table != rows[at].table or n in headings or len(row.filled) == 1:
            break
        for cell in row.cells:
            if cell.text and [column.role for column in heading.of(cell)[:1]] == ["nr"]:
                found[numbers.bare(cell.text.split()[0])] += 1
    named = set(found) <= set(known)
    return bool(found) and named and any(numbers.depth(nr) > 1 or n > 1 for nr, n in found.items())
