"""In what money a document says its amounts are: in headings, and in lines above and between its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from planreader.interpret.headings.headings import Heading, RoleColumn, below
from planreader.interpret.headings.unitlines import UnitLine, statements
from planreader.sources.form import IN_PASSING, Currency, Part
from planreader.sources.grid import GridCell, GridRow
from planreader.sources.text.lines import WRAP
from planreader.vocabulary import money
from planreader.vocabulary.currency import KNOWN, code_of, is_unit, named, scale_of
from planreader.vocabulary.headwords import year_of
from planreader.vocabulary.money import figure, point_of, readings
from store.plan.model import Finding

TWO_WAYS: Final = "two_ways"
_REASONS: Final = {
    1_000: "amounts_in_thousands",
    1_000_000: "amounts_in_millions",
    1_000_000_000: "amounts_in_billions",
}
_SHORT: Final = {1_000: "000", 1_000_000: "mln", 1_000_000_000: "mlrd"}
_REST: Final = re.compile(r"0\d")
_FULL: Final = 1_000_00
"""Cents from which on an amount may be written in full below a heading in thousands."""
_FAR: Final = 500
"""How many times the usual amount one is that is written in full."""


def scaled(
    rows: Sequence[GridRow], headings: Mapping[int, Heading], lines: Sequence[UnitLine]
) -> dict[int, Heading]:
    """Return the headings, in thousands or millions where one of the lines says so of their amounts."""
    heads = [at for at, heading in headings.items() if heading.kind == "actions"]
    told = {at: scale for at, (scale, _line) in _told(heads, lines).items()}
    actions = {
        at: replace(headings[at], columns=_all_scaled(headings[at].columns, told.get(at, 1))) for at in heads
    }
    cells = [
        cell
        for at, heading in actions.items()
        for is_scaled in (any(column.scale > 1 or column.unit for column in heading.columns),)
        for row in below(rows, at, headings)
        for cell in row.filled
        if (is_scaled or cell.unit) and heading.role_of(cell) == "budget" and heading.scale_of(cell) > 1
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


def in_currency(headings: Mapping[int, Heading], lines: Sequence[UnitLine]) -> dict[int, Heading]:
    """Return the headings of actions with the currency that a line names of their amounts, beside what each
    unit of these counts."""
    told = dict(headings)
    for at, heading in headings.items():
        near = [line for line in lines if line.head in (at, None)]
        code = next((code for line in near for code in named(line.statement)), "")
        if code:
            columns = (
                column._replace(unit=column.unit or f"{_SHORT.get(column.scale, '')} {code}".strip())
                for column in heading.columns
            )
            told[at] = replace(heading, columns=tuple(columns))
    return told


def _told(heads: Sequence[int], lines: Sequence[UnitLine]) -> dict[int, tuple[int, UnitLine]]:
    """Return what lines say that a unit counts below each heading of actions, and one of those that say it.

    Below one of which none tells, it is what those before it say, else those behind it, as of a form whose
    tables follow on each other.
    """
    scales = [line for line in lines if line.scale]
    own = {at: [line for line in scales if line.head == at] for at in heads}
    of_all = [line for line in scales if line.head is None]
    told: dict[int, tuple[int, UnitLine]] = {}
    near: list[UnitLine] = of_all or next((lines for at in sorted(own) if (lines := own[at])), [])
    for at in sorted(heads):
        near = own[at] or near
        if near:
            most = max(near, key=lambda line: line.scale)
            told[at] = most.scale, most
    return told


def doubtful_units(headings: Mapping[int, Heading], lines: Sequence[UnitLine]) -> Iterator[Finding]:
    """Yield lines above a table by which tables before it are in thousands or millions, too, and those that
    contradict another line about the same table."""
    heads = [at for at, heading in headings.items() if heading.kind == "actions"]
    told: dict[str, Finding] = {}
    for at, (scale, line) in _told(heads, lines).items():
        scales = {other.scale for other in lines if other.head == line.head} - {0, 1}
        is_later = line.head is not None and at < line.head and line.at < line.head
        if scale > 1 and (is_later or len(scales) > 1):
            figures: dict[str, str | int | None] = {"found": line.cell.text}
            told[line.cell.place] = Finding("unit_elsewhere", "plan", figures, line.cell.place)
    yield from told.values()


def _all_scaled(columns: Sequence[RoleColumn], told: int) -> tuple[RoleColumn, ...]:
    """Return columns with their own scale, else that of all amounts, else of the next one of money."""
    own = [column for column in columns if column.scale and _is_money(column)]
    if told == 1 and not own:
        return tuple(columns)
    scaled_columns: list[RoleColumn] = []
    for column in columns:
        left_first = sorted(own, key=lambda other: (other.left > column.left, abs(other.left - column.left)))
        nearest = next((other.scale for other in left_first), 1)
        scale = column.scale if column.scale > 1 else told if told > 1 else column.scale or nearest
        scaled_columns.append(column._replace(scale=scale))
    return tuple(scaled_columns)


def _is_money(column: RoleColumn) -> bool:
    return column.role in ("budget", "sum") or bool(named(column.title))


def money_named(
    rows: Sequence[GridRow], headings: Mapping[int, Heading], lines: Sequence[UnitLine]
) -> tuple[Currency, ...]:
    """Return the currencies and unknown words for money that headings, then lines, name."""
    told = [
        Currency(code, cell.place, cell.text)
        for at, heading in headings.items()
        if heading.kind == "actions"
        for row in rows[at : at + heading.size]
        for cell in row.filled
        if _heads_money(heading, cell)
        for code in (*named(cell.text), *named(cell.unit))
    ]
    told += [
        Currency(code, line.cell.place, line.cell.text) for line in lines for code in named(line.statement)
    ]
    return tuple({mention.code: mention for mention in reversed(told)}.values())[::-1]


def money_lines(rows: Sequence[GridRow], headings: Mapping[int, Heading]) -> Iterator[str]:
    """Yield the lines that say in what currency, in thousands or millions all amounts are."""
    for at, statement in statements(rows, headings):
        if named(statement) or scale_of(statement) > 1:
            yield rows[at].filled[0].text


def money_in_passing(rows: Sequence[GridRow]) -> tuple[Currency, ...]:
    """Return the currencies besides the usual one that lines name beside figures: ``4,9 miliona dinara``."""
    return tuple(
        Currency(code, row.place, row.filled[0].text, IN_PASSING)
        for row in rows
        if len(row.filled) == 1
        for words in (row.filled[0].text.split(),)
        for n, word in enumerate(words)
        if (code := code_of(word)) in KNOWN[1:] and any(map(_is_figure, words[max(0, n - 2) : n]))
    )


def _is_figure(word: str) -> bool:
    """Return whether a word holds figures, and is no year: ``GROWTH 2030 FOR ALL`` is of no money."""
    return any(map(str.isdigit, word)) and year_of(word) is None


def _heads_money(heading: Heading, cell: GridCell) -> bool:
    roles = {column.role for column in heading.of(cell)}
    return bool(roles & {"budget", "sum", "leave"}) or is_unit(cell.text) or year_of(cell.text) is not None


def in_full(cell: GridCell, heading: Heading) -> GridCell:
    """Return a budget's cell; where its heading says that amounts are in thousands, its amount in full.

    Amounts on lines of their own are several, and stay apart.
    """
    scale = heading.scale_of(cell)
    told = (scale, heading.point) if scale > 1 else ()
    if cell.tokens is not None:
        texts = tuple(text_in_full(text, readings(text, *told)) for text in cell.tokens.texts)
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
    text = text_in_full(f"{cell.text} {heading.unit_of(cell)}", cents)
    return cell._replace(parts=(Part(text),), reason=reason)


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
        # a third decimal may be one, or end thousands that a program took for a number
        text = f"{value:.10g}"
        return (*readings(cell.text), *(readings(text) if money.TWO_WAYS.fullmatch(text) else ()))
    counted = (Decimal(1), Decimal(scale) / divisor) if divisor > 1 else (Decimal(scale),)
    cents_exact = [Decimal(repr(value)) * 100 * times for times in counted]
    return tuple(dict.fromkeys(int(cents.to_integral_value(ROUND_HALF_UP)) for cents in cents_exact))


def text_in_full(text: str, cents: Sequence[int]) -> str:
    """Return an amount in full, in the currency that stands beside it; a text that is none as it is."""
    return " ".join((figure(cents[0]), *named(text))) if cents else text
