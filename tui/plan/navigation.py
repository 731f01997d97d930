"""The way from the plan to the other screens, and back to what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from language import _, ngettext
from language.numbers import number
from store.account.reviews import KIND
from store.ledger.identity import own_unit, read_identity
from store.plan.lookup import plan_years
from store.query.filters.filter import Filter
from tui.plan.parts import PlanParts
from tui.report.recording import is_refused, may_record
from tui.tree.tree_rows import Node
from tui.widgets.draw import cut, safe

if TYPE_CHECKING:
    from planreader.review.review import DocumentReview
    from report.table import Table
    from store.edits.meeting import Meeting
    from store.revision.adoption import Adoption
    from store.revision.publish import PlanDocument, PublishedRevision
    from store.status.outline import ActionRow


class ScreenKeys(PlanParts):
    """Opens a screen for a command, and shows afterwards what it changed."""

    def _look(self, _result: object) -> None:
        self.rows.look()

    def _reload(self, _result: object) -> None:
        self.rows.reload()

    def _come_back(self, wanted: Filter | str | None) -> None:
        """Show what another screen changed, and the actions that it leads to."""
        self.rows.reload()
        if wanted is not None:
            self._show_wanted(wanted)

    def _show_wanted(self, wanted: Filter | str) -> None:
        """Show the actions that a figure of another screen stands for, or the one action."""
        if isinstance(wanted, str):
            row = next((row for row in self.model.outline.actions if row.nr == wanted), None)
            if row is not None:
                self.filtering.go_to(Node(2, row))
        elif self.filtering.ask(wanted):
            self.filtering.go_to_first()

    def action_plans(self) -> None:
        from sync.home_plans import HomePlan, plans_beside
        from tui.plan.plans import PlansScreen

        app = self.terren
        plans, here = plans_beside(app.places, app.database, app.settings.database)

        def chosen(plan: HomePlan | None) -> None:
            if plan is not None:
                app.open_plan(plan)

        self.app.push_screen(PlansScreen(plans, here), chosen)

    def action_export(self) -> None:
        from tui.exchange.export import ExportScreen

        if may_record(self.terren, self.store):
            self.app.push_screen(ExportScreen(self.store), self._look)

    def action_mailbox(self) -> None:
        from tui.exchange.export import MailboxScreen

        if not may_record(self.terren, self.store):
            return
        window = MailboxScreen(self.store)

        def closed(_done: None) -> None:
            self._reload(None)
            if n := window.waiting:
                words = ngettext("{n} file waits: {key}", "{n} files wait: {key}", n)
                self.terren.tell(
                    words.format(n=number(n), key=self.key("inbox")), severity="warning", add=True
                )

        self.app.push_screen(window, closed)

    def action_inbox(self) -> None:
        from tui.exchange.inbox import InboxScreen

        self.app.push_screen(InboxScreen(self.store), self._reload)

    def action_update(self) -> None:
        from tui.exchange.export import UpdateScreen

        self.app.push_screen(UpdateScreen(self.store), self._look)

    def action_identity(self) -> None:
        from tui.exchange.accept import IdentityScreen

        if self.store.refusal is None and self.store.read_only:
            self.terren.enrol()
            return

        def decided(goes_on: bool) -> None:
            if goes_on and self.store.refusal is None:
                self.terren.correct_enrolment()
            elif goes_on and self.terren.go_on_anew():
                self.rows.reload()

        self.ask(IdentityScreen(self.store), decided)

    def action_meeting(self) -> None:
        from tui.meeting.agenda import Agenda, AgendaScreen
        from tui.meeting.meeting import MeetingScreen

        shown = tuple(row.ref for row in self.model.outline.actions if self.model.shows(row.id))

        def opened(meeting: Meeting) -> None:
            self.rows.marks_were_used()
            self.app.push_screen(MeetingScreen(self.store, meeting), self._reload)

        if not may_record(self.terren, self.store):
            return
        marked = tuple(row.ref for row in self.rows.marked())
        agendas = [Agenda(_("the actions marked"), marked), Agenda(_("the actions shown"), shown)]
        self.ask(AgendaScreen(self.store, agendas), opened)

    def action_history(self) -> None:
        if (row := self.rows.chosen()) is not None:
            self._open_history(row)

    def action_history_of_all(self) -> None:
        self._open_history(None)

    def _open_history(self, row: ActionRow | None) -> None:
        from tui.report.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.store, row), self._come_back)

    def action_conflicts(self) -> None:
        from tui.headquarters.conflicts import ConflictsScreen

        self.app.push_screen(ConflictsScreen(self.store), self._come_back)

    def action_queue(self) -> None:
        from tui.headquarters.queue import QueueScreen

        if not may_record(self.terren, self.store):
            return
        with self.store.reading() as conn:
            identity = read_identity(conn)
        if not is_refused(self.terren, identity, KIND):
            row, marked = self.rows.selected(), [row.id for row in self.rows.marked()]
            screen = QueueScreen(self.store, marked, "" if row is None else row.id)
            self.app.push_screen(screen, self._come_back)

    def action_matrix(self) -> None:
        from tui.headquarters.matrix import MatrixScreen

        self.app.push_screen(MatrixScreen(self.store), self._come_back)

    def action_report(self) -> None:
        from tui.headquarters.report import ReportScreen

        self.app.push_screen(ReportScreen(self.store))

    def action_write_list(self) -> None:
        from store.query.bulk import bulk_actions
        from tui.screens.oneline import write_into_file

        rows = [row for row in self.model.shown_rows.values() if self.model.shows(row.id)]

        def table() -> Table:
            from report.lists.action_list import actions_list

            with self.store.reading() as conn:
                years, identity = plan_years(conn), read_identity(conn)
            return actions_list(
                bulk_actions(self.store, rows, day=self.terren.today()), years, own=own_unit(identity)
            )

        write_into_file(self, table, _("Actions"))

    def action_narrative(self) -> None:
        from tui.headquarters.narrative import NarrativeScreen

        self.app.push_screen(NarrativeScreen(self.store), self._reload)

    def action_owing(self) -> None:
        from store.query.owing import asked_in_hand

        with self.store.reading() as conn:
            asked = asked_in_hand(conn, self.terren.today())
        of_unit = own_unit(self.model.outline.identity) is not None
        if asked is None or (of_unit and asked.closed is not None):
            self.terren.tell(_("No report is asked for at present."))
        elif of_unit:
            self._show_wanted(Filter(owed=True))
        else:
            from tui.headquarters.owing import OwingScreen

            self.app.push_screen(OwingScreen(self.store, asked), self._come_back)

    def action_names(self) -> None:
        from tui.headquarters.names import NamesScreen

        self.app.push_screen(NamesScreen(self.store), self._reload)

    def action_overview(self) -> None:
        from tui.headquarters.overview import OverviewScreen

        self.ask(OverviewScreen(self.store), self._show_wanted)

    def action_revision(self) -> None:
        from tui.publish.revision import RevisionScreen

        def taken(settled: Adoption) -> None:
            words = _("Revision {number} of the plan is taken.")
            self.rows.reload(" ".join(words.format(number=number) for number in settled.applied))

        screen = self.terren.attempt(lambda: RevisionScreen(self.store))
        if screen is not None:
            self.ask(screen, taken)

    def action_review_plan(self) -> None:
        from tui.review.document import ReviewFileScreen
        from tui.review.review import ReviewScreen

        def read(review: DocumentReview | None) -> None:
            if review is not None:
                self.app.push_screen(ReviewScreen(review), self._reload)
            else:
                self.rows.reload()

        if self._is_headquarters():
            self.app.push_screen(ReviewFileScreen(), read)

    def action_publish_plan(self) -> None:
        from planreader.review.revised import present_title
        from tui.publish.publish import PublishScreen
        from tui.review.document import PublishFileScreen

        def published(done: PublishedRevision) -> None:
            words = _("Revision {number} is published. Export it for everybody.")
            self.rows.reload(words.format(number=done.number))

        def read(document: PlanDocument) -> None:
            screen = self.terren.attempt(lambda: PublishScreen(self.store, document))
            if screen is not None:
                self.ask(screen, published)

        if not (self._is_headquarters() and may_record(self.terren, self.store)):
            return
        present = self.terren.attempt(lambda: present_title(self.store))
        if present is not None:
            self.ask(PublishFileScreen(present), read)

    def _is_headquarters(self) -> bool:
        """Return True if documents are dealt with here; say so where they are not."""
        with self.store.reading() as conn:
            identity = read_identity(conn)
        if identity is None or identity.is_headquarters:
            return True
        self.terren.tell(_("Plan documents are reviewed at headquarters."), severity="warning")
        return False

    def action_copy(self) -> None:
        node = self.tree_view.node
        if node is not None:
            text = f"{safe(node.row.nr)} {safe(node.row.title)}"
            self.terren.copy_to_clipboard(text)
            self.terren.tell(_("Copied: {text}").format(text=cut(text, 60)))
