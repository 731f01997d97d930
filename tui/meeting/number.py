"""The window in which the number of an action is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from language import _
from store.db.database import Store
from store.plan.lookup import current_numbers, resolve_number
from tui.commands.catalogue import bindings
from tui.screens.oneline import OneLineScreen


class NumberScreen(OneLineScreen[str]):
    """Returns the number of an action as the plan prints it."""

    CSS_PATH = "number.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("number")]
    contexts = ("number",)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def title_words(self) -> str:
        return _("Number of the action, as 2.1.2 or 212")

    def take(self, text: str) -> str:
        with self.store.reading() as conn:
            return resolve_number(text, [*current_numbers(conn).values()])

    def action_take_number(self) -> None:
        self.accept()

    def action_leave_number(self) -> None:
        self.dismiss(None)
