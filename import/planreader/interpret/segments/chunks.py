"""Words of a dump that are in one cell for sure, gathered into chunks, and the amounts that these are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from planreader.interpret.segments.tokens import ADMIN, Token, begins_phrase, letters_of, token_lines
from planreader.sources.form import Tokens
from planreader.sources.text.lines import BLOCK, WRAP, Line, place
from planreader.sources.text.words import NUMERIC, SPACE, is_open
from planreader.vocabulary import money
from planreader.vocabulary.fold import begins_body, begins_document


@dataclass(eq=False, slots=True)
class Chunk:
    """Words that are in one cell for sure: part of a line, or lines that go on in mid-sentence.

    ``gap`` lies before it. ``full`` are those of its ``lines`` that hold nothing else, ``wraps`` where it
    went from line to line, or was cut inside a word. ``cut`` says that it ends inside a word. By its first
    words and those that follow in one block it ``cites`` a document or ``names_body``; ``ends_open`` says
    that a cell can hardly end with it.
    """

    gap: int
    page: bool
    words: list[str] = field(default_factory=list[str])
    kinds: list[str] = field(default_factory=list[str])
    lines: list[Line] = field(default_factory=list[Line])
    full: list[Line] = field(default_factory=list[Line])
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    cut: bool = False
    cites: bool = False
    names_body: bool = False
    ends_open: bool = False
    text: str = ""

    @property
    def opened(self) -> bool:
        """Whether the line it begins on has an empty one above."""
        return self.lines[0].gap >= BLOCK

    @property
    def line(self) -> Line:
        """The line it begins on."""
        return self.lines[0]

    def wrap(self, word: str) -> tuple[int, int]:
        """The length of its last line, and what it would have been with the word on the next."""
        line = self.lines[-1]
        length = len(line.text) - sum(line.cuts)
        return length, length + 1 + len(word)


def amounts_of(chunks: Sequence[Chunk]) -> Tokens:
    """The amounts that some chunks of a row are; the sign of a currency is part of the one beside it."""
    texts: list[str] = []
    sign = ""
    for chunk in chunks:
        text = chunk.text
        if chunk.kinds[0] != "currency":
            texts.append(f"{sign} {text}".strip())
            sign = ""
        elif texts and money.amount(texts[-1]) is not None:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            sign = text
    lines = [line for chunk in chunks for line in chunk.lines]
    where = place(min(line.first for line in lines), max(line.last for line in lines)) if lines else ""
    return Tokens(tuple(texts), where)


_CUT: Final = "…"
_LEAST: Final = 4
"""Letters of the first half of administrative cost are more."""
_AHEAD: Final = 4
"""Words within which the kind of a document stands."""


def chunks_of(lines: Sequence[Line], skip: int = 0) -> list[Chunk]:
    """The chunks of a row's lines, without the first ``skip`` words (its number)."""
    chunks: list[Chunk] = []
    for tokens in token_lines(lines, skip):
        first = tokens[0]
        if chunks and _goes_on(chunks[-1], first):
            chunks[-1].wraps.append(chunks[-1].wrap(first.text))
        else:
            chunks.append(Chunk(first.gap, first.page))
        begun = chunks[-1]
        for n, token in enumerate(tokens):
            if n and _parts(tokens, n):
                chunks.append(Chunk(SPACE, False))
            chunk = chunks[-1]
            chunk.words.append(token.text)
            chunk.kinds.append(token.kind)
            known = bool(chunk.lines) and chunk.lines[-1] is token.lines[0]
            chunk.lines += token.lines[known:]
        last = tokens[-1].lines[-1]
        if chunks[-1] is begun:
            begun.full.append(last)
        chunks[-1].cut = last.cut
        if last.cut and chunks[-1].kinds[-1] == "amount":
            # what a page's end tore is no amount
            chunks[-1].words[-1] += _CUT
            chunks[-1].kinds[-1] = "broken"
    _mend_admin(chunks)
    chunks = [chunk for chunk in chunks if chunk.words]
    _look_ahead(chunks)
    return chunks


def _mend_admin(chunks: Sequence[Chunk]) -> None:
    """Put administrative cost together that a page's end tore, in the place of its first half."""
    for at, chunk in enumerate(chunks):
        half = letters_of(chunk.words) if chunk.words and begins_phrase(chunk.words[0]) else ""
        wholes = [phrase for phrase in ADMIN if len(half) > _LEAST and phrase.startswith(half)]
        rests = {phrase[len(half) :] for phrase in wholes} - {""}
        for other, n in product(chunks[at + 1 :] if rests else (), (0, -1)):
            if other.words and letters_of([other.words[n]]) in rests:
                whole = " ".join([*chunk.words, other.words.pop(n)])
                chunk.words, chunk.kinds, chunk.cut = [whole], ["admin"], False
                del other.kinds[n]
                break


def _look_ahead(chunks: Sequence[Chunk]) -> None:
    """Note what chunks look like from their first words on, and from those that follow in one block."""
    after: Sequence[str] = ()
    gap = BLOCK
    for chunk in reversed(chunks):
        words = chunk.words[:_AHEAD]
        if gap <= WRAP:
            words = [*words, *after][:_AHEAD]
        chunk.text = " ".join(chunk.words)
        chunk.wraps += [(cut, cut + 1) for line in chunk.full for cut in line.cuts]
        chunk.cites, chunk.names_body = begins_document(words), begins_body(words)
        chunk.ends_open = chunk.cut or (chunk.kinds[-1] != "admin" and is_open(chunk.words[-1]))
        after, gap = words, chunk.gap


def _goes_on(chunk: Chunk, token: Token) -> bool:
    """Whether a line that begins with a token can only go on in the cell of the chunk before it."""
    return token.gap == WRAP and not token.page and token.kind == "lower"


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token of a line may begin another cell than the one before it."""
    before, token = tokens[at - 1], tokens[at]
    a, b = before.kind, token.kind
    if a in NUMERIC or b in NUMERIC:
        return True
    return b not in ("lower", "mark") and not (is_open(before.text) and a != "acronym" and b != "number")
