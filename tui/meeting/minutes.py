"""The end of a meeting: what was recorded, and the minutes as files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

import language
from language import LANGUAGES, N_, _
from report.minutes import minutes_files, minutes_text
from report.plain import WIDTH
from store.db.database import Store
from store.db.errors import UserError
from store.edits.meeting import amend_meeting
from store.history.minutes import Minutes
from tui.commands.command import Command
from tui.screens.folders import complete_line, folder_of, remembered_folder, why_not
from tui.screens.memory import remember
from tui.screens.threadwork import ThreadWorkScreen
from tui.widgets.draw import safe, safe_lines
from tui.widgets.page import ActionView, Page


class MinutesScreen(ThreadWorkScreen[bool, "list[Path]"]):
    """Shows the minutes as text and writes them into a folder. Returns whether the meeting is over.

    ``seen`` are the actions that were shown in the meeting.
    """

    broken_off = N_("The minutes were not written. Details are in {file}.")
    heading = N_("Minutes")
    CSS_PATH = "minutes.tcss"
    contexts = ("minutes",)

    def __init__(self, store: Store, minutes: Minutes, seen: Collection[str]) -> None:
        super().__init__()
        self.store, self.minutes, self.seen = store, minutes, seen
        self.spoken = language.current()
        self.written = False
        self.over = False

    def line(self) -> Input:
        return self.folder

    def content(self) -> ComposeResult:
        self.view = ActionView(id="text")
        self.place = Input(safe(self.minutes.meeting.place), id="place", compact=True)
        self.folder = Input(remembered_folder(self.terren.places, "minutes"), id="folder", compact=True)
        self.note = Static(Content(""), id="said")
        yield self.view
        yield Static(Content(_("Place of the meeting")), classes="dim")
        yield self.place
        yield Static(Content(_("Folder for the minutes")), classes="dim")
        yield self.folder
        yield self.note

    def on_mount(self) -> None:
        self.set_focus(self.folder)
        self._show_text()

    def _show_text(self) -> None:

        def page(width: int) -> Page:
            made = Page(width, 1)
            # wrapped once, for this width: lines that are wrapped again would be torn
            text = minutes_text(self.minutes, self.spoken, seen=self.seen, width=min(width, WIDTH))
            for line in safe_lines(text):
                if cell_len(line) <= width:
                    made.lines.append(((line, ""),))
                else:
                    made.paragraph(line)
            return made

        self.view.show(page, keep_place=True)

    def _say(self, words: str, *, error: bool = False, enter: str = "") -> None:
        """Say something; ``enter`` is what the next Enter does, where it does not write."""
        self.say(words, error=error)
        self.call_enter(enter)

    def shown_keys(self) -> Sequence[Command]:
        """Return what Enter and Tab do in the field where one types."""
        names = {"write_minutes": N_("next"), "minutes_folder": N_("next"), "minutes_place": N_("back")}
        at_place = self.is_mounted and self.place.has_focus
        return [key.called(names.get(key.id, key.name)) if at_place else key for key in super().shown_keys()]

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def on_input_changed(self) -> None:
        self.written = False
        self._say(why_not(self.folder.value), error=True)

    async def enter(self) -> None:
        if self.place.has_focus:
            self.set_focus(self.folder)
        else:
            self.action_write_minutes()

    def action_minutes_place(self) -> None:
        if self.running is None:
            self.set_focus(self.folder if self.place.has_focus else self.place)

    def _record_place(self) -> None:
        """Record the place in the meeting, so that minutes printed elsewhere have it too.

        Raises UserError.
        """
        meeting = self.minutes.meeting
        if self.place.value.strip() != meeting.place:
            try:
                meeting = amend_meeting(self.store, meeting.id, place=self.place.value, before=meeting)
            except UserError as refused:
                if refused.code == "changed_meanwhile":
                    # whoever presses again has read it
                    meeting = meeting._replace(place=str(refused.params["now"]))
                    self.minutes = self.minutes._replace(meeting=meeting)
                raise
            self.minutes = self.minutes._replace(meeting=meeting)
            self._show_text()

    def action_minutes_folder(self) -> None:
        if self.place.has_focus:
            self.set_focus(self.folder)
        elif self.running is None:
            complete_line(self.folder)

    def action_minutes_language(self) -> None:
        if self.running is not None:
            return
        self.spoken = LANGUAGES[(LANGUAGES.index(self.spoken) + 1) % len(LANGUAGES)]
        self.written = False
        self._say("")
        self._show_text()

    def action_write_minutes(self) -> None:
        if self.running is not None:
            return
        if self.written:
            self.over = True
            self.dismiss(True)
            return
        if wrong := why_not(self.folder.value):
            self._say(wrong, error=True)
            return
        try:
            self._record_place()
        except UserError as refused:
            self.refuse(refused)
            return
        folder, told, spoken = folder_of(self.folder.value), self.minutes, self.spoken
        seen = self.seen
        self._say(_("Writing the minutes …"))
        self.begin(lambda: minutes_files(folder, told, spoken, seen=seen))

    def come(self, outcome: list[Path]) -> None:
        self.free()
        remember(self.terren.places, minutes=str(folder_of(self.folder.value)))
        self.written = True
        # of one name but for their endings, which would not all have room beside the minutes
        first, *others = outcome
        names = ", ".join((safe(first.name), *(file.suffix for file in others)))
        words = [_("Written: {file}").format(file=names)]
        if all(file.suffix != ".pdf" for file in outcome):
            words.append(_("No PDF: WeasyPrint is not installed. A browser prints one from the .html."))
        words.append(_("Enter ends the meeting."))
        self._say("\n".join(words), enter=N_("end the meeting"))

    def action_close_minutes(self, leaving: bool) -> None:
        """Go back to the meeting, or out of it; not while the files are written."""
        if self.running is None:
            self.dismiss(leaving)

    def action_read(self, direction: int) -> None:
        self.view.action_read(direction)
