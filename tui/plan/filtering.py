"""Which actions show, in what order, and what of that is remembered; none of it changes the plan."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from language import _
from language.filterwords import order_words
from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.query.filters.filter import Filter
from store.query.filters.order import SORT_KEYS
from store.query.unit_view import concerns
from tui.finding.filter_state import DOCUMENT, MINE, FilterState
from tui.plan.panes import Panes
from tui.screens.memory import recall, remember
from tui.screens.running import RunningApp
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe

_OPEN_AT_START: Final = 200


class Filtering:
    """Keeps model, filter state and what is remembered of it in step."""

    def __init__(
        self,
        app: RunningApp,
        store: Store,
        model: TreeModel,
        state: FilterState,
        panes: Panes,
        layout: TreeLayout,
    ) -> None:
        self._app, self._store, self._model = app, store, model
        self._state, self._panes, self._layout = state, panes, layout
        self._turned: tuple[str | None, str | None] = (None, None)
        """The rows on which the cursor was before the last change between all and mine, and behind it."""

    def begin(self) -> None:
        """Begin with what was shown last, else with the actions of the own unit where there are any."""
        if self._model.outline.complete:
            wanted, sort = self._remembered()
            self._ask_or_all(wanted, sort)
            if self._state.filter == MINE and not self._state.only:
                self._state.ask(self._model.seen, Filter(), sort)
        self._model.show(self._state.only, self._state.order, self._state.of_unit)
        if not self._layout.restore_open():
            self._model.open_at_start(_OPEN_AT_START)

    def _ask_or_all(self, wanted: Filter, sort: str) -> None:
        try:
            self._state.ask(self._model.seen, wanted, sort)
        except UserError:
            self._state.ask(self._model.seen, Filter(), DOCUMENT)

    def _remembered(self) -> tuple[Filter, str]:
        identity = self._model.outline.identity
        remembered = recall(self._app.places)
        sort = remembered.get("sort")
        order = sort if sort in SORT_KEYS else DOCUMENT
        wanted = Filter() if identity is None or identity.is_headquarters else MINE
        if isinstance(form := remembered.get("filter"), str):
            from store.query.filters.filter_form import read_filter

            with suppress(UserError):
                wanted = read_filter(form)
        return (wanted._replace(mine=False) if identity is None else wanted), order

    def ask_again(self) -> None:
        """Ask the same of a plan that was read again."""
        self._state.forget()
        self._ask_or_all(self._state.filter, self._state.sort)
        self._state.search(self._state.text)
        self._model.show(self._state.only, self._state.order, self._state.of_unit)

    def count_again(self) -> None:
        """Count anew what meets the filter, by what was recorded since; the rows stay as they stand."""
        if self._state.only is not None:
            with suppress(UserError):
                self._state.ask(self._model.seen, self._state.filter, self._state.sort)
        self._panes.show_titles()

    def ask(self, wanted: Filter, sort: str | None = None) -> bool:
        """Show other actions, or another order; false where that was refused."""
        order = self._state.sort if sort is None else sort
        # in another order nothing else is asked for: what one stands on is not left
        node = self._panes.tree.node if wanted == self._state.filter and sort is not None else None
        try:
            self._state.ask(self._model.seen, wanted, order)
        except UserError as refused:
            self._app.tell_refusal(refused)
            return False
        from store.query.filters.filter_form import write_filter

        remember(self._app.places, filter=write_filter(wanted), sort=order)
        if wanted not in (Filter(), MINE):
            self._model.only = self._state.only
            self._model.open_at_start(_OPEN_AT_START)
        self._panes.show_rows(stay=None if node is None else node.key)
        return True

    def toggle_mine(self) -> None:
        """Change between all actions and those of the own unit."""
        wanted = self._state.filter
        if not wanted.mine and not self._expects_mine():
            self._app.tell(_("No action expects a report from your unit; all are shown."))
            return
        here, (back, came) = self._panes.tree.node, self._turned
        if not self.ask(wanted._replace(mine=not wanted.mine)):
            return
        if here is not None and here.key == came and back is not None:
            # the cursor was moved by the change before alone, which this one takes back
            self._panes.show_rows(stay=back)
            self._panes.show_row(back)
        node = self._panes.tree.node
        self._turned = (None if here is None else here.key, None if node is None else node.key)

    def _expects_mine(self) -> bool:
        identity = self._model.outline.identity
        if identity is None:
            return False
        with self._store.reading() as conn:
            seen = self._model.outline
            return any(map(concerns(conn, identity.unit, seen.today), seen.actions))

    def next_order(self) -> None:
        """Show the same actions in the next order."""
        following = SORT_KEYS[(SORT_KEYS.index(self._state.sort) + 1) % len(SORT_KEYS)]
        if self.ask(self._state.filter, following):
            self._app.tell(_("Order: {order}").format(order=order_words(following)))

    def choose(self) -> None:
        """Open the window in which one chooses what shows."""
        from tui.finding.filter import FilterScreen

        self._app.push_screen(FilterScreen(self._store, self._state, self._model, self.ask))

    def drop_last(self) -> None:
        """Take the last chip away."""
        from store.query.filters.filter_parts import filter_parts

        chips = len(filter_parts(self._state.filter)) + (self._state.sort != DOCUMENT)
        if chips:
            self.drop(chips - 1)

    def drop(self, position: int) -> None:
        """Take the chip at a position away."""
        from store.query.filters.filter_parts import filter_parts, toggle_part

        asked = filter_parts(self._state.filter)
        if position < len(asked):
            self.ask(toggle_part(self._state.filter, asked[position]))
        else:
            self.ask(self._state.filter, DOCUMENT)

    def show_all(self) -> None:
        """Take everything away that was asked."""
        self.ask(Filter(), DOCUMENT)

    def go_to(self, node: Node) -> None:
        """Put the cursor on a row, which shows even where the filter leaves it out."""
        if node.level < 2 and self._state.sort != DOCUMENT:
            self.ask(self._state.filter, DOCUMENT)
        if not self._model.admit(node):
            words = _("{nr} is shown although the filter leaves it out.")
            self._app.tell(words.format(nr=safe(node.row.nr)))
        self._panes.show_row(node.key)

    def go_to_first(self) -> None:
        """Put the cursor on the first action that shows, so that the next key finds one to act on."""
        first = next((row for row in self._model.outline.actions if self._model.shows(row.id)), None)
        if first is not None:
            self.go_to(Node(2, first))


class TreeLayout:
    """Reads and keeps how one tree looks; what is kept of another plan says nothing of it."""

    def __init__(self, places: Places, tree: PlanTree) -> None:
        self._places, self._tree = places, tree
        self._saved: dict[str, object] | None = None

    def save(self) -> None:
        """Remember how the tree looks, once all of the plan is read and where that changed."""
        model, node = self._tree.model, self._tree.node
        if not model.outline.complete:
            return
        opened = [objective.row.nr for objective in model.objectives() if objective.key in model.open]
        cursor = None if node is None else node.row.nr
        layout: dict[str, object] = {"plan": model.outline.title, "open": opened, "cursor": cursor}
        if layout != self._saved:
            self._saved = layout
            remember(self._places, tree=layout)

    def _recalled(self) -> dict[str, object]:
        layout = recall(self._places).get("tree")
        return (
            layout
            if isinstance(layout, dict) and layout.get("plan") == self._tree.model.outline.title
            else {}
        )

    def restore_open(self) -> bool:
        """Open what was open; false where nothing is remembered of this plan."""
        opened, model = self._recalled().get("open"), self._tree.model
        if not isinstance(opened, list):
            return False
        model.open = {objective.key for objective in model.objectives() if objective.row.nr in opened}
        model.refresh()
        return True

    def restore_cursor(self) -> None:
        """Put the cursor where the last run ended, on a row that shows in any case, else on the first row."""
        model, number = self._tree.model, self._recalled().get("cursor")
        node = model.by_number().get(number) if isinstance(number, str) else None
        key = None if node is None else node.key
        model.stay(key)
        self._tree.put((model.nodes.position_of(key) if key is not None else None) or 0)
