"""Several actions at once: Space marks them, and the next status is for all of them."""

from __future__ import annotations

from language import ngettext
from store.status.outline import ActionRow
from tui.plan.searching import SearchingScreen


class MarkingScreen(SearchingScreen):
    """Marks outlive a search, so that they can be gathered from several; they end where they were used."""

    def marked_rows(self) -> list[ActionRow]:
        """The actions that carry a mark, in the order of the plan."""
        marked = self.tree_view.marked
        return [row for action, row in self.model.actions.items() if action in marked] if marked else []

    def chosen(self) -> list[ActionRow]:
        return self.marked_rows() or super().chosen()

    def beside_title(self) -> str:
        count = len(self.marked_rows())
        if not count:
            return ""
        dot = " - " if self.terren.ascii else " · "
        return dot + ngettext("{n} marked", "{n} marked", count).format(n=count)

    def several(self) -> int:
        return len(self.marked_rows())

    def on_plan_tree_marked(self) -> None:
        self.name_panes()
        self.show_keys()

    def _unmark(self) -> None:
        self.tree_view.marked.clear()
        self.tree_view.refresh()
        self.name_panes()
        self.show_keys()

    def marks_were_used(self) -> None:
        if self.tree_view.marked:
            self._unmark()

    async def action_back(self) -> None:
        inside = self.has_class("inside") or self.detail_view.has_focus
        elsewhere = inside or self.line_open
        if self.tree_view.marked and not elsewhere:
            self._unmark()
        else:
            await super().action_back()
