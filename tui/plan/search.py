"""Searching for words, and going to a number, from a line above the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual.timer import Timer

from store.db.errors import UserError
from store.plan.lookup import resolve_number
from tui.plan.parts import PlanParts
from tui.screens.refusals import message
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from tui.finding.input_lines import GoLine


_PAUSE: Final = 0.02
"""Seconds between two pieces of preparing the first search: keys come first."""
_SEARCH, _GO = "SearchLine", "GoLine"
"""The lines by the names of their classes, which are loaded when one opens."""


class SearchKeys(PlanParts):
    """Shows what a search finds with each letter, and what showed before once it ends; goes to numbers."""

    _began_on: str | None = None
    """The key of the row from which a search set out."""
    _preparing: Timer | None = None

    def line_is_open(self, line: str = f"{_SEARCH}, {_GO}") -> bool:
        """Return True if there is this line, or any, to type in."""
        return bool(self.query(line))

    def prepare_search(self) -> None:
        """Read the texts to search in, piece by piece, before anybody searches."""
        self._preparing = self.set_interval(_PAUSE, self._prepare_more)

    def _prepare_more(self) -> None:
        if not self.terren.attempt(self.filter_state.prepare) and self._preparing is not None:
            self._preparing.stop()

    async def action_search(self) -> None:
        """Open the line, or go back into it."""
        await self.query(_GO).remove()
        if not self.line_is_open(_SEARCH):
            from tui.finding.input_lines import SearchLine

            node = self.tree_view.node
            self._began_on = None if node is None else node.key
            await self.mount(SearchLine(), before="#panes")
        self.remove_class("inside")
        self.set_focus(self.query_one(_SEARCH))

    def search_for(self, text: str) -> None:
        """Show what is found now."""
        self.terren.attempt(lambda: self.filter_state.search(text))
        if self.filter_state.text:
            self.panes.show_rows(top=True)
        else:
            self._back_to_start()

    def _back_to_start(self) -> None:
        """Show what showed before the search, with the cursor where it was."""
        self.panes.show_rows(stay=self._began_on)
        if self._began_on is not None:
            self.tree_view.go_to(self._began_on)

    async def _close_search(self) -> None:
        if self.line_is_open(_SEARCH):
            state = self.filter_state
            state.search("")
            self.model.show(state.only, state.order, state.of_unit)
            await self.query(_SEARCH).remove()

    def action_keep_search(self) -> None:
        self.set_focus(self.tree_view)

    async def action_end_search(self) -> None:
        """End the search on the action that was found, else where it set out."""
        row = self.rows.selected()
        await self._close_search()
        if row is None:
            self._back_to_start()
        else:
            self.filtering.go_to(Node(2, row))
        self.set_focus(self.tree_view)

    async def action_go(self) -> None:
        """Open the line of a number, empty."""
        if not self.line_is_open(_GO):
            from tui.finding.input_lines import GoLine

            await self.mount(GoLine(), before="#panes")
            self.remove_class("inside")
        self._go_line.number.value = ""
        self.set_focus(self._go_line.number)

    @property
    def _go_line(self) -> GoLine:
        return cast("GoLine", self.query_one(_GO))

    def show_place(self, typed: str) -> None:
        """Say where the number leads."""
        try:
            node = node_meant(self.model, typed)
            words = "" if node is None else f"{node.row.nr}  {node.row.title}"
        except UserError as refused:
            words = message(refused.code, refused.params)
        self._go_line.show(safe(words))

    async def action_go_there(self) -> None:
        """Go to the number that is typed, out of a search too; one that means nothing stays typed."""
        try:
            node = node_meant(self.model, self._go_line.number.value)
        except UserError as refused:
            self.terren.tell_refusal(refused)
            return
        await self.action_leave_go()
        if node is not None:
            await self._close_search()
            self.filtering.go_to(node)

    async def action_leave_go(self) -> None:
        await self.query(_GO).remove()
        self.set_focus(self.tree_view)

    async def leave_line(self) -> None:
        """Leave the line in which one types: that of a number before that of a search."""
        await (self.action_leave_go() if self.line_is_open(_GO) else self.action_end_search())


def node_meant(model: TreeModel, typed: str) -> Node | None:
    """Return the action or objective that a typed number means; None while nothing is typed.

    Raises UserError.
    """
    if not typed.strip():
        return None
    by_number = model.by_number()
    return by_number[resolve_number(typed, [*by_number])]
