"""The window in which a document is chosen and read; what it does not say is asked."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from language import N_, _
from planreader.review.mapped import NOTHING, Mapping, Questions, is_unmapped
from store.db.apart import LIMITS, end_readers
from store.db.errors import UserError
from tui.screens.folders import complete_line, folder_of
from tui.screens.memory import recall, remember
from tui.screens.threadwork import ThreadWorkScreen
from tui.widgets.draw import safe

Reading = TypeVar("Reading")


class DocumentScreen(ThreadWorkScreen[Reading, Reading]):
    """Asks for a document, reads it in a thread, and returns what it was read as."""

    broken_off = N_("The file could not be read. Details are in {file}.")
    contexts: tuple[str, ...] = ("answer", "place")
    enter_word = N_("read")
    asked: str
    """What files it takes (a msgid)."""
    present = ""
    """The title of the plan in force, where a revision of it is read."""
    path: Path | None = None
    _answers: Mapping = NOTHING
    """What was said of the document so far."""
    _clock: Timer

    @abstractmethod
    def read(self, path: Path, mapping: Mapping) -> Reading:
        """Read the document by what somebody says of its columns; called in a thread. Raises UserError."""

    def line(self) -> Input:
        return self.file

    def content(self) -> ComposeResult:
        remembered = recall(self.terren.places).get("document")
        start = remembered if isinstance(remembered, str) else f"{Path.home()}/"
        self.file = Input(safe(start), id="file", compact=True)
        self.note = Static(Content(""), id="note")
        yield Static(Content(_(self.asked)), classes="dim")
        yield self.file
        yield self.note

    def on_input_changed(self) -> None:
        self.say("")

    def action_complete(self) -> None:
        complete_line(self.file, files=True)

    def action_accept(self) -> None:
        if self.running is not None:
            return
        path = folder_of(self.file.value)
        if not path.is_file():
            self.say(_("There is no such file."), error=True)
            return
        self._begin(path, NOTHING)

    def _begin(self, path: Path, mapping: Mapping) -> None:
        self.path, self._answers = path, mapping
        words = _("Reading {file} …").format(file=safe(path.name))
        tell_time = partial(self.say_passed, words, monotonic(), LIMITS.seconds)
        tell_time()
        self._clock = self.set_interval(1, tell_time)
        self.begin(lambda: self.read(path, mapping))

    def come(self, outcome: Reading) -> None:
        remember(self.terren.places, document=str(self.path))
        self.dismiss(outcome)

    def free(self) -> None:
        super().free()
        self._clock.stop()

    def settled(self, refused: UserError) -> bool:
        if is_unmapped(refused):
            self._ask(Questions(refused, self.present))
            return True
        return self._asks_encoding(refused)

    def _asks_encoding(self, refused: UserError) -> bool:
        """Return True if it is asked how a text is encoded, which is read by the answer then."""
        from planreader.review.encodings import in_encoding, is_unrecognised, readings
        from tui.documents.encoding import EncodingScreen

        path, answers = self.path, self._answers
        if path is None or not is_unrecognised(refused, path) or not (lines := readings(path)):
            return False
        self.say("")
        self.ask(
            EncodingScreen(path, lines), lambda name: self._begin(path, in_encoding(name).after(answers))
        )
        return True

    def _ask(self, questions: Questions) -> None:
        """Ask what the columns are, and read the document by the answers."""
        from tui.documents.mapping import MappingScreen

        path, answers = self.path, self._answers

        def answered(mapping: Mapping | None) -> None:
            if mapping is None or path is None:
                self.unanswered(questions)
                return
            self._begin(path, mapping.after(answers))

        self.say("")
        self.app.push_screen(MappingScreen(questions), answered)

    def unanswered(self, questions: Questions) -> None:
        """Say that nothing was read, since somebody left the columns without a name."""
        self.refuse(UserError("mapping_open", file=questions.file))

    def action_leave(self) -> None:
        # reading is given up, which changes nothing
        self.dismiss(None)

    def on_unmount(self) -> None:
        # the program would wait for its answer; the worker may be cancelled by now, its process is not
        if self.path is not None:
            end_readers()
