"""The window in which one kind of review items is chosen, with how many of each are open."""

from __future__ import annotations

from textual.app import ComposeResult

from language import _, ngettext
from language.reading.readings import kind as of_kind
from planreader.review.review import Review
from planreader.review.reviewitems import Kind
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, safe


class ReviewKindScreen(WindowScreen[tuple[Kind | None]]):
    """Returns the kind in a tuple, or None in it for all kinds; nothing where the person leaves."""

    CSS_PATH = "reviewkind.tcss"
    contexts = ("review_kind",)

    def __init__(self, review: Review, chosen: Kind | None) -> None:
        super().__init__()
        self.kinds: list[Kind | None] = [None, *review.kinds()]
        self._open: dict[Kind | None, int] = {}
        self._open |= {None: len(review.open)} | review.kinds()
        self._chosen = chosen

    def title_words(self) -> str:
        return _("Show one kind")

    def content(self) -> ComposeResult:
        start = self.kinds.index(self._chosen) if self._chosen in self.kinds else 0
        self.choices = ChoiceList([self._line(kind) for kind in self.kinds], start, id="kinds")
        yield self.choices

    def on_mount(self) -> None:
        self.choices.styles.height = min(len(self.kinds), max(3, self.app.size.height - 8))
        self.set_focus(self.choices)
        self.call_after_refresh(self.choices.action_move, 0)

    def _line(self, kind: Kind | None) -> Line:
        number = self._open[kind]
        words = _("all kinds") if kind is None else kind_words(kind)
        count = ngettext("{n} open", "{n} open", number).format(n=number)
        return ((f" {words}  ", "" if number else "dim"), (count, "dim"))

    def action_show_kind(self) -> None:
        self.dismiss((self.kinds[self.choices.cursor],))

    def on_choice_list_chosen(self) -> None:
        self.action_show_kind()


def kind_words(kind: Kind) -> str:
    """A kind of items in few words."""
    return safe(of_kind(kind.code, is_finding=kind.is_finding))
