"""Publishing a revision: the comparison first, answers where an action cannot be matched, then one key."""

from __future__ import annotations

from collections.abc import Callable, Collection

from textual.app import ComposeResult

from language import N_, _, glyph, ngettext
from language.dates import date as shown_day
from language.dates import parse_date
from report.revision import summary_lines
from store.db.database import Store
from store.revision.comparison import ACTION, LevelQuestion, MatchedEntry
from store.revision.publish import (
    PlanDocument,
    PublishedRevision,
    PublishingAnswers,
    draft_revision,
    publish_revision,
    refuse_unknown_successors,
)
from tui.publish.publish_page import PublishRow, publish_line, publish_page, rows_of
from tui.screens.oneline import AnswerScreen
from tui.screens.pairedlist import PairedListScreen
from tui.screens.window import ConfirmScreen
from tui.widgets.draw import Line, safe


class PublishScreen(PairedListScreen[PublishedRevision]):
    """Returns what was published; until then nothing is written, and answers are taken back one by one."""

    CSS_PATH = "publish.tcss"
    contexts = ("publish", "list", "screen")
    LIST, VIEW = "entries", "entry"

    def __init__(self, store: Store, document: PlanDocument) -> None:
        super().__init__()
        self.store, self.document = store, document
        self.given, self.before = PublishingAnswers(), list[PublishingAnswers]()
        self.draft = draft_revision(store, document.plan, self.given.answers)
        self.rows = rows_of(self.draft.comparison)
        self._warned = False

    def compose(self) -> ComposeResult:
        self.since = self.draft.in_force_from(self.terren.today())
        yield from super().compose()

    def on_mount(self) -> None:
        first = next((n for n, row in enumerate(self.rows) if row.kind == "asked"), 0)
        self.call_after_refresh(self.fill, first)

    @property
    def row(self) -> PublishRow:
        """Return the entry that is marked."""
        return self.rows[self.list.cursor]

    def lines(self, width: int) -> list[Line]:
        return [publish_line(row, width) for row in self.rows]

    def show_entry(self) -> None:
        """Show the entry that is marked, and in the head what is still to be answered."""
        row, comparison, given, since = self.row, self.draft.comparison, self.given, self.since
        named = dict(given.successors)
        self.view.show(lambda width: publish_page(row, comparison, named, since, width))
        self.show_keys()
        number = len(comparison.questions)
        count = ngettext("{n} to be answered", "{n} to be answered", number).format(n=number)
        title = _("Revision {number} of the plan").format(number=self.draft.seen + 1)
        title += f"{glyph(' · ', ' - ')}{safe(self.document.name)}"
        self.show_head(title, count)

    def action_next_question(self) -> None:
        here = self.list.cursor
        places = [n for n, row in enumerate(self.rows) if row.kind == "asked"]
        self.move(next((n for n in places if n > here), places[0] if places else here) - here)

    def idle(self) -> Collection[str]:
        row, idle = self.row, set[str]()
        if not isinstance(row.what, LevelQuestion) and not self._may_be_new():
            idle.add("continues")
        if not row.is_answerable:
            idle.add("other_number")
        if row.kind != "removed" or row.level != ACTION:
            idle.add("name_successor")
        return idle

    def _may_be_new(self) -> bool:
        return self.row.kind in ("asked", "changed") and self.row.is_answerable

    def _put(self, given: PublishingAnswers, *, remember: bool = True) -> None:
        """Answer so, and compare anew. Raises UserError where answers exclude each other."""
        before = self.row
        self.draft = draft_revision(self.store, self.document.plan, given.answers)
        if remember:
            self.before.append(self.given)
        self.given, self._warned = given, False
        self.rows = rows_of(self.draft.comparison)
        questions = [n for n, row in enumerate(self.rows) if row.kind == "asked"]
        same = [n for n, row in enumerate(self.rows) if (row.kind, row.nr) == (before.kind, before.nr)]
        self.fill((same or questions or [min(self.list.cursor, len(self.rows) - 1)])[0])
        if not self.draft.comparison.questions and before.kind == "asked":
            self.terren.tell(
                _("Everything is answered. {key} publishes.").format(key=self.key("publish_revision"))
            )

    def action_continues(self, key: str) -> None:
        """Answer a question by a candidate's number; 0 says of an entry that it is new."""
        row, answers = self.row, self.given.answers
        if key == "0" and self._may_be_new():
            self.terren.attempt(lambda: self._put(self.given.answered(answers.new(row.nr))))
        elif isinstance(row.what, LevelQuestion) and int(key) <= len(row.what.question.candidates):
            old = row.what.question.candidates[int(key) - 1].key
            self.terren.attempt(lambda: self._put(self.given.answered(answers.continuing(row.nr, old))))
        else:
            self.terren.tell(_("{n} is no answer here.").format(n=key))

    def action_other_number(self) -> None:
        """Say which entry of the other revision is the same."""
        row, answers = self.row, self.given.answers
        if not row.is_answerable:
            self.terren.tell(_("Of objectives nobody is asked; nothing is recorded on them."))
            return
        removed = row.kind == "removed"

        def take(text: str) -> None:
            nr = text.rstrip(".")
            if nr:
                old, new = (row.nr, nr) if removed else (nr, row.nr)
                self._put(self.given.answered(answers.continuing(new, old)))

        hint = _("Its number in the revised plan") if removed else _("Its number in the plan in force")
        start = row.what.old_nr if isinstance(row.what, MatchedEntry) else ""
        title = _("{nr} is the same as").format(nr=safe(row.nr))
        self._ask(title, hint, start, take)

    def _ask(self, title: str, hint: str, start: str, take: Callable[[str], None]) -> None:
        self.app.push_screen(AnswerScreen(title, hint, start, take, enter=N_("take it")))

    def action_leaves_plan(self) -> None:
        """Say that nothing continues an entry of the plan in force; ask which, where several may be meant."""
        row = self.row
        if row.kind == "removed" or (row.kind != "whole" and not row.is_answerable):
            self.terren.tell(
                _("It leaves the plan already.")
                if row.kind == "removed"
                else _("Of objectives nobody is asked; nothing is recorded on them.")
            )
            return
        old_numbers = [row.what.old_nr] if isinstance(row.what, MatchedEntry) else []
        if isinstance(row.what, LevelQuestion):
            old_numbers = [candidate.key for candidate in row.what.question.candidates]

        def take(text: str) -> None:
            self._put(self.given.answered(self.given.answers.leaving(text.rstrip("."))))

        if len(old_numbers) == 1:
            self.terren.attempt(lambda: take(old_numbers[0]))
            return
        hint = _("Its number in the plan in force")
        hint += f": {', '.join(map(safe, old_numbers))}" if old_numbers else ""
        start = safe(old_numbers[0]) if old_numbers else ""
        self._ask(_("What leaves the plan"), hint, start, take)

    def action_name_successor(self) -> None:
        """Name what follows an action that leaves the plan."""
        row = self.row
        if row.kind != "removed" or row.level != ACTION:
            self.terren.tell(_("Only an action that leaves the plan has a successor."))
            return

        def take(text: str) -> None:
            named = tuple(part.rstrip(".") for part in text.replace(",", " ").split() if part not in "-–")
            refuse_unknown_successors(self.draft, {row.nr: named})
            self._put(self.given.followed(row.nr, named))

        title = _("What follows {nr}").format(nr=safe(row.nr))
        hint = _("Numbers of the revised plan, parted by spaces; a dash leaves it empty")
        start = " ".join(dict(self.given.successors).get(row.nr, ()))
        self._ask(title, hint, start, take)

    def action_in_force_from(self) -> None:
        """Say from which day the revision is in force."""

        def take(text: str) -> None:
            self.since = parse_date(text, self.terren.today())
            self.show_entry()

        hint = _("The first day on which it is in force")
        start = shown_day(self.since.isoformat())
        self._ask(_("In force from"), hint, start, take)

    def action_answer_back(self) -> None:
        if not self.before:
            self.terren.tell(_("There is nothing to undo."))
            return
        given = self.before.pop()
        self.terren.attempt(lambda: self._put(given, remember=False))

    def action_publish_revision(self) -> None:
        """Ask a last time, and publish."""
        comparison = self.draft.comparison
        if comparison.questions or comparison.is_empty:
            self.terren.attempt(self._publish)
            return

        since = f"{_('In force from')}: {shown_day(self.since.isoformat())}"
        lines = [safe(self.document.name), since, *summary_lines(comparison)]
        title = _("Publish revision {number}").format(number=self.draft.seen + 1)
        warning = _("It cannot be taken back, only revised again.")
        screen = ConfirmScreen(title, "\n".join(lines), warning, N_("publish"), N_("not yet"))
        self.ask(screen, lambda _agreed: self.terren.attempt(self._publish))

    def _publish(self) -> None:
        done = publish_revision(
            self.store,
            self.document,
            self.given.answers,
            seen=self.draft.seen,
            in_force_from=self.since,
            successors=dict(self.given.successors),
        )
        self.dismiss(done)

    def action_close_publishing(self) -> None:
        if self.before and not self._warned:
            self._warned = True
            self.terren.tell(_("Another Esc discards the answers; nothing is published."), severity="warning")
            return
        self.dismiss(None)
