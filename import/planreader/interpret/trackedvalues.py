"""What the cells of a tracker tell, alone and of each other: signs of decimals, shares of 1 or of 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from planreader.interpret.headings.headings import Heading
from planreader.interpret.headings.moneyunits import in_full
from planreader.interpret.trackedrows import TrackedCell, TrackedRow
from planreader.sources.grid import GridCell
from planreader.vocabulary.currency import named
from planreader.vocabulary.money import TWO_WAYS, amount, point_of
from planreader.vocabulary.tracking import NOTE, PERCENT, is_amount, says_nothing
from planreader.vocabulary.vocabulary import CURRENCIES

_SHARE: Final = re.compile(r"0?[.,]\d+|[01](?:[.,]0+)?")


def doubted(rows: Sequence[TrackedRow]) -> list[TrackedRow]:
    """Return rows whose amounts have two readings only where the others of the table tell neither: by
    decimals, or since several are written alike and none otherwise."""
    doubtful = [cell for row in rows for cell in row.cells.values() if cell.doubtful and not cell.exact]
    signs = {sign for cell in doubtful for sign in ".," if sign in cell.text}
    told = point_of(cell.text for row in rows for cell in row.cells.values() if cell.number is not None)
    if len(signs) != 1 or not (told not in ("", *signs) or len({cell.text for cell in doubtful}) > 1):
        return list(rows)
    return [
        row._replace(
            cells={role: cell._replace(doubtful=bool(cell.exact)) for role, cell in row.cells.items()}
        )
        for row in rows
    ]


def in_percent(rows: Sequence[TrackedRow]) -> Iterator[TrackedRow]:
    """Yield rows with whole percent: a column of shares of 1 is of a hundred times as much.

    What is no whole percent has no number. Where a column says nothing but 0 and 1, 1 may be either.
    """
    texts = [row.cells[PERCENT].text.strip() for row in rows if PERCENT in row.cells]
    shares = all(map(_SHARE.fullmatch, texts))
    signed = any(text.endswith("%") for text in texts)
    all_or_nothing = shares and all(float(text.replace(",", ".")) in (0, 1) for text in texts)
    for row in rows:
        cell = row.cells.get(PERCENT)
        if cell is not None:
            number = _whole_percent(cell.text, times=100 if shares else 1)
            # beside others with their sign, 1 may be either as well
            is_doubtful = (all_or_nothing and number == 100) or (signed and cell.text.strip() == "1")
            cell = cell._replace(number=number, doubtful=is_doubtful)
            row = row._replace(cells={**row.cells, PERCENT: cell})
        yield row


def _whole_percent(text: str, *, times: int) -> int | None:
    plain = text.strip(" %").replace(",", ".")
    if not (re.fullmatch(r"\d{0,3}(?:\.\d+)?", plain, re.ASCII) and plain.strip(".")):
        return None
    percent = Decimal(plain) * times
    return int(percent) if percent == int(percent) else None


def told_by(role: str, cells: Sequence[GridCell], heading: Heading) -> TrackedCell:
    """Return what the cells of a row say that have one role: notes below each other, or a sum of amounts."""
    told = [_cell(role, cell, heading) for cell in cells]
    filled = [n for n, cell in enumerate(told) if not says_nothing(cell.text)]
    if len(filled) < 2 or (role != NOTE and not is_amount(role)):
        return told[filled[0] if filled else 0]
    first = told[filled[0]]
    if role == NOTE:
        notes = [f"{heading.of(cells[n])[0].title}: {told[n].text}" for n in filled]
        return first._replace(text="\n".join(notes))
    numbers = [told[n].number for n in filled]
    unread = next((told[n] for n in filled if told[n].number is None), None)
    if unread is not None or len({told[n].currency for n in filled}) > 1:
        return unread or first._replace(text=" + ".join(told[n].text for n in filled), number=None)
    total = sum(number for number in numbers if number is not None)
    doubtful = any(told[n].doubtful for n in filled)
    text = " + ".join(told[n].text for n in filled)
    exact = " + ".join(told[n].exact or told[n].text for n in filled) if any(c.exact for c in told) else ""
    return first._replace(text=text, number=total, doubtful=doubtful, exact=exact)


def _cell(role: str, cell: GridCell, heading: Heading) -> TrackedCell:
    if role == PERCENT and cell.number is not None:
        # a cell's text has two decimals at most
        return TrackedCell(f"{cell.number[0]:.10g}", cell.place)
    if not is_amount(role):
        return TrackedCell(cell.text, cell.place)
    whole = in_full(cell, heading)
    number, title = amount(whole.text), heading.of(cell)[0].title
    codes = (code for text in (whole.text, title, heading.unit_of(cell)) for code in named(text))
    code = next((code for code in codes if code in CURRENCIES), "")
    if number is None:
        return TrackedCell(whole.text, cell.place, None, False, code)
    text, exact = cell.text, _exact(cell, heading)
    if TWO_WAYS.fullmatch(exact or ("" if cell.number else cell.text)):
        # the first reading is that of thousands
        return TrackedCell(exact or text, cell.place, amount(exact) or number, True, code, exact)
    return TrackedCell(text, cell.place, number, False, code, exact)


def _exact(cell: GridCell, heading: Heading) -> str:
    """Return the number of a cell in full where it has parts of a cent; else empty."""
    value, divisor = cell.number or (0, 1)
    # what a computer adds to 0.1 + 0.2 is no part of a cent
    number = Decimal(repr(round(value, 6))) * max(1, heading.scale_of(cell)) / divisor
    return "" if number == round(number, 2) else f"{number:f}"
