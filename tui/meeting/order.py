"""The agenda of a meeting as a list: what was spoken of, in which order, and what is still to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, glyph
from language.terms import agenda_mark, side_mark, status_mark
from store.db.database import Store
from store.db.errors import UserError
from store.edits.meeting import Meeting, amend_meeting
from store.history.minutes import Minutes
from store.plan.lookup import ActionRef
from store.status.outline import ActionRow
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, fit, safe

_WIDTH = 100
"""That of the window, where the terminal is wide enough."""
_FRAME = 8
_NR = 8
_LEAST = 36
"""Cells of the agenda beside the action, where the terminal has no more to give."""
_PAGE = 66
"""What the action keeps of the terminal."""
_SIGNS = 8
"""What stands around number and title of a line."""


class AgendaItem(NamedTuple):
    """An action of an agenda; ``mark`` says whether it was ``recorded``, ``skipped``, or is ``ahead``."""

    ref: ActionRef
    title: str
    mark: str


def agenda_items(
    refs: Sequence[ActionRef], so_far: Minutes, seen: Collection[str], at: int
) -> list[AgendaItem]:
    """Return the actions of an agenda with what became of them.

    ``seen`` are those that were shown, ``at`` is the place of the one that is.
    """
    spoken = {item.target: item for item in so_far.items}
    items: list[AgendaItem] = []
    for n, ref in enumerate(refs):
        item = spoken.get(ref.id)
        mark = "skipped" if ref.id in seen and n != at else "ahead"
        mark = "recorded" if item is not None and item.is_spoken_of else mark
        items.append(AgendaItem(ref, "" if item is None else item.title, mark))
    return items


def beside_width(items: Sequence[AgendaItem], width: int) -> int:
    """Return how wide the agenda is beside the action: as its longest title asks, at most three fifths."""
    asked = max((cell_len(safe(item.title)) for item in items), default=0) + _NR + _SIGNS
    return max(_LEAST, min(asked, width * 3 // 5, width - _PAGE))


def agenda_line(item: AgendaItem, row: ActionRow | None, width: int, *, here: bool = False) -> Line:
    """Return an action of an agenda in a line, at its end its status, and whether it is overdue.

    ``here`` marks the one that is spoken of.
    """
    style = "good" if item.mark == "recorded" else "dim" if item.mark == "skipped" else ""
    late = side_mark("overdue") if row is not None and row.overdue else " "
    stands = " " if row is None else status_mark(row.status)
    title = fit(safe(item.title), max(0, width - _NR - _SIGNS))
    return (
        (glyph("▸", "*") if here else " ", "strong"),
        (f"{agenda_mark(item.mark)} ", style),
        (f"{fit(safe(item.ref.nr), _NR)}{title} {stands}", "dim" if item.mark == "skipped" else ""),
        (f" {late}", "bad"),
    )


class OrderScreen(WindowScreen[str]):
    """Returns the id of the action to go to; its order and extent are recorded at once."""

    heading = N_("Agenda")
    CSS_PATH = "order.tcss"
    contexts = ("order",)

    def __init__(
        self,
        store: Store,
        meeting: Meeting,
        items: Sequence[AgendaItem],
        rows: Mapping[str, ActionRow],
        at: int,
    ) -> None:
        super().__init__()
        self.store, self.meeting, self.items, self.rows = store, meeting, list(items), rows
        self._at = at

    def content(self) -> ComposeResult:
        self.listed = ChoiceList(self._lines(), self._at, id="listed")
        self.note = Static(Content(""))
        yield self.listed
        yield self.note

    def _lines(self) -> list[Line]:
        width = min(self.app.size.width, _WIDTH) - _FRAME
        return [agenda_line(item, self.rows.get(item.ref.id), width) for item in self.items]

    def on_mount(self) -> None:
        self.set_focus(self.listed)
        # so that the line at which the meeting stands is seen
        self.call_after_refresh(self.listed.action_move, 0)

    def idle(self) -> Collection[str]:
        return () if self.items else ("take_item", "raise_item", "lower_item", "drop_item")

    def action_take_item(self) -> None:
        if self.items:
            self.dismiss(self.items[self.listed.cursor].ref.id)

    def action_shift(self, by: int) -> None:
        """Move the highlighted action up or down by one place."""
        at = self.listed.cursor
        to = at + by
        if self.items and 0 <= to < len(self.items):
            items = list(self.items)
            items.insert(to, items.pop(at))
            self._record(items, to)

    def action_drop_item(self) -> None:
        at = self.listed.cursor
        if self.items:
            self._record([*self.items[:at], *self.items[at + 1 :]], min(at, len(self.items) - 2))

    def _record(self, items: list[AgendaItem], at: int) -> None:
        try:
            self.meeting = amend_meeting(
                self.store, self.meeting.name, agenda=[item.ref for item in items], before=self.meeting
            )
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever presses again has read it
                now: Any = refused.params["now"]
                self.meeting = self.meeting._replace(agenda=now)
            self.refuse(refused)
            return
        self.items = items
        self.say("")
        self.listed.fill(self._lines(), max(0, at))
        self.listed.action_move(0)
        self.show_keys()
