"""What a dump shows of the cells round a row's names: whether one is blank, and whose it can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.lines import BLANK
from planreader.sources.text.words import SPACE
from planreader.vocabulary.deadlines import read_deadline


class Seen(NamedTuple):
    """What a dump shows of the cells before a row's names and behind them.

    Whether the budget is ``full``, whether a ``blank`` cell seems to follow, whether that can be none but the
    source of funding's (``sourceless``), and whether one seems to stand behind the names (``ended``).
    """

    full: bool
    blank: bool
    sourceless: bool
    ended: bool = False


NOTHING: Final = Seen(False, False, False)


def seen_round(
    chunks: Sequence[Chunk], labels: Sequence[str], first: int, last: int, years: int, last_year: int | None
) -> Seen:
    """What shows round the names from ``first`` to ``last``.

    A full budget has so many ``years``, the last of them ``last_year`` (None where that is not known).
    """
    money = [n for n in range(first) if labels[n] == "budget" and chunks[n].kinds[0] != "currency"]
    cells = len(money) + sum(chunks[n].extra + chunks[n].behind for n in money)
    behind = chunks[first].extra + chunks[first].behind
    more = behind + chunks[first].line.blanks if chunks[first].gap == BLANK else behind
    follows = bool(money) and money[-1] == first - 1
    return Seen(
        len(money) >= years,
        chunks[first].gap == BLANK or behind > 0,
        follows
        and more > 0
        and (
            years + 1 in (cells + behind, cells + more)
            or _fills_deadline(chunks, labels, len(money), last_year)
        ),
        last + 1 < len(chunks) and _follows_blank(chunks[last + 1]),
    )


def _fills_deadline(
    chunks: Sequence[Chunk], labels: Sequence[str], amounts: int, last_year: int | None
) -> bool:
    """Whether a deadline up to the plan's last year has an amount in each of its years."""
    raw = " ".join(chunk.text for chunk, role in zip(chunks, labels, strict=True) if role == "deadline")
    deadline = read_deadline(raw).deadline
    first, last = deadline.start, deadline.end
    return first is not None and last is not None and last == last_year and last - first + 1 == amounts


def _follows_blank(chunk: Chunk) -> bool:
    """Whether a blank cell seems to stand before a chunk."""
    return not chunk.page and (chunk.gap == BLANK or (chunk.gap != SPACE and chunk.behind + chunk.extra > 0))
