"""The main screen: the plan, finding in it, reporting on it, and the windows that open from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from language import LANGUAGES, _, current
from tui.commands.catalogue import COMMANDS, bindings
from tui.commands.command import Command
from tui.plan.marking import MarkingScreen
from tui.tree.tree_nodes import Node
from tui.widgets.draw import cut, safe

if TYPE_CHECKING:
    from planreader.review.review import Review
    from store.edits.meeting import Meeting
    from store.query.filters import Filter
    from store.revision.adoption import Settled
    from store.revision.publishing import Document, Published
    from store.status.outline import ActionRow


class MainScreen(MarkingScreen):
    """Tree and detail, with everything that can be done from here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("main")]
    contexts = ("main", "tree")

    def on_mount(self) -> None:
        self.call_after_refresh(self.look_for_revision)

    def reload(self, done: str = "") -> None:
        super().reload(done)
        self.look_for_revision()

    def look_for_revision(self) -> None:
        """Say in a line below the title that a revision of the plan waits, as long as one does."""
        from store.revision.adoption import waiting_number
        from tui.widgets.banner import Banner

        def number() -> int | None:
            with self.store.reading() as conn:
                return waiting_number(conn)

        waiting: int | None = self.attempt(number)

        def words() -> str:
            key = next(command for command in COMMANDS if command.id == "revision").sign()
            text = _("Revision {number} of the plan waits. {key} shows what it changes.")
            return text.format(number=waiting, key=key)

        shown = self.query(Banner)
        if waiting is None:
            shown.remove()
        elif shown:
            shown.first().tell(words)
        else:
            self.mount(Banner(words), before="#panes")

    async def run_command(self, command: Command) -> None:
        where = self.tree_view if command.context == "tree" else self
        await self.app.run_action(command.action(command.keys[0]), where)

    def action_export(self) -> None:
        from tui.exchange.export import ExportScreen

        if not self.may_record():
            return

        def closed(_result: None) -> None:
            self.look_for_others()

        self.app.push_screen(ExportScreen(self.store), closed)

    def action_revision(self) -> None:
        from tui.publish.revision import RevisionScreen

        def closed(settled: Settled | None) -> None:
            if settled is not None:
                words = _("Revision {number} of the plan is taken.")
                self.reload(" ".join(words.format(number=number) for number in settled.applied))

        screen = self.attempt(lambda: RevisionScreen(self.store))
        if screen is not None:
            self.app.push_screen(screen, closed)

    def action_mailbox(self) -> None:
        from tui.exchange.mailbox import MailboxScreen

        if not self.may_record():
            return

        def closed(_result: None) -> None:
            self.look_for_others()

        self.app.push_screen(MailboxScreen(self.store), closed)

    def action_inbox(self) -> None:
        from tui.exchange.inbox import InboxScreen

        def closed(_took: bool | None) -> None:
            self.look_for_others()

        self.app.push_screen(InboxScreen(self.store), closed)

    def action_identity(self) -> None:
        from tui.exchange.identity import IdentityScreen

        if self.store.refusal is None and self.store.read_only:
            self.terren.enrol()
            return

        def chosen(go_on: bool | None) -> None:
            if go_on and self.terren.go_on_anew():
                self.reload()
                self.show_keys()

        self.app.push_screen(IdentityScreen(self.store), chosen)

    def action_meeting(self) -> None:
        from tui.meeting.agenda import Agenda, AgendaScreen
        from tui.meeting.meeting import MeetingScreen

        shown = tuple(row.ref for row in self.model.outline.actions if self.model.shows(row.id))

        def ended(_result: None) -> None:
            self.reload()

        def chosen(meeting: Meeting | None) -> None:
            if meeting is not None:
                self.marks_were_used()
                self.app.push_screen(MeetingScreen(self.store, meeting), ended)

        if not self.may_record():
            return
        marked = tuple(row.ref for row in self.marked_rows())
        agendas = [Agenda(_("the actions marked"), marked), Agenda(_("the actions shown"), shown)]
        self.app.push_screen(AgendaScreen(self.store, agendas), chosen)

    def action_history(self) -> None:
        if (row := self._action()) is not None:
            self._open_history(row)

    def action_history_of_all(self) -> None:
        self._open_history(None)

    def _open_history(self, row: ActionRow | None) -> None:
        from tui.report.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.store, row), self._came_back)

    def _came_back(self, nr: str | None) -> None:
        """Show what another screen changed, and the action that it leads to."""
        self.reload()
        self._show_list(nr)

    def action_conflicts(self) -> None:
        from tui.headquarters.conflicts import ConflictsScreen

        self.app.push_screen(ConflictsScreen(self.store), self._came_back)

    def action_matrix(self) -> None:
        from tui.headquarters.matrix import MatrixScreen

        self.app.push_screen(MatrixScreen(self.store), self._came_back)

    def action_names(self) -> None:
        from tui.headquarters.names import NamesScreen

        def closed(_result: None) -> None:
            self.reload()

        self.app.push_screen(NamesScreen(self.store), closed)

    def action_overview(self) -> None:
        from tui.headquarters.overview import OverviewScreen

        self.app.push_screen(OverviewScreen(self.store), self._show_list)

    def _show_list(self, wanted: Filter | str | None) -> None:
        """Show the actions that a figure of another screen stands for, or the one action."""
        if isinstance(wanted, str):
            row = next((row for row in self.model.outline.actions if row.nr == wanted), None)
            if row is not None:
                self.show_node(Node(2, row))
        elif wanted is not None and self.ask(wanted):
            # on an action, so that the next key finds one to act on
            first = next((row for row in self.model.outline.actions if self.model.shows(row.id)), None)
            if first is not None:
                self.show_node(Node(2, first))

    def _is_headquarters(self) -> bool:
        """Whether documents are dealt with here; says so where they are not."""
        from store.ledger.identity import read_identity

        with self.store.reading() as conn:
            identity = read_identity(conn)
        if identity is None or identity.is_headquarters:
            return True
        self.terren.tell(_("Plan documents are reviewed at headquarters."), severity="warning")
        return False

    def action_review_plan(self) -> None:
        from tui.review.review import ReviewScreen
        from tui.review.reviewfile import ReviewFileScreen

        def read(review: Review | None) -> None:
            if review is not None:
                self.app.push_screen(ReviewScreen(review))

        if self._is_headquarters():
            self.app.push_screen(ReviewFileScreen(), read)

    def action_publish_plan(self) -> None:
        from planreader.review.revised import present_title
        from tui.publish.publish import PublishScreen
        from tui.review.reviewfile import PublishFileScreen

        def published(done: Published | None) -> None:
            if done is None:
                return
            words = _("Revision {number} is published. Export it to the laptops.")
            self.reload(words.format(number=done.number))

        def read(document: Document | None) -> None:
            screen = None if document is None else self.attempt(lambda: PublishScreen(self.store, document))
            if screen is not None:
                self.app.push_screen(screen, published)

        if not self._is_headquarters():
            return
        if not self.may_record():
            return
        present = self.attempt(lambda: present_title(self.store))
        if present is not None:
            self.app.push_screen(PublishFileScreen(present), read)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_language(self) -> None:
        self.terren.speak(LANGUAGES[(LANGUAGES.index(current()) + 1) % len(LANGUAGES)])

    def action_copy(self) -> None:
        """Through the terminal itself (OSC 52), so that it works over a remote connection as well."""
        node = self.tree_view.node
        if node is not None:
            text = f"{safe(node.row.nr)} {safe(node.row.title)}"
            self.app.copy_to_clipboard(text)
            self.terren.tell(_("Copied: {text}").format(text=cut(text, 60, ascii=self.terren.ascii)))

    def action_theme(self) -> None:
        self.terren.switch_theme()

    def action_quit(self) -> None:
        self.app.exit(0)
