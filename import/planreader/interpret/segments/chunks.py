"""Words of a dump that are in one cell for sure, gathered into chunks, and the amounts that these are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from planreader.interpret.segments.tokens import ADMIN, Token, letters_of, token_lines
from planreader.sources.form import Tokens
from planreader.sources.text.lines import BLOCK, WRAP, Line, place
from planreader.sources.text.words import NUMERIC, SPACE, is_open
from planreader.vocabulary import money
from planreader.vocabulary.fold import begins_body, begins_document


@dataclass(eq=False, slots=True)
class Chunk:
    """Words that are in one cell for sure: part of a line, or lines that go on in mid-sentence.

    ``gap`` and ``extra`` (spaces beyond the first, or the line's lead) lie before it. ``full`` are those of
    its ``lines`` that hold nothing else, ``wraps`` where it went from line to line, or was cut inside a word.
    ``cut`` says that it ends inside a word, ``is_listed`` that a sign or number of a list stands before an
    entry. By its first words and those that follow in one block it ``cites`` a document or ``names_body``;
    ``ends_open`` says that a cell can hardly end with it.
    """

    gap: int
    extra: int
    page: bool
    words: list[str] = field(default_factory=list[str])
    kinds: list[str] = field(default_factory=list[str])
    lines: list[Line] = field(default_factory=list[Line])
    full: list[Line] = field(default_factory=list[Line])
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    cut: bool = False
    is_listed: bool = False
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
        length = line.length - sum(line.cuts)
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


_LIST_MARK: Final = re.compile(r"\d{1,2}[.)]|[•▪●]")
"""What stands before an entry of a list."""
_DASHES: Final = frozenset("-–—")
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
            chunks.append(Chunk(first.gap, first.extra, first.page))
        begun = chunks[-1]
        for n, token in enumerate(tokens):
            if n and _parts(tokens, n):
                chunks.append(Chunk(SPACE, token.extra, False))
            chunk = chunks[-1]
            chunk.words.append(token.text)
            chunk.kinds.append(token.kind)
            known = bool(chunk.lines) and chunk.lines[-1] is token.lines[0]
            chunk.lines += token.lines[known:]
        last = tokens[-1].lines[-1]
        if chunks[-1] is begun and not (skip and last is lines[0]):
            begun.full.append(last)
        chunks[-1].cut = last.cut
    chunks = mend(chunks)
    _look_ahead(chunks)
    return chunks


def _look_ahead(chunks: Sequence[Chunk]) -> None:
    """Note what chunks look like from their first words on, and from those that follow in one block."""
    after: Sequence[str] = ()
    gap = BLOCK
    for chunk in reversed(chunks):
        first = chunk.words[0] if len(chunk.words) > 1 else ""
        chunk.is_listed = _LIST_MARK.fullmatch(first) is not None or first in _DASHES
        words = chunk.words[chunk.is_listed :][:_AHEAD]
        if gap <= WRAP:
            words = [*words, *after][:_AHEAD]
        chunk.text = " ".join(chunk.words)
        chunk.wraps += [(cut, cut + 1) for line in chunk.full for cut in line.cuts]
        chunk.cites, chunk.names_body = begins_document(words), begins_body(words)
        chunk.ends_open = chunk.cut or (chunk.kinds[-1] != "admin" and is_open(chunk.words[-1]))
        after, gap = words, chunk.gap


def _goes_on(chunk: Chunk, token: Token) -> bool:
    """Whether a line that begins with a token can only go on in the cell of the chunk before it."""
    return token.gap == WRAP and not token.page and token.kind == "lower" and chunk.kinds[-1] not in NUMERIC


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token of a line may begin another cell than the one before it."""
    before, token = tokens[at - 1], tokens[at]
    a, b = before.kind, token.kind
    if token.extra or a in NUMERIC or b in NUMERIC:
        return True
    if b in ("lower", "mark") or (is_open(before.text) and a != "acronym" and b != "number"):
        return a == "number" and len(before.text) >= 3
    return True


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
    half = " ".join(word for chunk in chunks[at:end] for word in chunk.words)
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
