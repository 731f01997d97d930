"""The windows in which a plan document is chosen and read: to review or publish it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from language import N_, _
from language.reading.documents import quoted
from planreader.review.mapped import NOTHING, Mapping, Questions, is_unmapped, keep_mapping
from store.db.apart import LIMITS
from store.db.errors import UserError
from tui.screens.folders import complete_line, folder_of
from tui.screens.memory import recall, remember
from tui.screens.threadwork import ThreadWorkScreen
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from planreader.review.review import Review
    from store.revision.publish import Document


Reading = TypeVar("Reading")


class DocumentScreen(ThreadWorkScreen[Reading, Reading]):
    """Asks for a document, reads it in a thread, and returns what it was read as."""

    contexts: tuple[str, ...] = ("answer", "place")
    enter_word = N_("read")
    present = ""
    """The title of the plan in force, where a revision of it is read."""
    path: Path | None = None
    _clock: Timer

    @abstractmethod
    def read(self, path: Path, mapping: Mapping) -> Reading:
        """Read the document by what somebody says of its columns; called in a thread. Raises UserError."""

    @abstractmethod
    def words(self) -> tuple[str, str]:
        """Return the title of the window, and what files it takes."""

    def line(self) -> Input:
        return self.file

    def title_words(self) -> str:
        return self.words()[0]

    def content(self) -> ComposeResult:
        remembered = recall(self.terren.places).get("document")
        start = remembered if isinstance(remembered, str) else f"{Path.home()}/"
        self.file = Input(safe(start), id="file", compact=True)
        self.note = Static(Content(""), id="note")
        yield Static(Content(self.words()[1]), classes="dim")
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
        self.path = path
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
        return is_unmapped(refused)

    def broken_off(self, where: str) -> str:
        return _("The file could not be read. Details are in {file}.").format(file=where)

    def _ask(self, questions: Questions) -> None:
        """Ask what the columns are, and read the document by the answers."""
        from tui.documents.mapping import MappingScreen

        path = self.path

        def answered(mapping: Mapping | None) -> None:
            if mapping is None or path is None:
                self.unanswered(questions)
                return
            self._begin(path, mapping)

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
            from store.db.apart import end_readers

            end_readers()


class ReviewFileScreen(DocumentScreen["Review"]):
    """Returns the review of the document; with ``named`` the columns of that one are named anew."""

    contexts = ("answer", "place", "tracker_file")

    def __init__(self, named: Path | None = None) -> None:
        super().__init__()
        self._named = named

    def action_read_tracker(self) -> None:
        """Read the file as a table that reports, and record what it says of the plan in force."""
        from tui.report.recording import may_record

        path, store = folder_of(self.file.value), self.terren.store
        if not path.is_file():
            self.say(_("There is no such file."), error=True)
        elif self.running is None and store is not None and may_record(self.terren, store):
            remember(self.terren.places, document=str(path))
            from tui.documents.tracker import open_tracker

            open_tracker(self, store, path)

    def on_mount(self) -> None:
        if self._named is not None:
            self.file.value = safe(str(self._named))
            self._begin(self._named, NOTHING._replace(asks=True))

    def unanswered(self, questions: Questions) -> None:
        if self._named is None:
            super().unanswered(questions)
        else:
            # back to the review, which stands as it was
            self.dismiss(None)

    def words(self) -> tuple[str, str]:
        return _("Review a plan document"), _("Word file, workbook, PDF or text")

    def read(self, path: Path, mapping: Mapping) -> Review:
        from planreader.review.reading import read_reviewed
        from planreader.review.review import Review

        return Review(keep_mapping(read_reviewed(path, mapping=mapping)))


class PublishFileScreen(DocumentScreen["Document"]):
    """Returns the revised plan; ``present`` is the title of the plan in force."""

    def __init__(self, present: str) -> None:
        super().__init__()
        self.present = present
        self.kept = ""

    def words(self) -> tuple[str, str]:
        return _("Publish a revision of the plan"), _("Word file, workbook, PDF, text, .plan.toml or .db")

    def read(self, path: Path, mapping: Mapping) -> Document:
        from planreader.review.revised import revised_document

        document, reading = revised_document(path, self.present, mapping=mapping)
        if reading is not None:
            keep_mapping(reading)
            self.kept = quoted(column.name for column in reading.kept) if reading.kept else ""
        return document

    def come(self, outcome: Document) -> None:
        super().come(outcome)
        if self.kept:
            words = _(
                "Kept as remarks: {columns}. {key} on the main screen reviews the document and names them."
            )
            self.terren.tell(words.format(columns=safe(self.kept), key=self.key("review_plan")))
