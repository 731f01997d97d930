"""In what money a document says its amounts are: in headings, and in lines above and between its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from planreader.interpret.headings.headings import Column, Heading, below
from planreader.sources.form import Currency, Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP
from planreader.vocabulary.currency import is_unit, named, scale_of
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, year_of
from planreader.vocabulary.money import point_of, readings
from planreader.vocabulary.vocabulary import listed

TWO_WAYS: Final = "two_ways"
_REASONS: Final = {
    1_000: "amounts_in_thousands",
    1_000_000: "amounts_in_millions",
    1_000_000_000: "amounts_in_billions",
}
_LONGEST: Final = 40
"""Words of a line that says what the amounts are in."""
_OF_MONEY: Final = listed("amounts")
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_REST: Final = re.compile(r"0\d")
_FULL: Final = 1_000_00
"""Cents from which on an amount may be written in full below a heading in thousands."""
_FAR: Final = 500
"""How many times the usual amount one is that is written in full."""
_NO_AMOUNT: Final = re.compile(r"\b(?:(?:19|20)\d\d|(?:1[., ]?)?000(?:[., ]000)?s?)\b")


def scaled(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """Return the headings, in thousands or millions where a line of the document says so of all amounts."""
    told = max((scale_of(text) for text, _cell in _lines(rows, headings)), default=1)
    actions = {
        at: replace(heading, columns=_all_scaled(heading.columns, told))
        for at, heading in headings.items()
        if heading.kind == "actions"
    }
    cells = [
        cell
        for at, heading in actions.items()
        if any(column.scale > 1 for column in heading.columns)
        for row in below(rows, at, headings)
        for cell in row.filled
        if heading.role_of(cell) == "budget" and heading.scale_of(cell) > 1
    ]
    point = point_of(
        text
        for cell in cells
        if cell.number is None
        for text in (cell.tokens.texts if cell.tokens else [cell.text])
    )
    written = sorted(
        (cents, bool(named(cell.text))) for cell in cells for cents in readings(cell.text)[:1] if cents
    )
    usual = written[(len(written) - 1) // 2][0] if written else 0
    signed = all(is_named and cents < _FULL for cents, is_named in written)
    told_heads = {
        at: replace(heading, point=point, usual=usual, signed=signed) for at, heading in actions.items()
    }
    return {**headings, **told_heads}


def _all_scaled(columns: Sequence[Column], told: int) -> tuple[Column, ...]:
    """Return columns with their own scale, else that of all amounts, else of the next one of money."""
    own = [column for column in columns if column.scale and _is_money(column)]
    if told == 1 and not own:
        return tuple(columns)
    scaled_columns: list[Column] = []
    for column in columns:
        left_first = sorted(own, key=lambda other: (other.left > column.left, abs(other.left - column.left)))
        nearest = next((other.scale for other in left_first), 1)
        scale = column.scale if column.scale > 1 else told if told > 1 else column.scale or nearest
        scaled_columns.append(column._replace(scale=scale))
    return tuple(scaled_columns)


def _is_money(column: Column) -> bool:
    return column.role in ("budget", "sum") or bool(named(column.title))


def money_named(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> tuple[Currency, ...]:
    """Return the currencies and unknown words for money that headings, then lines, name."""
    told = [
        Currency(code, cell.place, cell.text)
        for at, heading in headings.items()
        if heading.kind == "actions"
        for row in rows[at : at + heading.size]
        for cell in row.filled
        if _heads_money(heading, cell)
        for code in named(cell.text)
    ]
    told += [
        Currency(code, cell.place, cell.text) for text, cell in _lines(rows, headings) for code in named(text)
    ]
    return tuple({mention.code: mention for mention in reversed(told)}.values())[::-1]


def money_lines(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> Iterator[str]:
    """Yield the lines that say in what currency, in thousands or millions all amounts are."""
    for statement, cell in _lines(rows, headings):
        if named(statement) or scale_of(statement) > 1:
            yield cell.text


def _heads_money(heading: Heading, cell: GridCell) -> bool:
    roles = {column.role for column in heading.of(cell)}
    return bool(roles & {"budget", "sum", "leave"}) or is_unit(cell.text) or year_of(cell.text) is not None


def _lines(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> Iterator[tuple[str, GridCell]]:
    """Yield what lines say of all amounts, with the cell in which they stand."""
    within = {at + n for at, heading in headings.items() for n in range(heading.size)}
    for at, row in enumerate(rows):
        if at in within or len(row.filled) != 1:
            continue
        cell = row.filled[0]
        if statement := _said_of_amounts(cell.text):
            yield statement, cell


def _said_of_amounts(text: str) -> str:
    """Return what a line says of the amounts below: all of it if of money, else a unit in brackets."""
    if len(text.split()) > _LONGEST:
        return ""
    if is_unit(text):
        return text
    about = bool(concepts(text) & {"budget", "cost"})
    about = about or any(fold(word).startswith(_OF_MONEY) for word in text.split())
    if about and not any(map(str.isdigit, _NO_AMOUNT.sub("", text))):
        return text
    return next((inner for inner in _BRACKETS.findall(text) if is_unit(inner)), "")


def in_full(cell: GridCell, heading: Heading) -> GridCell:
    """Return a budget's cell; where its heading says that amounts are in thousands, its amount in full.

    Amounts on lines of their own are several, and stay apart.
    """
    scale = heading.scale_of(cell)
    told = (scale, heading.point) if scale > 1 else ()
    if cell.tokens is not None:
        texts = tuple(_text_in_full(text, readings(text, *told)) for text in cell.tokens.texts)
        return cell if not told else cell._replace(tokens=cell.tokens._replace(texts=texts))
    if len(cell.parts) > 1:
        text = _on_one_line(cell)
        cell = cell if text == cell.text else cell._replace(parts=(Part(text),))
    cents = readings(cell.text, *told) if cell.number is None else _of_number(cell, scale)
    cents = _against_scale(cell, heading, cents) if scale > 1 and cents else cents
    if not cents or (len(cents) == 1 and scale == 1):
        return cell
    reason = _REASONS.get(scale, "")
    reason = f"{TWO_WAYS}:other={cents[1]}" if len(cents) > 1 else reason
    return cell._replace(parts=(Part(_text_in_full(cell.text, cents)),), reason=reason)


def _against_scale(cell: GridCell, heading: Heading, cents: tuple[int, ...]) -> tuple[int, ...]:
    """Return cents with those of the amount as it is written, where it contradicts its heading's scale.

    So does one that names its currency, unless all do, and one that is far above the others. What names its
    currency and is written in full counts as it is.
    """
    (written, *_others), is_named = readings(cell.text) or (0,), bool(named(cell.text))
    is_full = written >= _FULL and (cell.number is None or cell.number[1] == 1)
    by_name = is_named and not heading.signed and (is_full or cell.number is None)
    if written == cents[0] or not (by_name or (is_full and written >= _FAR * heading.usual)):
        return cents
    return (written, cents[0]) if is_full and is_named else (cents[0], written)


def _on_one_line(cell: GridCell) -> str:
    """Return a cell's text, a figure whole that a narrow column cut, and a sign between several amounts."""
    lines: list[list[str]] = []
    for part in cell.parts:
        if part.gap == WRAP and lines:
            lines[-1].append(part.text)
        else:
            lines.append([part.text])
    texts = [" ".join(pieces) if readings(" ".join(pieces)) else "".join(pieces) for pieces in lines]
    if not all(map(readings, texts)):
        return cell.text
    # what ends in a sign, or begins with zeros, is a piece of an amount
    are_pieces = any(text[-1] in ".," for text in texts) or any(map(_REST.match, texts[1:]))
    return ("" if are_pieces else " · ").join(texts)


def _of_number(cell: GridCell, scale: int) -> tuple[int, ...]:
    """Return the cents of a workbook's number as its format shows it, then as its heading scales it."""
    value, divisor = cell.number or (0, 1)
    if divisor == scale == 1 or value < 0:
        return readings(cell.text)

    counted = (Decimal(1), Decimal(scale) / divisor) if divisor > 1 else (Decimal(scale),)
    cents_exact = [Decimal(repr(value)) * 100 * times for times in counted]
    return tuple(dict.fromkeys(int(cents.to_integral_value(ROUND_HALF_UP)) for cents in cents_exact))


def _text_in_full(text: str, cents: Sequence[int]) -> str:
    """Return an amount in full, in the currency that stands beside it; a text that is none as it is."""
    return " ".join((f"{cents[0] // 100}.{cents[0] % 100:02}", *named(text))) if cents else text
