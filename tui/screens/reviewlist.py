"""The list of a review: its items at the left, the source beside the reading at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from language import _
from planreader.reviewitems import Excerpts, Item, Kind, kind_of_item
from tui.commands.catalogue import bindings, footer
from tui.draw import fit, safe
from tui.review_page import item_line, item_page
from tui.screens.base import WorkScreen
from tui.screens.reviewkind import kind_words
from tui.widgets.action_view import ActionView
from tui.widgets.banner import Banner
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from planreader.review import Review


class ItemList(ChoiceList, inherit_bindings=False):
    """The items; the screen moves the mark, since it shows the item at the right."""


class ReviewListScreen(WorkScreen[None]):
    """What shows, and moving in it; nothing here answers anything."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]
    contexts = ("review",)

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.items: list[Item] = review.items
        self.kind: Kind | None = None
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
        return self.items[self.list.cursor] if self.list.cursor < len(self.items) else None

    def _fill(self, at: int | None = None) -> None:
        """Show the items of the kind, those of all kinds where it has none any more; mark one of them."""
        items = self.review.items
        self.items = [item for item in items if self.kind in (None, kind_of_item(item))]
        if not self.items:
            self.kind, self.items = None, items
        if at is None:
            at = next((n for n, item in enumerate(self.items) if item.open), 0)
        width, ascii_signs = self.list.room, self.terren.ascii
        self.list.fill([item_line(item, width, ascii=ascii_signs) for item in self.items])
        self.list.action_move(at)
        self._show()

    def _show(self) -> None:
        item, ascii_signs = self.item, self.terren.ascii
        if item is None:
            self.view.show(None)
        else:
            self.view.show(lambda width: item_page(item, self.excerpts, width, ascii=ascii_signs))
        dot = " - " if ascii_signs else " · "
        count = _("{n} of {all} open").format(n=sum(one.open for one in self.items), all=len(self.items))
        if self.kind is not None:
            count = f"{kind_words(self.kind)}{dot}{count}"
        title = f"{_('Review')}{dot}{safe(self.review.reading.path.name)}"
        room = max(1, self.app.size.width - cell_len(count) - 4)
        self.head.update(Content.assemble((fit(title, room, ascii=ascii_signs), "bold"), f"  {count}"))

    def on_resize(self) -> None:
        if self.ready:
            self._fill(self.list.cursor)

    def speak(self) -> None:
        """Show everything in the current language."""
        self.key_bar.show(footer(self.contexts))
        for banner in self.query(Banner):
            banner.speak()
        self._fill(self.list.cursor)

    def _open_places(self) -> list[int]:
        return [n for n, item in enumerate(self.items) if item.open]

    def _place_of(self, key: str, else_at: int) -> int:
        """Where an item stands, or what else there is of its number."""
        of_key = (n for n, one in enumerate(self.items) if one.key == key)
        nr = key.replace("/", " ").partition(" ")[0]
        of_number = (n for n, one in enumerate(self.items) if one.nr == nr)
        return next(of_key, next(of_number, else_at))

    def action_only_kind(self) -> None:
        """Show one kind of items alone, or all again."""
        from tui.screens.reviewkind import ReviewKindScreen

        def chosen(kind: tuple[Kind | None] | None) -> None:
            if kind is not None:
                self.kind = kind[0]
                self._fill()

        self.app.push_screen(ReviewKindScreen(self.review, self.kind), chosen)

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
        here, places = self.list.cursor, self._open_places()
        self._move(next((n for n in places if n > here), places[0] if places else here) - here)

    def action_previous_open(self) -> None:
        here, places = self.list.cursor, self._open_places()
        before = [n for n in places if n < here] or places
        self._move((before[-1] if before else here) - here)

    def action_item_read_up(self) -> None:
        self.view.scroll_page_up(animate=False)

    def action_item_read_down(self) -> None:
        self.view.scroll_page_down(animate=False)

    def on_choice_list_chosen(self) -> None:
        self._show()
