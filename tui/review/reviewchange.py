"""The window in which a field of a document under review is set to another value."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _
from language.reading.readings import value
from planreader.review.fields import as_typed, kind_of
from planreader.review.review import Review
from planreader.review.reviewitems import Item
from store.db.errors import UserError
from tui.review.item_words import named
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, safe


class ReviewChangeScreen(WindowScreen[bool]):
    """Returns True once another value was stored."""

    CSS_PATH = "reviewchange.tcss"
    contexts = ("answer", "typing")
    enter_word = N_("store")

    def __init__(self, review: Review, item: Item) -> None:
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
            self.say(_("Enter stores what you typed; another Esc drops it."), error=True)
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
            self.say(_("Enter stores what you typed; another Esc drops it."), error=True)
            return
        self.dismiss(None)
