"""The cells of a budget in a dump: its amounts, in order."""

from __future__ import annotations

from collections.abc import Sequence

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.form import Tokens
from planreader.sources.text.lines import place
from planreader.vocabulary import money


def amounts_of(chunks: Sequence[Chunk], members: Sequence[int]) -> Tokens:
    """The amounts that some chunks of a row are; the sign of a currency is part of the one beside it."""
    texts: list[str] = []
    sign = ""
    for n in members:
        text = chunks[n].text
        if chunks[n].kinds[0] != "currency":
            texts.append(f"{sign} {text}".strip())
            sign = ""
        elif texts and money.amount(texts[-1]) is not None:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            sign = text
    lines = [line for n in members for line in chunks[n].lines]
    where = place(min(line.first for line in lines), max(line.last for line in lines)) if lines else ""
    return Tokens(tuple(texts), where)
