"""What a text dump says as a whole: columns, years, language, title, and whether it can be read at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from planreader.interpret.dump import sections
from planreader.interpret.dump.sections import Start
from planreader.interpret.headings.headings import Column
from planreader.interpret.headings.refusal import LOOKED, no_plan
from planreader.interpret.segments.learned import keys_of
from planreader.interpret.segments.tablerows import ActionLines
from planreader.sources.form import ROLES, Row
from planreader.sources.text.lines import WRAP, Line
from planreader.vocabulary import numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.deadlinewords import is_deadline_word
from planreader.vocabulary.fold import fold, languages_of, squeeze, tags
from planreader.vocabulary.headwords import is_dated_title, is_title, period_of
from planreader.vocabulary.vocabulary import OPEN_WORDS
from store.db.errors import Refused

_TAG_ROLE: Final = {
    "action": "title", "deadline": "deadline", "budget": "budget", "funding": "funding",
    "institution": "institutions", "output": "output", "documents": "documents", "notes": "notes",
}  # fmt: skip
_LOST: Final = 0.25
"""The part of actions without two of the cells that each has, from which on the rows are taken apart."""
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
"""An amount that looks like a number of an action: 2.204.000."""
_PADDED: Final = re.compile(r"\b0")
_ENDS_YEAR: Final = re.compile(r"(?:19|20)\d\d\.?$")
_MANY: Final = 8
"""Numbers of a lower level than any action's that a plan may mention."""
_MOST: Final = 60
"""A component so large, or one that begins with 0, is part of a date or an amount."""


def roles_of(order: Sequence[str]) -> tuple[str, ...]:
    """The columns after the number, as the heading names them; all of them where it is not to be read."""
    found = [_TAG_ROLE[tag] for tag in order if tag in _TAG_ROLE]
    if len(found) < 4 or "title" not in found:
        return tuple(role for role in ROLES if role != "notes")
    return tuple(found)


def heading_years(lines: Sequence[Line], file: str) -> list[int]:
    """The years that a heading names, in order; ``lines`` may go on with what follows it.

    Raises Refused ``document_year_twice``; a heading that a page repeats names all of them again.
    A year alone on its line beside one with words is a cell of a row that some tools write between.
    """
    found: Counter[int] = Counter()
    forms: Counter[tuple[int, bool]] = Counter()
    twice: Line | None = None
    for line in lines[: sections.heading_end(lines, 0, len(lines)) or 0]:
        alone = all(map(_is_year, line.text.split()))
        for year in sections.heading_years([line]):
            found[year] += line.text.count(str(year))
            forms[year, alone] += line.text.count(str(year))
            twice = line if forms[year, alone] > 1 else twice
    if twice is not None and len(set(found.values())) > 1:
        year = found.most_common(1)[0][0]
        raise Refused("document_year_twice", file=file, year=year, place=twice.place)
    return sections.heading_years(lines)


def check_years(columns: Sequence[Column], place: str, file: str) -> None:
    """Raise Refused ``document_year_twice`` where a heading names one of its years more often than others."""
    found = Counter(column.year for column in columns if column.year is not None)
    if len(set(found.values())) > 1:
        raise Refused("document_year_twice", file=file, year=found.most_common(1)[0][0], place=place)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def years_told(
    actions: Sequence[ActionLines], title: str | None, order: Sequence[str], file: str
) -> tuple[int, ...]:
    """Where no heading names years: those of the title that actions name as well, else those of actions.

    Raises Refused ``document_no_heading`` where actions name none.
    """
    found = [year for action in actions for year in sections.heading_years(action.lines)]
    common = [year for year, n in Counter(found).items() if n > len(actions) // 5]
    if not common:
        raise no_plan("document_no_heading", file, order, looked=(*LOOKED, "year"))
    period = period_of(title or "")
    named = [year for year in common if period and period[0] <= year <= period[1]]
    if period is not None and named:
        return tuple(range(period[0], period[1] + 1))
    return tuple(range(min(common), min(max(common), min(common) + 9) + 1))


def has_interim(lines: Sequence[Line]) -> bool:
    """Whether the headings before the first table name interim targets."""
    return any("interim" in tags(word) for line in lines for word in line.text.split())


def known_names(totals: Sequence[tuple[Row, list[bool]]], kinds: Mapping[str, str]) -> dict[str, str]:
    """Names known as sources or institutions; those that strayed into the totals are sources."""
    strayed = {
        key: "source" for row, _ in totals for word in row.text("stray").split() for key in keys_of(word)
    }
    return {**kinds, **strayed}


def language_of(lines: Sequence[Line]) -> str:
    """The language of most headings."""
    votes: Counter[str] = Counter()
    for line in lines:
        for word in line.text.split():
            found = languages_of(word)
            if len(found) == 1:
                votes.update(found)
    return votes.most_common(1)[0][0] if votes else "sq"


def title_of(lines: Sequence[Line], starts: Sequence[Start]) -> str | None:
    """The first block before the first objective that calls itself an action plan and is no sentence.

    Without one, a plan of some years. A paragraph may follow on a title without an empty line.
    """
    return _titled(lines, starts[0].line, is_title) or _titled(lines, starts[0].line, is_dated_title)


def _titled(lines: Sequence[Line], first: int, named: Callable[[str], bool]) -> str | None:
    for at in range(first):
        if at and lines[at].gap == WRAP:
            continue
        stop = at + 1
        while stop < first and lines[stop].gap == WRAP:
            stop += 1
        texts = [line.text for line in lines[at:stop]]
        parted = [n for n in range(1, len(texts)) if not _goes_on(texts[n - 1], texts[n])]
        dated = [n for n in parted if _ENDS_YEAR.search(texts[n - 1])]
        for end in (*dated, len(texts), *parted):
            text = squeeze(" ".join(texts[:end]))
            if named(text):
                return text
    return None


def _goes_on(text: str, below: str) -> bool:
    """Whether a title's line goes on with the one below."""
    same = text.isupper() and below.isupper()
    return same or not below[:1].isupper() or fold(below.split()[0]) in OPEN_WORDS


def refuse_heading(lines: Sequence[Line], starts: Sequence[Start], file: str) -> None:
    """Raise Refused: what was looked for in a document without a plan, and what was found."""
    seen = sections.column_order(lines)
    raise no_plan("document_no_actions" if len(seen) >= 4 and starts else "document_no_heading", file, seen)


def check_end(
    lines: Sequence[Line], starts: Sequence[Start], actions: Sequence[ActionLines], file: str
) -> None:
    """Raise Refused ``document_truncated`` where the document ends before what it began is complete.

    Each objective's table ends with its totals. A document of several objectives may do without any totals.
    """
    objectives = [n for n, start in enumerate(starts) if start.kind == "specific"]
    totals = [n for n, start in enumerate(starts) if start.kind == "total"]
    last = starts[-1]
    filled = {action.objective for action in actions}
    unfinished = last.kind == "strategic" or (last.kind == "specific" and last.nr not in filled)
    open_end = objectives and (totals[-1] < objectives[-1] if totals else len(objectives) == 1)
    if unfinished or open_end:
        raise Refused("document_truncated", file=file, line=lines[-1].last)


def check_order(
    lines: Sequence[Line],
    actions: Sequence[ActionLines],
    rows: Sequence[Row],
    roles: Sequence[str],
    file: str,
) -> None:
    """Raise Refused ``document_order_lost`` where the cells of a row do not follow each other.

    Some tools write a page's text in an order of their own. It shows in rows that lack what every action has,
    and in numbers of actions that begin no row.
    """
    bare = [row for row in rows if row.kind == "action" and (_lacking(row, roles) > 1 or not _is_titled(row))]
    known = {action.nr for action in actions}
    depths = {numbers.depth(nr) for nr in known}
    alone = [
        line
        for line in lines
        if numbers.is_number(line.text)
        and numbers.depth(line.text) in depths - {1}
        and not _GROUPED.fullmatch(line.text)
        and numbers.bare(line.text) not in known
    ]
    below = _deeper(lines, max(depths, default=1))
    if len(bare) > max(1, _LOST * len(actions)) or len(alone) > max(2, _LOST * len(actions)) or below:
        place = bare[0].place if bare else (alone or below)[0].place
        found = min(len(actions), max(len(bare), len(alone), len(below)))
        raise Refused("document_order_lost", file=file, place=place, found=found, of=len(actions))


def _deeper(lines: Sequence[Line], depth: int) -> list[Line]:
    """Lines that begin with numbers of a lower level than the actions', where these are more than a few."""
    found = {
        numbers.bare(word): line
        for line in lines
        if numbers.is_number(word := line.text.split(None, 1)[0])
        and numbers.depth(word) == depth + 1 > 2
        and not _GROUPED.fullmatch(word)
    }
    return list(found.values()) if len(found) > _MANY else []


def check_numbers(
    lines: Sequence[Line], order: Sequence[tuple[Start, int]], actions: Sequence[ActionLines], file: str
) -> None:
    """Raise Refused ``document_number_order_at`` for an action that belongs to no objective of the plan.

    Its objective may have been numbered amiss, so that a whole table would be lost without a word.
    """
    objectives = {numbers.key(start.nr) for start, _end in order if start.kind == "specific"}
    depths = {numbers.depth(action.nr) for action in actions} - {1}
    first, last = actions[0].lines[0].first, actions[-1].lines[-1].last
    before, widest = actions[0].nr, max(key[0] for key in objectives)
    known = {action.lines[0].first: action.nr for action in actions}
    for line in lines:
        before = known.get(line.first, before)
        word = line.text.split(None, 1)[0]
        if not first < line.first <= last or line.gap == WRAP or not numbers.is_number(word):
            continue
        key = numbers.key(word)
        near = key[0] <= widest + 1 and max(key) < _MOST and not _PADDED.search(word)
        if numbers.depth(word) in depths and near and key[:-1] not in objectives:
            raise Refused(
                "document_number_order_at",
                file=file,
                place=line.place,
                number=numbers.bare(word),
                before=before,
            )


def _is_titled(row: Row) -> bool:
    """Whether an action's title is there, and is more than a deadline and amounts."""
    words = row.text("title").split()
    return bool(words) and not (is_deadline_word(words[0]) or (words[0].isdigit() and len(words[0]) > 1))


def _lacking(row: Row, roles: Sequence[str]) -> int:
    """How many of the cells that every action has are blank or hold something else."""
    blank = {
        "title": not row.text("title"),
        "deadline": read_deadline(row.text("deadline")).malformed,
        "institutions": not (row.text("funding") or row.text("institutions")),
        "budget": not (row.tokens and row.tokens.texts),
        "output": not row.text("output"),
    }
    return sum(lacks for role, lacks in blank.items() if role in roles)
