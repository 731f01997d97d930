"""Items of a review: as lines for a person at a terminal, and as plain data for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from language import _, counted
from language.reading.readings import reason_code, value
from language.reading.sources import source
from tui.review.item_words import finding_words, kind_words, named, own_fields, why_read

if TYPE_CHECKING:
    from planreader.review.reviewitems import FieldReading, Item


def item_lines(item: Item, shown: Sequence[tuple[int, str]], left: int) -> list[str]:
    """Return an item for a person.

    It says what and where, the lines ``shown`` of its source, the reading beside them, and why it is asked
    about.
    """
    count = counted("{n} open", "{n} open", left)
    where = f" [{source(item.place)}]" if item.place else ""
    lines = [f"{item.nr}{where} · {kind_words(item.kind)} · {count}"]
    if item.finding is not None:
        lines.append(f"  ! {finding_words(item.finding, item)}")
    width = len(str(shown[-1][0])) if shown else 0
    lines += [f"  {n:>{width}} | {line}" for n, line in shown]
    few = own_fields(item)
    for reading in few:
        if reading.source and not shown:
            lines.append(
                "  "
                + _("{field}, in the document: {text}").format(
                    field=named(reading, item), text=reading.source
                )
            )
    for reading in few:
        doubt = f" ({why_read(reading, item)})" if item.finding is None else ""
        lines.append(f"  {named(reading, item)} = {value(reading.value, reading.path, item.currency)}{doubt}")
    return lines


def items_form(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return review items as plain data, a row a field or finding."""
    return [row for item in items for row in _rows(item)]


def _rows(item: Item) -> list[dict[str, Any]]:
    if item.finding is None:
        return [_row(item, reading) for reading in item.fields]
    first = item.fields[0] if item.fields else None
    row = _row(item, first)
    row |= {
        "key": item.key,
        "place": item.place,
        "reason": None,
        "words": finding_words(item.finding, item),
        "finding": item.finding.code,
        "open": item.open,
        "fields": [reading.path for reading in item.fields],
    }
    return [row]


def _row(item: Item, reading: FieldReading | None) -> dict[str, Any]:
    return {
        "key": None if reading is None else reading.path,
        "number": item.nr,
        "field": None if reading is None else reading.path,
        "reading": None if reading is None else reading.value,
        "confidence": None if reading is None else reading.confidence,
        "reason": None if reading is None else reason_code(reading.reason),
        "words": None if reading is None else why_read(reading, item),
        "place": None if reading is None else reading.place,
        "source": None if reading is None else reading.source,
        "finding": None,
        "open": item.open and reading is not None and reading.confidence not in ("accepted", "corrected"),
        "fields": [] if reading is None else [reading.path],
    }
