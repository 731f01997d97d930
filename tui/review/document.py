"""The windows in which a plan document is chosen and read: to review or publish it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from language import N_, _
from language.reading.documents import quoted
from planreader.review.mapped import NOTHING, Mapping, Questions, keep_mapping
from planreader.review.reading import read_reviewed
from tui.documents.document import DocumentScreen
from tui.documents.tracker import open_tracker
from tui.report.recording import may_record
from tui.screens.folders import folder_of
from tui.screens.memory import remember
from tui.widgets.draw import safe

if TYPE_CHECKING:
    from planreader.review.review import DocumentReview
    from store.revision.publish import PlanDocument


class ReviewFileScreen(DocumentScreen["DocumentReview"]):
    """Returns the review of the document; with ``named`` the columns of that one are named anew."""

    heading, asked = N_("Review a plan document"), N_("Word file, workbook, PDF or text")
    contexts = ("answer", "place", "tracker_file")

    def __init__(self, named: Path | None = None) -> None:
        super().__init__()
        self._named = named

    def action_read_tracker(self) -> None:
        """Read the file as a table that reports, and record what it says of the plan in force."""
        path, store = folder_of(self.file.value), self.terren.store
        if not path.is_file():
            self.say(_("There is no such file."), error=True)
        elif self.running is None and store is not None and may_record(self.terren, store):
            remember(self.terren.places, document=str(path))
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

    def read(self, path: Path, mapping: Mapping) -> DocumentReview:
        from planreader.review.review import DocumentReview

        return DocumentReview(keep_mapping(read_reviewed(path, mapping=mapping)))


class PublishFileScreen(DocumentScreen["PlanDocument"]):
    """Returns the revised plan; ``present`` is the title of the plan in force."""

    heading, asked = (
        N_("Publish a revision of the plan"),
        N_("Word file, workbook, PDF, text, .plan.toml or .db"),
    )

    def __init__(self, present: str) -> None:
        super().__init__()
        self.present = present
        self.kept = ""

    def read(self, path: Path, mapping: Mapping) -> PlanDocument:
        from planreader.review.revised import revised_document

        document, reading = revised_document(path, self.present, mapping=mapping)
        if reading is not None:
            keep_mapping(reading)
            self.kept = quoted(column.name for column in reading.kept) if reading.kept else ""
        return document

    def come(self, outcome: PlanDocument) -> None:
        super().come(outcome)
        if self.kept:
            words = _(
                "Kept as remarks: {columns}. {key} on the main screen reviews the document and names them."
            )
            self.terren.tell(words.format(columns=safe(self.kept), key=self.key("review_plan")))
