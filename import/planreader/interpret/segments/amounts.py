"""The cells of a budget in a dump: amounts, and the blank cells that spaces and empty lines suggest."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.form import Tokens
from planreader.sources.text.lines import BLANK, place
from planreader.sources.text.words import SPACE
from planreader.vocabulary import money


def amounts_of(chunks: Sequence[Chunk], members: Sequence[int]) -> Tokens:
    """The amounts that some chunks of a row are; the sign of a currency is part of the one beside it."""
    texts: list[str] = []
    blanks: list[int] = []
    sign = ""
    for n in members:
        text = chunks[n].text
        if chunks[n].kinds[0] != "currency":
            texts.append(f"{sign} {text}".strip())
            blanks.append(_blanks_before(chunks[n]))
            sign = ""
        elif texts and money.amount(texts[-1]) is not None:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            sign = text
    blanks.append(_blanks_behind(chunks, members[-1]) if members else 0)
    lines = [line for n in members for line in chunks[n].lines]
    where = place(min(line.first for line in lines), max(line.last for line in lines)) if lines else ""
    return Tokens(tuple(texts), tuple(blanks), where)


def _blanks_before(chunk: Chunk) -> int:
    blank = min(chunk.line.blanks, 1) if chunk.gap == BLANK and not chunk.page else 0
    return chunk.extra + chunk.behind or blank


def _blanks_behind(chunks: Sequence[Chunk], at: int) -> int:
    if at + 1 < len(chunks) and chunks[at + 1].gap == SPACE:
        return chunks[at + 1].extra
    return max(0, chunks[at].lines[-1].trail - 1)
