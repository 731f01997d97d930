"""Budget cells that a page's end tore in the middle of a word or number.

Administrative cost in words is put together again, where both halves are there; an amount is marked, so that
it is found unreadable and not read as less than it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.interpret.segments.tokens import ADMIN, letters_of
from planreader.sources.text.lines import BLOCK

_LEAST: Final = 5
"""Letters of the first half of administrative cost."""
_BEGINS: Final = tuple({phrase[:_LEAST] for phrase in ADMIN})
_CUT: Final = "…"


def mend(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks of a row with torn administrative cost whole, in the place of its first half."""
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        if chunk.cut and chunk.kinds[-1] == "amount":
            chunk.words[-1] += _CUT
            chunk.kinds[-1] = "broken"
        if letters_of(chunk.words[0]).startswith(_BEGINS):
            _mend_admin(chunks, at)
        at += 1
    return chunks


def _mend_admin(chunks: list[Chunk], at: int) -> None:
    over = (n for n in range(at + 1, len(chunks)) if chunks[n].gap >= BLOCK or chunks[n].page)
    end = next(over, len(chunks))
    half = " ".join(chunk.text for chunk in chunks[at:end])
    letters = letters_of(half)
    for phrase in ADMIN:
        if phrase.startswith(letters) and phrase != letters:
            rest = _taken(chunks, end, phrase[len(letters) :])
            if rest:
                first = chunks[at]
                first.words, first.kinds, first.cut = [f"{half} {rest}"], ["admin"], False
                del chunks[at + 1 : end]
                return


def _taken(chunks: list[Chunk], begin: int, wanted: str) -> str:
    """The words of these letters, taken out of the chunk that begins or ends with them."""
    for chunk in chunks[begin:]:
        count = len(chunk.words)
        for size in range(count, 0, -1):
            for part in (slice(0, size), slice(count - size, count)):
                words: Sequence[str] = chunk.words[part]
                if letters_of("".join(words)) == wanted:
                    del chunk.words[part], chunk.kinds[part]
                    if not chunk.words:
                        chunks.remove(chunk)
                    return " ".join(words)
    return ""
