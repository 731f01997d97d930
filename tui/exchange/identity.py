"""The window of one's own identity; on a copy or a restored backup it offers a new one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import N_, _, current
from language.messages import message
from language.terms import role
from store.db.database import Store
from store.db.errors import UserError
from store.ledger.identity import read_identity
from store.plan.units import unit_name
from tui.commands.catalogue import by_id
from tui.commands.command import Command
from tui.exchange.inbox_page import own_fingerprint_words
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import safe
from tui.widgets.page import ActionView, page_of


class IdentityScreen(WindowScreen[bool]):
    """Returns whether to go on with a new identity; without a refusal, whether to correct the enrolment."""

    contexts = ("identity", "window")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store, self.refusal = store, store.refusal

    def title_words(self) -> str:
        return _("Whose database is this?")

    def content(self) -> ComposeResult:
        return self._own() if self.refusal is None else self._copy(self.refusal)

    def shown_keys(self) -> Sequence[Command]:
        if self.refusal is None:
            return (by_id("correct_enrolment"), by_id("leave_window").called(N_("close")))
        return (by_id("accept_window"), by_id("leave_window").called(N_("only look")))

    def _own(self) -> ComposeResult:
        with self.store.reading() as conn:
            identity = read_identity(conn)
        lines = [
            own_fingerprint_words(self.store),
            _("This database is your own; no new identity is needed."),
        ]
        if identity is not None:
            unit = unit_name(identity.unit, current())
            lines.insert(0, f"{safe(identity.officer)}, {safe(unit)}, {role(identity.role)}")
            hint = _("{key}: name, unit or role are not right")
            lines.append(hint.format(key=self.key("correct_enrolment")))
        view = ActionView()
        view.styles.height = 5
        view.show(page_of(lines))
        yield view

    def _copy(self, refusal: UserError) -> ComposeResult:
        self.choices = ChoiceList(
            [
                ((f" {_('Only look; nothing is changed')} ", ""),),
                ((f" {_('Go on with a new identity; everything typed is kept')} ", ""),),
            ]
        )
        self.choices.styles.height = 2
        yield Static(Content(message(refusal.code, refusal.params)))
        yield Static(
            Content(
                _(
                    "If the other one still works, go on there. If not, go on here with a new identity:"
                    " headquarters sees which laptop it continues, and nothing is sent twice."
                )
            ),
            classes="dim",
        )
        yield Static(Content(own_fingerprint_words(self.store)), classes="dim")
        yield self.choices

    def action_correct_enrolment(self) -> None:
        if self.refusal is None:
            self.dismiss(True)

    def action_accept(self) -> None:
        if self.refusal is not None:
            self.dismiss(self.choices.cursor == 1)
