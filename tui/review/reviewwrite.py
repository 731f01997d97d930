"""The window in which the reviewed plan is written into a file."""

from __future__ import annotations

from pathlib import Path

from language import N_, _, ngettext
from planreader.review.review import Review
from planreader.review.tomlform import write_plan
from tui.screens.folders import folder_of
from tui.screens.oneline import OneLineScreen
from tui.widgets.draw import safe


class ReviewWriteScreen(OneLineScreen[Path]):
    """Writes ``*.plan.toml`` or a published ``*.db``."""

    contexts = ("answer", "place")
    enter_word = N_("write the file")
    leave_word = N_("close")

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.written = False

    def title_words(self) -> str:
        return _("Write the plan")

    def above(self) -> str:
        return _("File: .plan.toml to look through it, .db to enrol from")

    def start(self) -> str:
        path = self.review.reading.path
        return safe(str(path.with_name(f"{path.stem}.plan.toml")))

    def remark(self) -> str:
        if not (n := len(self.review.open)):
            return ""
        return ngettext(
            "{n} item is still open; it stays listed with the plan.",
            "{n} items are still open; they stay listed with the plan.",
            n,
        ).format(n=n)

    def on_input_changed(self) -> None:
        self.written = False

    def action_accept(self) -> None:
        if self.written:
            self.dismiss()
        else:
            super().action_accept()

    def take(self, text: str) -> Path:
        reading, goal = self.review.reading, folder_of(text)
        plan, replace = self.review.plan, self.replaces
        write_plan(plan, goal, source_name=reading.path.name, source_sha256=reading.sha256, replace=replace)
        return goal

    def taken(self, result: Path) -> None:
        self.written = True
        self.say(_("Written: {file}").format(file=safe(str(result))) + "\n" + _("Enter closes the window."))
        self.call_enter(N_("close"))
