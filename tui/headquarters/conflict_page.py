"""A conflict with its values side by side: who recorded each, when, and which file brought it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest

import language
from language import _, glyph
from language.dates import date, datetime
from language.registers import day_of_amount, register, value
from store.history.conflicts import Conflict, ConflictHead, ConflictRow
from store.plan.units import unit_name
from store.query.by_form import FormChange
from tui.screens.people import sent_by_form, who
from tui.widgets.draw import Line, Span, cut, fit, safe, wrap
from tui.widgets.linked_lines import Linked
from tui.widgets.page import Page

_LEAST_COLUMN = 26


def conflict_name(conflict: Conflict | ConflictRow, printed: Mapping[str, str]) -> str:
    """Return what is in conflict: number, unit and register; ``printed`` are names of units in the plan."""
    kind, _target, unit, field = conflict.register
    whose = f", {unit_name(unit, language.current(), printed)}" if unit else ""
    return safe(f"{conflict.nr}{whose}, {register(kind, field)}")


def conflict_list(conflicts: Iterable[ConflictRow], width: int, printed: Mapping[str, str]) -> list[Linked]:
    """Return one line a conflict, which leads to its id."""
    sign = glyph("≠", "<>")

    def line(conflict: ConflictRow) -> Line:
        return ((f" {sign} ", "bad"), (cut(conflict_name(conflict, printed), width - 4), ""))

    return [Linked(partial(line, conflict), conflict.id) for conflict in conflicts]


def conflict_page(
    conflict: Conflict,
    own: str | None,
    width: int,
    printed: Mapping[str, str],
    forms: Mapping[str, FormChange],
) -> Page:
    """Return the values, numbered as the keys that keep them; in columns where there is room for all.

    ``printed`` are names of units by code in the plan, ``forms`` what forms brought by the ids of changes.
    """
    page = Page(width, 1)
    page.paragraph(conflict_name(conflict, printed), "strong")
    page.gap()
    cards = [
        _card(conflict, head, n, by=_by(head, printed, forms), mine=head.replica == own)
        for n, head in enumerate(conflict.heads, 1)
    ]
    column = (width - 3 * (len(cards) - 1)) // len(cards)
    if column >= _LEAST_COLUMN:
        page.lines += _beside(cards, column)
    else:
        for card in cards:
            for text, style in card:
                page.lines += [((line, style),) for line in wrap(text, width)]
            page.gap()
    return page


def _by(head: ConflictHead, printed: Mapping[str, str], forms: Mapping[str, FormChange]) -> str:
    return who(head.officer, head.speaker, head.unit, printed) + sent_by_form(forms.get(head.origin))


def _card(conflict: Conflict, head: ConflictHead, n: int, *, by: str, mine: bool) -> list[Span]:
    words = value(conflict.register.kind, conflict.register.field, head.value, conflict.currency)
    lines: list[Span] = [(f"[{n}] {safe(words)}", "heading")]
    if head.effective_on:
        day = _("since {day}").format(day=date(head.effective_on))
        if conflict.register.kind == "money":
            day = day_of_amount(conflict.register.field, head.effective_on)
        lines.append((safe(day), ""))
    lines.append((safe(by), ""))
    lines.append((datetime(head.recorded_at), "dim"))
    if head.file is not None:
        lines.append((_("file {code}").format(code=safe(head.file.check_code)[:9]), "dim"))
        lines.append((safe(head.file.name), "dim"))
    else:
        lines.append((_("recorded on this computer") if mine else _("recorded here"), "dim"))
    if n == 1:
        lines.append((_("counts until somebody decides"), "strong"))
    return lines


def _beside(cards: Sequence[Sequence[Span]], column: int) -> Iterator[Line]:
    wrapped = [[(line, style) for text, style in card for line in wrap(text, column)] for card in cards]
    bar = glyph(" │ ", " | ")
    for row in zip_longest(*wrapped, fillvalue=("", "")):
        line: list[Span] = []
        for n, (text, style) in enumerate(row):
            if n:
                line.append((bar, "dim"))
            line.append((fit(text, column), style))
        yield line
