"""The way from the plan to the other screens, and back to what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import _
from store.db.database import Store
from store.ledger.identity import own_unit, read_identity
from tui.plan.filtering import Filtering
from tui.plan.plan_rows import PlanRows
from tui.report.recording import is_refused, may_record
from tui.screens.running import RunningApp
from tui.tree.plan_tree import PlanTree
from tui.tree.tree_rows import Node
from tui.widgets.draw import cut, safe

if TYPE_CHECKING:
    from planreader.review.review import Review
    from report.table import Table
    from store.edits.meeting import Meeting
    from store.query.filters.filter import Filter
    from store.revision.adoption import Adoption
    from store.revision.publish import Document, PublishedRevision
    from store.status.outline import ActionRow


class Navigation:
    """Opens a screen for a command, and shows afterwards what it changed."""

    def __init__(
        self,
        app: RunningApp,
        store: Store,
        rows: PlanRows,
        tree: PlanTree,
        filtering: Filtering,
    ) -> None:
        self._app, self._store, self._rows = app, store, rows
        self._tree, self._model, self._filtering = tree, tree.model, filtering

    def _look(self, _result: object) -> None:
        self._rows.look()

    def _reload(self, _result: object) -> None:
        self._rows.reload()

    def _come_back(self, wanted: Filter | str | None) -> None:
        """Show what another screen changed, and the actions that it leads to."""
        self._rows.reload()
        self._show(wanted)

    def _show(self, wanted: Filter | str | None) -> None:
        """Show the actions that a figure of another screen stands for, or the one action."""
        if isinstance(wanted, str):
            row = next((row for row in self._model.outline.actions if row.nr == wanted), None)
            if row is not None:
                self._filtering.go_to(Node(2, row))
        elif wanted is not None and self._filtering.ask(wanted):
            self._filtering.go_to_first()

    def export(self) -> None:
        """Write changes into a file."""
        from tui.exchange.export import ExportScreen

        if may_record(self._app, self._store):
            self._app.push_screen(ExportScreen(self._store), self._look)

    def mailbox(self) -> None:
        """Exchange files through a folder."""
        from tui.exchange.export import MailboxScreen

        if may_record(self._app, self._store):
            self._app.push_screen(MailboxScreen(self._store), self._reload)

    def inbox(self) -> None:
        """See what was received."""
        from tui.exchange.inbox import InboxScreen

        self._app.push_screen(InboxScreen(self._store), self._reload)

    def update(self) -> None:
        """Install the newer version of Terren that waits."""
        from tui.exchange.update import UpdateScreen

        self._app.push_screen(UpdateScreen(self._store), self._look)

    def identity(self) -> None:
        """Enrol where one only looks; go on anew where the database is a copy; else correct the enrolment."""
        from tui.exchange.identity import IdentityScreen

        if self._store.refusal is None and self._store.read_only:
            self._app.enrol()
            return

        def decided(goes_on: bool | None) -> None:
            if goes_on and self._store.refusal is None:
                self._app.correct_enrolment()
            elif goes_on and self._app.go_on_anew():
                self._rows.reload()

        self._app.push_screen(IdentityScreen(self._store), decided)

    def meeting(self) -> None:
        """Hold a meeting on the actions that are marked, or that show."""
        from tui.meeting.agenda import Agenda, AgendaScreen
        from tui.meeting.meeting import MeetingScreen

        shown = tuple(row.ref for row in self._model.outline.actions if self._model.shows(row.id))

        def opened(meeting: Meeting | None) -> None:
            if meeting is not None:
                self._rows.marks_were_used()
                self._app.push_screen(MeetingScreen(self._store, meeting), self._reload)

        if not may_record(self._app, self._store):
            return
        marked = tuple(row.ref for row in self._rows.marked())
        agendas = [Agenda(_("the actions marked"), marked), Agenda(_("the actions shown"), shown)]
        self._app.push_screen(AgendaScreen(self._store, agendas), opened)

    def history(self) -> None:
        """All changes of the action under the cursor."""
        if (row := self._rows.chosen()) is not None:
            self._open_history(row)

    def history_of_all(self) -> None:
        """All changes of the plan."""
        self._open_history(None)

    def _open_history(self, row: ActionRow | None) -> None:
        from tui.report.history import HistoryScreen

        self._app.push_screen(HistoryScreen(self._store, row), self._come_back)

    def conflicts(self) -> None:
        """Decide what is in conflict."""
        from tui.headquarters.conflicts import ConflictsScreen

        self._app.push_screen(ConflictsScreen(self._store), self._come_back)

    def queue(self) -> None:
        """Approve what units reported, or return it: on the marked actions, or on all."""
        from store.account.reviews import KIND
        from tui.headquarters.queue import QueueScreen

        if not may_record(self._app, self._store):
            return
        with self._store.reading() as conn:
            identity = read_identity(conn)
        if not is_refused(self._app, identity, KIND):
            row, marked = self._rows.selected(), [row.id for row in self._rows.marked()]
            screen = QueueScreen(self._store, marked, "" if row is None else row.id)
            self._app.push_screen(screen, self._come_back)

    def matrix(self) -> None:
        """Show who has reported what."""
        from tui.headquarters.matrix import MatrixScreen

        self._app.push_screen(MatrixScreen(self._store), self._come_back)

    def report(self) -> None:
        """Write the report on a period."""
        from tui.headquarters.report import ReportScreen

        self._app.push_screen(ReportScreen(self._store))

    def write_list(self) -> None:
        """Write the actions that show into a file."""
        from store.plan.lookup import plan_years
        from store.query.bulk import bulk_actions
        from tui.screens.table_file import write_into_file

        rows = [row for row in self._model.shown_rows.values() if self._model.shows(row.id)]

        def table() -> Table:
            from report.lists.action_list import actions_list

            with self._store.reading() as conn:
                years, identity = plan_years(conn), read_identity(conn)
            return actions_list(
                bulk_actions(self._store, rows, day=self._app.today()), years, own=own_unit(identity)
            )

        write_into_file(self._app, table, _("Actions"))

    def narrative(self) -> None:
        """Read and write the words of the report."""
        from tui.headquarters.narrative import NarrativeScreen

        self._app.push_screen(NarrativeScreen(self._store), self._reload)

    def owing(self) -> None:
        """Show what is owed: at headquarters by unit, else the own actions of which a report is owed."""
        from store.query.filters.filter import Filter
        from store.query.owing import owing_now

        with self._store.reading() as conn:
            asked = owing_now(conn, self._app.today())
        if asked is None:
            self._app.tell(_("No report is asked for at present."))
        elif own_unit(self._model.outline.identity) is not None:
            self._show(Filter(owed=True))
        else:
            from tui.headquarters.owing import OwingScreen

            self._app.push_screen(OwingScreen(self._store, asked), self._come_back)

    def names(self) -> None:
        """Group the spellings of names."""
        from tui.headquarters.names import NamesScreen

        self._app.push_screen(NamesScreen(self._store), self._reload)

    def overview(self) -> None:
        """Rates, statuses and money of a year."""
        from tui.headquarters.overview import OverviewScreen

        self._app.push_screen(OverviewScreen(self._store), self._show)

    def take_revision(self) -> None:
        """See what a revision changes, and take one that waits."""
        from tui.publish.revision import RevisionScreen

        def closed(settled: Adoption | None) -> None:
            if settled is not None:
                words = _("Revision {number} of the plan is taken.")
                self._rows.reload(" ".join(words.format(number=number) for number in settled.applied))

        screen = self._app.attempt(lambda: RevisionScreen(self._store))
        if screen is not None:
            self._app.push_screen(screen, closed)

    def review_plan(self) -> None:
        """Read a plan document and answer what was inferred."""
        from tui.review.review import ReviewScreen
        from tui.review.reviewfile import ReviewFileScreen

        def read(review: Review | None) -> None:
            if review is not None:
                self._app.push_screen(ReviewScreen(review), self._reload)
            else:
                self._rows.reload()

        if self._is_headquarters():
            self._app.push_screen(ReviewFileScreen(), read)

    def publish_plan(self) -> None:
        """Compare a revised plan with the one in force, and publish it."""
        from planreader.review.revised import present_title
        from tui.publish.publish import PublishScreen
        from tui.review.reviewfile import PublishFileScreen

        def published(done: PublishedRevision | None) -> None:
            if done is not None:
                words = _("Revision {number} is published. Export it to the laptops.")
                self._rows.reload(words.format(number=done.number))

        def read(document: Document | None) -> None:
            screen = (
                None if document is None else self._app.attempt(lambda: PublishScreen(self._store, document))
            )
            if screen is not None:
                self._app.push_screen(screen, published)

        if not (self._is_headquarters() and may_record(self._app, self._store)):
            return
        present = self._app.attempt(lambda: present_title(self._store))
        if present is not None:
            self._app.push_screen(PublishFileScreen(present), read)

    def _is_headquarters(self) -> bool:
        """Return True if documents are dealt with here; say so where they are not."""
        with self._store.reading() as conn:
            identity = read_identity(conn)
        if identity is None or identity.is_headquarters:
            return True
        self._app.tell(_("Plan documents are reviewed at headquarters."), severity="warning")
        return False

    def copy(self) -> None:
        """Through the terminal itself (OSC 52), so that it works over a remote connection as well."""
        node = self._tree.node
        if node is not None:
            text = f"{safe(node.row.nr)} {safe(node.row.title)}"
            self._app.copy_to_clipboard(text)
            self._app.tell(_("Copied: {text}").format(text=cut(text, 60)))
