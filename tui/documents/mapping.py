"""What the columns of a document are: the questions that its reading leaves, answered on a list."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rich.cells import cell_len

from language import N_, _, glyph
from language.reading.documents import ROLES, assume_words, missing_words, role_words
from language.reading.sources import source
from planreader.review.mapped import ListedColumn, Mapping, Questions
from store.db.errors import UserError
from tui.screens.oneline import AnswerScreen
from tui.screens.pairedlist import PairedListScreen
from tui.screens.pick import PickScreen
from tui.widgets.draw import Line, cut, fit, safe
from tui.widgets.page import Page

_ROLE = 0.5
"""Part of a line that what the column is may take."""
_ROOM = 46
"""Columns of the window's frame for a heading."""


class MappingScreen(PairedListScreen[Mapping]):
    """Returns the answers; nothing where the person leaves."""

    CSS_PATH = "mapping.tcss"
    contexts = ("mapping", "list", "screen")

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self.questions = questions
        self._changed = self._warned = False

    def on_mount(self) -> None:
        self.call_after_refresh(self.fill, self._first_open())

    @property
    def open(self) -> int:
        """Return how many answers are missing before the document can be read."""
        return len(self.questions.missing) + (not self.questions.has_action)

    def _first_open(self) -> int:
        """Return the first unknown column, or what is said of the whole document where all are known."""
        columns = self.questions.columns
        return next((n for n, column in enumerate(columns) if not column.role), self._first_missing())

    def _first_missing(self) -> int:
        missing = self.questions.missing
        return len(self.questions.columns) + self.questions.asked.index(missing[0]) if missing else 0

    def lines(self, width: int) -> list[Line]:
        columns = [
            _line(column.name, role_words(column.role), bool(column.role), width)
            for column in self.questions.columns
        ]
        assumed = self.questions.assumed
        whole = [
            _line(assume_words(key), assumed.get(key, "?"), key in assumed, width)
            for key in self.questions.asked
        ]
        return [*columns, *whole]

    def show_entry(self) -> None:
        self.view.show(self._page)
        self.show_keys()
        dot = glyph(" · ", " - ")
        title = f"{_('Columns')}{dot}{safe(self.questions.name)}"
        unknown = self.questions.unknown
        left = _("unnamed: {n}").format(n=unknown) if unknown else _("nothing missing")
        self.show_head(title, _("{n} missing").format(n=self.open) if self.open else left)

    def idle(self) -> Collection[str]:
        return ("read_mapped",) if self.open else ()

    def _page(self, width: int) -> Page:
        page = Page(width, min(cell_len(_("What it is")) + 1, width // 3))
        at = self.list.cursor
        if at >= len(self.questions.columns):
            key = self.questions.asked[at - len(self.questions.columns)]
            page.paragraph(missing_words(key), "strong")
            page.gap()
            page.paragraph(safe(self.questions.assumed.get(key) or "?"))
            page.gap()
            page.paragraph(_("It holds for the whole document."), "dim")
            return page
        column = self.questions.columns[at]
        page.paragraph(safe(column.name), "strong")
        page.field(_("Place"), safe(source(self.questions.place)), "dim")
        page.field(
            _("What it is"), role_words(column.role) if column.role else _("not known: kept as a remark")
        )
        page.heading(_("For instance"))
        for text in column.samples:
            page.entry(glyph("•", "-"), safe(text))
        if not self.questions.has_action:
            page.gap()
            page.paragraph(missing_words("action"), "warn")
        return page

    def _answer(self, give: Callable[[], None]) -> None:
        give()
        self._changed, self._warned = True, False
        self.fill(self.list.cursor)

    def action_name_column(self) -> None:
        """Say what the marked column is, or what holds for the whole document."""

        questions, at = self.questions, self.list.cursor
        if at >= len(questions.columns):
            key = questions.asked[at - len(questions.columns)]

            def assume(text: str) -> str:
                questions.assume(key, text)
                return text

            start = questions.assumed.get(key) or questions.suggestion(key)
            screen = AnswerScreen(assume_words(key), missing_words(key), start, assume, enter=N_("store"))
            self.ask(screen, lambda _text: self._answer(lambda: None))
            return
        name = questions.columns[at].name

        def chosen(role: str) -> None:
            self._answer(lambda: questions.call(name, role))

        self.ask(MappingRoleScreen(questions, questions.columns[at]), chosen)

    def action_read_mapped(self) -> None:
        if not self.questions.has_action:
            self.terren.tell(missing_words("action"), severity="warning")
        elif self.questions.missing:
            self.fill(self._first_missing())
            self.terren.tell(missing_words(self.questions.missing[0]), severity="warning")
        else:
            try:
                mapping = self.questions.mapping()
            except UserError as refused:
                self.terren.tell_refusal(UserError(refused.code, **{**refused.params, "columns": []}))
                return
            self.dismiss(mapping)

    def action_leave_mapping(self) -> None:
        if self._changed and not self._warned:
            self._warned = True
            self.terren.tell(_("The answers are not kept yet; the same key once more discards them."))
            return
        self.dismiss(None)


def _line(name: str, what: str, is_set: bool, width: int) -> Line:
    right = cut(safe(what), max(1, int(width * _ROLE)))
    left = fit(f" {safe(name)}", max(1, width - cell_len(right) - 2))
    return ((left, "" if is_set else "warn"), (f" {right} ", "dim" if is_set else "warn"))


class MappingRoleScreen(PickScreen[str]):
    """Returns the role; the money of a year that is not listed is asked for by its year."""

    def __init__(self, questions: Questions, column: ListedColumn) -> None:
        self.questions, self.column = questions, column
        years = [f"budget.{year}" for year in questions.years_of(column.name)]
        at = list(ROLES).index("budget.YEAR")
        roles = [*list(ROLES)[:at], *years, *list(ROLES)[at:]]
        super().__init__(
            cut(safe(column.name), _ROOM), [(_role_line(role), role) for role in roles], column.role
        )

    def _try(self, role: str, words: str) -> None:
        """Refuse a role that the column cannot have, without naming the columns, which are in sight."""
        try:
            self.questions.try_role(self.column.name, role)
        except UserError as refused:
            raise UserError(refused.code, **{**refused.params, "found": words, "columns": []}) from None

    def take(self, picked: str) -> None:
        if picked != "budget.YEAR":
            self._try(picked, role_words(picked))
            self.dismiss(picked)
            return

        def year(text: str) -> str:
            chosen = f"budget.{text.strip()}"
            self._try(chosen, text)
            return chosen

        self.ask(AnswerScreen(role_words(picked), "", "", year, enter=N_("store")), self.dismiss)


def _role_line(role: str) -> Line:
    words = _("money of another year …") if role == "budget.YEAR" else role_words(role)
    return ((f" {words} ", ""),)
