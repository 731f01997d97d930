"""The window in which a sender is accepted: the fingerprint is compared, and for headquarters typed."""

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
from sync.trust import Accepted
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
        self.center = whom.role == "headquarters"
        self.running: Worker[Accepted] | None = None

    def compose(self) -> ComposeResult:
        whom = self.whom
        unit = safe(unit_name(whom.unit, current()))
        self.choices = ChoiceList(
            [
                ((f" {_('Not now; the files wait on')} ", ""),),
                ((f" {_('The fingerprint is the same: accept')} ", ""),),
            ],
            id="choices",
        )
        self.choices.styles.height = 2
        self.typed = Input(id="typed", compact=True, max_length=16)
        self.typed.cursor_blink = self.terren.blink
        self.note = Static(Content(""), id="note")
        with Vertical(classes="window") as window:
            window.border_title = Content(_("Accept the sender?"))
            yield Static(Content(f"{safe(whom.officer)}, {unit} ({terms.role(whom.role)})"), id="who")
            yield Static(Content(shown_fingerprint(whom, ascii=self.terren.ascii)), id="fingerprint")
            yield Static(Content(self._ask()), classes="dim")
            yield self.typed if self.center else self.choices
            yield self.note
            yield KeyBar(footer(self.contexts), ascii=self.terren.ascii)

    def _ask(self) -> str:
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
        self.running = self.run_worker(self._accept, thread=True, exit_on_error=False, name="accept")

    def _accept(self) -> Accepted:
        """Runs in a thread, with a connection of its own."""
        from sync.opening import open_for_work
        from sync.trust import accept

        with open_for_work(self.terren.places, self.store.path) as store:
            return accept(store, self.terren.places, self.fingerprint, role=self.whom.role)

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

    def _accepted(self, done: Accepted) -> None:
        new = sum(received.new for received in done.taken)
        count = ngettext("{n} file taken", "{n} files taken", len(done.taken)).format(n=len(done.taken))
        changes = ngettext("{n} new change", "{n} new changes", new).format(n=new)
        self.dismiss(_("Accepted: {what}").format(what=f"{safe(self.whom.officer)}. {count}, {changes}."))

    def _say(self, words: str, *, error: bool = True) -> None:
        self.note.update(Content(words))
        self.note.set_class(error, "error")

    def action_leave_accept(self) -> None:
        if self.running is None:
            self.dismiss(None)
