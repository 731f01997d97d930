"""The rows of a tree: one of them, all that show, how each is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, overload

from rich.cells import cell_len

from language import glyph, is_plain
from language.numbers import currency_sign, percent
from language.terms import side_mark, status_mark, status_short
from store.plan.lookup import ObjectiveRow
from store.status.outline import ActionRow, Progress
from tui.widgets.draw import Line, Span, bar_on_track, fit, safe


class Node(NamedTuple):
    """One row of the tree: ``level`` 0 strategic, 1 specific, 2 action."""

    level: int
    row: ObjectiveRow | ActionRow

    @property
    def key(self) -> str:
        """Return what stays the same when the tree is drawn anew."""
        return f"o{self.row.key}.{self.level}" if isinstance(self.row, ObjectiveRow) else self.row.id


class Nodes(Sequence[Node]):
    """The rows that show. Of actions only ids are kept: a row is made, as it is by now, when asked for."""

    def __init__(self, rows: Mapping[str, ActionRow], entries: Sequence[Node | str]) -> None:
        self._rows, self._entries = rows, entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> Node: ...
    @overload
    def __getitem__(self, at: slice) -> list[Node]: ...
    def __getitem__(self, at: int | slice) -> Node | list[Node]:
        if isinstance(at, slice):
            return [self._node(entry) for entry in self._entries[at]]
        return self._node(self._entries[at])

    def _node(self, entry: Node | str) -> Node:
        return Node(2, self._rows[entry]) if isinstance(entry, str) else entry

    def objectives(self) -> list[Node]:
        """Return the rows that are objectives."""
        return [entry for entry in self._entries if not isinstance(entry, str)]

    def position_of(self, key: str) -> int | None:
        """Return where the row with this key stands."""
        for position, entry in enumerate(self._entries):
            if entry == key or (not isinstance(entry, str) and entry.key == key):
                return position
        return None


STATUS_STYLES: Final = {
    "implemented": "good",
    "partially_implemented": "going",
    "in_progress": "going",
    "not_started": "",
    "not_implemented": "bad",
    "cancelled": "dim",
    None: "dim",
}
"""The style of each status, in the order in which an objective counts them."""
_CALLS: Final = (("conflict", "bad"), ("returned", "warn"), ("overdue", "bad"))
"""The marks of what somebody has to see to, the most pressing first, with their styles."""
_NOTES: Final = (("unsent", "going"), ("money", "warn"))
"""The marks that call nobody."""
_ROOM_FOR_BARS: Final = 54
_ROOM_FOR_WIDE_BARS: Final = 72
_PERCENT_WIDTH: Final = 5
_ROOM_FOR_TITLE: Final = 28
"""Where a title would have less, the status is said by its sign alone: the page names it."""


class Columns(NamedTuple):
    """Widths in cells: of the whole line, numbers, short words of statuses; the currency.

    ``shares`` where objectives say which share of their money is spent.
    """

    width: int
    number: int
    status: int
    currency: str
    shares: bool = True

    def action(self, row: ActionRow, *, marked: bool = False) -> Line:
        """Return an action with its status and marks; ``marked`` for those that the next status is for."""
        calls = [mark for mark, shows in zip(_CALLS, calls_of(row), strict=True) if shows]
        chosen = glyph("√", "+") if marked else " "
        signs = "".join(side_mark(name) for name, _style in calls)
        pressing = calls[0][1] if calls else "dim"
        style = STATUS_STYLES.get(row.status, "")
        number = fit(safe(row.nr), self.number) + " "
        room = self.width - 7 - self.number - 1 - 3
        # the sign has the colour: words in it down a whole column would hide the rows that matter
        named = [(" ", ""), (fit(status_short(row.status), self.status), style if style == "bad" else "dim")]
        if (beside := room - 1 - self.status) >= _ROOM_FOR_TITLE:
            room = beside
        else:
            named = []
        return (
            (f"{chosen:>{len(_CALLS) + 1 - len(signs)}}", "warn"),
            (f"{signs} ", pressing),
            (status_mark(row.status) + " ", style),
            (number, pressing),
            (fit(safe(row.title), room), "strong" if row.conflict or row.returned else ""),
            *named,
            (" ", ""),
            *_shown(_NOTES, (row.unsent, row.money_warning)),
        )

    def objective(
        self, node: Node, progress: Progress | None, *, is_open: bool, marked: bool = False
    ) -> Line:
        """Return an objective with the counts of its actions, and while it is closed with their marks.

        ``marked`` where it hides actions that the next status is for.
        """
        signs = ("v", ">") if is_plain() else ("▾", "▸")
        chosen = glyph("√", "+") if marked else " "
        head = f"{' ' * node.level}{signs[0] if is_open else signs[1]}{chosen}{safe(node.row.nr)} "
        counts: list[Span] = []
        if progress is not None:
            counts = [*_counts(progress, (self.width - cell_len(head)) // 2), *self._bars(progress)]
        marks: list[Span] = [(" " * (len(_CALLS) + len(_NOTES)), "")]
        if progress is not None and not is_open:
            marks = [
                *_shown(_CALLS, progress.calls),
                *_shown(_NOTES, (progress.unsent, progress.money_warning)),
            ]
        room = self.width - cell_len(head) - sum(cell_len(text) for text, _ in (*counts, *marks)) - 2
        style = "heading" if node.level == 0 else "strong"
        return (
            (head, style),
            (fit(safe(node.row.title), room) + " ", style),
            *counts,
            (" ", ""),
            *marks,
        )

    def _bars(self, progress: Progress) -> list[Span]:
        """Return how much is implemented, and how much of the plan's money is spent, with its percentage."""
        if self.width < _ROOM_FOR_BARS:
            return []
        cells = 3 if self.width < _ROOM_FOR_WIDE_BARS else 8
        done = progress.implemented / progress.total if progress.total else 0.0
        share, code = progress.money.execution, currency_sign(self.currency)
        money = f" {code} " if len(code) > 1 else f" {code}"
        drawn = [(" ", ""), *bar_on_track(done, cells, "good")]
        if not self.shares:
            return drawn
        if share is None:
            return [*drawn, (" " * (len(money) + cells + _PERCENT_WIDTH), "")]
        return [
            *drawn,
            (money, "dim"),
            *bar_on_track(float(share), cells, "going"),
            (_whole_or_none(percent(share, 0), _PERCENT_WIDTH), "warn" if share > 1 else "dim"),
        ]


def calls_of(row: ActionRow) -> tuple[bool, bool, bool]:
    """Return whether an action is in conflict, was returned, is overdue: what somebody has to see to."""
    return row.conflict, row.returned, row.overdue


def call_counts(rows: Iterable[ActionRow]) -> list[Span]:
    """Return how many actions call for somebody, each count behind its mark."""
    counts = [*map(sum, zip(*map(calls_of, rows), strict=True))] or [0] * len(_CALLS)
    return [(f"{side_mark(name)}{n}", style) for (name, style), n in zip(_CALLS, counts, strict=True) if n]


def _shown(marks: Sequence[Span], flags: Sequence[object]) -> list[Span]:
    return [
        (side_mark(name) if flag else " ", style) for (name, style), flag in zip(marks, flags, strict=True)
    ]


def _whole_or_none(number: str, width: int) -> str:
    """Return a number at the right; what has no room is left out, since its beginning is another number."""
    return fit(number if cell_len(number) <= width else glyph("…", "..."), width, right=True)


def _counts(progress: Progress, room: int) -> list[Span]:
    """Return how many actions have each status, behind its sign; what has no room adds up behind "…"."""
    counts = [(code, n) for code in STATUS_STYLES if (n := progress.statuses[code])]
    spans: list[Span] = []
    left, used = progress.total, 0
    for at, (code, n) in enumerate(counts):
        gap = " " if spans else ""
        text = f"{gap}{status_mark(code)}{n}"
        rest = f" {glyph('…', '...')}{left - n}" if at + 1 < len(counts) else ""
        if used + cell_len(text) + cell_len(rest) > room:
            spans.append((f"{gap}{glyph('…', '...')}{left}", "dim"))
            break
        spans.append((text, STATUS_STYLES[code]))
        left, used = left - n, used + cell_len(text)
    return spans
