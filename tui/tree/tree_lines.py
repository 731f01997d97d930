"""The rows of the tree as lines: numbers, titles, counts and marks in columns of their own."""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.cells import cell_len

from language import glyph, is_plain
from language.numbers import currency_sign, percent
from language.terms import side_mark, status_mark, status_short
from store.status.outline import ActionRow
from tui.tree.tree_nodes import Node, Progress
from tui.widgets.draw import Line, Span, bar, fit, fit_words, safe

STATUS_STYLES: Final = {
    "implemented": "good",
    "in_progress": "going",
    "partially_implemented": "going",
    "not_implemented": "bad",
    "cancelled": "dim",
    "not_started": "",
    None: "dim",
}
_MARKS: Final = (("overdue", "bad"), ("unsent", "going"), ("conflict", "bad"), ("money", "warn"))
_ROOM_FOR_BARS: Final = 54
_ROOM_FOR_WIDE_BARS: Final = 72
_PERCENT_WIDTH: Final = 5


class Columns(NamedTuple):
    """Widths in cells: of the whole line, numbers, short words of statuses, counts; the currency."""

    width: int
    number: int
    status: int
    counts: int
    currency: str

    def action(self, row: ActionRow, *, marked: bool = False) -> Line:
        """An action with its status and marks; ``marked`` for those that the next status is for."""
        chosen = glyph(" √ ", " + ")
        returned = f" {side_mark('returned')} " if row.returned else "   "
        style = STATUS_STYLES.get(row.status, "")
        number = fit(safe(row.nr), self.number) + " "
        room = self.width - 5 - self.number - 1 - 1 - self.status - 5
        return (
            (chosen if marked else returned, "warn"),
            (status_mark(row.status) + " ", style),
            (number, "dim"),
            (fit_words(safe(row.title), room) + " ", ""),
            (fit(status_short(row.status), self.status), style),
            *self._marks(row.overdue, row.unsent, row.conflict, row.money_warning),
        )

    def objective(self, node: Node, progress: Progress | None, *, is_open: bool) -> Line:
        """An objective with the counts of its actions, and while it is closed with their marks."""
        signs = ("v", ">") if is_plain() else ("▾", "▸")
        head = f"{' ' * node.level}{signs[0] if is_open else signs[1]} {safe(node.row.nr)} "
        counts = [] if progress is None else [*self._counts(progress), *self._bars(progress)]
        room = self.width - cell_len(head) - sum(cell_len(text) for text, _ in counts) - 6
        style = "heading" if node.level == 0 else "strong"
        marks = (False,) * len(_MARKS)
        if progress is not None and not is_open:
            marks = (
                bool(progress.overdue),
                bool(progress.unsent),
                bool(progress.conflict),
                bool(progress.money_warning),
            )
        return (
            (head, style),
            (fit_words(safe(node.row.title), room) + " ", style),
            *counts,
            *self._marks(*marks),
        )

    def _marks(self, *flags: bool) -> list[Span]:
        return [(" ", "")] + [
            (side_mark(name), style) if flag else (" ", "")
            for (name, style), flag in zip(_MARKS, flags, strict=True)
        ]

    def _counts(self, progress: Progress) -> list[Span]:
        return [
            (f"{status_mark('implemented')}{progress.implemented:<{self.counts}} ", "good"),
            (f"{status_mark('in_progress')}{progress.begun:<{self.counts}} ", "going"),
            (f"{status_mark(None)}{progress.rest:<{self.counts}}", "dim"),
        ]

    def _bars(self, progress: Progress) -> list[Span]:
        """How much is implemented, and how much of the plan's money is spent, with its percentage."""
        if self.width < _ROOM_FOR_BARS:
            return []
        cells = 3 if self.width < _ROOM_FOR_WIDE_BARS else 8
        done = progress.implemented / progress.total if progress.total else 0.0
        share, code = progress.execution, currency_sign(self.currency)
        money = f" {code} " if len(code) > 1 else f" {code}"
        drawn = [(" ", ""), *self._bar(done, cells, "good")]
        if share is None:
            return [*drawn, (" " * (len(money) + cells + _PERCENT_WIDTH), "")]
        return [
            *drawn,
            (money, "dim"),
            *self._bar(share, cells, "going"),
            (fit(percent(share, 0), _PERCENT_WIDTH, right=True), "warn" if share > 1 else "dim"),
        ]

    def _bar(self, share: float, cells: int, style: str) -> list[Span]:
        """A bar whose empty part shows too, so that its end can be seen."""
        drawn = bar(share, cells).rstrip(" ")
        return [(drawn, style), ("░" * (cells - len(drawn)), "dim")]
