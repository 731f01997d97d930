"""The main screen: the plan as a tree at the left, what is known of the chosen row at the right."""

from __future__ import annotations

import gc
from asyncio import sleep
from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from language import LANGUAGES, N_, _, current, ngettext
from store.db.database import Store
from store.ledger.identity import Identity
from store.plan.units import unit_name
from store.status.outline import Outline, outline
from tui.commands.catalogue import COMMANDS, bindings, by_id, footer
from tui.commands.command import Command
from tui.commands.main import REPORTING
from tui.finding.filter_bar import FilterBar
from tui.finding.filter_state import FilterState
from tui.plan.action_entry import EntryKeys
from tui.plan.banners import Banners
from tui.plan.filtering import Filtering, TreeLayout
from tui.plan.navigation import ScreenKeys
from tui.plan.panes import Panes, TitleBar
from tui.plan.plan_rows import PlanRows
from tui.plan.search import SearchKeys
from tui.plan.status_entry import StatusKeys
from tui.screens.base import line_context
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_model import TreeModel
from tui.tree.tree_rows import Node
from tui.widgets.draw import safe
from tui.widgets.key_bar import KeyBar
from tui.widgets.page import ActionView

if TYPE_CHECKING:
    from textual.widgets import Input

_POLL_SECONDS: Final = 1.0

_OF_THE_LIST: Final = ("filter", "export")
"""Commands that concern no action: inside one they leave their room to the way back."""


class PlanScreen(StatusKeys, EntryKeys, SearchKeys, ScreenKeys):
    """The widgets of the main screen and what works on them; ``action_…`` does the command of that id.

    The keys of a subject are done by the class of that subject: statuses, what else is recorded, searching,
    other screens.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("main")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (100, "-wide"), (160, "-spacious")]  # noqa: RUF012
    contexts = ("main", "tree")

    def __init__(self, store: Store, rows: Outline | None = None) -> None:
        super().__init__()
        self.store, self._rows = store, rows
        self._unsaved = False

    def compose(self) -> ComposeResult:
        app, store = self.terren, self.store
        today = app.today()
        shown = self._rows or outline(store, today=today)
        self.model = model = TreeModel(shown)
        self.filter_state = state = FilterState(store)
        self.title_bar = TitleBar(shown, app)
        self.filter_bar = FilterBar(id="asked")
        self.tree_view = tree = PlanTree(model, id="tree")
        self.detail_view = ActionView(id="detail")
        # one row, or the tree would jump wherever the keys change with the cursor
        self.key_bar = KeyBar(rows=1)
        self.panes = panes = Panes(
            store, tree, state, self.detail_view, self.title_bar, self.filter_bar, self
        )
        self.layout_memory = TreeLayout(app.places, tree)
        self.filtering = filtering = Filtering(app, store, model, state, panes, self.layout_memory)
        filtering.begin()
        self.banners = Banners(app, self, store)
        self.rows = PlanRows(app, store, state, filtering, panes, self.banners)
        self.layout_memory.restore_cursor()
        yield self.title_bar
        yield self.filter_bar
        yield Horizontal(tree, self.detail_view, id="panes")
        yield self.key_bar

    def on_mount(self) -> None:
        self.set_focus(self.tree_view)
        self.panes.show_titles()
        self.show_keys()
        self.call_after_refresh(self.finish_start)
        self.call_after_refresh(self.banners.look)
        self.set_interval(_POLL_SECONDS, self.look_around)

    def finish_start(self) -> None:
        """Load what the first keys need, once the plan is on the screen."""
        if self.rows.complete():
            self.layout_memory.restore_cursor()
            self.panes.show_titles()
        self.tree_view.rebuild()
        self.panes.show_page()
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
            self._unsaved = True
            self._tell_unsaved()
        self.prepare_search()

    def on_screen_resume(self) -> None:
        self._tell_unsaved()

    def _tell_unsaved(self) -> None:
        """Say once what was typed and not saved; not over a window, which may be that very form."""
        if self._unsaved and self.app.screen is self:
            from tui.screens.drafts import unsaved_words

            self._unsaved = False
            if unsaved := unsaved_words(self.terren.places, self.store):
                self.terren.tell(unsaved)

    def look_around(self) -> None:
        """See what another process has written, and remember the layout: a kill asks nobody."""
        if self.rows.look_around():
            self.tell_above()
        self.layout_memory.save()

    def on_unmount(self) -> None:
        self.banners.live.end()
        self.layout_memory.save()
        if self.terren.store is not self.store:
            # another screen works on another database; until now this one still looked into its own
            self.store.close()

    def show_keys(self) -> None:
        node, line, marked = self.tree_view.node, line_context(self.focused), len(self.tree_view.marked())
        identity, foreign = self.model.outline.identity, self.model.foreign_unit is not None
        commands = (*first_of_all(self.store), *commands_at(node, line, marked, foreign=foreign))
        if self.detail_view.has_focus:
            commands = (by_id("back"), *(command for command in commands if command.id not in _OF_THE_LIST))
        self.key_bar.show(commands, idle=self.idle(), names=key_names(identity, marked))

    def idle(self) -> Collection[str]:
        return idle_on(self.store)

    def speak(self) -> None:
        """Show everything that the screen itself says in the current language."""
        self.panes.speak()

    async def run_command(self, command: Command) -> None:
        where = self.tree_view if command.context == "tree" else self
        await self.app.run_action(command.action(command.keys[0]), where)

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def on_line_view_moved(self) -> None:
        self.rows.forget_revision()
        self.show_keys()
        self.panes.show_page_soon()

    def on_plan_tree_marked(self) -> None:
        self.panes.show_titles()
        self.show_keys()

    def on_plan_tree_entered(self) -> None:
        self.panes.show_pending_page()
        self.add_class("inside")
        self.set_focus(self.detail_view)

    def on_plan_tree_read(self, event: PlanTree.Read) -> None:
        self.panes.show_pending_page()
        self.detail_view.scroll_relative(y=event.lines, animate=False)

    def on_action_view_left(self) -> None:
        self._leave_detail()

    def _leave_detail(self) -> None:
        self.remove_class("inside")
        self.set_focus(self.tree_view)

    def on_title_bar_speak(self, event: TitleBar.Speak) -> None:
        self.terren.speak(event.code)

    def on_filter_bar_removed(self, event: FilterBar.Removed) -> None:
        self.filtering.drop(event.position)

    async def on_input_changed(self, event: Input.Changed) -> None:
        if line_context(event.input) == "go":
            self.show_place(event.value)
            return
        self.search_for(event.value)
        # tree and detail say what they have to paint before the screen paints the letter: one frame for all
        await sleep(0)

    async def action_back(self) -> None:
        inside = self.has_class("inside") or self.detail_view.has_focus
        if inside:
            self._leave_detail()
        elif self.line_is_open():
            await self.leave_line()
        elif self.tree_view.marks:
            self.rows.drop_marks()

    def action_reload(self) -> None:
        self.terren.attempt(lambda: self.rows.reload(_("Read again.")))

    def action_language(self) -> None:
        self.terren.speak(LANGUAGES[(LANGUAGES.index(current()) + 1) % len(LANGUAGES)])

    def action_quit(self) -> None:
        self.app.exit(0)

    def action_undo(self) -> None:
        self.undo_redo.undo()

    def action_redo(self) -> None:
        self.undo_redo.redo()

    def action_view(self) -> None:
        self.filtering.toggle_mine()

    def action_sort(self) -> None:
        self.filtering.next_order()

    def action_filter(self) -> None:
        self.filtering.choose()

    def action_drop_filter(self) -> None:
        self.filtering.drop_last()

    def action_show_all(self) -> None:
        self.filtering.show_all()

    def action_help(self) -> None:
        self.terren.show_help()

    def action_doctor(self) -> None:
        self.terren.show_checks()

    def action_theme(self) -> None:
        self.terren.switch_theme()


_NEEDS: Final = ("objective", "objective", "action")
"""What a command has to stand on, by the level of the row."""


def commands_at(
    node: Node | None, line: str | None, marked: int, *, foreign: bool = False
) -> tuple[Command, ...]:
    """Return what helps on a row of the tree, or in the line (by its context) in which one types.

    Beside the words of another unit (``foreign``) the key that sets the own status is not offered.
    """
    needs = "" if node is None else _NEEDS[node.level]
    commands = footer(("main", "tree") if line is None else (line,), needs)
    if line is None and marked:
        # what is marked can be set from any row, and Esc takes the marks away
        others = (command for command in commands if command.id not in ("status", "back"))
        commands = (by_id("status"), by_id("back").called(N_("unmark")), *others)
    return tuple(command for command in commands if not foreign or command.id != "status")


def first_of_all(store: Store) -> tuple[Command, ...]:
    """Return what has to come first where nothing can be recorded."""
    enrol = by_id("identity")
    named = enrol if store.refusal is not None else enrol.called(N_("enrol"))
    return (named,) if store.read_only else ()


def idle_on(store: Store) -> Collection[str]:
    """Return the ids of commands that can do nothing where nothing can be recorded."""
    if not store.read_only:
        return ()
    return {command.id for command in COMMANDS if command.group == REPORTING or command.id == "export"}


def key_names(identity: Identity | None, marked: int) -> dict[str, list[str]]:
    """Return what keys are called, the longest first: for how many actions, at headquarters for whom."""
    usual = by_id("status").label
    if marked:
        words = ngettext("{status} of {n} marked", "{status} of {n} marked", marked), _("{status} of {n}")
        return {"status": [template.format(status=usual, n=marked) for template in words]}
    if identity is None or not identity.is_headquarters:
        return {}
    whose = safe(unit_name(identity.unit, current()))
    return {"status": [_("{status} of {n}").format(status=usual, n=whose), usual]}
