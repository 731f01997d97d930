"""Searching for words, and going to a number, from a line above the tree."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from textual.timer import Timer
from textual.widget import Widget

from language import N_, _, ngettext
from store.db.errors import Refused
from store.plan.lookup import number_meant
from tui.commands.catalogue import COMMANDS, by_id, footer
from tui.commands.command import Command
from tui.commands.main import REPORTING
from tui.plan.finding import FindingScreen
from tui.tree.tree_nodes import Node
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from textual.widgets import Input

    from tui.finding.go_line import GoLine
    from tui.finding.search_line import SearchLine

_PAUSE = 0.02
"""Seconds between two pieces of preparing the first search: keys come first."""

_GO, _SEARCH = "GoLine", "SearchLine"
"""The lines by name: their classes are loaded when one of them opens."""


def _line_of(widget: Widget | None) -> str | None:
    """The context of the keys in a line; None of anything else."""
    return getattr(widget, "CONTEXT", None)


class SearchingScreen(FindingScreen):
    """What is typed into the line of a search or of a number."""

    _preparing: Timer | None = None
    _began_on: str | None = None
    """The key of the row from which a search set out."""

    def finish_start(self) -> None:
        super().finish_start()
        self._preparing = self.set_interval(_PAUSE, self._prepare)

    def _prepare(self) -> None:
        if not self.attempt(self.selection.prepare) and self._preparing is not None:
            self._preparing.stop()

    def show_keys(self) -> None:
        node = self.tree_view.node
        needs = "" if node is None else "action" if node.level == 2 else "objective"
        line = _line_of(self.focused)
        contexts = ("main", "tree") if line is None else (line,)
        commands = footer(contexts, needs)
        if line is None and self.several() and needs != "action":
            # what is marked can be set from any row
            commands = (by_id("status"), *commands)
        self.key_bar.show((*self._ways_in(), *commands), idle=self.idle(), names=self.names_of_keys())

    def several(self) -> int:
        """For how many actions a status key is meant that are not the one under the cursor."""
        return 0

    def names_of_keys(self) -> dict[str, list[str]]:
        """What keys are called here: for how many actions they are, and at headquarters for whom."""
        usual, count = by_id("status").label, self.several()
        if count:
            marked = ngettext("{status} of {n} marked", "{status} of {n} marked", count)
            names = marked, _("{status} of {n}")
            return {"status": [words.format(status=usual, n=count) for words in names]}
        identity = self.model.outline.identity
        if identity is None or not identity.is_headquarters:
            return {}
        return {"status": [_("{status} of {n}").format(status=usual, n=safe(identity.unit)), usual]}

    def _ways_in(self) -> tuple[Command, ...]:
        """What has to come first where nothing can be recorded."""
        if not self.store.read_only:
            return ()
        way = by_id("identity")
        return (way if self.store.refusal is not None else way.called(N_("enrol")),)

    def idle(self) -> Collection[str]:
        if not self.store.read_only:
            return ()
        return {command.id for command in COMMANDS if command.group == REPORTING or command.id == "export"}

    @property
    def line_open(self) -> bool:
        """Whether something can be typed above the tree."""
        return bool(self.query(f"{_SEARCH}, {_GO}"))

    def _search_line(self) -> SearchLine:
        return cast("SearchLine", self.query_one(_SEARCH))

    def _go_line(self) -> GoLine:
        return cast("GoLine", self.query_one(_GO))

    async def _open_line(self, line: Widget) -> None:
        await self.mount(line, before="#panes")
        self.remove_class("inside")

    async def action_search(self) -> None:
        await self.query(_GO).remove()
        if not self.query(_SEARCH):
            from tui.finding.search_line import SearchLine

            node = self.tree_view.node
            self._began_on = None if node is None else node.key
            await self._open_line(SearchLine())
        self.remove_class("inside")
        self.set_focus(self._search_line())

    async def on_input_changed(self, event: Input.Changed) -> None:
        if _line_of(event.input) == "go":
            self._say_where(event.value)
            return
        self.attempt(lambda: self.selection.search(event.value))
        if self.selection.text:
            self.show_again(top=True)
        else:
            self._back_to_start()
        # tree and detail say what they have to paint before the screen paints the letter: one frame for all
        await sleep(0)

    def action_keep_search(self) -> None:
        self.set_focus(self.tree_view)

    async def _end_search(self) -> None:
        if self.query(_SEARCH):
            self.selection.search("")
            self.model.show(self.selection.only, self.selection.order)
            await self.query(_SEARCH).remove()

    def _back_to_start(self) -> None:
        """Show what showed before the search, with the cursor where it was."""
        self.show_again(stay=self._began_on)
        if self._began_on is not None:
            self.tree_view.go_to(self._began_on)

    async def action_end_search(self) -> None:
        row = self.selected()
        await self._end_search()
        if row is None:
            self._back_to_start()
        else:
            self.show_node(Node(2, row))
        self.set_focus(self.tree_view)

    async def action_go(self) -> None:
        if not self.query(_GO):
            from tui.finding.go_line import GoLine

            await self._open_line(GoLine())
        self._go_line().number.value = ""
        self.set_focus(self._go_line().number)

    def _meant(self, typed: str) -> Node | None:
        """The action or objective that a typed number means; None while nothing is typed."""
        if not typed.strip():
            return None
        known = self.model.by_number()
        return known[number_meant(typed, [*known])]

    def _say_where(self, typed: str) -> None:
        try:
            node = self._meant(typed)
            words = "" if node is None else f"{node.row.nr}  {node.row.title}"
        except Refused as refused:
            from language.messages import message

            words = message(refused.code, refused.params)
        self._go_line().show(safe(words))

    async def action_go_there(self) -> None:
        line = self._go_line()
        try:
            node = self._meant(line.number.value)
        except Refused as refused:
            self.terren.tell_refusal(refused)
            return
        await self.action_leave_go()
        if node is not None:
            await self._end_search()
            self.show_node(node)

    async def action_leave_go(self) -> None:
        await self.query(_GO).remove()
        self.set_focus(self.tree_view)

    async def action_back(self) -> None:
        if self.has_class("inside") or self.detail_view.has_focus:
            self.leave_detail()
        elif self.query(_GO):
            await self.action_leave_go()
        elif self.query(_SEARCH):
            await self.action_end_search()
