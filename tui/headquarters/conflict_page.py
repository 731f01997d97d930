"""A conflict with its values side by side: who recorded each, when, and which file brought it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import zip_longest

import language
from language import _, glyph
from language.dates import date, datetime
from language.registers import day_of_amount, register, value
from store.history.conflicts import Conflict, ConflictHead, ConflictRow
from store.plan.units import unit_name
from tui.screens.people import who
from tui.widgets.draw import Line, Span, cut, fit, safe, wrap
from tui.widgets.linked_lines import Linked
from tui.widgets.page import Page

_LEAST_COLUMN = 26


def conflict_name(conflict: Conflict | ConflictRow) -> str:
    """Return what is in conflict: number, unit and register."""
    kind, _target, unit, field = conflict.register
    whose = f", {unit_name(unit, language.current())}" if unit else ""
    return safe(f"{conflict.nr}{whose}, {register(kind, field)}")


def conflict_list(conflicts: Iterable[ConflictRow], width: int) -> list[Linked]:
    """Return one line a conflict, which leads to its id."""
    sign = glyph("≠", "<>")

    def line(conflict: ConflictRow) -> Line:
        return ((f" {sign} ", "bad"), (cut(conflict_name(conflict), width - 4), ""))

    return [Linked(partial(line, conflict), conflict.id) for conflict in conflicts]


def conflict_page(conflict: Conflict, own: str | None, width: int) -> Page:
    """Return the values, numbered as the keys that keep them; in columns where there is room for all."""
    page = Page(width, 1)
    page.paragraph(conflict_name(conflict), "strong")
    page.gap()
    cards = [_card(conflict, head, n, mine=head.replica == own) for n, head in enumerate(conflict.heads, 1)]
    column = (width - 3 * (len(cards) - 1)) // len(cards)
    if column >= _LEAST_COLUMN:
        page.lines += _beside(cards, column)
    else:
        for card in cards:
            for text, style in card:
                page.lines += [((line, style),) for line in wrap(text, width)]
            page.gap()
    return page


def _card(conflict: Conflict, head: ConflictHead, n: int, *, mine: bool) -> list[Span]:
    words = value(conflict.register.kind, conflict.register.field, head.value, conflict.currency)
    lines: list[Span] = [(f"[{n}] {safe(words)}", "heading")]
    if head.effective_on:
        day = _("since {day}").format(day=date(head.effective_on))
        if conflict.register.kind == "money":
            day = day_of_amount(conflict.register.field, head.effective_on)
        lines.append((safe(day), ""))
    lines.append((safe(who(head.officer, head.speaker, head.unit)), ""))
    lines.append((datetime(head.recorded_at), "dim"))
    if head.file is not None:
        lines.append((_("file {code}").format(code=safe(head.file.check_code)[:9]), "dim"))
        lines.append((safe(head.file.name), "dim"))
    else:
        lines.append((_("recorded on this laptop") if mine else _("recorded here"), "dim"))
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
