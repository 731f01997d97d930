"""What a column's text looks like: by the shape of words, by what the document has shown, by width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret.segments.chunk import Chunk
from planreader.sources.text.words import SPACE, is_open, kind_of
from planreader.vocabulary.fold import begins_body, begins_document, fold, says_done
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.vocabulary import CONJUNCTIONS, OPEN_WORDS, REMARKS

SUPPORT: Final = "institutions#2"
NOTES: Final = ("notes", "notes#2", "notes#3", "notes#4")
"""A second column of institutions, and columns of remarks, which differ in what stands in each."""
NAMES: Final = frozenset({"funding", "institutions", SUPPORT})
"""Columns that hold names of bodies."""
TEXT_ROLES: Final = ("title", "funding", "institutions", SUPPORT, "output", "documents", *NOTES)

_SHAPE: Final[Mapping[str, Mapping[str, float]]] = {
    "title": {
        "acronym": -0.5, "amount": -3, "broken": -1, "number": -0.4, "admin": -3, "deadline": -0.6,
        "currency": -2, "dash": -0.2,
    },
    "output": {
        "acronym": -0.5, "amount": -2, "broken": -1, "number": -0.1, "admin": -3, "deadline": -0.6,
        "currency": -2,
    },
    "documents": {
        "acronym": -0.3, "amount": -3, "broken": -1, "number": -0.5, "admin": -3, "deadline": -0.7,
        "lower": -0.05,
    },
    "notes": {"acronym": -0.5, "amount": -2, "number": -0.3, "admin": -3, "deadline": -0.6, "lower": -0.1},
    "funding": {
        "acronym": 0.3, "amount": -4, "broken": -3, "number": -1.5, "admin": -1.2, "deadline": -2.5,
        "lower": -0.35, "period": -1,
    },
    "institutions": {
        "acronym": 0.4, "amount": -4, "broken": -3, "number": -2.5, "admin": -3, "deadline": -3,
        "lower": -0.35, "period": -1,
    },
    "budget": {"amount": 2, "broken": 1, "number": 1, "admin": 2, "currency": 0.5, "dash": 1},
    "deadline": {"deadline": 2, "period": 1.5, "dash": 0.5, "number": -4, "lower": -5},
}  # fmt: skip
_LIKE: Final[Mapping[str, str]] = {SUPPORT: "institutions", **dict.fromkeys(NOTES, "notes")}
_FOREIGN: Final = -9.0
_UNREADABLE: Final = -4.0
"""Two or three words in a budget cell, "as needed": unlikely, and found rather than lost."""
_YEAR_AMOUNT: Final = -2.5
"""An amount such as 2000, which looks like a year."""
_BODY: Final = 0.6
"""What it is worth that a cell of names begins with the kind of a body, a ministry or a bank."""
_NO_OUTPUT: Final = -4.0
"""What it costs that an output is a short form that stands on a line alone."""
_DONE: Final = -2.0
"""What it costs that a reference says that something was adopted or held."""
_COUNT: Final = -4.0
"""What it costs that a reference, or a name, begins with how many there are of something."""
_REMARK: Final = 2.0
"""What it is worth that a remark begins with a word that begins no reference and no name."""
_ONE_LINE: Final = 1.0
"""What it is worth that a reference stands whole on the line of the cell before it."""
_OUTPUT: Final = 1.0
"""What it is worth that an output says that something was adopted or held."""
_SHORT_FORM: Final = -2.5
"""What it costs that an output or a reference begins with a short form, which is a body's."""
_NO_NAME: Final = -2.5
"""What it costs that a name begins with a function word."""
_NO_BODY: Final = -2.0
"""What it costs that an output is nothing but the name of a body."""
_LABELLED: Final = 4.0
"""What it is worth that institutions begin with the word that says who leads, and that nothing else does."""


def shape_score(kinds: Sequence[str], role: str, *, year: bool = False) -> float:
    """How well the look of words fits a column; budget and deadline take nothing but numbers and periods.

    ``year`` says that the only word is a bare year, which may be an amount all the same.
    """
    if role == "budget" and len(kinds) <= 3 and set(kinds) <= {"lower", "capital"}:
        return _UNREADABLE if kinds[0] == "capital" else _UNREADABLE + 1.5
    if role == "budget" and kinds == ["deadline"] and year:
        return _YEAR_AMOUNT
    table = _SHAPE[_LIKE.get(role, role)]
    other = _FOREIGN if role in ("budget", "deadline") else 0.0
    return sum(table.get(kind, other) for kind in kinds)


def start_score(chunk: Chunk, role: str) -> float:
    """How well a chunk begins a cell of a column."""
    first = 1 if chunk.is_listed else 0
    kind, word = chunk.kinds[first], chunk.words[first]
    if role in ("budget", "deadline"):
        return 0.0
    if names_role(chunk):
        return _LABELLED if role in ("institutions", SUPPORT) else -_LABELLED
    if kind in ("lower", "mark") and word[:1] not in '“"„‘«':
        return -4.0
    if role == "documents":
        if _is_count(chunk, first):
            return _COUNT
        if says_done(chunk.words):
            return _DONE
        if chunk.full and len(chunk.words) == 1 and begins_body(chunk.words):
            return _SHORT_FORM
        if chunk.kinds == ["acronym"] and not begins_document(chunk.words):
            return _SHORT_FORM if chunk.full else -0.8
        if begins_document(chunk.ahead):
            return 1.2 + (_ONE_LINE if chunk.gap == SPACE and _is_whole(chunk) else 0.0)
        return -2.5 if kind == "number" or begins_body(chunk.ahead) else -0.8
    if role in NOTES and fold(word).strip(":,") in REMARKS:
        return _REMARK
    if role in NOTES:
        return -1.0 if begins_document(chunk.ahead) else 0.0
    if role == "output" and set(chunk.kinds) == {"acronym"}:
        return _NO_OUTPUT if chunk.full else _SHORT_FORM
    if role == "output" and len(chunk.ahead) > 2 and begins_document(chunk.ahead):
        # a document's proper name alone is no output
        return -1.5 if all(kind_of(word) == "capital" for word in chunk.ahead) else -0.7
    if role == "output" and begins_body(chunk.ahead) and _is_whole(chunk):
        return _NO_BODY
    if role == "output" and says_done(chunk.words):
        return _OUTPUT
    if role == "output":
        return -0.7 if begins_document(chunk.ahead) or begins_body(chunk.ahead) else 0.0
    if role in NAMES:
        if kind == "dash":
            return -1.0
        if fold(word) in OPEN_WORDS and len(chunk.words) > 1:
            return _NO_NAME
        if kind == "number" or (begins_document(chunk.words) and not begins_body(chunk.ahead)):
            return -2.0
        return _BODY if begins_body(chunk.ahead) and not begins_document(chunk.ahead) else 0.0
    return 0.0


def _is_count(chunk: Chunk, first: int) -> bool:
    """Whether a text begins with how many there are of something: ``3 final reports``."""
    return chunk.kinds[first : first + 2] == ["number", "lower"]


def is_counted(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a number stands before a chunk on its line, and one word between them at most."""
    if chunks[at].gap != SPACE or chunks[at].kinds[0] not in ("capital", "lower"):
        return False
    before = at - 1
    if before and chunks[before].kinds == ["capital"] and chunks[before].gap == SPACE:
        before -= 1
    return chunks[before].kinds == ["number"]


def names_role(chunk: Chunk) -> bool:
    """Whether a chunk begins with the word that says who leads or supports: ``Lead: MPB``."""
    word = chunk.words[0]
    return word[-1] == ":" and bool(concepts(word) & {"institution", "support"})


def _is_whole(chunk: Chunk) -> bool:
    """Whether nothing follows on a chunk in its block."""
    return len(chunk.ahead) == len(chunk.words) - int(chunk.is_listed)


def ends_open(chunk: Chunk) -> bool:
    """Whether a cell can hardly end with this chunk."""
    return chunk.cut or (chunk.kinds[-1] != "admin" and is_open(chunk.words[-1]))


def parts_entries(before: Chunk, after: Chunk) -> bool:
    """Whether an acronym ends or begins an entry of a list at a line's end, where no word is wrapped."""
    return "acronym" in (before.kinds[-1], after.kinds[0]) and not ends_open(before)


def lists_on(before: Chunk, after: Chunk) -> bool:
    """Whether one text enumerates ("a, b") and the other brings the last of it ("and c")."""
    if fold(after.words[0]) not in CONJUNCTIONS:
        return False
    commas = [n for n, word in enumerate(before.words) if word.endswith(",")]
    return bool(commas) and not any(fold(word) in CONJUNCTIONS for word in before.words[commas[-1] :])
