"""The window in which the reviewed plan is written into a file."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from language import N_, _, ngettext
from planreader.review.review import Review
from planreader.review.tomlform import write_plan
from store.db.errors import UserError
from tui.screens.folders import complete_line, folder_of
from tui.screens.window import WindowScreen
from tui.widgets.draw import safe


class ReviewWriteScreen(WindowScreen[None]):
    """Writes ``*.plan.toml`` or a published ``*.db``; an existing file is replaced by a second Enter."""

    CSS_PATH = "reviewwrite.tcss"
    contexts = ("review_write",)

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.written = False
        self._replace = False

    def title_words(self) -> str:
        return _("Write the plan")

    def content(self) -> ComposeResult:
        path = self.review.reading.path
        self.goal = Input(safe(str(path.with_name(f"{path.stem}.plan.toml"))), id="goal", compact=True)
        self.note = Static(Content(self._start()), id="said")
        yield Static(Content(_("File: .plan.toml to look through it, .db to enrol from")), classes="dim")
        yield self.goal
        yield self.note

    def _start(self) -> str:
        number = len(self.review.open)
        if not number:
            return ""
        return ngettext(
            "{n} item is still open; it stays listed with the plan.",
            "{n} items are still open; they stay listed with the plan.",
            number,
        ).format(n=number)

    def on_input_changed(self) -> None:
        self.written = self._replace = False
        self.say(self._start())
        self.call_enter()

    def action_complete_goal(self) -> None:
        complete_line(self.goal)

    def action_start_writing(self) -> None:
        if self.written:
            self.dismiss()
            return
        reading, goal = self.review.reading, folder_of(self.goal.value)
        try:
            write_plan(
                self.review.plan,
                goal,
                source_name=reading.path.name,
                source_sha256=reading.sha256,
                replace=self._replace,
            )
        except UserError as refused:
            if refused.code in ("output_exists", "file_exists") and not self._replace:
                self._replace = True
                self.say(_("This file exists already. Enter replaces it."), error=True)
                self.call_enter(N_("replace"))
                return
            self.refuse(refused)
            return
        self.written = True
        self.say(_("Written: {file}").format(file=safe(str(goal))) + "\n" + _("Enter closes the window."))
        self.call_enter(N_("close"))
