"""The rows of totals in a text dump: their label, their numbers, and text that strayed into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader.interpret.dump.sections import Start, begins_heading, is_prose, is_sentence, is_split
from planreader.interpret.dump.textmeasures import is_row
from planreader.interpret.dump.texttotals import heads_totals
from planreader.interpret.segments.chunks import Chunk, chunks_of
from planreader.interpret.segments.figures import Figures
from planreader.sources.form import Cell, Part, Row, Tokens
from planreader.sources.text.lines import BLOCK, Line, place
from planreader.sources.text.words import kind_of
from planreader.vocabulary import money
from planreader.vocabulary.fold import fold

_ANNEXES: Final = ("shtojc", "aneks", "annex", "prilog", "appendi")
_PLACE_AND_DATE: Final = re.compile(
    r"[^\W\d_]+(?: [^\W\d_]+)?, (?:\d{1,2}\.? )?(?:[^\W\d_]+ |\d{1,2}\.\d{1,2}\.)(?:19|20)\d\d\.?"
)
_LONGEST_TITLE: Final = 8
"""Words of the title of a paragraph."""
_REST: Final = re.compile(r"0{1,2}")
_FIGURES: Final = frozenset({"amount", "number", "currency", "deadline", "admin", "dash"})


def total_row(lines: Sequence[Line], start: Start, end: int, *, figures: Figures) -> tuple[Row, list[bool]]:
    """A row of totals, and for each row of capital and recurrent parts below it whether it is blank."""
    at = start.body + 1
    end = next((n for n in range(at, end) if _ends(lines[n], figures)), end)
    if at < end < len(lines) and is_prose(lines[end]) and _is_title(lines[end - 1]):
        end -= 1
    label = Cell("label", (Part(start.rest),), place(lines[start.line].first, lines[start.body].last))
    body = [*_rest_of_label(lines[start.body], start.rest), *lines[at:end]]
    first = next((n for n, line in enumerate(body) if is_split(line)), len(body))
    chunks = chunks_of(body[:first], figures=figures)
    numbers = [chunk for chunk in chunks if chunk.kinds[0] in _FIGURES]
    stray = [chunk.line for chunk in chunks if chunk.kinds[0] not in _FIGURES]
    splits: list[bool] = []
    for line in body[first:]:
        printed = any(kind_of(word) in ("amount", "number", "dash", "currency") for word in line.text.split())
        if is_split(line):
            splits.append(not printed)
        elif printed:
            splits[-1] = False
        else:
            stray.append(line)
    cells = {"label": label}
    if stray:
        where = place(stray[0].first, stray[-1].last)
        cells["stray"] = Cell("stray", tuple(Part(line.text, line.gap) for line in stray), where)
    where = place(lines[start.line].first, lines[end - 1].last)
    most = figures.years[1] - figures.years[0] + 1 if figures.years else len(numbers)
    return Row(start.kind, start.nr, cells, where, tokens=_whole(_tokens(numbers), most)), splits


def _ends(line: Line, figures: Figures) -> bool:
    """Whether a table is over: a heading, a paragraph, an annex, or the place and date of the document."""
    first = fold(line.text.split()[0])
    below = line.gap >= BLOCK and (first.startswith(_ANNEXES) or _PLACE_AND_DATE.fullmatch(line.text))
    said = line.gap >= BLOCK and is_sentence(line.text)
    dated = any(figures.kind(word) == "deadline" for word in line.text.split())
    if line.gap >= BLOCK and dated and heads_totals(line.text):
        return True
    return begins_heading(line) or is_prose(line) or is_row(line.text.split()) or bool(below) or said


def _is_title(line: Line) -> bool:
    """Whether a line may be the title of the paragraphs that follow behind a table."""
    words = line.text.split()
    titled = line.text[0].isupper() and line.text[-1].isalpha() and not is_split(line)
    return (
        line.gap >= BLOCK and titled and len(words) <= _LONGEST_TITLE and not any(map(str.isdigit, line.text))
    )


def _rest_of_label(line: Line, label: str) -> list[Line]:
    """What stands behind the label on its own last line, as a line of its own."""
    words, tail = label.split(), line.text.split()
    for n in range(len(tail), 0, -1):
        if words[-n:] == tail[:n]:
            rest = line.text
            for word in tail[:n]:
                rest = rest.lstrip()[len(word) :]
            if not rest.strip():
                return []
            lead = len(rest) - len(rest.lstrip()) - 1
            return [
                Line(
                    rest.strip(),
                    line.first,
                    line.last,
                    line.gap,
                    False,
                    lead,
                    line.trail,
                    (),
                    len(rest.strip()),
                )
            ]
    return []


def _tokens(chunks: Sequence[Chunk]) -> Tokens:
    texts: list[str] = []
    blanks: list[int] = []
    for chunk in chunks:
        if not money.is_currency(chunk.text):
            texts.append(chunk.text)
            blanks.append(chunk.extra)
    blanks.append(max(0, chunks[-1].line.trail - 1) if chunks else 0)
    lines = [chunk.line for chunk in chunks]
    return Tokens(tuple(texts), tuple(blanks), place(lines[0].first, lines[-1].last) if lines else "")


def _whole(tokens: Tokens, most: int) -> Tokens:
    """Totals of at most so many years: where there is one more, a narrow column cut the first that is odd."""
    if len(tokens.texts) != most + 1:
        return tokens
    for at, (text, rest) in enumerate(pairwise(tokens.texts)):
        whole = f"{text}{rest}"
        if _REST.fullmatch(rest) and text.isdigit() and money.amount(whole) is not None:
            texts = (*tokens.texts[:at], whole, *tokens.texts[at + 2 :])
            return replace(tokens, texts=texts, blanks=(*tokens.blanks[:at], *tokens.blanks[at + 1 :]))
    return tokens
