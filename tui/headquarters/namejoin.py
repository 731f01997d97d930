"""The window in which spellings get their one name."""

from __future__ import annotations

from collections.abc import Sequence

from language import _
from language.registers import NAMED
from store.db.database import Store
from store.edits.naming import join_names
from store.ledger.change import Change
from tui.screens.oneline import OneLineScreen
from tui.widgets.draw import safe

_MOST = 6


class NameJoinScreen(OneLineScreen[list[Change]]):
    """Returns the changes that were recorded."""

    CSS = "NameJoinScreen #name { margin: 1 0; }"
    contexts = ("name_join",)
    FIELD = "name"

    def __init__(self, store: Store, role: str, name: str, spellings: Sequence[str]) -> None:
        super().__init__()
        self.store, self.role, self.name_now, self.spellings = store, role, name, list(spellings)

    def title_words(self) -> str:
        return _("One name for these: {kind}").format(kind=_(NAMED[self.role]))

    def above(self) -> str:
        listed = [safe(spelling) for spelling in self.spellings[:_MOST]]
        if len(self.spellings) > _MOST:
            listed.append(_("… and {n} more").format(n=len(self.spellings) - _MOST))
        return "\n".join(listed)

    def start(self) -> str:
        return safe(self.name_now)

    def take(self, text: str) -> list[Change]:
        # what was shown unchanged is meant as it is printed, with whatever cannot be shown
        name = self.name_now if text == safe(self.name_now) else text
        return join_names(self.store, self.role, name, self.spellings)
