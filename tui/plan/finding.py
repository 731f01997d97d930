"""What of the plan shows: a filter, an order, the view of the own unit."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from language import _
from language.filterwords import order_words
from store.db.database import Store
from store.db.errors import Refused
from store.query.filters import SORT_KEYS, Filter
from store.query.savedfilter import read_filter, write_filter
from store.status.outline import Outline
from tui.finding.filter_bar import FilterBar
from tui.finding.selection import DOCUMENT, Selection
from tui.plan.plan import PlanScreen
from tui.screens.memory import recall, remember
from tui.tree import tree_memory
from tui.tree.tree_nodes import Node
from tui.widgets.draw import safe

_OPEN_AT_START = 200
_MINE = Filter(mine=True)


class FindingScreen(PlanScreen):
    """The commands that change what shows; none of them changes the plan."""

    def __init__(self, store: Store, rows: Outline | None = None) -> None:
        super().__init__(store, rows)
        self.selection = Selection(store)

    def choose_view(self) -> None:
        """Begin with what was shown last, else with the actions of the own unit where there are any."""
        if self.model.outline.complete:
            wanted, sort = self._remembered()
            try:
                self.selection.ask(self.model.seen, wanted, sort)
            except Refused:
                self.selection.ask(self.model.seen, Filter(), DOCUMENT)
            if self.selection.filter == _MINE and not self.selection.only:
                self.selection.ask(self.model.seen, Filter(), sort)
        self.model.show(self.selection.only, self.selection.order)
        if not tree_memory.reopen(self.terren.places, self.model):
            self.model.open_at_start(_OPEN_AT_START)

    def _remembered(self) -> tuple[Filter, str]:
        identity = self.model.outline.identity
        held = recall(self.terren.places)
        sort = held.get("sort")
        order = sort if sort in SORT_KEYS else DOCUMENT
        try:
            wanted = read_filter(held["filter"])
        except (KeyError, TypeError, AttributeError, Refused):
            return (Filter() if identity is None or identity.is_headquarters else _MINE), order
        return (wanted._replace(mine=False) if identity is None else wanted), order

    def name_panes(self) -> None:
        total = len(self.model.actions)
        shown = self.model.number_shown
        if self.selection.beyond:
            words = _("Found in the whole plan ({n} of {total})")
        elif self.selection.text:
            words = _("Found ({n} of {total})")
        elif self.selection.filter == _MINE:
            words = _("Mine ({n} of {total}), {key}: all")
        elif self.selection.filter == Filter():
            words = _("All actions ({total})")
        else:
            words = _("Filtered ({n} of {total})")
        self.tree_view.way_out = self._way_out()
        title = words.format(n=shown, total=total, key=self.key("view"))
        self.tree_view.head(Content(title + self.beside_title()))
        self._show_chips(shown, total)

    def _way_out(self) -> str:
        """What leads out of a list in which nothing stands."""
        if self.selection.text:
            return _("{key}: end the search").format(key=self.key("end_search"))
        words = _("{less}: one filter less, {none}: no filter")
        return words.format(less=self.key("drop_filter"), none=self.key("show_all"))

    def _show_chips(self, shown: int, total: int) -> None:
        count = _("{n} of {total}").format(n=shown, total=total)
        hint = _("{key} takes the last one away").format(key=self.key("drop_filter"))
        self.filter_bar.show(self._chips(), count, hint)

    def _chips(self) -> list[str]:
        """What is asked for, and the order; the usual view has none."""
        order = [] if self.selection.sort == DOCUMENT else [order_words(self.selection.sort)]
        if self.selection.filter == Filter() or (self.selection.filter == _MINE and not order):
            return order
        from store.query.filterparts import parts
        from tui.finding.chips import chips

        return chips(parts(self.selection.filter)) + order

    def show_again(self, *, top: bool = False, stay: str | None = None) -> None:
        """Show what the selection lets through, and the action ``stay`` in any case.

        The cursor is on its row where that shows, with ``top`` on the first.
        """
        self.model.show(self.selection.only, self.selection.order)
        self.model.stay(stay)
        if top:
            self.tree_view.put(0)
        self.tree_view.rebuild()
        self.name_panes()
        self.show_keys()
        self.show_detail_soon()

    def ask(self, wanted: Filter, sort: str | None = None) -> bool:
        """Show other actions, or another order; false where that was refused."""
        order = self.selection.sort if sort is None else sort
        # in another order nothing else is asked for: what one stands on is not left
        node = self.tree_view.node if wanted == self.selection.filter else None
        try:
            self.selection.ask(self.model.seen, wanted, order)
        except Refused as refused:
            self.terren.tell_refusal(refused)
            return False
        remember(self.terren.places, filter=write_filter(wanted), sort=order)
        if wanted not in (Filter(), _MINE):
            self.model.only = self.selection.only
            self.model.open_at_start(_OPEN_AT_START)
        self.show_again(stay=None if node is None else node.key)
        return True

    def action_view(self) -> None:
        wanted = self.selection.filter
        if not wanted.mine and not self._expects_mine():
            self.terren.tell(_("No action expects a report from your unit; all are shown."))
            return
        self.ask(wanted._replace(mine=not wanted.mine))

    def _expects_mine(self) -> bool:
        from store.query.unit_view import concerns

        identity = self.model.outline.identity
        if identity is None:
            return False
        with self.store.reading() as conn:
            return any(map(concerns(conn, identity.unit), self.model.outline.actions))

    def action_sort(self) -> None:
        following = SORT_KEYS[(SORT_KEYS.index(self.selection.sort) + 1) % len(SORT_KEYS)]
        if self.ask(self.selection.filter, following):
            self.terren.tell(_("Order: {order}").format(order=order_words(following)))

    def action_filter(self) -> None:
        from tui.finding.filter import FilterScreen

        self.app.push_screen(FilterScreen(self.store, self.selection, self.model, self.ask))

    def action_drop_filter(self) -> None:
        """Take the last chip away."""
        from store.query.filterparts import parts

        chips = len(parts(self.selection.filter)) + (self.selection.sort != DOCUMENT)
        if chips:
            self._drop(chips - 1)

    def on_filter_bar_removed(self, event: FilterBar.Removed) -> None:
        self._drop(event.position)

    def _drop(self, position: int) -> None:
        from store.query.filterparts import parts, toggled

        asked = parts(self.selection.filter)
        if position < len(asked):
            self.ask(toggled(self.selection.filter, asked[position]))
        else:
            self.ask(self.selection.filter, DOCUMENT)

    def action_show_all(self) -> None:
        """Take everything away that was asked."""
        self.ask(Filter(), DOCUMENT)

    def show_node(self, node: Node) -> None:
        """Put the cursor on a row, which shows even where the filter leaves it out."""
        if node.level < 2 and self.selection.sort != DOCUMENT:
            self.ask(self.selection.filter, DOCUMENT)
        if not self.model.admit(node):
            words = _("{nr} is shown although the filter leaves it out.")
            self.terren.tell(words.format(nr=safe(node.row.nr)))
        self.tree_view.go_to(node.key)
        self.name_panes()
        self.show_keys()
        self.show_detail()

    def show_changed(self, actions: Iterable[str]) -> None:
        self.selection.forget(notes_only=True)
        super().show_changed(actions)

    def select_again(self) -> None:
        self.selection.forget()
        try:
            self.selection.ask(self.model.seen, self.selection.filter, self.selection.sort)
        except Refused:
            self.selection.ask(self.model.seen, Filter(), DOCUMENT)
        self.selection.search(self.selection.text)
        self.model.show(self.selection.only, self.selection.order)
