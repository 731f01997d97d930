"""Where the actions of a text dump begin: by the sequence of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planreader.interpret.dump import sections
from planreader.interpret.dump.sections import Start
from planreader.interpret.dump.texthead import Printed
from planreader.interpret.segments.tablerows import ActionLines
from planreader.sources.text.lines import WRAP, Line
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import tags
from store.db.errors import Refused

MOST_LINES: Final = 600
"""Lines of the longest action."""
_SHORT: Final = 2
"""Words behind which a line is more than a number with a name."""
_AHEAD: Final = 5
"""How many numbers may be missing before one that still goes on with the sequence."""


def number_at(line: Line, parent: tuple[int, ...]) -> tuple[str, int] | None:
    """The number of an action that begins at a line, and how many words it takes with a label before it."""
    words = line.text.split(None, 2)[:2]
    for skip, word in enumerate(words, 1):
        if (
            numbers.is_number(word)
            and numbers.key(word)[:-1] == parent
            and (parent or word[-1:] in ".)" or skip == 2 or len(words) == 1)
        ):
            return numbers.bare(word), skip
        if skip == 1 and "action" not in tags(word):
            return None
    return None


def first_action(lines: Sequence[Line], start: Start, end: int) -> int | None:
    """The line of an objective's first action; None where it has none."""
    parent = numbers.key(start.nr)
    for at in range(start.body + 1, end):
        if number_at(lines[at], parent):
            return at
    return None


def action_lines(
    lines: Sequence[Line],
    start: Start,
    first: int,
    end: int,
    file: str,
    *,
    printed: Printed,
) -> list[ActionLines]:
    """The lines of each action of an objective, headings that a page repeats left out.

    ``printed`` is what pages repeat.

    Raises Refused ``document_number_twice``, ``document_number_order`` or ``document_too_long``.
    """
    parent = numbers.key(start.nr)
    found: list[ActionLines] = []
    begins: list[tuple[int, str, int]] = []
    dropped: set[int] = set()
    at = first
    while at < end:
        heading = None
        if at > first:
            heading = printed.end_at(at, end) or sections.heading_end(lines, at, end)
        if heading is not None:
            dropped.update(range(at, heading))
            at = heading
            continue
        number = number_at(lines[at], parent)
        if number and _is_next(file, lines[at], number[0], begins):
            begins.append((at, *number))
        at += 1
    for n, (begin, nr, skip) in enumerate(begins):
        stop = begins[n + 1][0] if n + 1 < len(begins) else _before_prose(lines, begin + 1, end)
        own = [lines[i] for i in range(begin, stop) if i not in dropped]
        if len(own) > MOST_LINES:
            raise Refused(
                "document_too_long", file=file, place=own[0].place, found=len(own), limit=MOST_LINES
            )
        after = lines[stop].blanks if stop < len(lines) else 0
        found.append(ActionLines(nr, start.nr, tuple(own), skip, after > (0 if stop < end else 1)))
    return found


def _before_prose(lines: Sequence[Line], begin: int, end: int) -> int:
    """Where the last action ends: before the paragraphs behind its table."""
    return next((n for n in range(begin, end) if sections.is_prose(lines[n])), end)


def _is_next(file: str, line: Line, nr: str, begins: Sequence[tuple[int, str, int]]) -> bool:
    if not begins:
        return True
    here, last = numbers.key(nr)[-1], numbers.key(begins[-1][1])[-1]
    if here == last + 1:
        return True
    if line.gap == WRAP or not _stands_out(line, nr):
        return False
    if here > last:
        return here <= last + _AHEAD
    if nr in {known for _at, known, _skip in begins}:
        raise Refused("document_number_twice", file=file, number=nr, line=line.first)
    raise Refused("document_number_order", file=file, number=nr, line=line.first)


def _stands_out(line: Line, nr: str) -> bool:
    """Whether a number is alone on its line, or a title begins behind it."""
    words = line.text.split()
    return line.text.strip() in (nr, nr + ".") or (
        numbers.bare(words[0]) == nr and len(words) > _SHORT and words[1][:1].isupper()
    )
