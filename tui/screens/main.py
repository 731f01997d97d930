"""The main screen: the plan as a tree at the left, what is known of the chosen row at the right."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from language import LANGUAGES, _, current
from store.database import Store
from store.delivery import read_delivery
from store.outline import ActionRow, Outline, action_row, outline
from tui.commands.catalogue import bindings, footer
from tui.commands.command import Command
from tui.draw import safe
from tui.memory import recall, remember
from tui.screens.reporting import ReportingScreen
from tui.tree_model import TreeModel
from tui.widgets.action_view import ActionView
from tui.widgets.key_bar import KeyBar
from tui.widgets.plan_tree import PlanTree
from tui.widgets.search_line import SearchLine
from tui.widgets.title_bar import TitleBar

_POLL_SECONDS = 1.0
_OPEN_AT_START = 200


class MainScreen(ReportingScreen):
    """Tree and detail, with everything that can be done from here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("main")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (100, "-wide")]  # noqa: RUF012
    contexts = ("main", "tree")

    def __init__(self, store: Store, rows: Outline | None = None) -> None:
        super().__init__()
        self.store, self._rows = store, rows
        self._texts: dict[str, str] | None = None
        self._pending = False

    def compose(self) -> ComposeResult:
        today, ascii_signs = self.terren.today(), self.terren.ascii
        shown = self._rows or outline(self.store, today=today)
        self.model = TreeModel(shown)
        self._choose_view()
        self.version = self.store.data_version()
        self.title_bar = TitleBar(shown, today, ascii=ascii_signs)
        self.tree_view = PlanTree(self.model, ascii=ascii_signs, id="tree")
        self.detail_view = ActionView(id="detail")
        self.key_bar = KeyBar(ascii=ascii_signs)
        yield self.title_bar
        yield Horizontal(self.tree_view, self.detail_view, id="panes")
        yield self.key_bar

    def _choose_view(self) -> None:
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

    def on_mount(self) -> None:
        self.set_focus(self.tree_view)
        self._name_panes()
        self._show_keys()
        self.call_after_refresh(self._finish_start)
        self.set_interval(_POLL_SECONDS, self.look_for_others)

    def _finish_start(self) -> None:
        """What the first keys need is loaded once the plan is on the screen."""
        if not self.model.outline.complete:
            self.model.replace(outline(self.store, today=self.terren.today()))
            self._choose_view()
            self.tree_view.rebuild()
            self._name_panes()
        self._show_detail()
        import store.edits
        import store.history  # noqa: F401

        # what is loaded by now stays, and searches for garbage are rare: each would hold up a key
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()

        if self.store.refusal is not None:
            self.terren.tell_refusal(self.store.refusal)

    def selected(self) -> ActionRow | None:
        node = self.tree_view.node
        return node.row if node is not None and isinstance(node.row, ActionRow) else None

    def number_of(self, action: str) -> str:
        row = self.model.actions.get(action)
        return row.nr if row is not None else action

    def show_changed(self, actions: Iterable[str]) -> None:
        today = self.terren.today()
        changed = [action for action in actions if action in self.model.actions]
        for action in changed:
            self.model.update(action_row(self.store, action, today=today), self.tree_view.cursor)
            self.tree_view.repaint(action)
        with self.store.reading() as conn:
            delivery = read_delivery(conn, self.model.outline.identity)
        self.model.outline = self.model.outline._replace(delivery=delivery)
        self.title_bar.show(self.model.outline)
        self._show_detail(keep_place=True)

    def reload(self) -> None:
        """Read everything again; the cursor stays on its row."""
        node = self.tree_view.node
        keep = node.key if node is not None else None
        self.version = self.store.data_version()
        self.model.replace(outline(self.store, today=self.terren.today()))
        self._texts = None
        self.tree_view.rebuild(keep)
        self.title_bar.show(self.model.outline)
        self._show_detail(keep_place=True)

    def look_for_others(self) -> None:
        """Show what another process has written meanwhile."""
        if self.attempt(self.store.data_version) not in (None, self.version):
            self.attempt(self.reload)

    def action_reload(self) -> None:
        self.attempt(self.reload)
        self.terren.tell(_("Read again."))

    def on_plan_tree_moved(self) -> None:
        self._show_keys()
        if not self._pending:
            self._pending = True
            self.call_after_refresh(self._show_detail)

    def _show_detail(self, *, keep_place: bool = False) -> None:
        from tui.pages import page_of

        self._pending = False
        node = self.tree_view.node
        make = self.attempt(
            lambda: page_of(self.store, self.model, node, today=self.terren.today(), ascii=self.terren.ascii)
        )
        self.detail_view.border_title = Content(safe(node.row.nr)) if node is not None else None
        self.detail_view.show(make, keep_place=keep_place)

    def _name_panes(self) -> None:
        shown = sum(map(self.model.shows, self.model.actions))
        total = len(self.model.actions)
        if self.model.found is not None:
            words = _("Found ({n} of {total})")
        elif self.model.only is not None:
            words = _("Mine ({n} of {total})")
        else:
            words = _("All actions ({total})")
        self.tree_view.border_title = Content(words.format(n=shown, total=total))

    def _show_keys(self) -> None:
        node = self.tree_view.node
        needs = "" if node is None else "action" if node.level == 2 else "objective"
        contexts = ("search",) if isinstance(self.focused, SearchLine) else ("main", "tree")
        self.key_bar.show(footer(contexts, needs))

    def on_descendant_focus(self) -> None:
        super().on_descendant_focus()
        self._show_keys()

    def speak(self) -> None:
        """Show everything that the screen itself says in the current language."""
        self._name_panes()
        self.tree_view.measure()
        self.tree_view.refresh()
        self._show_detail(keep_place=True)

    async def run_command(self, command: Command) -> None:
        where = self.tree_view if command.context == "tree" else self
        await self.app.run_action(command.action(command.keys[0]), where)

    def _filter(self) -> None:
        node = self.tree_view.node
        self.model.refresh()
        self.tree_view.rebuild(node.key if node is not None else None)
        self._name_panes()
        self._show_keys()
        self._show_detail()

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
        from store.search import found_in, search_texts

        if self._texts is None:
            with self.store.reading() as conn:
                self._texts = search_texts(conn, self.model.outline.actions)
        self.model.found = found_in(self._texts, event.value) if event.value.strip() else None
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
            self._leave_detail()
        elif self.query(SearchLine):
            await self.action_end_search()

    def _leave_detail(self) -> None:
        self.remove_class("inside")
        self.set_focus(self.tree_view)

    def on_action_view_left(self) -> None:
        self._leave_detail()

    def on_plan_tree_entered(self) -> None:
        self.add_class("inside")
        self.set_focus(self.detail_view)

    def on_plan_tree_read(self, event: PlanTree.Read) -> None:
        self.detail_view.scroll_relative(y=event.lines, animate=False)

    def action_export(self) -> None:
        from tui.screens.export import ExportScreen

        def closed(_result: None) -> None:
            self.look_for_others()

        self.app.push_screen(ExportScreen(self.store), closed)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_language(self) -> None:
        self.terren.speak(LANGUAGES[(LANGUAGES.index(current()) + 1) % len(LANGUAGES)])

    def action_theme(self) -> None:
        self.terren.switch_theme()

    def action_quit(self) -> None:
        self.app.exit(0)
