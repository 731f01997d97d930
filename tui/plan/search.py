"""Searching for words, and going to a number, from a line above the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.screen import Screen
from textual.timer import Timer

from store.db.errors import UserError
from store.plan.lookup import resolve_number
from tui.finding.filter_state import FilterState
from tui.plan.filtering import Filtering
from tui.plan.panes import Panes
from tui.screens.running import RunningApp
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from store.status.outline import ActionRow
    from tui.finding.input_lines import GoLine


_PAUSE: Final = 0.02
"""Seconds between two pieces of preparing the first search: keys come first."""


class _LineController:
    """A line above the tree in which one types."""

    LINE: ClassVar[str]
    """Its class, by name: that is loaded when one opens."""
    _screen: Screen[None]

    @property
    def is_open(self) -> bool:
        """Return True if there is a line to type in."""
        return bool(self._screen.query(self.LINE))


class SearchController(_LineController):
    """Shows what a search finds with each letter, and what showed before once it ends."""

    LINE = "SearchLine"

    def __init__(
        self, app: RunningApp, screen: Screen[None], state: FilterState, filtering: Filtering, panes: Panes
    ) -> None:
        self._app, self._screen = app, screen
        self._state, self._filtering, self._panes = state, filtering, panes
        self._began_on: str | None = None
        """The key of the row from which a search set out."""
        self._preparing: Timer | None = None

    def prepare(self) -> None:
        """Read the texts to search in, piece by piece, before anybody searches."""
        self._preparing = self._screen.set_interval(_PAUSE, self._prepare_more)

    def _prepare_more(self) -> None:
        if not self._app.attempt(self._state.prepare) and self._preparing is not None:
            self._preparing.stop()

    async def open(self) -> None:
        """Open the line, or go back into it."""
        if not self.is_open:
            from tui.finding.input_lines import SearchLine

            node = self._panes.tree.node
            self._began_on = None if node is None else node.key
            await self._screen.mount(SearchLine(), before="#panes")
        self._screen.remove_class("inside")
        self._screen.set_focus(self._screen.query_one(self.LINE))

    def search(self, text: str) -> None:
        """Show what is found now."""
        self._app.attempt(lambda: self._state.search(text))
        if self._state.text:
            self._panes.show_rows(top=True)
        else:
            self._back_to_start()

    def _back_to_start(self) -> None:
        """Show what showed before the search, with the cursor where it was."""
        self._panes.show_rows(stay=self._began_on)
        if self._began_on is not None:
            self._panes.tree.go_to(self._began_on)

    async def close(self) -> None:
        """End the search without going anywhere."""
        if self.is_open:
            self._state.search("")
            self._panes.tree.model.show(self._state.only, self._state.order, self._state.of_unit)
            await self._screen.query(self.LINE).remove()

    async def end(self, row: ActionRow | None) -> None:
        """End the search on the action that was found, else where it set out."""
        await self.close()
        if row is None:
            self._back_to_start()
        else:
            self._filtering.go_to(Node(2, row))
        self._screen.set_focus(self._panes.tree)


def node_meant(model: TreeModel, typed: str) -> Node | None:
    """Return the action or objective that a typed number means; None while nothing is typed.

    Raises UserError.
    """
    if not typed.strip():
        return None
    by_number = model.by_number()
    return by_number[resolve_number(typed, [*by_number])]


class GoController(_LineController):
    """Says where a number leads, and goes there."""

    LINE = "GoLine"

    def __init__(
        self,
        app: RunningApp,
        screen: Screen[None],
        search: SearchController,
        filtering: Filtering,
        panes: Panes,
    ) -> None:
        self._app, self._screen = app, screen
        self._search, self._filtering, self._panes = search, filtering, panes

    @property
    def _line(self) -> GoLine:
        return cast("GoLine", self._screen.query_one(self.LINE))

    async def open(self) -> None:
        """Open the line, empty."""
        if not self.is_open:
            from tui.finding.input_lines import GoLine

            await self._screen.mount(GoLine(), before="#panes")
            self._screen.remove_class("inside")
        self._line.number.value = ""
        self._screen.set_focus(self._line.number)

    def show_place(self, typed: str) -> None:
        """Say where the number leads."""
        try:
            node = node_meant(self._panes.tree.model, typed)
            words = "" if node is None else f"{node.row.nr}  {node.row.title}"
        except UserError as refused:
            from language.messages import message

            words = message(refused.code, refused.params)
        self._line.show(safe(words))

    async def go(self) -> None:
        """Go to the number that is typed, out of a search too; one that means nothing stays typed."""
        try:
            node = node_meant(self._panes.tree.model, self._line.number.value)
        except UserError as refused:
            self._app.tell_refusal(refused)
            return
        await self.leave()
        if node is not None:
            await self._search.close()
            self._filtering.go_to(node)

    async def close(self) -> None:
        """Close the line."""
        await self._screen.query(self.LINE).remove()

    async def leave(self) -> None:
        """Close the line, and back to the tree."""
        await self.close()
        self._screen.set_focus(self._panes.tree)
