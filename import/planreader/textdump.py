"""A text dump, cell by cell, read into rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from planreader import numbers, sections
from planreader.columns import keys_of
from planreader.figures import figures_of
from planreader.fold import languages_of, squeeze, tags
from planreader.form import ROLES, Cell, Part, Row, Sheet
from planreader.indicators import IndicatorLines, indicator_rows
from planreader.lines import BLANK, WRAP, Line, is_flat, joined_lines, logical_lines, place
from planreader.pages import without_running
from planreader.sections import Start
from planreader.tablerows import ActionLines, action_rows
from planreader.totals import total_row
from planreader.unfold import is_columnar, unfolded
from store.errors import Refused

_TAG_ROLE: Final = {
    "action": "title", "deadline": "deadline", "budget": "budget", "funding": "funding",
    "institution": "institutions", "output": "output", "documents": "documents", "notes": "notes",
}  # fmt: skip


_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_Slot: TypeAlias = "Row | ActionLines | IndicatorLines | tuple[Start, int]"


@dataclass(slots=True)
class _Reading:
    lines: Sequence[Line]
    file: str
    rows: list[Row] = field(default_factory=list)
    actions: list[ActionLines] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    table: int = 0
    splits: list[bool] = field(default_factory=list)


def read_dump(text: str, file: str, kinds: Mapping[str, str] = _NONE) -> Sheet:
    """The rows of a plan in a text dump. ``kinds`` says which names are known as sources or institutions.

    Raises Refused ``document_no_heading``, ``document_no_actions``, ``document_truncated``,
    ``document_number_twice`` or ``document_number_order``.
    """
    text = without_running(text)
    lines = joined_lines(unfolded(text)) if is_columnar(text) else logical_lines(text)
    starts = sections.starts(lines)
    reading = _Reading(lines, file)
    if not any(start.kind == "specific" for start in starts):
        _refuse_heading(reading, starts)
    order: list[tuple[Start, int]] = []
    for n, start in enumerate(starts):
        order.append((start, starts[n + 1].line if n + 1 < len(starts) else len(lines)))
    slots: list[_Slot] = []
    for start, end in order:
        if start.kind in ("total", "grand_total"):
            slots.append((start, end))
        else:
            slots += _objective(reading, start, end)
    if not reading.actions:
        _refuse_heading(reading, starts)
    if not reading.order:
        heading = _heading_at(lines, 0, starts[0].line)
        if heading is not None:
            _take_heading(reading, lines[heading : starts[0].line])
    years = tuple(sorted(reading.years)) or _years_of_deadlines(reading)
    _check_end(reading, starts)
    roles = _roles(reading.order)
    figures = figures_of(text)
    totals = [
        total_row(lines, start, end, figures=figures)
        for start, end in order
        if start.kind in ("total", "grand_total")
    ]
    made = iter(
        action_rows(
            reading.actions, roles, len(years), _known(totals, kinds), figures=figures, flat=is_flat(lines)
        )
    )
    summed = iter(totals)
    measured = iter(
        indicator_rows(
            [slot for slot in slots if isinstance(slot, IndicatorLines)],
            interim=_has_interim(lines[: reading.table]),
        )
    )
    rows: list[Row] = []
    for slot in slots:
        if isinstance(slot, Row):
            rows.append(slot)
        elif isinstance(slot, ActionLines):
            rows.append(next(made))
        elif isinstance(slot, IndicatorLines):
            rows.append(next(measured))
        else:
            row, blank = next(summed)
            rows.append(row)
            reading.splits += blank
    return Sheet(
        tuple(rows), years, _language(lines), _title(lines, starts), roles,
        (len(reading.splits), sum(reading.splits)),
    )  # fmt: skip


def _known(totals: Sequence[tuple[Row, list[bool]]], kinds: Mapping[str, str]) -> dict[str, str]:
    """Names known as sources or institutions; those that strayed into the totals are sources."""
    strayed = {
        key: "source" for row, _ in totals for word in row.text("stray").split() for key in keys_of(word)
    }
    return {**kinds, **strayed}


def _has_interim(lines: Sequence[Line]) -> bool:
    return any("interim" in tags(word) for line in lines for word in line.text.split())


def _roles(order: Sequence[str]) -> tuple[str, ...]:
    """The columns after the number, as the heading names them; all of them where it is not to be read."""
    found = [_TAG_ROLE[tag] for tag in order if tag in _TAG_ROLE]
    if len(found) < 4 or "title" not in found:
        return tuple(role for role in ROLES if role != "notes")
    return tuple(found)


def _objective(reading: _Reading, start: Start, end: int) -> list[_Slot]:
    """An objective's own row, its indicators, and the lines of its actions."""
    lines = reading.lines
    first = _first_action(lines, start, end) if start.kind == "specific" else None
    upper = end if first is None else first
    heading = _heading(reading, start, upper)
    limit = upper if heading is None else heading
    title = [Part(start.rest)] if start.rest else []
    at = start.body + 1
    while at < limit and not _ends_title(lines[at], bool(title)):
        title.append(Part(lines[at].text, lines[at].gap))
        at += 1
    where = place(lines[start.line].first, lines[at - 1].last)
    cell = Cell("title", tuple(title), where)
    rows: list[_Slot] = [Row(start.kind, start.nr, {"title": cell}, where)]
    while at < limit:
        stop = at + 1
        while stop < limit and sections.begins_indicator(lines[stop]) is None:
            stop += 1
        if sections.begins_indicator(lines[at]) is not None:
            head = sections.begins_indicator(lines[at]) or ""
            rows.append(IndicatorLines(start.nr, head, tuple(lines[at:stop])))
        at = stop
    if first is not None:
        reading.table = reading.table or first
        rows += _actions(reading, start, first, end)
    return rows


def _ends_title(line: Line, begun: bool) -> bool:
    """Whether an objective's title is over: an indicator, a blank paragraph or a heading follows."""
    if sections.begins_indicator(line) is not None or (begun and line.gap == BLANK):
        return True
    return sections.begins_heading(line)


def _number_at(line: Line, parent: tuple[int, ...]) -> tuple[str, int] | None:
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


def _first_action(lines: Sequence[Line], start: Start, end: int) -> int | None:
    parent = numbers.key(start.nr)
    for at in range(start.body + 1, end):
        if _number_at(lines[at], parent):
            return at
    return None


def _heading_at(lines: Sequence[Line], begin: int, end: int) -> int | None:
    """Where the heading of an action table that ends at a line begins: behind the last indicator."""
    marked = [at for at in range(begin, end) if sections.begins_indicator(lines[at]) is not None]
    found: int | None = None
    for at in range(marked[-1] + 1 if marked else begin, end):
        first = tags(lines[at].text.split()[0])
        if first & {"nr", "action"} and len(sections.column_order(lines[at:end])) >= 4:
            if "nr" in first:
                return at
            found = at if found is None else found
    return found


def _heading(reading: _Reading, start: Start, first: int) -> int | None:
    """Where the table's heading before the first action begins; its years and columns are taken from it."""
    found = _heading_at(reading.lines, start.body + 1, first)
    if found is not None:
        _take_heading(reading, reading.lines[found:first])
    return found


def _take_heading(reading: _Reading, lines: Sequence[Line]) -> None:
    for year in sections.heading_years(lines):
        if year not in reading.years:
            reading.years.append(year)
    if not reading.order:
        reading.order = sections.column_order(lines)


def _actions(reading: _Reading, start: Start, first: int, end: int) -> list[ActionLines]:
    """The lines of each action, by the sequence of their numbers."""
    lines, parent = reading.lines, numbers.key(start.nr)
    found: list[ActionLines] = []
    begins: list[tuple[int, str, int]] = []
    dropped: set[int] = set()
    at = first
    while at < end:
        heading = sections.heading_end(lines, at, end) if at > first else None
        if heading is not None:
            dropped.update(range(at, heading))
            at = heading
            continue
        number = _number_at(lines[at], parent)
        if number and _is_next(reading, lines[at], number[0], begins):
            begins.append((at, *number))
        at += 1
    for n, (begin, nr, skip) in enumerate(begins):
        stop = begins[n + 1][0] if n + 1 < len(begins) else end
        own = [lines[i] for i in range(begin, stop) if i not in dropped]
        after = lines[stop].blanks if stop < len(lines) else 0
        found.append(ActionLines(nr, start.nr, tuple(own), skip, after > (0 if stop < end else 1)))
    reading.actions += found
    return found


def _is_next(reading: _Reading, line: Line, nr: str, begins: Sequence[tuple[int, str, int]]) -> bool:
    if not begins:
        return True
    here, last = numbers.key(nr)[-1], numbers.key(begins[-1][1])[-1]
    if here == last + 1:
        return True
    if line.gap == WRAP or line.text.strip() not in (nr, nr + "."):
        return False
    if here > last:
        return here <= last + 5
    if nr in {known for _at, known, _skip in begins}:
        raise Refused("document_number_twice", file=reading.file, number=nr, line=line.first)
    raise Refused("document_number_order", file=reading.file, number=nr, line=line.first)


def _refuse_heading(reading: _Reading, starts: Sequence[Start]) -> None:
    seen = sections.column_order(reading.lines)
    figures = {"file": reading.file, "looked": "action, deadline, budget", "found": ", ".join(seen) or "-"}
    if len(seen) >= 4 and starts:
        raise Refused("document_no_actions", **figures)
    raise Refused("document_no_heading", **figures)


def _years_of_deadlines(reading: _Reading) -> tuple[int, ...]:
    """Where no heading names years: those of the deadlines."""
    found = [year for action in reading.actions for year in sections.heading_years(action.lines)]
    common = [year for year, n in Counter(found).items() if n > len(reading.actions) // 5]
    if not common:
        raise Refused(
            "document_no_heading",
            file=reading.file,
            looked="action, deadline, budget, year",
            found=", ".join(reading.order) or "-",
        )
    return tuple(range(min(common), min(max(common), min(common) + 9) + 1))


def _check_end(reading: _Reading, starts: Sequence[Start]) -> None:
    """Raise Refused where the document ends before what it began is complete.

    Each objective's table ends with its totals. A document of several objectives may do without any totals.
    """
    objectives = [n for n, start in enumerate(starts) if start.kind == "specific"]
    totals = [n for n, start in enumerate(starts) if start.kind == "total"]
    last = starts[-1]
    filled = {action.objective for action in reading.actions}
    unfinished = last.kind == "strategic" or (last.kind == "specific" and last.nr not in filled)
    open_end = objectives and (totals[-1] < objectives[-1] if totals else len(objectives) == 1)
    if unfinished or open_end:
        raise Refused("document_truncated", file=reading.file, line=reading.lines[-1].last)


def _language(lines: Sequence[Line]) -> str:
    votes: Counter[str] = Counter()
    for line in lines:
        for word in line.text.split():
            found = languages_of(word)
            if len(found) == 1:
                votes.update(found)
    return votes.most_common(1)[0][0] if votes else "sq"


def _title(lines: Sequence[Line], starts: Sequence[Start]) -> str | None:
    """The block before the first objective that calls itself an action plan."""
    first = starts[0].line
    for at in range(first):
        found = [tags(word) for word in lines[at].text.split()]
        named = any("plan" in a and "action" in b for a, b in pairwise(found))
        named = named or any("action" in a and "plan" in b for a, b in pairwise(found))
        if named:
            stop = at + 1
            while stop < first and lines[stop].gap == WRAP:
                stop += 1
            return squeeze(" ".join(line.text for line in lines[at:stop]))
    return None
