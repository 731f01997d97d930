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


def named(one: FieldReading, item: Item) -> str:
    """A field as it is called within an item: with its number where that is another."""
    nr = one.path.partition("/")[0]
    return field(one.path) if nr == item.nr else f"{nr} {field(one.path)}"


def why(one: FieldReading, item: Item) -> str:
    """Why a field was read so, empty for one that was read for certain."""
    if one.confidence != "inferred" and not one.reason:
        return ""
    return reason(one.reason, one.path, blank=one.value in (None, "", []), currency=item.currency)


def item_lines(item: Item, shown: Sequence[tuple[int, str]], left: int) -> list[str]:
    """An item for a person: what and where, the lines ``shown`` of its source, the reading beside them, why
    it is asked about."""
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
        item.fields if item.finding is None else [one for one in item.fields if one.path.startswith(item.nr)]
    )
    for one in few:
        if one.source and not shown:
            lines.append(
                "  " + _("{field}, in the document: {text}").format(field=named(one, item), text=one.source)
            )
    for one in few:
        doubt = f" ({why(one, item)})" if item.finding is None else ""
        lines.append(f"  {named(one, item)} = {value(one.value, one.path, item.currency)}{doubt}")
    return lines


def kind_words(kind: Kind) -> str:
    """A kind of items in few words."""
    return of_kind(kind.code, is_finding=kind.is_finding)


def items_form(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Review items as plain data, a row a field or finding."""
    return [row for item in items for row in _rows(item)]


def _rows(item: Item) -> list[dict[str, Any]]:
    if item.finding is None:
        return [_row(item, one) for one in item.fields]
    first = item.fields[0] if item.fields else None
    row = _row(item, first)
    said = finding(item.finding.code, item.finding.where, item.finding.figures, item.currency)
    row |= {
        "key": item.key,
        "place": item.place,
        "reason": None,
        "words": said,
        "finding": item.finding.code,
        "open": item.open,
        "fields": [one.path for one in item.fields],
    }
    return [row]


def _row(item: Item, one: FieldReading | None) -> dict[str, Any]:
    return {
        "key": None if one is None else one.path,
        "number": item.nr,
        "field": None if one is None else one.path,
        "reading": None if one is None else one.value,
        "confidence": None if one is None else one.confidence,
        "reason": None if one is None else reason_code(one.reason),
        "words": None if one is None else why(one, item),
        "place": None if one is None else one.place,
        "source": None if one is None else one.source,
        "finding": None,
        "open": item.open and one is not None and one.confidence not in ("accepted", "corrected"),
        "fields": [] if one is None else [one.path],
    }
