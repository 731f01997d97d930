"""What everything weighs by which the words of a row are put into columns, in one place.

A weight is a logarithm of odds, roughly: 1 stands for three to one. Where "a cost" is said, it is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from planreader.interpret.segments.layout import NOTES
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import SPACE

_TEXT: Final[Mapping[str, float]] = {
    "acronym": -0.5, "amount": -3, "number": -0.1, "admin": -3, "deadline": -0.6,
}  # fmt: skip
_NAMES: Final[Mapping[str, float]] = {
    "acronym": 0.4, "amount": -3, "number": -2.5, "admin": -3, "deadline": -3, "lower": -0.35, "period": -1,
}  # fmt: skip
_SHAPE: Final[Mapping[str, Mapping[str, float]]] = {
    "title": _TEXT,
    "output": _TEXT,
    "documents": {**_TEXT, "acronym": -0.3, "lower": -0.05},
    "notes": {**_TEXT, "lower": -0.1},
    "funding": {**_NAMES, "acronym": 0.3},
    "institutions": _NAMES,
    "budget": dict.fromkeys(("amount", "broken", "number", "admin", "currency", "dash"), 1.0),
    "deadline": {"deadline": 2, "period": 2, "dash": 0.5},
}
_SKIP: Final[Mapping[str, float]] = {
    "title": -6.0, "deadline": -4.0, "budget": -0.25, "funding": -3.0, "institutions": -4.5, "output": -3.8,
    "documents": -1.2, **dict.fromkeys(NOTES, -0.6),
}  # fmt: skip


class Weights(NamedTuple):
    """What each circumstance is worth; below it stands what it weighs."""

    # -- Tables
    shape: Mapping[str, Mapping[str, float]] = _SHAPE
    """Each word of a kind in a column."""
    skip: Mapping[str, float] = _SKIP
    """A column is left out."""
    stay: Mapping[int, float] = {SPACE: 0.0, WRAP: 0.0, BLOCK: -0.8, BLANK: -0.8}
    """A cell goes on over a gap."""
    stay_list: Mapping[int, float] = {SPACE: 0.0, WRAP: 0.0, BLOCK: -0.5, BLANK: -0.6}
    """The same of a list."""
    move: Mapping[int, float] = {SPACE: -3.5, WRAP: -2.5, BLOCK: 0.0, BLANK: 0.2}
    """The next column begins behind a gap."""
    move_numeric: Mapping[int, float] = {SPACE: -0.2, WRAP: -0.2, BLOCK: 0.0, BLANK: 0.0}
    """The same of a deadline or budget, and behind one."""
    full_end: Mapping[bool, float] = {True: -0.9, False: 0.6}
    """The last column is filled, with and without a blank paragraph behind the row."""

    # -- How well the look of words fits a column
    foreign: float = -1e6
    """A word in a budget or deadline that is of no kind that stands there: never."""
    unreadable: float = -4.0
    """Two or three words in a budget cell, "as needed": unlikely, and found rather than lost."""
    no_reference: float = -2.0
    """A reference begins with a number or a body."""
    short_form: float = -4.0
    """An output begins with a short form, which is a body's."""
    small_letter: float = -4.0
    """A cell begins with a small letter."""
    no_document: float = -0.8
    """A reference begins with no kind of a document."""
    begins_document: float = 1.2
    """A reference begins with the kind of a document."""
    document_as_output: float = -0.7
    """An output begins with the kind of a document or of a body."""

    # -- Ending a cell, and going on behind a page's end
    open_end: float = -3.5
    """A cell ends in mid-sentence."""
    open_resumed: float = 3.0
    """A cell that ended in mid-sentence, or a list that was not over, goes on."""
    last_resumed: float = 0.5
    """The cell that goes on is the one that the page's end cut."""

    # -- What the document has shown of its columns
    learned_most: float = 1.5
    """The most that words count for or against a chunk in a column."""
    learned_word: float = 0.5
    """How much each word counts by how much likelier it is in a column than any other."""

    # -- Going from one column to another
    move_shared: float = -0.8
    """The next column begins on a line below an empty one, on which a cell began."""

    # -- Rows and their ends
    hidden_break: float = -3.0
    """A page's end is taken for granted where the dump shows none."""

    # -- Staying in a column
    of_year: float = 2.0
    """A year goes on in the cell that says "for the year"."""

    # -- Widths of columns
    width_slack: float = 1.5
    """Characters by which a line may miss a column's width at no cost."""
    width_off: float = 0.6
    """Each beyond, of a line that was broken there or is longer; a cost."""
    width_most: float = 2.5
    """The most that a line costs."""


WEIGHTS: Final = Weights()
