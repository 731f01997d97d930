"""The window in which the status is chosen from a list."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from language import _, ngettext
from language.terms import status, status_mark
from store.status.outline import ActionRow
from store.status.statuses import STATUSES
from tui.screens.window import WindowScreen
from tui.tree.tree_rows import STATUS_STYLES
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import Line, safe


class StatusScreen(WindowScreen[str]):
    """Returns a status code, "" for not reported, or nothing where the person leaves."""

    CSS_PATH = "status.tcss"
    contexts = ("choice",)

    def __init__(self, rows: Sequence[ActionRow]) -> None:
        super().__init__()
        self.actions = rows
        self.codes: tuple[str | None, ...] = (None, *STATUSES)

    def title_words(self) -> str:
        if (count := len(self.actions)) > 1:
            return ngettext("Status of {n} action", "Status of {n} actions", count).format(n=count)
        return _("Status of {nr}").format(nr=safe(self.actions[0].nr))

    def content(self) -> ComposeResult:
        current = self.actions[0].status if len({row.status for row in self.actions}) == 1 else None
        at = self.codes.index(current) if current in self.codes else 0
        self.choices = ChoiceList(self._lines(), at, id="choices")
        yield self.choices

    def _lines(self) -> list[Line]:
        return [
            (
                (f" {n}  ", "dim"),
                (f"{status_mark(code)} {status(code)}", STATUS_STYLES.get(code, "")),
            )
            for n, code in enumerate(self.codes)
        ]

    def _choose(self, position: int) -> None:
        self.dismiss(self.codes[position] or "")

    def action_pick(self, key: str) -> None:
        self._choose(int(key))

    def action_accept(self) -> None:
        self._choose(self.choices.cursor)

    def on_choice_list_chosen(self) -> None:
        self.action_accept()
