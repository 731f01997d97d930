"""Going to a number from a line above the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual.screen import Screen

from store.db.errors import Refused
from store.plan.lookup import resolve_number
from tui.plan.filtering import Filtering
from tui.plan.panes import Panes
from tui.plan.search import SearchController
from tui.screens.running import RunningApp
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from tui.finding.input_lines import GoLine

_LINE: Final = "GoLine"
"""By name: its class is loaded when one opens."""


def node_meant(model: TreeModel, typed: str) -> Node | None:
    """The action or objective that a typed number means; None while nothing is typed. Raises Refused."""
    if not typed.strip():
        return None
    known = model.by_number()
    return known[resolve_number(typed, [*known])]


class GoController:
    """Says where a number leads, and goes there."""

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
    def is_open(self) -> bool:
        """Whether there is a line to type a number in."""
        return bool(self._screen.query(_LINE))

    @property
    def _line(self) -> GoLine:
        return cast("GoLine", self._screen.query_one(_LINE))

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
        except Refused as refused:
            from language.messages import message

            words = message(refused.code, refused.params)
        self._line.show(safe(words))

    async def go(self) -> None:
        """Go to the number that is typed, out of a search too; one that means nothing stays typed."""
        try:
            node = node_meant(self._panes.tree.model, self._line.number.value)
        except Refused as refused:
            self._app.tell_refusal(refused)
            return
        await self.leave()
        if node is not None:
            await self._search.close()
            self._filtering.go_to(node)

    async def close(self) -> None:
        """Close the line."""
        await self._screen.query(_LINE).remove()

    async def leave(self) -> None:
        """Close the line, and back to the tree."""
        await self.close()
        self._screen.set_focus(self._panes.tree)
