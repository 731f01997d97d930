"""The windows of who is believed: a sender whose files are let in, and one's own identity.

A person types the fingerprint that the sender reads out; it is not shown here, so that nobody copies it. Of a
revoked key one file is taken by its check code, and the revocation stays. On a copy or a restored backup the
window of one's own identity offers a new one.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, current, ngettext, terms
from language.terms import role
from store.db.database import Store
from store.db.errors import UserError
from store.exchange.change_sets import Author
from store.exchange.held_files import HeldFile
from store.ledger.identity import read_identity
from store.plan.units import unit_name
from sync.receive.received import Received
from sync.receive.waiting import take_revoked
from sync.wire.check_code import check_code, typed_code
from sync.wire.grants import fingerprint
from tui.commands.catalogue import by_id
from tui.commands.command import Command
from tui.exchange.inbox_page import own_fingerprint_words
from tui.screens.refusals import message
from tui.screens.threadwork import ThreadWorkScreen
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.draw import safe
from tui.widgets.page import ActionView, page_of


class AcceptScreen(ThreadWorkScreen[str, tuple[Received, ...]]):
    """Returns what to say once the sender is accepted; None where it is not."""

    broken_off = N_("It was broken off; what was taken stays. Details are in {file}.")
    CSS_PATH = "accept.tcss"
    contexts = ("answer",)
    enter_word = N_("choose")

    def __init__(self, store: Store, sender: Author, files: tuple[HeldFile, ...]) -> None:
        super().__init__()
        self.store, self.sender, self.files = store, sender, files
        self.revoked = any(file.reason == "revoked" for file in files)

    def title_words(self) -> str:
        return _("Take files of a revoked key?") if self.revoked else _("Accept the sender?")

    def content(self) -> ComposeResult:
        sender = self.sender
        unit = safe(unit_name(sender.unit, current()))
        self.typed = Input(id="typed", compact=True, max_length=40)
        self.note = Static(Content(""), id="note")
        yield Static(Content(f"{safe(sender.officer)}, {unit} ({terms.role(sender.role)})"), id="who")
        yield Static(Content(self._ask()), classes="dim")
        yield self.typed
        yield self.note

    def _ask(self) -> str:
        if self.revoked:
            return _(
                "The key of this sender was revoked. To take one of its files all the same, have its check"
                " code read out and type it. What was recorded from that day on stays held."
            )
        if self.sender.role == "headquarters":
            return _(
                "It claims to be headquarters, whose word counts for everybody. Call headquarters, have its"
                " fingerprint read out, and type it as you hear it."
            )
        return _(
            "Call the sender, have the fingerprint read out, and type it as you hear it. Then the files that"
            " wait are taken at once."
        )

    def action_accept(self) -> None:
        if self.running is not None:
            return
        codes = {check_code(file.sha256) for file in self.files if file.sender == self.sender.replica}
        if not self.revoked:
            codes.add(fingerprint(self.sender.public_key))
        if typed_code(self.typed.value) not in map(typed_code, codes):
            self.say(_("Not what its sender would read out. Nothing was accepted."), error=True)
            return
        self.say(_("The files that waited are taken …"))
        self.begin(self._let_in)

    def _let_in(self) -> tuple[Received, ...]:
        """Take the files, in a thread, with a connection of its own."""
        from sync.identity.opening import open_for_work
        from sync.trusting import accept

        places = self.terren.places
        with open_for_work(places, self.store.path) as store:
            if self.revoked:
                return (take_revoked(store, places, self.typed.value),)
            return accept(store, places, fingerprint(self.sender.public_key), role=self.sender.role).taken

    def line(self) -> Input:
        return self.typed

    def come(self, outcome: tuple[Received, ...]) -> None:
        new = sum(received.new for received in outcome)
        count = ngettext("{n} file taken", "{n} files taken", len(outcome)).format(n=len(outcome))
        changes = ngettext("{n} new change", "{n} new changes", new).format(n=new)
        words = f"{safe(self.sender.officer)}. {count}, {changes}."
        self.dismiss(words if self.revoked else _("Accepted: {what}").format(what=words))


class IdentityScreen(WindowScreen[bool]):
    """Returns whether to go on with a new identity; without a refusal, whether to correct the enrolment."""

    heading = N_("Whose database is this?")
    contexts = ("identity", "window")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store, self.refusal = store, store.refusal

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
                    " headquarters sees which computer it continues, and nothing is sent twice."
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
