"""The words of a row's lines, gathered into pieces, each of which stands in one cell for sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from planreader.sources.form import Tokens
from planreader.sources.text.lines import BLOCK, WRAP, Line, place
from planreader.sources.text.words import NUMERIC, SPACE, is_open, kind_of
from planreader.vocabulary import money
from planreader.vocabulary.deadlinewords import (
    BETWEEN,
    JOINERS,
    STARTERS,
    is_deadline_word,
    is_said_of_years,
)
from planreader.vocabulary.fold import begins_body, begins_document, fold
from planreader.vocabulary.vocabulary import UNPRICED, listed

_AHEAD: Final = 4
"""Words within which the kind of a document stands."""
FIGURES: Final = frozenset({"budget", "deadline"})
_LONGEST: Final = 8
"""Words of a period, of administrative cost, and of "as needed"."""
_OF_DEADLINES: Final = JOINERS | STARTERS | BETWEEN | frozenset((*listed("said"), *listed("part_of_year")))
"""Words that a deadline in words is made of, besides its months, quarters and years."""
_PHRASES: Final = {
    **{"".join(filter(str.isalpha, text)): "broken" for text in UNPRICED},
    **dict.fromkeys(listed("administrative_cost"), "admin"),
}
_TORN: Final = "…"
"""What stands behind an amount that a page's end tore."""
_BEGINNINGS: Final = {phrase[:size] for phrase in _PHRASES for size in range(1, len(phrase) + 1)}


@dataclass(eq=False, slots=True)
class Piece:
    """Words of one cell: part of a line, or lines that go on in mid-sentence.

    ``gap`` lies before it. ``ends_open`` says that a cell can hardly end with it. By its first words and
    those that follow in one block it ``cites`` a document or ``names_body``. ``wraps`` are the lengths of its
    lines where they were broken, and what each would have been with the word on the next. ``shown`` is what
    the document has shown of it in each column.
    """

    gap: int
    page: bool
    lines: list[Line]
    words: list[str] = field(default_factory=list[str])
    kinds: list[str] = field(default_factory=list[str])
    ends_open: bool = False
    wraps: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    cites: bool = False
    names_body: bool = False
    role: str = ""
    shown: list[float] = field(default_factory=list[float])

    @property
    def text(self) -> str:
        return " ".join(self.words)


class _Word(NamedTuple):
    """A word, or words that are one figure; ``torn`` says that its rest does not follow."""

    text: str
    kind: str
    gap: int
    lines: Sequence[Line]
    torn: bool = False


def pieces_of(lines: Sequence[Line], skip: int = 0) -> list[Piece]:
    """Return the pieces of a row's lines, without the first ``skip`` words (its number)."""
    pieces: list[Piece] = []
    before: _Word | None = None
    for word in _words(lines, skip):
        first = word.lines[0]
        page = word.gap != SPACE and first.page and first is not lines[0]
        if before is None or _parts(before, word) or page:
            pieces.append(Piece(word.gap, page, []))
        piece = pieces[-1]
        if piece.words and word.gap == WRAP:
            length = len(piece.lines[-1].text) - sum(piece.lines[-1].cuts)
            piece.wraps.append((length, length + 1 + len(word.text)))
        piece.words.append(word.text)
        piece.kinds.append(word.kind)
        for line in word.lines:
            if not piece.lines or line is not piece.lines[-1]:
                piece.lines.append(line)
        piece.ends_open = word.torn or (word.kind != "admin" and is_open(word.text))
        before = word
    _look_ahead(pieces)
    return pieces


def _words(lines: Sequence[Line], skip: int) -> Iterator[_Word]:
    """Yield the words of lines; a block that is one period, and words that are administrative cost, are
    one."""
    for n, block in enumerate(blocks(lines)):
        # a space that does not break is part of an amount
        words = [
            (line, at, word) for line in block for at, word in enumerate(filter(None, line.text.split(" ")))
        ]
        words = words[0 if n else skip :]
        texts = [word for _line, _at, word in words]
        at = 0
        while at < len(words):
            size, kind = _phrase(texts, at)
            text, own = " ".join(texts[at : at + size]), [line for line, _at, _word in words[at : at + size]]
            gap = (block[0].gap if n else WRAP) if not at else WRAP if words[at][1] == 0 else SPACE
            at += size
            torn = own[-1].cut and (at == len(words) or words[at][1] == 0)
            if torn and kind == "amount":
                text, kind = text + _TORN, "broken"
            yield _Word(text, kind, gap, own, torn)


def _phrase(words: Sequence[str], at: int) -> tuple[int, str]:
    """Return how many words of a block from one on are one, and what that looks like."""
    if not at and 1 < len(words) <= _LONGEST and _is_period(words):
        return len(words), "deadline"
    phrase, letters = (1, kind_of(words[at])), ""
    for size, word in enumerate(words[at : at + _LONGEST], 1):
        letters += _letters(word)
        if size > 1 and letters in _PHRASES:
            phrase = size, _PHRASES[letters]
        if letters not in _BEGINNINGS:
            break
    return phrase


@cache
def _letters(word: str) -> str:
    return "".join(filter(str.isalpha, fold(word)))


def _is_period(words: Sequence[str]) -> bool:
    """Return whether the words of a block are a deadline, and not each by itself: ``Deri në fund të vitit
    2025``."""
    kinds = [kind_of(word) for word in words]
    if "period" not in kinds and all(kind in NUMERIC or kind == "number" for kind in kinds):
        return False
    told = all(
        kind in ("deadline", "period") or fold(word).strip(".,") in _OF_DEADLINES
        for word, kind in zip(words, kinds, strict=True)
    )
    return (told and "deadline" in kinds) or is_deadline_word(" ".join(words))


def blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines that follow directly on each other, together."""
    together: list[list[Line]] = []
    for line in lines:
        if together and line.gap == WRAP and not line.page:
            together[-1].append(line)
        else:
            together.append([line])
    return together


def _parts(before: _Word, word: _Word) -> bool:
    """Return whether a word may begin another cell than the one before it."""
    if word.gap <= WRAP and word.kind == "deadline" and is_said_of_years(before.text):
        return False
    if word.gap != SPACE:
        return word.gap != WRAP or word.kind != "lower"
    if before.kind in NUMERIC or word.kind in NUMERIC:
        return True
    return word.kind not in ("lower", "mark") and not (
        is_open(before.text) and before.kind != "acronym" and word.kind != "number"
    )


def _look_ahead(pieces: Sequence[Piece]) -> None:
    after: list[str] = []
    gap = BLOCK
    for piece in reversed(pieces):
        words = [*piece.words, *(after if gap <= WRAP else ())][:_AHEAD]
        piece.wraps += [(cut, cut + 1) for line in piece.lines for cut in line.cuts]
        piece.cites, piece.names_body = begins_document(words), begins_body(words)
        after, gap = words, piece.gap


def amounts_of(pieces: Sequence[Piece]) -> Tokens:
    """Return the amounts that pieces of a row are; the sign of a currency is part of the one beside it."""
    texts: list[str] = []
    sign = ""
    for piece in pieces:
        if piece.kinds[0] != "currency":
            texts.append(f"{sign} {piece.text}".strip())
            sign = ""
        elif texts and money.amount(texts[-1]) is not None:
            texts[-1] = f"{texts[-1]} {piece.text}"
        else:
            sign = piece.text
    return Tokens(tuple(texts), place_of([line for piece in pieces for line in piece.lines]))


def place_of(lines: Sequence[Line]) -> str:
    """Return where lines stand, empty for none."""
    return place(min(line.first for line in lines), max(line.last for line in lines)) if lines else ""
