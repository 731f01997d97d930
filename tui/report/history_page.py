"""Changes one below the other: when, who, what before and after, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rich.cells import cell_len

from language.dates import datetime
from store.db.text import fold
from store.exchange.delivery import ChangeState
from store.history.steps import Step
from store.ledger.change import Change
from store.query.by_form import Forms
from tui.report.words import change_state_words, form_tail, step_words
from tui.screens.people import who
from tui.widgets.draw import safe, wrap
from tui.widgets.linked_lines import Linked

_ROOMY = 90
"""From this width on a change takes one line where its words fit."""


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
    """Return every change as a line that leads to its id, followed by lines for what does not fit."""
    lines: list[Linked] = []
    for step in steps:
        change = step.change
        when = datetime(change.recorded_at)
        by = safe(who(change.officer, step.speaker))
        # a meeting is no action: its target is random
        named = not one_action and change.kind != "meeting"
        where = f"{safe(number_of(change.target))}  " if named else ""
        words = where + step_words(step)
        state = change_state_words(states[change.id], today, own=True)
        state = "  ".join(filter(None, (state, form_tail(forms, change))))
        head = f"{when}  {by}"
        indent = "    "
        if width >= _ROOMY and cell_len(head) + cell_len(words) + cell_len(state) + 6 <= width:
            lines.append(Linked(((head, "dim"), (f"  {words}", ""), (f"  {state}", "dim")), change.id))
            continue
        room = width - cell_len(head) - 2
        tail = f"  {state}" if cell_len(state) <= room else ""
        lines.append(Linked(((head, "dim"), (tail, "dim")), change.id))
        lines += [Linked(((indent + line, ""),), continued=True) for line in wrap(words, width - len(indent))]
    return lines


def finder(text: str, number_of: Callable[[str], str]) -> Callable[[Change], bool]:
    """Return a test that a change meets if each word typed is in its officer, unit, day, number or words."""
    wanted = fold(text).split()

    def matches(change: Change) -> bool:
        from language.registers import register, value

        texts = (
            change.unit,
            who(change.officer, change.unit),
            datetime(change.recorded_at),
            number_of(change.target),
            register(change.kind, change.field),
            value(change.kind, change.field, change.decoded()),
        )
        searched = fold(" ".join(texts))
        return all(word in searched for word in wanted)

    return matches
