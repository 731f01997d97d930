"""Lines of a PDF's cell: letters gathered into lines, and lines into paragraphs by what would have fitted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from planreader.sources.form import Part
from planreader.sources.listing import as_shown, raised
from planreader.sources.text.lines import BLANK, WRAP
from planreader.vocabulary.headwords import concepts

_SEGMENT: Final = re.compile(r"^[^\s\-–/]+(?:[-/]\d[^\s\-–/]*)*[\-–/]?|^\S")
"""No line breaks between a hyphen or a slash and a digit (Unicode line breaking, rule LB25)."""
_SLACK: Final = 0.6
_EXACT: Final = 0.2
"""Points within which widths as printed are equal."""
_BREAKS: Final = re.compile(r"\w[-–/]$")
_SIGNS: Final = ",;:.()"
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}\.?")
_RAISED: Final = 0.75
"""Part of the height of the letter before, below which one that stands higher is a footnote's mark."""
_LONGEST_NUMBER_WORD: Final = 3
"""Letters of ``Nr`` and its like, which a column as wide as a digit cuts."""
_TELLING: Final = 3
"""So many lines that end in a space show that a document's lines end in one where they wrap."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line's text with its trailing space, its edges, and the widths of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    widths: tuple[float, ...]

    @property
    def width(self) -> float:
        """Return its width without the trailing space."""
        return sum(self.widths[: len(self.text.rstrip())])

    @property
    def size(self) -> float:
        """Return its height."""
        return self.bottom - self.top

    @property
    def space(self) -> float:
        """Return the width of its spaces."""
        at = self.text.find(" ")
        return self.widths[at] if at >= 0 else 0.33 * self.size

    def segment(self) -> float:
        """Return the width of what would have to fit on the line before, to a space, hyphen or slash."""
        match = _SEGMENT.match(self.text)
        return sum(self.widths[: len(match.group())]) if match else 0.0


def with_sign(char: dict[str, Any]) -> dict[str, Any]:
    """Return a letter, a list's sign of a font of symbols as what it shows."""
    text = str(char["text"])
    shown = as_shown(text)
    return char if shown == text else {**char, "text": shown}


def lines_of(chars: Sequence[dict[str, Any]]) -> list[PdfLine]:
    """Return letters as lines from top to bottom."""
    return [line for line in map(_line, rows_of(chars)) if line.text.strip()]


def rows_of(chars: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return letters that stand at one height, from top to bottom."""
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda c: (c["top"] + c["bottom"]) / 2):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and middle - _middle(rows[-1]) < 0.4 * (char["bottom"] - char["top"]):
            rows[-1].append(char)
        else:
            rows.append([char])
    return rows


def _middle(chars: Sequence[dict[str, Any]]) -> float:
    return float(chars[0]["top"] + chars[0]["bottom"]) / 2


def _line(chars: list[dict[str, Any]]) -> PdfLine:
    texts: list[str] = []
    widths: list[float] = []
    chars.sort(key=lambda c: c["x0"])
    while len(chars) > 1 and not chars[0]["text"].strip():
        chars.pop(0)
    before: dict[str, Any] | None = None
    for char in chars:
        gap = char["x0"] - before["x1"] if before else 0.0
        blank = not texts or texts[-1].isspace() or char["text"].isspace()
        if gap > 0.2 * (char["bottom"] - char["top"]) and not blank:
            texts.append(" ")
            widths.append(gap)
        for letter in raised(char["text"]) if before and _is_raised(char, before) else char["text"]:
            texts.append(" " if letter.isspace() else letter)
            widths.append((char["x1"] - char["x0"]) / len(char["text"]))
        # a mark of two digits stands above the letter before it
        before = char if before is None or not _is_raised(char, before) else {**before, "x1": char["x1"]}
    tops, bottoms = [c["top"] for c in chars], [c["bottom"] for c in chars]
    return PdfLine("".join(texts), chars[0]["x0"], chars[-1]["x1"], min(tops), max(bottoms), tuple(widths))


def _is_raised(char: dict[str, Any], before: dict[str, Any]) -> bool:
    height: float = before["bottom"] - before["top"]
    is_small = char["bottom"] - char["top"] < _RAISED * height
    return is_small and bool(char["bottom"] < before["bottom"] - 0.1 * height)


def tells_wraps(cells: Sequence[Sequence[PdfLine]]) -> bool:
    """Return whether lines that wrapped end in a space, as most programs print them."""
    return sum(line.text.endswith(" ") for lines in cells for line in lines[:-1]) >= _TELLING


def whole_words(
    cells: Sequence[tuple[Sequence[PdfLine], float]], cut: Collection[int] = frozenset()
) -> set[str]:
    """Return words that no line's end can have cut.

    They have a space, a cell's edge or room on both sides. Cells are given as their lines and inner widths;
    ``cut`` are the places of those that a page's end may have cut: there the edge says nothing.
    """
    whole: set[str] = set()
    for at, (lines, width) in enumerate(cells):
        ended = True
        for n, line in enumerate(lines):
            words = line.text.split()
            begin = 0 if ended else 1
            ends = n + 1 == len(lines)
            letter = max(line.widths, default=0.0) if ends else lines[n + 1].widths[0]
            room = (ends and at not in cut) or line.width + letter < width - _SLACK
            end = len(words) if room or line.text.endswith(" ") else len(words) - 1
            ended = room or line.text.endswith((" ", "-", "–", "/"))
            whole.update(word.strip(_SIGNS) for word in words[begin:end])
    return whole


def parts_of_lines(
    lines: Sequence[PdfLine],
    width: float,
    *,
    telling: bool,
    whole_words: Collection[str] = (),
) -> tuple[Part, ...]:
    """Return the paragraphs of a cell of a given inner width. ``whole_words`` stand whole elsewhere.

    A line ends a paragraph where the next word would have fitted on it. Where lines tell by a space that they
    wrapped, those without one ended, but for words cut at a hyphen, a slash or the cell's edge, and for lines
    so full that the space was left out: these may have ended or not.
    """
    parts = [Part(line.text) for line in lines[:1]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, width, whole_words, telling=telling):
            parts[-1] = parts[-1]._replace(text=parts[-1].text + line.text)
        else:
            ended = _fits(before, line, width) or (telling and _has_room(before, width))
            parts.append(Part(line.text, BLANK if ended else WRAP))
    return tuple(parts)


def _fits(before: PdfLine, line: PdfLine, width: float) -> bool:
    return before.width + 0.25 * line.size + line.segment() <= width + _SLACK


def _has_room(line: PdfLine, width: float) -> bool:
    """Return whether a space would have fitted behind a line: only then its lack tells the end."""
    return line.width + line.space <= width - _EXACT


def _goes_on(
    before: PdfLine, line: PdfLine, width: float, whole_words: Collection[str], *, telling: bool
) -> bool:
    """Return whether a paragraph surely goes on with a line, behind a space or within a word."""
    if before.text.endswith(" "):
        return True
    if _fits(before, line, width):
        return False
    bare = before.text
    if _BREAKS.search(bare) and line.text[:1].isalnum():
        return True
    first = line.text.split()[0]
    if " " in bare:
        return False
    if _DATE.fullmatch(bare + first) or not first.strip(_SIGNS):
        return True
    first = first.strip(_SIGNS)
    if not (bare[-1].isalnum() and first[:1].isalnum()) or (bare[-1].islower() and first[0].isupper()):
        return False
    if bare.isalpha() and first[0].isdigit() and len(bare) > _LONGEST_NUMBER_WORD:
        # "Qershor", then "2024"
        return False
    if before.width + line.widths[0] < width - _SLACK:
        return False
    # "Completion date" is two words of headings; what stands nowhere else was cut, and a letter by itself, or
    # two ("Brendsh", then "me") where lines tell that they wrapped
    is_ending = len(first) <= (2 if telling and first.islower() else 1)
    whole = bare.strip(_SIGNS) in whole_words or (concepts(bare) and concepts(first) - {"nr"})
    cut = len(bare) >= _LONGEST_NUMBER_WORD and (first not in whole_words or is_ending) and not whole
    return cut or bare + first in whole_words
