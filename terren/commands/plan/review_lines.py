"""Items of a review: as lines for a person at a terminal, and as plain data for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from language import _, counted
from language.reading.findings import finding
from language.reading.readings import field, reason, reason_code, value
from language.reading.readings import kind as of_kind
from language.reading.sources import source

if TYPE_CHECKING:
    from planreader.review.reviewitems import FieldReading, Item, Kind


def named(reading: FieldReading, item: Item) -> str:
    """Return a field as it is called within an item: with its number where that is another."""
    nr = reading.path.partition("/")[0]
    return field(reading.path) if nr == item.nr else f"{nr} {field(reading.path)}"


def why(reading: FieldReading, item: Item) -> str:
    """Return why a field was read so, empty for one that was read for certain."""
    if reading.confidence != "inferred" and not reading.reason:
        return ""
    return reason(reading.reason, reading.path, blank=reading.value in (None, "", []), currency=item.currency)


def item_lines(item: Item, shown: Sequence[tuple[int, str]], left: int) -> list[str]:
    """Return an item for a person.

    It says what and where, the lines ``shown`` of its source, the reading beside them, and why it is asked
    about.
    """
    count = counted("{n} open", "{n} open", left)
    where = f" [{source(item.place)}]" if item.place else ""
    lines = [f"{item.nr}{where} · {kind_words(item.kind)} · {count}"]
    if item.finding is not None:
        lines.append(
            f"  ! {finding(item.finding.code, item.finding.where, item.finding.figures, item.currency)}"
        )
    width = len(str(shown[-1][0])) if shown else 0
    lines += [f"  {n:>{width}} | {line}" for n, line in shown]
    few = (
        item.fields
        if item.finding is None
        else [reading for reading in item.fields if reading.path.startswith(item.nr)]
    )
    for reading in few:
        if reading.source and not shown:
            lines.append(
                "  "
                + _("{field}, in the document: {text}").format(
                    field=named(reading, item), text=reading.source
                )
            )
    for reading in few:
        doubt = f" ({why(reading, item)})" if item.finding is None else ""
        lines.append(f"  {named(reading, item)} = {value(reading.value, reading.path, item.currency)}{doubt}")
    return lines


def kind_words(kind: Kind) -> str:
    """A kind of items in few words."""
    return of_kind(kind.code, is_finding=kind.is_finding)


def items_form(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Review items as plain data, a row a field or finding."""
    return [row for item in items for row in _rows(item)]


def _rows(item: Item) -> list[dict[str, Any]]:
    if item.finding is None:
        return [_row(item, reading) for reading in item.fields]
    first = item.fields[0] if item.fields else None
    row = _row(item, first)
    words = finding(item.finding.code, item.finding.where, item.finding.figures, item.currency)
    row |= {
        "key": item.key,
        "place": item.place,
        "reason": None,
        "words": words,
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
        "words": None if reading is None else why(reading, item),
        "place": None if reading is None else reading.place,
        "source": None if reading is None else reading.source,
        "finding": None,
        "open": item.open and reading is not None and reading.confidence not in ("accepted", "corrected"),
        "fields": [] if reading is None else [reading.path],
    }
