"""Which column each piece of a row stands in: the likeliest sequence, found by dynamic programming.

Weights are logarithms of odds, roughly: 1 stands for three to one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import inf
from typing import Final, NamedTuple

from planreader.interpret.dump.pieces import FIGURES, Piece
from planreader.interpret.headings.headings import Heading
from planreader.sources.text.lines import BLOCK, WRAP
from planreader.sources.text.words import SPACE
from planreader.vocabulary.fold import fold
from planreader.vocabulary.vocabulary import CONJUNCTIONS

_NOTES: Final = ("notes", "notes#2", "notes#3", "notes#4")
"""Columns of remarks."""
_LISTS: Final = frozenset({"funding", "institutions", "documents"})
_NEVER: Final = -1e9
_TEXT: Final = {"acronym": -0.5, "amount": -3, "number": -0.1, "admin": -3, "deadline": -0.6}
_NAMES: Final = {
    "acronym": 0.4, "amount": -3, "number": -2.5, "admin": -3, "deadline": -3, "lower": -0.35, "period": -1,
}  # fmt: skip
_SHAPE: Final[Mapping[str, Mapping[str, float]]] = {
    "funding": _NAMES,
    "institutions": _NAMES,
    "budget": dict.fromkeys(("amount", "broken", "number", "admin", "currency", "dash"), 1.0),
    "deadline": {"deadline": 2, "period": 2, "dash": 0.5},
}
"""What each word of a kind is worth in a column; others hold texts."""
_SKIP: Final = {
    "title": -6.0, "deadline": -4.0, "budget": -0.75, "funding": -3.0, "institutions": -4.5, "output": -3.8,
    "documents": -1.2, **dict.fromkeys(_NOTES, -0.6),
}  # fmt: skip
"""A column is left out."""
_STAY: Final = -0.8
_STAY_LIST: Final = -0.5
"""A cell goes on over an empty line, and one that lists names or references does."""
_MOVE: Final = {SPACE: -3.5, WRAP: -2.5}
"""The next column of texts begins on the line of the one before, or on the next."""
_FULL_END: Final = {True: -0.9, False: 0.6}
"""The last column is filled, with and without a blank cell behind the row."""
_MISPLACED: Final = -4.0
"""A cell begins with a small letter, or an output with a short form, which is a body's."""
_DOCUMENT: Final = 1.2
_NO_DOCUMENT: Final = -0.8
"""A reference begins with the kind of a document, or with none; an output with one, or with a body."""
_OPEN_END: Final = -3.5
"""A cell ends in mid-sentence."""
_RESUMED: Final = 3.0
"""A cell that ended in mid-sentence, or a list that was not over, goes on behind a page's end."""


class Layout(NamedTuple):
    """The edges of each role's column in order, and those of the numbers'.

    ``years`` counts the budget's columns; ``sums`` says that one of them is the sum of the others.
    """

    edges: Mapping[str, tuple[float, float]]
    number: tuple[float, float]
    years: int
    sums: bool


def layout_of(heading: Heading) -> Layout:
    """Return the layout that a heading's columns tell."""
    edges: dict[str, tuple[float, float]] = {}
    number = (-1.0, 0.0)
    notes = iter(_NOTES)
    years, sums = 0, False
    for column in heading.columns:
        role = column.role or "notes"
        if role == "nr":
            number = column.left, column.right
        elif role == "sum" and "budget" in edges:
            role, sums = "budget", True
        elif role == "support" and list(edges)[-1:] == ["institutions"]:
            # those that lead and those that support, beside each other
            role = "institutions"
        elif role in ("notes", "support"):
            role = next(notes, "")
        if role not in ("nr", "objective", "sum", ""):
            years += role == "budget"
            left, right = edges.get(role, (column.left, column.right))
            edges[role] = min(left, column.left), max(right, column.right)
    return Layout(edges, number, years, sums)


def place_pieces(roles: Sequence[str], pieces: Sequence[Piece], *, blank_end: bool) -> None:
    """Set the column of each piece of a row. Behind a page's end each column may go on where it stopped.

    ``blank_end`` says that a blank cell follows.
    """
    before: dict[str, Piece] = {}
    last = -1
    pages = [n for n, piece in enumerate(pieces) if piece.page and n]
    for begin, end in pairwise([0, *pages, len(pieces)]):
        part = pieces[begin:end]
        path = _best(roles, part, before, last, blank_end if end == len(pieces) else None)
        for piece, at in zip(part, path, strict=True):
            piece.role, last = roles[at], at
            before[piece.role] = piece


def _best(
    roles: Sequence[str],
    part: Sequence[Piece],
    before: Mapping[str, Piece],
    last: int,
    blank_end: bool | None,
) -> list[int]:
    """Return the likeliest columns of the pieces from a page's end to the next; the last part says its
    end."""
    trails: list[list[int]] = []
    skips = list(accumulate((0.0 if role in before else _SKIP[role] for role in roles), initial=0.0))
    best: list[float] = []
    above: Piece | None = None
    for piece in part:
        trail, reached, kinds = list(range(len(roles))), list[float](), tuple(piece.kinds)
        move = _MOVE.get(piece.gap, 0.0)
        # from which column of texts, and of figures, a piece best moves on
        texts = figures = (-inf, 0)
        for to, (role, told) in enumerate(zip(roles, piece.shown, strict=True)):
            score, is_figure = _shape(kinds, role), role in FIGURES
            if not is_figure:
                score += told
            begun = _begins(piece, role, before.get(role))
            if above is None:
                head = 0.0 if role in before else skips[to] - skips[last + 1] if to > last else _NEVER
                top = begun + head
            else:
                is_torn = blank_end is None and piece.gap >= BLOCK
                begun += skips[to] + (_OPEN_END if above.ends_open and not is_torn else 0.0)
                top = best[to] + _stays(piece, role, above)
                for left, origin in ((texts[0] + (0.0 if is_figure else move), texts[1]), figures):
                    if left + begun > top:
                        top, trail[to] = left + begun, origin
                moved = best[to] - skips[to + 1]
                if is_figure and moved > figures[0]:
                    figures = moved, to
                elif not is_figure and moved > texts[0]:
                    texts = moved, to
            reached.append(max(_NEVER, top + score))
        trails.append(trail)
        best, above = reached, piece
    if blank_end is not None:
        best = [score + skips[-1] - skip for score, skip in zip(best, skips[1:], strict=False)]
        best[-1:] = [score + _FULL_END[blank_end] * (roles[-1] not in before) for score in best[-1:]]
    path = [max(range(len(best)), key=best.__getitem__)] if best else []
    for trail in reversed(trails[1:]):
        path.append(trail[path[-1]])
    return path[::-1]


@cache
def _shape(kinds: tuple[str, ...], role: str) -> float:
    """Return how well the look of a piece's words fits a column; budget and deadline take but figures."""
    shape = _SHAPE.get(role, _TEXT)
    if role in FIGURES and not all(kind in shape for kind in kinds):
        return _NEVER
    return sum(shape.get(kind, 0.0) for kind in kinds)


def _begins(piece: Piece, role: str, before: Piece | None) -> float:
    """Return how well a piece begins a cell of a column, or goes on with the one ``before`` a page's end."""
    if before is not None:
        return (
            _NEVER if role in FIGURES else _RESUMED if before.ends_open or _lists_on(before, piece) else 0.0
        )
    if role in FIGURES:
        return 0.0
    is_small = piece.kinds[0] in ("lower", "mark") and piece.words[0][:1] not in '“"„‘«'
    if is_small or (role == "output" and set(piece.kinds) == {"acronym"}):
        return _MISPLACED
    if role == "documents":
        return _DOCUMENT if piece.cites else _NO_DOCUMENT
    return _NO_DOCUMENT if role == "output" and (piece.cites or piece.names_body) else 0.0


def _lists_on(before: Piece, piece: Piece) -> bool:
    """Return whether one text enumerates ("a, b") and the other brings the last of it ("and c")."""
    commas = [n for n, word in enumerate(before.words) if word.endswith(",")]
    return (
        bool(commas)
        and fold(piece.words[0]) in CONJUNCTIONS
        and not CONJUNCTIONS & {fold(word) for word in before.words[commas[-1] :]}
    )


def _stays(piece: Piece, role: str, above: Piece) -> float:
    """Return what it is worth that a piece stands in the cell of the one above it."""
    if role == "budget" or piece.gap < BLOCK:
        return 0.0
    is_next = role == "documents" and not above.ends_open and piece.kinds[0] != "lower"
    stay = _STAY_LIST if role in _LISTS else _STAY
    return stay + (_begins(piece, role, None) if is_next else 0.0)
