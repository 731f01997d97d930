"""The windows in which is said what a column is, and what holds for the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from language import _
from language.reading.documents import ROLES, role_words
from store.db.errors import Refused
from tui.screens.oneline import AnswerScreen
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, cut, safe

if TYPE_CHECKING:
    from planreader.review.mapped import Listed, Questions

_ROOM = 46
"""Columns of the window's frame for a heading."""


class MappingRoleScreen(WindowScreen[str]):
    """Returns the role; the money of a year that is not listed is asked for by its year."""

    CSS_PATH = "mapping.tcss"
    contexts = ("mapping_role",)

    def __init__(self, questions: Questions, column: Listed) -> None:
        super().__init__()
        self.questions, self.column = questions, column
        years = [f"budget.{year}" for year in questions.years_of(column.name)]
        at = list(ROLES).index("budget.YEAR")
        self.roles = [*list(ROLES)[:at], *years, *list(ROLES)[at:]]

    def title_words(self) -> str:
        return cut(safe(self.column.name), _ROOM)

    def content(self) -> ComposeResult:
        start = self.roles.index(self.column.role) if self.column.role in self.roles else 0
        self.choices = ChoiceList([self._line(role) for role in self.roles], start, id="roles")
        yield self.choices

    def on_mount(self) -> None:
        self.choices.styles.height = min(len(self.roles), max(3, self.app.size.height - 6))
        self.set_focus(self.choices)
        self.call_after_refresh(self.choices.action_move, 0)

    def _line(self, role: str) -> Line:
        words = _("money of another year …") if role == "budget.YEAR" else role_words(role)
        return ((f" {words} ", ""),)

    def action_choose_role(self) -> None:
        role = self.roles[self.choices.cursor]
        if role != "budget.YEAR":
            try:
                self.questions.try_role(self.column.name, role)
            except Refused as refused:
                self.terren.tell_refusal(refused)
                return
            self.dismiss(role)
            return

        def year(text: str) -> str:
            chosen = f"budget.{text.strip()}"
            self.questions.try_role(self.column.name, chosen)
            return chosen

        def done(chosen: str | None) -> None:
            if chosen is not None:
                self.dismiss(chosen)

        self.app.push_screen(MappingLineScreen(role_words(role), "", "", year), done)

    def on_choice_list_chosen(self) -> None:
        self.action_choose_role()


class MappingLineScreen(AnswerScreen[str]):
    """Asks for what holds for the whole document, or for the year of a column."""

    CSS_PATH = "mapping.tcss"
    contexts = ("mapping_line",)
