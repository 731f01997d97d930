"""Budget cells that a page's end tore in the middle of a word or number, put together again.

Both halves must be there and make something that neither is: administrative cost spelled out, or an amount
whose thousands are complete only together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.costwords import LEAST, PHRASES, WORDS, letters_of
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import NUMERIC
from planreader.vocabulary import money
from planreader.vocabulary.fold import fold

_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f\u2009]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?")
_GROUP: Final = re.compile(r"\d{3}")
_SPACED: Final = re.compile(r"\d[ \u00a0\u202f\u2009]\d{3}$")


def mend(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks of a row with torn budget cells whole, in the place of their first half."""
    whole = list(chunks)
    for at, chunk in enumerate(chunks):
        begins = not at or chunk.gap >= BLOCK or not NUMERIC.isdisjoint(chunks[at - 1].kinds[-1:])
        begins = begins or (chunk.gap == WRAP and (fold(chunk.text) in WORDS or _begins_admin(chunk)))
        worded = begins and NUMERIC.isdisjoint(chunk.kinds[:1])
        if worded or (chunk.kinds == ["admin"] and chunk.cut):
            _mend_admin(whole, chunks, at)
        if worded or chunk.kinds == ["broken"] or (chunk.cut and chunk.kinds == ["amount"]):
            _mend_amount(whole, chunks, at)
    return whole


def _begins_admin(chunk: Chunk) -> bool:
    """Whether a chunk that ends within a word is most of administrative cost."""
    letters = letters_of(chunk.text)
    return chunk.cut and len(letters) > 2 * LEAST and any(phrase.startswith(letters) for phrase in PHRASES)


def _mend_admin(whole: list[Chunk], chunks: Sequence[Chunk], at: int) -> None:
    """Administrative cost in words whose last letters stand behind a page's end."""
    size = _size(chunks, at)
    half = letters_of(" ".join(c.text for c in chunks[at : at + size]))
    for phrase in PHRASES:
        if LEAST <= len(half) < len(phrase) and phrase.startswith(half):
            rest = _rest(whole, chunks, at + size, phrase[len(half) :])
            if rest:
                joint = "" if chunks[at + size - 1].cut else " "
                _become(
                    chunks[at], f"{' '.join(c.text for c in chunks[at : at + size])}{joint}{rest}", "admin"
                )
                for other in chunks[at + 1 : at + size]:
                    whole.remove(other)
                return


def _size(chunks: Sequence[Chunk], at: int) -> int:
    """How many chunks follow each other without an empty line."""
    size = 1
    while at + size < len(chunks) and 0 <= chunks[at + size].gap < BLOCK and not chunks[at + size].page:
        size += 1
    return size


def _rest(whole: list[Chunk], chunks: Sequence[Chunk], begin: int, wanted: str) -> str:
    """The words that complete a half, taken out of the chunk that begins with them; empty where none does."""
    for chunk in chunks[begin:]:
        if chunk not in whole:
            continue
        count = len(chunk.words)
        for size in range(count, 0, -1):
            for begin, end in ((0, size), (count - size, count)):
                if letters_of(" ".join(chunk.words[begin:end])) != wanted:
                    continue
                rest = " ".join(chunk.words[begin:end])
                del chunk.words[begin:end], chunk.kinds[begin:end]
                if not chunk.words:
                    whole.remove(chunk)
                return rest
    return ""


def _mend_amount(whole: list[Chunk], chunks: Sequence[Chunk], at: int) -> None:
    chunk = chunks[at]
    text = chunk.text
    if len(chunk.words) != 1 or chunk.kinds[0] not in ("code", "broken", "lower", "amount"):
        return
    if not text.strip("€ ")[:1].isdigit() or (money.amount(text) is not None and not chunk.cut):
        return
    behind = False
    for other in chunks[at + 1 :]:
        behind = behind or other.page or other.line.apart or other.extra > 1
        if behind:
            joined = next((way for way in _put_together(text, other.text) if _is_whole(way)), None)
            if other in whole and len(other.words) == 1 and joined is not None:
                _become(chunk, joined, "amount")
                whole.remove(other)
                return


def _put_together(half: str, rest: str) -> Iterator[str]:
    """Two halves of an amount as one; a space that groups thousands may be lost where a line ends with it."""
    yield f"{half}{rest}"
    if _GROUP.fullmatch(rest) and _SPACED.search(half):
        yield f"{half}\u00a0{rest}"


def _is_whole(text: str) -> bool:
    """Whether a text is an amount whose thousands are complete."""
    return money.amount(text) is not None and _GROUPED.fullmatch(text.strip("€ ")) is not None


def _become(chunk: Chunk, text: str, kind: str) -> None:
    chunk.words, chunk.kinds, chunk.cut = [text], [kind], False
    chunk.shape, chunk.starts = {}, {}
