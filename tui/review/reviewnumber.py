"""The window in which the number is typed that a review goes to."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from language import _
from planreader.review.review import Review
from planreader.review.reviewitems import Item
from tui.commands.catalogue import bindings
from tui.screens.oneline import OneLineScreen


class ReviewNumberScreen(OneLineScreen[Item]):
    """Returns the number with all its fields."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review_number")]
    contexts = ("review_number",)
    CSS = "ReviewNumberScreen .window { width: 50; }"

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def title_words(self) -> str:
        return _("Number of an action or objective")

    def take(self, text: str) -> Item:
        return self.review.item_of(text.strip().rstrip("."))

    def action_go_to_number(self) -> None:
        self.accept()

    def action_leave_going(self) -> None:
        self.dismiss(None)
