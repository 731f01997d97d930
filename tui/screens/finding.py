"""What of the plan shows: the view, and what a search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input

from language import _
from store.database import Store
from store.outline import Outline
from tui.commands.catalogue import footer
from tui.memory import recall, remember
from tui.screens.plan import PlanScreen
from tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from store.search import SearchIndex

_OPEN_AT_START = 200


class FindingScreen(PlanScreen):
    """The commands that change what shows; none of them changes the plan."""

    def __init__(self, store: Store, rows: Outline | None = None) -> None:
        super().__init__(store, rows)
        self._index: SearchIndex | None = None

    def choose_view(self) -> None:
        """Begin with the actions of the own unit where there are any, open as far as is easy to see."""
        self.mine = self._mine()
        if self.mine and recall(self.terren.places).get("view") != "all":
            self.model.only = self.mine
        self.model.open_at_start(_OPEN_AT_START)

    def _mine(self) -> frozenset[str]:
        """The actions on which the own unit is expected to report; empty for headquarters."""
        identity = self.model.outline.identity
        if identity is None or identity.is_headquarters:
            return frozenset()
        from store.units import expects

        return frozenset(
            row.id for row in self.model.outline.actions if expects(row.institutions, identity.unit)
        )

    def name_panes(self) -> None:
        shown = sum(map(self.model.shows, self.model.actions))
        total = len(self.model.actions)
        if self.model.found is not None:
            words = _("Found ({n} of {total})")
        elif self.model.only is not None:
            words = _("Mine ({n} of {total})")
        else:
            words = _("All actions ({total})")
        self.tree_view.border_title = Content(words.format(n=shown, total=total))

    def show_keys(self) -> None:
        node = self.tree_view.node
        needs = "" if node is None else "action" if node.level == 2 else "objective"
        contexts = ("search",) if isinstance(self.focused, SearchLine) else ("main", "tree")
        self.key_bar.show(footer(contexts, needs))

    def _filter(self) -> None:
        node = self.tree_view.node
        self.model.refresh()
        self.tree_view.rebuild(node.key if node is not None else None)
        self.name_panes()
        self.show_keys()
        self.show_detail()

    def action_view(self) -> None:
        if not self.mine:
            self.terren.tell(_("No action expects a report from your unit; all are shown."))
            return
        self.model.only = self.mine if self.model.only is None else None
        remember(self.terren.places, view="all" if self.model.only is None else "mine")
        self._filter()

    async def action_search(self) -> None:
        if not self.query(SearchLine):
            await self.mount(SearchLine(), before="#panes")
        self.remove_class("inside")
        self.set_focus(self.query_one(SearchLine))

    def on_input_changed(self, event: Input.Changed) -> None:
        from store.search import SearchIndex

        with self.store.reading() as conn:
            if self._index is None:
                self._index = SearchIndex(conn)
            found = self._index.find(conn, event.value)
        self.model.found = frozenset(found) if event.value.strip() else None
        self._filter()
        self._to_first_action()

    def _to_first_action(self) -> None:
        if self.model.found is not None:
            first = next((n for n, node in enumerate(self.model.nodes) if node.level == 2), 0)
            self.tree_view.move_to(first)

    def action_keep_search(self) -> None:
        self.set_focus(self.tree_view)

    async def action_end_search(self) -> None:
        row = self.selected()
        self.model.found = None
        if row is not None:
            self.model.reveal(row.id)
        await self.query(SearchLine).remove()
        self._filter()
        self.set_focus(self.tree_view)

    async def action_back(self) -> None:
        if self.has_class("inside") or self.detail_view.has_focus:
            self.leave_detail()
        elif self.query(SearchLine):
            await self.action_end_search()

    def reload(self) -> None:
        self._index = None
        super().reload()
