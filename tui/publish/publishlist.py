"""The list of publishing: what changes at the left, the entry in full at the right."""

from __future__ import annotations

from textual.app import ComposeResult

from language import _, glyph, ngettext
from store.db.database import Store
from store.revision.comparison import LevelQuestion
from store.revision.publish import Document, PublishedRevision, PublishingAnswers, draft_revision
from tui.publish.publish_page import PublishRow, publish_line, publish_page, rows_of
from tui.screens.pairedlist import PairedListScreen
from tui.widgets.draw import safe


class PublishListScreen(PairedListScreen[PublishedRevision]):
    """What shows, and moving in it; nothing here answers anything."""

    CSS_PATH = "publish.tcss"
    contexts = ("publish",)
    LIST, VIEW = "entries", "entry"

    def __init__(self, store: Store, document: Document) -> None:
        super().__init__()
        self.store, self.document = store, document
        self.given = PublishingAnswers()
        self.draft = draft_revision(store, document.plan, self.given.answers)
        self.rows = rows_of(self.draft.comparison)

    def compose(self) -> ComposeResult:
        self.since = self.draft.in_force_from(self.terren.today())
        yield from super().compose()

    def on_mount(self) -> None:
        first = next((n for n, row in enumerate(self.rows) if row.kind == "asked"), 0)
        self.call_after_refresh(self.fill, first)

    @property
    def row(self) -> PublishRow:
        """The entry that is marked."""
        return self.rows[self.list.cursor]

    def fill(self, at: int) -> None:
        """Show the entries as they are, one of them marked."""
        width = self.list.room
        self.list.fill([publish_line(row, width) for row in self.rows])
        self.list.action_move(min(at, len(self.rows) - 1))
        self.show_entry()

    def show_entry(self) -> None:
        """Show the entry that is marked, and in the head what is still to be answered."""
        row, found, given, since = self.row, self.draft.comparison, self.given, self.since
        named = dict(given.successors)
        self.view.show(lambda width: publish_page(row, found, named, since, width))
        self.show_keys()
        number = len(found.questions)
        count = ngettext("{n} to be answered", "{n} to be answered", number).format(n=number)
        title = _("Revision {number} of the plan").format(number=self.draft.seen + 1)
        title += f"{glyph(' · ', ' - ')}{safe(self.document.name)}"
        self.show_head(title, count)

    def asked(self) -> LevelQuestion | None:
        """The question that is marked."""
        return self.row.what if isinstance(self.row.what, LevelQuestion) else None

    def action_next_question(self) -> None:
        here = self.list.cursor
        places = [n for n, row in enumerate(self.rows) if row.kind == "asked"]
        self.move(next((n for n in places if n > here), places[0] if places else here) - here)
