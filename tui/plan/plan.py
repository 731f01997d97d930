"""Tree and detail on one plan: what the chosen row shows, and how both are painted anew."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from language import _
from store.db.database import Store
from store.exchange.delivery import read_delivery
from store.ledger.identity import own_unit
from store.plan.lookup import nearest_year
from store.status.outline import ActionRow, ObjectiveRow, Outline, action_row, outline
from tui.finding.filter_bar import FilterBar
from tui.plan.revised import revised_words
from tui.report.statuses import StatusesScreen
from tui.tree import tree_memory
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_model import TreeModel
from tui.widgets.action_view import ActionView
from tui.widgets.draw import safe
from tui.widgets.key_bar import KeyBar
from tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from store.ledger.change import Change
    from store.query.execution import OnPlan

_POLL_SECONDS = 1.0
_TOLD_DRAFTS = 3
_ONE_BY_ONE = 100
"""Where more rows changed, reading all anew is quicker."""


class PlanScreen(StatusesScreen):
    """The plan as a tree at the left, what is known of the chosen row at the right."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (100, "-wide"), (160, "-spacious")]  # noqa: RUF012

    def __init__(self, store: Store, rows: Outline | None = None) -> None:
        super().__init__()
        self.store, self._rows = store, rows
        self._pending = False
        self._kept: dict[str, object] | None = None

    def compose(self) -> ComposeResult:
        today, ascii_signs = self.terren.today(), self.terren.ascii
        shown = self._rows or outline(self.store, today=today)
        self.model = TreeModel(shown)
        self.choose_view()
        self.version = self.store.data_version()
        days = self.terren.sending.receipt_days
        self.title_bar = TitleBar(shown, today, receipt_days=days, ascii=ascii_signs)
        self.tree_view = PlanTree(self.model, ascii=ascii_signs, id="tree")
        self.detail_view = ActionView(id="detail")
        self._go_on()
        # one row, or the tree would jump wherever the keys change with the cursor
        self.key_bar = KeyBar(ascii=ascii_signs, rows=1)
        self.filter_bar = FilterBar(ascii=ascii_signs, id="asked")
        yield self.title_bar
        yield self.filter_bar
        yield Horizontal(self.tree_view, self.detail_view, id="panes")
        yield self.key_bar

    def choose_view(self) -> None:
        """Decide what shows at first."""
        raise NotImplementedError

    def select_again(self) -> None:
        """Ask the same of a plan that was read again."""
        raise NotImplementedError

    def name_panes(self) -> None:
        """Say above the tree what it shows."""
        raise NotImplementedError

    def beside_title(self) -> str:
        """What else stands above the tree."""
        return ""

    def on_mount(self) -> None:
        self.set_focus(self.tree_view)
        self.name_panes()
        self.show_keys()
        self.call_after_refresh(self.finish_start)
        self.set_interval(_POLL_SECONDS, self.look_around)

    def finish_start(self) -> None:
        """What the first keys need is loaded once the plan is on the screen."""
        if not self.model.outline.complete:
            self.model.replace(outline(self.store, today=self.terren.today()))
            self.choose_view()
            self._go_on()
            self.name_panes()
        self.model.take_money(self._money())
        self.tree_view.rebuild()
        self.show_detail()
        import store.edits.edits
        import store.history.history  # noqa: F401

        # what is loaded by now stays, and searches for garbage are rare: each would hold up a key
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()

        if self.store.refusal is not None:
            # no window: keys typed ahead must not choose a new identity
            self.terren.tell_refusal(self.store.refusal)
        else:
            self._tell_drafts()

    def _tell_drafts(self) -> None:
        """Say what was half typed when the last run ended, however it did."""
        from tui.screens.drafts import titles

        if found := titles(self.terren.places, self.store):
            words = _("Typed and not saved: {what}. It is there again when you open it.")
            self.terren.tell(words.format(what=", ".join(map(safe, found[:_TOLD_DRAFTS]))))

    def look_around(self) -> None:
        """See what another process has written, and remember how the tree stands: a kill asks nobody."""
        self.look_for_others()
        self._keep_place()

    def _keep_place(self) -> None:
        standing = tree_memory.standing(self.model, self.tree_view.node)
        if standing is not None and standing != self._kept:
            self._kept = standing
            tree_memory.keep(self.terren.places, standing)

    def selected(self) -> ActionRow | None:
        # commands name an action by its number, which a revision taken by another process may have given away
        self.look_for_others()
        node = self.tree_view.node
        return node.row if node is not None and isinstance(node.row, ActionRow) else None

    def _go_on(self) -> None:
        """Begin on the row on which the last run ended, else on the first."""
        key = tree_memory.cursor(self.terren.places, self.model)
        self.model.stay(key)
        self.tree_view.put((self.model.position_of(key) if key is not None else None) or 0)

    def on_unmount(self) -> None:
        self._keep_place()

    def now(self, row: ActionRow) -> ActionRow:
        return self.model.actions.get(row.id, row)

    def action_indicators(self) -> None:
        node = self.tree_view.node
        if node is None:
            return
        from store.edits.indicators import indicators
        from tui.report.measure import MeasureScreen

        row = node.row
        nr = row.nr if isinstance(row, ObjectiveRow) else self.model.objective_of(row.id).nr
        found = self.attempt(lambda: indicators(self.store, objective=nr))
        if found is None:
            return
        if not found:
            self.terren.tell(_("Objective {nr} has no indicator.").format(nr=safe(nr)))
            return

        def closed(changes: list[Change] | None) -> None:
            if changes:
                self.show_changed(())
                self.tell_recorded(changes)

        year = nearest_year(self.model.outline.years, self.terren.today())
        self.app.push_screen(MeasureScreen(self.store, found, year), closed)

    def number_of(self, action: str) -> str:
        row = self.model.actions.get(action)
        return row.nr if row is not None else action

    def _money(self, action: str | None = None) -> dict[str, OnPlan]:
        """What is planned and spent, of one action or of all."""
        from store.query.execution import on_plan

        with self.store.reading() as conn:
            return on_plan(conn, own_unit(self.model.outline.identity), action)

    def show_changed(self, actions: Iterable[str]) -> None:
        # a row of another revision has no place in the tree as it was read
        if self.look_for_others():
            return
        today = self.terren.today()
        changed = [action for action in actions if action in self.model.actions]
        if len(changed) > _ONE_BY_ONE:
            self.reload()
            return
        for action in changed:
            row, money = action_row(self.store, action, today=today), self._money(action)
            self.model.update(row, money)
            self.tree_view.repaint(action)
        with self.store.reading() as conn:
            delivery = read_delivery(conn, self.model.outline.identity)
        self.model.outline = self.model.outline._replace(delivery=delivery)
        self.title_bar.show(self.model.outline)
        self.show_detail(keep_place=True)

    def reload(self, done: str = "") -> None:
        """Read everything again; the cursor stays on its row, which shows on whatever was asked.

        Where the plan was revised meanwhile that is said, and where one is; ``done`` is what a person did.
        """
        before, node = self.model.outline, self.tree_view.node
        self.version = self.store.data_version()
        self.model.replace(outline(self.store, today=self.terren.today()), self._money())
        self.select_again()
        self.model.stay(None if node is None else node.key)
        self.tree_view.rebuild()
        self.name_panes()
        self.title_bar.show(self.model.outline)
        self.show_detail(keep_place=True)
        revised = self.model.outline.revision != before.revision
        if revised:
            done = f"{done} {revised_words(self.model, node, self.tree_view.node)}".strip()
        if done:
            self.terren.tell(done)

    def look_for_others(self) -> bool:
        """Show what another process has written meanwhile; whether it has."""
        found = self.attempt(self.store.data_version) not in (None, self.version)
        if found:
            self.attempt(self.reload)
        return found

    def action_reload(self) -> None:
        self.attempt(lambda: self.reload(_("Read again.")))

    def on_plan_tree_moved(self) -> None:
        self.show_keys()
        self.show_detail_soon()

    def show_detail_soon(self) -> None:
        """Show the chosen row one frame later, so that keys and letters come first.

        Commands go by the cursor in the tree, never by what is shown beside it.
        """
        if not self._pending:
            self._pending = True
            self.call_after_refresh(self.show_pending_detail)

    def show_pending_detail(self) -> None:
        """Show the chosen row now, where that was still to come."""
        if self._pending:
            self.show_detail()

    def show_detail(self, *, keep_place: bool = False) -> None:
        from tui.plan.pages import page_of

        # the place in another row's page says nothing
        keep_place = keep_place and not self._pending
        self._pending = False
        node = self.tree_view.node
        make = self.attempt(
            lambda: page_of(self.store, self.model, node, today=self.terren.today(), ascii=self.terren.ascii)
        )
        self.detail_view.head(Content(safe(node.row.nr)) if node is not None else None)
        self.detail_view.show(make, keep_place=keep_place)

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def speak(self) -> None:
        """Show everything that the screen itself says in the current language."""
        self.name_panes()
        self.tree_view.measure()
        self.tree_view.refresh()
        self.show_detail(keep_place=True)

    def leave_detail(self) -> None:
        self.remove_class("inside")
        self.set_focus(self.tree_view)

    def on_action_view_left(self) -> None:
        self.leave_detail()

    def on_plan_tree_entered(self) -> None:
        self.show_pending_detail()
        self.add_class("inside")
        self.set_focus(self.detail_view)

    def on_plan_tree_read(self, event: PlanTree.Read) -> None:
        self.show_pending_detail()
        self.detail_view.scroll_relative(y=event.lines, animate=False)
