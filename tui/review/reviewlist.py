"""The list of a review: its items at the left, the source beside the reading at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import N_, _, glyph, ngettext
from planreader.review.review import Review
from planreader.review.reviewitems import Item, Kind
from tui.review.item_words import kind_words
from tui.review.review_page import item_line, item_page, rest_line, rest_page
from tui.screens.pairedlist import PairedListScreen
from tui.screens.pick import PickScreen
from tui.widgets.banner import Banner
from tui.widgets.draw import Line, safe
from tui.widgets.page import Page

if TYPE_CHECKING:
    from planreader.review.review import Review


class ReviewListScreen(PairedListScreen[None]):
    """What shows, and moving in it; nothing here answers anything."""

    contexts = ("review", "list", "screen")

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.passed, self.kept = review.reading.passed, review.reading.kept
        self.items: list[Item] = review.items
        self.kind: Kind | None = None

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_first_open)

    @property
    def item(self) -> Item | None:
        """Return the item that is marked."""
        return self.items[self.list.cursor] if self.list.cursor < len(self.items) else None

    def lines(self, width: int) -> list[Line]:
        """Return the items of the kind, or of all where it has none any more, and what was passed over."""
        items = self.review.items
        self.items = [item for item in items if self.kind in (None, item.kind)]
        if not self.items:
            self.kind, self.items = None, items
        rest = [rest_line(self.passed, self.kept, width)] if self._has_rest else []
        return [*(item_line(item, width) for item in self.items), *rest]

    def show_entry(self) -> None:
        item = self.item
        if item is None:
            self.view.show(self._rest_page)
        else:
            self.view.show(lambda width: item_page(item, self.review.excerpt(item.place), width))
        self.show_keys()
        dot = glyph(" · ", " - ")
        count = _("{n} of {all} open").format(
            n=sum(listed.open for listed in self.items), all=len(self.items)
        )
        if self.kind is not None:
            count = f"{safe(kind_words(self.kind))}{dot}{count}"
        title = f"{_('Review')}{dot}{safe(self.review.reading.path.name)}"
        self.show_head(title, count)

    def _rest_page(self, width: int) -> Page:
        told = _("Nothing is open; {key} writes the plan.").format(key=self.key("write_plan"))
        words = "" if self.review.open else told
        return rest_page(self.passed, self.kept, words, self.key("name_columns"), width)

    @property
    def _has_rest(self) -> bool:
        """Return True if a last line stands below the items."""
        return bool(self.passed or self.kept) and self.kind is None

    def speak(self) -> None:
        super().speak()
        for banner in self.query(Banner):
            banner.speak()

    def _show_first_open(self) -> None:
        self.fill(0)
        self.move(next(iter(self._open_places()), self._end))

    @property
    def _end(self) -> int:
        """Return the place where nothing is open: what was passed over or kept, else the first item."""
        return len(self.items) if self._has_rest else 0

    def _open_places(self) -> list[int]:
        return [n for n, item in enumerate(self.items) if item.open]

    def _place_of(self, key: str, else_at: int) -> int:
        """Return where an item stands, or what else there is of its number."""
        of_key = (n for n, item in enumerate(self.items) if item.key == key)
        nr = key.replace("/", " ").partition(" ")[0]
        of_number = (n for n, item in enumerate(self.items) if item.nr == nr)
        return next(of_key, next(of_number, else_at))

    def action_only_kind(self) -> None:
        """Show one kind of items alone, or all again."""

        def chosen(kind: tuple[Kind | None]) -> None:
            (self.kind,) = kind
            self._show_first_open()

        self.ask(ReviewKindScreen(self.review, self.kind), chosen)

    def action_next_open(self) -> None:
        here, places = self.list.cursor, self._open_places()
        self.move(next((n for n in places if n > here), places[0] if places else here) - here)

    def action_previous_open(self) -> None:
        here, places = self.list.cursor, self._open_places()
        before = [n for n in places if n < here] or places
        self.move((before[-1] if before else here) - here)


class ReviewKindScreen(PickScreen[tuple[Kind | None]]):
    """Returns the kind in a tuple, or None in it for all kinds; nothing where the person leaves."""

    enter_word = N_("show")

    def __init__(self, review: Review, chosen: Kind | None) -> None:
        lines = [(_kind_line(kind, n), (kind,)) for kind, n in review.kinds().items()]
        every: tuple[Line, tuple[Kind | None]] = (_kind_line(None, len(review.open)), (None,))
        super().__init__(_("Show one kind"), [every, *lines], (chosen,))


def _kind_line(kind: Kind | None, number: int) -> Line:
    words = _("all kinds") if kind is None else safe(kind_words(kind))
    count = ngettext("{n} open", "{n} open", number).format(n=number)
    return ((f" {words}  ", "" if number else "dim"), (count, "dim"))
