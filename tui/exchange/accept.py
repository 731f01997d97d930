"""The window in which a sender's files are let in.

A person types the fingerprint that the sender reads out; it is not shown here, so that nobody copies it. Of a
revoked key one file is taken by its check code, and the revocation stays.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, current, ngettext, terms
from store.db.database import Store
from store.exchange.change_sets import Author
from store.exchange.trust import HeldFile
from store.plan.units import unit_name
from sync.receive.received import Received
from sync.wire.check_code import check_code, typed_code
from sync.wire.grants import fingerprint
from tui.screens.threadwork import ThreadWorkScreen
from tui.widgets.draw import safe


class AcceptScreen(ThreadWorkScreen[str, tuple[Received, ...]]):
    """Returns what to say once the sender is accepted; None where it is not."""

    CSS_PATH = "accept.tcss"
    contexts = ("answer",)
    enter_word = N_("choose")

    def __init__(self, store: Store, whom: Author, files: tuple[HeldFile, ...]) -> None:
        super().__init__()
        self.store, self.whom, self.files = store, whom, files
        self.revoked = any(file.reason == "revoked" for file in files)

    def title_words(self) -> str:
        return _("Take files of a revoked key?") if self.revoked else _("Accept the sender?")

    def content(self) -> ComposeResult:
        whom = self.whom
        unit = safe(unit_name(whom.unit, current()))
        self.typed = Input(id="typed", compact=True, max_length=40)
        self.note = Static(Content(""), id="note")
        yield Static(Content(f"{safe(whom.officer)}, {unit} ({terms.role(whom.role)})"), id="who")
        yield Static(Content(self._ask()), classes="dim")
        yield self.typed
        yield self.note

    def _ask(self) -> str:
        if self.revoked:
            return _(
                "The key of this sender was revoked. To take one of its files all the same, have its check"
                " code read out and type it. What was recorded from that day on stays held."
            )
        if self.whom.role == "headquarters":
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
        codes = {check_code(file.sha256) for file in self.files if file.sender == self.whom.replica}
        if not self.revoked:
            codes.add(fingerprint(self.whom.public_key))
        if typed_code(self.typed.value) not in map(typed_code, codes):
            self.say(_("Not what its sender would read out. Nothing was accepted."), error=True)
            return
        self.say(_("The files that waited are taken …"))
        self.begin(self._let_in)

    def _let_in(self) -> tuple[Received, ...]:
        """Runs in a thread, with a connection of its own."""
        from sync.identity.opening import open_for_work
        from sync.receive.waiting import take_revoked
        from sync.trusting import accept

        places = self.terren.places
        with open_for_work(places, self.store.path) as store:
            if self.revoked:
                return (take_revoked(store, places, self.typed.value),)
            return accept(store, places, fingerprint(self.whom.public_key), role=self.whom.role).taken

    def line(self) -> Input:
        return self.typed

    def broken_off(self, where: str) -> str:
        return _("It was broken off; what was taken stays. Details are in {file}.").format(file=where)

    def come(self, outcome: tuple[Received, ...]) -> None:
        new = sum(received.new for received in outcome)
        count = ngettext("{n} file taken", "{n} files taken", len(outcome)).format(n=len(outcome))
        changes = ngettext("{n} new change", "{n} new changes", new).format(n=new)
        came = f"{safe(self.whom.officer)}. {count}, {changes}."
        self.dismiss(came if self.revoked else _("Accepted: {what}").format(what=came))
