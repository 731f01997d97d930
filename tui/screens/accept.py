"""The window in which a sender's files are let in.

To accept a sender the fingerprint is compared, and for headquarters typed. Files whose key was revoked are
taken once, and the revocation stays.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from language import _, current, ngettext, terms
from language.messages import message
from store.database import Store
from store.errors import Refused
from store.exchange import Author
from store.trust import HeldFile
from store.units import unit_name
from sync.checkcode import typed_code
from sync.grants import fingerprint
from sync.received import Received
from tui.commands.catalogue import bindings, footer
from tui.draw import safe
from tui.inbox_page import TYPED, shown_fingerprint
from tui.screens.window import WindowScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.key_bar import KeyBar


class AcceptScreen(WindowScreen[str]):
    """Returns what to say once the sender is accepted; None where it is not."""

    CSS_PATH = "accept.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("accept")]
    contexts = ("accept",)

    def __init__(self, store: Store, whom: Author, files: tuple[HeldFile, ...]) -> None:
        super().__init__()
        self.store, self.whom, self.files = store, whom, files
        self.fingerprint = fingerprint(whom.public_key)
        self.revoked = any(held.reason == "revoked" for held in files)
        self.center = whom.role == "headquarters" and not self.revoked
        self.running: Worker[tuple[Received, ...]] | None = None

    def compose(self) -> ComposeResult:
        whom = self.whom
        unit = safe(unit_name(whom.unit, current()))
        yes = _("Take these files once") if self.revoked else _("The fingerprint is the same: accept")
        self.choices = ChoiceList(
            [
                ((f" {_('Not now; the files wait on')} ", ""),),
                ((f" {yes} ", ""),),
            ],
            id="choices",
        )
        self.choices.styles.height = 2
        self.typed = Input(id="typed", compact=True, max_length=16)
        self.typed.cursor_blink = self.terren.blink
        self.note = Static(Content(""), id="note")
        with Vertical(classes="window") as window:
            title = _("Take files of a revoked key?") if self.revoked else _("Accept the sender?")
            window.border_title = Content(title)
            yield Static(Content(f"{safe(whom.officer)}, {unit} ({terms.role(whom.role)})"), id="who")
            yield Static(Content(shown_fingerprint(whom, ascii=self.terren.ascii)), id="fingerprint")
            yield Static(Content(self._ask()), classes="dim")
            yield self.typed if self.center else self.choices
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def _ask(self) -> str:
        if self.revoked:
            return _(
                "The key of this sender was revoked. What was recorded before that day counts; what was"
                " recorded from then on stays held. The key stays revoked."
            )
        if not self.center:
            return _(
                "Call the sender and let the fingerprint be read out. Only where it is the same, accept: then"
                " the files that wait are taken at once."
            )
        return _(
            "It claims to be headquarters, whose word counts for everybody. Call headquarters, let the whole"
            " fingerprint be read out, and type its last four symbols as you hear them."
        )

    def on_mount(self) -> None:
        self.set_focus(self.typed if self.center else self.choices)

    def on_choice_list_chosen(self) -> None:
        self.action_accept_now()

    def on_input_submitted(self) -> None:
        self.action_accept_now()

    def action_accept_now(self) -> None:
        if self.running is not None:
            return
        if not self.center and self.choices.cursor == 0:
            self.dismiss(None)
            return
        if self.center and typed_code(self.typed.value) != typed_code(self.fingerprint)[-TYPED:]:
            self._say(_("These are not the last four symbols. Nothing was accepted."))
            return
        self._say(_("The files that waited are taken …"), error=False)
        self.running = self.run_worker(self._let_in, thread=True, exit_on_error=False, name="accept")

    def _let_in(self) -> tuple[Received, ...]:
        """Runs in a thread, with a connection of its own."""
        from sync.opening import open_for_work
        from sync.trust import accept
        from sync.waiting import take_revoked

        places = self.terren.places
        with open_for_work(places, self.store.path) as store:
            if self.revoked:
                return tuple(take_revoked(store, places, held.check_code) for held in self.files)
            return accept(store, places, self.fingerprint, role=self.whom.role).taken

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self.running:
            return
        if event.state == WorkerState.SUCCESS and event.worker.result is not None:
            self._accepted(event.worker.result)
        elif event.state in (WorkerState.ERROR, WorkerState.CANCELLED):
            self.running = None
            error = event.worker.error
            if not isinstance(error, Refused):
                raise error or RuntimeError
            self._say(message(error.code, error.figures))

    def _accepted(self, taken: tuple[Received, ...]) -> None:
        new = sum(received.new for received in taken)
        count = ngettext("{n} file taken", "{n} files taken", len(taken)).format(n=len(taken))
        changes = ngettext("{n} new change", "{n} new changes", new).format(n=new)
        came = f"{safe(self.whom.officer)}. {count}, {changes}."
        self.dismiss(came if self.revoked else _("Accepted: {what}").format(what=came))

    def _say(self, words: str, *, error: bool = True) -> None:
        self.note.update(Content(words))
        self.note.set_class(error, "error")

    def action_leave_accept(self) -> None:
        if self.running is None:
            self.dismiss(None)
