"""What is painted of the plan: the list with its title and chips, the cursor in it, the page beside it."""

from __future__ import annotations

from textual.content import Content

from language import _, glyph, ngettext
from store.status.outline import Outline
from tui.finding.filter_bar import FilterBar
from tui.finding.filter_state import FilterState
from tui.finding.filter_words import chips_of, title_of, way_out
from tui.plan.detail_pane import DetailPane
from tui.plan.title_bar import TitleBar
from tui.screens.base import WorkScreen
from tui.tree.plan_tree import PlanTree


class Panes:
    """Paints the rows that the model has as the filter state says."""

    def __init__(
        self,
        tree: PlanTree,
        state: FilterState,
        detail: DetailPane,
        title_bar: TitleBar,
        filter_bar: FilterBar,
        screen: WorkScreen[None],
    ) -> None:
        self.tree, self.detail = tree, detail
        self._state, self._title_bar, self._filter_bar = state, title_bar, filter_bar
        self._key, self._show_keys = screen.key, screen.show_keys

    def show_titles(self) -> None:
        """Say above the tree what it shows, how many are marked, and what is asked for."""
        model = self.tree.model
        total, shown = len(model.actions), model.number_shown
        self.tree.way_out = way_out(self._state, self._key)
        self.tree.head(Content(title_of(self._state, shown, total, self._key) + self._marked_words()))
        count = _("{n} of {total}").format(n=shown, total=total)
        hint = _("{key} takes the last one away").format(key=self._key("drop_filter"))
        self._filter_bar.show(chips_of(self._state), count, hint)

    def _marked_words(self) -> str:
        count = len(self.tree.marked())
        if not count:
            return ""
        dot = glyph(" · ", " - ")
        return dot + ngettext("{n} marked", "{n} marked", count).format(n=count)

    def show_rows(self, *, top: bool = False, stay: str | None = None) -> None:
        """Show what the filter state lets through, and the action ``stay`` in any case.

        The cursor is on its row where that shows, with ``top`` on the first.
        """
        self.tree.model.show(self._state.only, self._state.order, self._state.said)
        self.tree.model.stay(stay)
        if top:
            self.tree.put(0)
        self.tree.rebuild()
        self.show_titles()
        self._show_keys()
        self.detail.show_soon()

    def show_row(self, key: str) -> None:
        """Put the cursor on a row that shows, and show what is known of it."""
        self.tree.go_to(key)
        self.show_titles()
        self._show_keys()
        self.detail.show()

    def show_outline(self, outline: Outline) -> None:
        """Show rows that were read again; the cursor stays on its row."""
        self.tree.rebuild()
        self.show_titles()
        self._show_keys()
        self._title_bar.show(outline)
        self.detail.show(keep_place=True)

    def show_changed(self, outline: Outline) -> None:
        """Show what changed around rows that are painted already."""
        self._title_bar.show(outline)
        self.detail.show(keep_place=True)

    def show_marks(self) -> None:
        """Show which actions are marked."""
        self.tree.refresh()
        self.show_titles()
        self._show_keys()

    def speak(self) -> None:
        self.show_titles()
        self.tree.measure()
        self.tree.refresh()
        self.detail.show(keep_place=True)
