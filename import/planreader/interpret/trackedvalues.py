"""What the values of a tracker tell of each other: which sign parts their decimals, shares of 1 or of 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from planreader.interpret.trackedrows import TrackedRow
from planreader.vocabulary.money import point_of
from planreader.vocabulary.tracking import PERCENT

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
