"""The review of a plan document: items at the left, the source beside the reading at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from language import _, ngettext
from planreader.reviewitems import Excerpts, Item
from store.errors import Refused
from tui.commands.catalogue import bindings, footer
from tui.commands.command import Command
from tui.draw import fit, safe
from tui.review_page import item_line, item_page
from tui.screens.base import WorkScreen
from tui.widgets.action_view import ActionView
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from planreader.review import Review


class ItemList(ChoiceList, inherit_bindings=False):
    """The items; the screen moves the mark, since it shows the item at the right."""


class ReviewScreen(WorkScreen[None]):
    """Every answer is in the file beside the document before the next item shows."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]
    contexts = ("review",)

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.excerpts = Excerpts(review.reading)

    def compose(self) -> ComposeResult:
        self.head = Static(id="head")
        self.list = ItemList([], id="items")
        self.view = ActionView(id="item")
        self.view.can_focus = False
        yield self.head
        with Container(id="panes"):
            yield self.list
            yield self.view
        self.key_bar = KeyBar(footer(self.contexts), ascii=self.terren.ascii)
        yield self.key_bar

    def on_mount(self) -> None:
        self.set_focus(self.list)
        self.call_after_refresh(self._fill)

    @property
    def item(self) -> Item | None:
        """The item that is marked."""
        items = self.review.items
        return items[self.list.cursor] if self.list.cursor < len(items) else None

    def _fill(self, at: int | None = None) -> None:
        if at is None:
            at = next((n for n, item in enumerate(self.review.items) if item.open), 0)
        width, ascii_signs = self.list.room, self.terren.ascii
        self.list.fill([item_line(item, width, ascii=ascii_signs) for item in self.review.items])
        self.list.action_move(at)
        self._show()

    def _show(self) -> None:
        item, ascii_signs = self.item, self.terren.ascii
        if item is None:
            self.view.show(None)
        else:
            self.view.show(lambda width: item_page(item, self.excerpts, width, ascii=ascii_signs))
        number = len(self.review.open)
        count = ngettext("{n} open", "{n} open", number).format(n=number)
        title = f"{_('Review')}{' - ' if ascii_signs else ' · '}{safe(self.review.reading.path.name)}"
        room = max(1, self.app.size.width - len(count) - 4)
        self.head.update(Content.assemble((fit(title, room, ascii=ascii_signs), "bold"), f"  {count}"))

    def on_resize(self) -> None:
        if self.ready:
            self._fill(self.list.cursor)

    def speak(self) -> None:
        """Show everything in the current language."""
        self.key_bar.show(footer(self.contexts))
        self._fill(self.list.cursor)

    async def run_command(self, command: Command) -> None:
        await self.app.run_action(command.action(command.keys[0]), self)

    def _answer(self, before: Item, give: Callable[[], None]) -> None:
        """Give an answer, and go on to the next open item; what cannot be written is said."""
        here = self.list.cursor
        try:
            give()
        except Refused as refused:
            self.terren.tell_refusal(refused)
            return
        items = self.review.items
        at = next((n for n, one in enumerate(items) if one.key == before.key), here)
        places = [n for n, item in enumerate(items) if item.open]
        following = [n for n in places if n >= at] or places
        self._fill(following[0] if following else min(at, len(items) - 1))
        if not self.review.open:
            self.terren.tell(_("Nothing is open any more. w writes the plan."))

    def action_accept_item(self) -> None:
        if (item := self.item) is not None:
            self._answer(item, lambda: self.review.accept([item]))

    def action_accept_alike(self) -> None:
        item = self.item
        if item is None or not (alike := self.review.alike(item)):
            return
        self._answer(item, lambda: self.review.accept(alike))
        number = len(alike)
        self.terren.tell(
            ngettext(
                "{n} item accepted; u takes it back.", "{n} items accepted; u takes them back.", number
            ).format(n=number)
        )

    def action_skip_item(self) -> None:
        item = self.item
        if item is None:
            return
        if not item.open:
            self._answer(item, lambda: self.review.leave(item))
            return
        following = [n for n, one in enumerate(self.review.items) if one.open and n > self.list.cursor]
        self._fill(following[0] if following else self.list.cursor)

    def action_take_back(self) -> None:
        try:
            key = self.review.back()
        except Refused as refused:
            self.terren.tell_refusal(refused)
            return
        if key is None:
            self.terren.tell(_("There is nothing to undo."))
            return
        self._fill(next((n for n, item in enumerate(self.review.items) if item.key == key), 0))

    def action_change_item(self) -> None:
        item = self.item
        if item is None:
            return
        if not item.fields:
            self.terren.tell(_("No field of the plan settles this; it can be accepted."))
            return
        from tui.screens.reviewchange import ReviewChangeScreen

        def changed(stored: bool | None) -> None:
            if stored:
                self._answer(item, lambda: None)

        self.app.push_screen(ReviewChangeScreen(self.review, item), changed)

    def action_write_plan(self) -> None:
        from tui.screens.reviewwrite import ReviewWriteScreen

        self.app.push_screen(ReviewWriteScreen(self.review))

    def _move(self, by: int) -> None:
        self.list.action_move(by)
        self._show()

    def action_item_up(self) -> None:
        self._move(-1)

    def action_item_down(self) -> None:
        self._move(1)

    def action_items_up(self) -> None:
        self._move(1 - max(2, self.list.size.height))

    def action_items_down(self) -> None:
        self._move(max(2, self.list.size.height) - 1)

    def action_next_open(self) -> None:
        here = self.list.cursor
        places = [n for n, item in enumerate(self.review.items) if item.open]
        self._move(next((n for n in places if n > here), places[0] if places else here) - here)

    def action_item_read_up(self) -> None:
        self.view.scroll_page_up(animate=False)

    def action_item_read_down(self) -> None:
        self.view.scroll_page_down(animate=False)

    def on_choice_list_chosen(self) -> None:
        self._show()

    def action_review_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_leave_review(self) -> None:
        self.dismiss(None)
