"""The window of a revision: what becomes of unconfirmed work, what changes, and taking one that waits."""

from __future__ import annotations

from collections.abc import Collection

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from language import _
from language.dates import date as shown_day
from report.revision import comparison_lines, effect_lines, summary_lines
from store.db.database import Store
from store.db.errors import UserError
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.revision.adoption import Adoption, PendingRevisions, accept_revision, preview_revisions
from store.revision.comparison import PlanComparison, compare_published
from store.revision.revisions import revisions
from tui.screens.refusals import message
from tui.screens.window import PageScreen
from tui.widgets.draw import safe
from tui.widgets.page import Page


class RevisionScreen(PageScreen[Adoption]):
    """Returns what was taken, or nothing where the person leaves."""

    CSS_PATH = "revision.tcss"
    contexts = ("revision", "recorded")
    VIEW = "changes"

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self._look(preview_revisions(store))

    def _look(self, ahead: PendingRevisions) -> None:
        self.ahead = ahead
        self.number, self.changes = self._changes()

    def read_again(self, *, asked: bool) -> bool:
        ahead = preview_revisions(self.store)
        if not asked:
            # what is taken is what was read here
            return _waiting(ahead) == _waiting(self.ahead)
        self._look(ahead)
        self.query_one(".window").border_title = Content(self.title_words())
        self.view.show(self.page)
        self.show_keys()
        return True

    def _changes(self) -> tuple[int, PlanComparison | None]:
        """Return what waits against the plan in force, else that plan against the revision before it."""
        with self.store.reading() as conn:
            current = current_revision(conn)
            before = [revision.number for revision in revisions(conn) if revision.number < current]
        if self.ahead.due:
            announcement, content = self.ahead.due[-1]
            return announcement.number, compare_published(load_plan(self.store), content.plan)
        if not before:
            return current, None
        return current, compare_published(load_plan(self.store, before[-1]), load_plan(self.store))

    @property
    def waits(self) -> bool:
        """Return True if there is something to take."""
        return bool(self.ahead.due or self.ahead.withdrawn)

    def title_words(self) -> str:
        return _("Revision {number} of the plan").format(number=self.number)

    def content(self) -> ComposeResult:
        self.note = Static(Content(""), id="said")
        yield from super().content()
        yield self.note

    def idle(self) -> Collection[str]:
        return () if self.waits else ("take_revision",)

    def page(self, width: int) -> Page:
        page = Page(width, min(18, width // 3))
        self._standing(page)
        if self.ahead.effects:
            page.heading(_("Your changes that headquarters has not confirmed"))
            for line in effect_lines(self.ahead.effects):
                page.paragraph(safe(line))
            page.paragraph(_("Nothing that you recorded is lost."), "dim")
        for number in self.ahead.missing:
            text = _("Revision {number} of the plan has not arrived whole; ask headquarters for a file.")
            page.paragraph(text.format(number=number), "warn")
        for refused in self.ahead.unreadable:
            page.paragraph(safe(message(refused.code, refused.params)), "warn")
        if self.changes is not None:
            page.heading(_("What changes"))
            for line in summary_lines(self.changes):
                page.paragraph(safe(line))
            page.gap()
            for line in comparison_lines(self.changes):
                page.paragraph(safe(line)) if line else page.gap()
        return page

    def _standing(self, page: Page) -> None:
        newest = self.ahead.newest
        if newest is not None:
            words = _("It waits until you take it. In force from {day}, published by {officer}.")
            page.paragraph(
                words.format(day=shown_day(newest.in_force_from), officer=safe(newest.officer)), "warn"
            )
        elif self.waits:
            page.paragraph(_("A revision counts no more; the plan goes back to the one before."), "warn")
        elif self.changes is None:
            page.paragraph(_("The plan has one revision, and none waits."))
        else:
            page.paragraph(_("It is in force. No other waits."))

    def action_take_revision(self) -> None:
        if not self.waits:
            return
        try:
            self.dismiss(accept_revision(self.store))
        except UserError as refused:
            self.refuse(refused)


def _waiting(ahead: PendingRevisions) -> tuple[object, ...]:
    """Return what tells whether other revisions wait, or do something else to what is recorded here."""
    return [announcement for announcement, _ in ahead.due], ahead.withdrawn, ahead.missing, ahead.effects
