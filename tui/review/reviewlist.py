"""The list of a review: its items at the left, the source beside the reading at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import _, glyph
from planreader.review.reviewitems import Excerpts, Item, Kind, kind_of_item
from tui.review.review_page import item_line, item_page
from tui.review.reviewkind import kind_words
from tui.screens.pairedlist import PairedListScreen
from tui.widgets.banner import Banner
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from planreader.review.review import Review


class ReviewListScreen(PairedListScreen[None]):
    """What shows, and moving in it; nothing here answers anything."""

    CSS_PATH = "review.tcss"
    contexts = ("review",)

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.items: list[Item] = review.items
        self.kind: Kind | None = None
        self.excerpts = Excerpts(review.reading)

    def on_mount(self) -> None:
        self.call_after_refresh(self.fill)

    @property
    def item(self) -> Item | None:
        """The item that is marked."""
        return self.items[self.list.cursor] if self.list.cursor < len(self.items) else None

    def fill(self, at: int | None = None) -> None:
        """Show the items of the kind, those of all kinds where it has none any more; mark one of them."""
        items = self.review.items
        self.items = [item for item in items if self.kind in (None, kind_of_item(item))]
        if not self.items:
            self.kind, self.items = None, items
        if at is None:
            at = next((n for n, item in enumerate(self.items) if item.open), 0)
        width = self.list.room
        self.list.fill([item_line(item, width) for item in self.items])
        self.list.action_move(at)
        self.show_entry()

    def show_entry(self) -> None:
        item = self.item
        if item is None:
            self.view.show(None)
        else:
            self.view.show(lambda width: item_page(item, self.excerpts, width))
        self.show_keys()
        dot = glyph(" · ", " - ")
        count = _("{n} of {all} open").format(n=sum(one.open for one in self.items), all=len(self.items))
        if self.kind is not None:
            count = f"{kind_words(self.kind)}{dot}{count}"
        title = f"{_('Review')}{dot}{safe(self.review.reading.path.name)}"
        self.show_head(title, count)

    def speak(self) -> None:
        super().speak()
        for banner in self.query(Banner):
            banner.speak()

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
        from tui.review.reviewkind import ReviewKindScreen

        def chosen(kind: tuple[Kind | None] | None) -> None:
            if kind is not None:
                self.kind = kind[0]
                self.fill()

        self.app.push_screen(ReviewKindScreen(self.review, self.kind), chosen)

    def action_next_open(self) -> None:
        here, places = self.list.cursor, self._open_places()
        self.move(next((n for n in places if n > here), places[0] if places else here) - here)

    def action_previous_open(self) -> None:
        here, places = self.list.cursor, self._open_places()
        before = [n for n in places if n < here] or places
        self.move((before[-1] if before else here) - here)
