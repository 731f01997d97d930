"""Documents of the plan: taking a revision that waits, publishing one, reviewing a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from language import _
from store.db.database import Store
from tui.screens.running import RunningApp

if TYPE_CHECKING:
    from planreader.review.review import Review
    from store.revision.adoption import Adoption
    from store.revision.publish import Document, PublishedRevision


class PlanDocuments:
    """Opens the screens for documents of the plan; ``reload`` shows the plan anew and tells what was done."""

    def __init__(self, app: RunningApp, store: Store, reload: Callable[[str], None]) -> None:
        self._app, self._store, self._reload = app, store, reload

    def take(self) -> None:
        """See what a revision changes, and take one that waits."""
        from tui.publish.revision import RevisionScreen

        def closed(settled: Adoption | None) -> None:
            if settled is not None:
                words = _("Revision {number} of the plan is taken.")
                self._reload(" ".join(words.format(number=number) for number in settled.applied))

        screen = self._app.attempt(lambda: RevisionScreen(self._store))
        if screen is not None:
            self._app.push_screen(screen, closed)

    def review(self) -> None:
        """Read a plan document and answer what was inferred."""
        from tui.review.review import ReviewScreen
        from tui.review.reviewfile import ReviewFileScreen

        def read(review: Review | None) -> None:
            if review is not None:
                self._app.push_screen(ReviewScreen(review))

        if self._is_headquarters():
            self._app.push_screen(ReviewFileScreen(), read)

    def publish(self) -> None:
        """Compare a revised plan with the one in force, and publish it."""
        from planreader.review.revised import present_title
        from tui.publish.publish import PublishScreen
        from tui.review.reviewfile import PublishFileScreen

        def published(done: PublishedRevision | None) -> None:
            if done is not None:
                words = _("Revision {number} is published. Export it to the laptops.")
                self._reload(words.format(number=done.number))

        def read(document: Document | None) -> None:
            screen = (
                None if document is None else self._app.attempt(lambda: PublishScreen(self._store, document))
            )
            if screen is not None:
                self._app.push_screen(screen, published)

        from tui.report.recording import may_record

        if not (self._is_headquarters() and may_record(self._app, self._store)):
            return
        present = self._app.attempt(lambda: present_title(self._store))
        if present is not None:
            self._app.push_screen(PublishFileScreen(present), read)

    def _is_headquarters(self) -> bool:
        """Whether documents are dealt with here; says so where they are not."""
        from store.ledger.identity import read_identity

        with self._store.reading() as conn:
            identity = read_identity(conn)
        if identity is None or identity.is_headquarters:
            return True
        self._app.tell(_("Plan documents are reviewed at headquarters."), severity="warning")
        return False
