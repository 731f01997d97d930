"""The list of a review, with the source beside the reading, and the windows of a kind and of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, glyph, ngettext
from language.reading.readings import value
from planreader.review.fields import as_typed, kind_of
from planreader.review.review import DocumentReview
from planreader.review.reviewitems import Item, Kind
from store.db.errors import UserError
from tui.review.item_words import kind_words, named
from tui.review.review_page import item_line, item_page, rest_line, rest_page
from tui.screens.pairedlist import PairedListScreen
from tui.screens.pick import PickScreen
from tui.screens.window import WindowScreen
from tui.widgets.banner import Banner
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, safe
from tui.widgets.page import Page

if TYPE_CHECKING:
    from planreader.review.review import DocumentReview


class ReviewListScreen(PairedListScreen[None]):
    """What shows, and moving in it; nothing here answers anything."""

    contexts = ("review", "list", "screen")

    def __init__(self, review: DocumentReview) -> None:
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

    def __init__(self, review: DocumentReview, chosen: Kind | None) -> None:
        lines = [(_kind_line(kind, n), (kind,)) for kind, n in review.kinds().items()]
        every: tuple[Line, tuple[Kind | None]] = (_kind_line(None, len(review.open)), (None,))
        super().__init__(_("Show one kind"), [every, *lines], (chosen,))


def _kind_line(kind: Kind | None, number: int) -> Line:
    words = _("all kinds") if kind is None else safe(kind_words(kind))
    count = ngettext("{n} open", "{n} open", number).format(n=number)
    return ((f" {words}  ", "" if number else "dim"), (count, "dim"))


class ReviewChangeScreen(WindowScreen[bool]):
    """Returns True once another value was stored."""

    CSS_PATH = "reviewchange.tcss"
    contexts = ("answer", "typing")
    enter_word = N_("store")

    def __init__(self, review: DocumentReview, item: Item) -> None:
        super().__init__()
        self.review, self.item = review, item
        self._warned = False

    def title_words(self) -> str:
        return _("Change {nr}").format(nr=safe(self.item.nr))

    def content(self) -> ComposeResult:
        self.choices = ChoiceList([self._line(n) for n in range(len(self.item.fields))], id="fields")
        self.choices.can_focus = False
        self.input = Input(self._start(), id="value", compact=True)
        self.note = Static(Content(""), id="hint", classes="dim")
        yield self.choices
        yield self.input
        yield self.note

    def on_mount(self) -> None:
        self.choices.styles.height = min(len(self.item.fields), 8)
        self._hint()

    def _line(self, n: int) -> Line:
        reading = self.item.fields[n]
        words = value(reading.value, reading.path, self.item.currency)
        return ((f" {safe(named(reading, self.item))}  ", ""), (safe(words), "dim"))

    @property
    def _path(self) -> str:
        return self.item.fields[self.choices.cursor].path

    def _start(self) -> str:
        reading = self.item.fields[self.choices.cursor]
        return safe(as_typed(kind_of(reading.path), reading.value))

    def _hint(self) -> None:
        is_list = kind_of(self._path) == "list"
        words = (
            _("Entries are parted by semicolons; a dash leaves it empty.")
            if is_list
            else _("A dash leaves it empty.")
        )
        self.say(words)

    def on_input_changed(self) -> None:
        self._warned = False

    def action_accept(self) -> None:
        try:
            self.review.change(self.item, self.item.fields[self.choices.cursor], self.input.value)
        except UserError as refused:
            self.refuse(refused)
            return
        self.dismiss(self.input.value != self._start() or None)

    def action_move(self, by: int) -> None:
        """Go to another field; what was typed for this one is not dropped."""
        if self.input.value != self._start():
            self.say(_("Enter stores what you typed; another Esc discards it."), error=True)
            return
        self.choices.action_move(by)
        self.input.value = self._start()
        self._hint()

    async def take_line(self) -> None:
        self.input.value = self._start()
        self._hint()

    def action_leave(self) -> None:
        if self.input.value != self._start() and not self._warned:
            self._warned = True
            self.say(_("Enter stores what you typed; another Esc discards it."), error=True)
            return
        self.dismiss(None)
