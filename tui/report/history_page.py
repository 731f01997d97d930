"""The page of the history: changes in columns, or below who recorded them where there is little room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from language.dates import date as day_words
from language.dates import datetime
from language.registers import is_of_meeting
from store.exchange.delivery import ChangeState
from store.history.steps import Step
from store.query.by_form import Forms
from tui.report.words import change_state_words, form_tail, step_words
from tui.screens.people import who
from tui.widgets.draw import fit, safe, wrap
from tui.widgets.linked_lines import Linked

_LEAST_WORDS = 40
"""Cells that what was recorded has at least where a change stands in columns."""
_MOST = (0, 28, 12, 0, 0)
"""Cells that a column has at most, 0 for as many as it needs."""
_NARROWED = ((3, 0), (4, 14), (1, 16))
"""Columns that get fewer cells, one after the other, where the words have too few: first the day goes, which
the words say as well.
"""
_GAP = 2


class _ChangeRow(NamedTuple):
    """A change as it is shown: when and by whom it was recorded, of what, from when it counts, its state."""

    step: Step
    when: str
    by: str
    where: str
    day: str
    state: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what stands in its columns, but for the words."""
        return self.when, self.by, self.where, self.day, self.state


def history_page(
    steps: Sequence[Step],
    states: Mapping[str, ChangeState],
    forms: Forms,
    number_of: Callable[[str], str],
    width: int,
    *,
    today: date,
    one_action: bool,
) -> list[Linked]:
    """Return every change as a line that leads to its id, followed by lines for what does not fit.

    Where there is room all stand in columns; else what was recorded stands below who recorded it.
    """
    rows: list[_ChangeRow] = []
    for step in steps:
        change = step.change
        named = not one_action and not is_of_meeting(change.kind, change.target)
        state = change_state_words(states[change.id], today, own=True)
        rows.append(
            _ChangeRow(
                step,
                datetime(change.recorded_at),
                safe(who(change.officer, step.speaker)),
                safe(number_of(change.target)) if named else "",
                "" if change.effective_on is None else safe(day_words(change.effective_on)),
                "  ".join(filter(None, (state, form_tail(forms, change)))),
            )
        )
    if not rows:
        return []
    needed = [max(map(cell_len, texts)) for texts in zip(*(row.texts for row in rows), strict=True)]
    sizes = [min(size, most or size) for size, most in zip(needed, _MOST, strict=True)]
    for at, most in _NARROWED:
        if _room(sizes, width) < _LEAST_WORDS:
            sizes[at] = min(sizes[at], most)
    if (room := _room(sizes, width)) >= _LEAST_WORDS:
        return [line for row in rows for line in _in_columns(row, sizes, room)]
    return [line for row in rows for line in _below(row, width)]


def _room(sizes: Sequence[int], width: int) -> int:
    """Return the cells that are left for words."""
    return width - sum(size + _GAP for size in sizes if size)


def _in_columns(row: _ChangeRow, sizes: Sequence[int], room: int) -> Iterator[Linked]:
    """Yield a change as one row, and lines for words, and for a state, that need more."""
    when, by, where, day, state = (
        fit(text, size) + " " * _GAP if size else "" for text, size in zip(row.texts, sizes, strict=True)
    )
    first, *more = wrap(step_words(row.step, dated=not day), room)
    if cell_len(row.state) > sizes[-1]:
        more += wrap(row.state, room)
    words = fit(first, room) + " " * _GAP
    yield Linked(
        ((when + by, "dim"), (where + words, ""), ((day + state).rstrip(), "dim")), row.step.change.id
    )
    for line in more:
        yield Linked(((" " * cell_len(when + by + where) + line, ""),), continued=True)


def _below(row: _ChangeRow, width: int) -> Iterator[Linked]:
    head, indent = f"{row.when}  {row.by}", "    "
    tail = f"  {row.state}" if cell_len(row.state) <= width - cell_len(head) - 2 else ""
    yield Linked(((head, "dim"), (tail, "dim")), row.step.change.id)
    words = (f"{row.where}  " if row.where else "") + step_words(row.step)
    for line in wrap(words, width - len(indent)):
        yield Linked(((indent + line, ""),), continued=True)
