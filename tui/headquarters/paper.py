"""A paper form that came back, typed in: the actions in the order of the page, then code, name and day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from textwrap import shorten

from textual.app import ComposeResult
from textual.widgets import Static

from language import N_, Unreadable, _, glyph
from language.dates import parse_date
from language.terms import status
from report.forms.form_words import called, last_reported
from schema.paper import DIGITS, read_row, read_status
from store.db.database import Store
from store.db.errors import UserError
from store.edits.recording import Recording
from store.edits.reported.comparison import Comparison
from store.edits.reported.record import preview_table, record_table
from store.edits.reported.table import ReportedTable
from store.ledger.change import Change
from store.query.paper import PaperForm, SaidRow, paper_form, paper_table
from tui.headquarters.paper_grid import PaperGrid
from tui.report.table_words import cell_words
from tui.screens.drafts import FormDraft
from tui.screens.form import FormScreen, line_row
from tui.screens.headed import HeadedScreen
from tui.screens.refusals import message
from tui.screens.window import ConfirmScreen
from tui.widgets.draw import safe, wrap

HEAD = ("code", "person", "day")
"""What is kept of a page beside its lines; ``terren enter`` keeps the same."""
_SHOWN = 8
_LINES = 4
"""Lines below the page: what was reported last, and how something is typed."""
_TOGETHER = "\u00a0"


class PaperScreen(HeadedScreen[list[Change]]):
    """Returns what was recorded, or nothing. What was typed stays a draft until it is recorded."""

    CSS_PATH = "paper.tcss"
    contexts = ("paper",)

    def __init__(self, store: Store, paper: PaperForm) -> None:
        super().__init__()
        self.store, self.paper = store, paper

    def content(self) -> ComposeResult:
        self._draft = FormDraft(self.terren.places, self.store, "paper", self.paper.unit)
        kept = self._draft.fields
        self._head = {name: kept[name] for name in HEAD if name in kept}
        self.grid = PaperGrid(self.paper.rows, kept, self._keep)
        self.note = Static(id="said")
        yield self.grid
        yield self.note

    def on_mount(self) -> None:
        self.set_focus(self.grid)
        self._say()

    def on_unmount(self) -> None:
        self._draft.leave()

    def speak(self) -> None:
        self._say()

    def idle(self) -> Collection[str]:
        return () if self.grid.lines() else ("record_paper",)

    def _say(self) -> None:
        """Say what was reported last and what is typed, or why that cannot be taken."""
        row, width = self.grid.row, self.app.size.width - 2
        filled_in = len(self.grid.lines())
        title = _("{n} of {total} filled in").format(n=filled_in, total=len(self.paper.rows))
        self.show_title(f"{safe(_('Paper form of {unit}').format(unit=called(self.paper.form)))}   {title}")
        last = " · ".join(map(safe, last_reported(self.paper.form, row)))
        signs = _("500/300 recurrent/capital  40%  @14.3. day  !4 reason  #note")
        wrong = self._wrong()
        below = [safe(wrong)] if wrong else ([signs] if self.grid.in_rest else _digits(width))
        room = min(2, _LINES - len(below))
        stood = shorten(f"{safe(row.nr)}: {last}", room * width - 4, placeholder=glyph(" …", " ~"))
        self.say("\n".join([stood, *below]), error=bool(wrong))
        self.show_keys()

    def _wrong(self) -> str:
        """Return why what was typed of the action under the cursor cannot be taken; "" where it can."""
        row = self.grid.row
        self.grid.wrong.discard(row.id)
        if (line := self.grid.lines().get(row.id)) is None:
            return ""
        try:
            typed = SaidRow(row.id, read_row(*read_status(line), self.terren.today()))
            unclear = preview_table(
                self.store, self._table([typed], "-"), Recording(self.terren.today())
            ).unclear
        except (UserError, Unreadable) as error:
            self.grid.wrong.add(row.id)
            return message(error.code, error.params)
        if unclear:
            self.grid.wrong.add(row.id)
        return "".join(message(cell.code, cell.params) for cell in unclear[:1])

    def _table(self, rows: Sequence[SaidRow], person: str) -> ReportedTable:
        today = self.terren.today()
        return paper_table(self.paper, rows, person=person, day=today, today=today)

    def _keep(self) -> None:
        title, lines = _("Paper form of {unit}").format(unit=called(self.paper.form)), self.grid.lines()
        self._draft.keep(title, {**self._head, **lines} if lines else {})
        self._say()

    def action_next_paper(self) -> None:
        # where what was typed is refused, the next key would else be the status of another action
        if self.grid.row.id in self.grid.wrong:
            self.grid.go(self.grid.at, in_rest=True)
        else:
            self.grid.next()

    def action_record_paper(self) -> None:
        """Ask for code, name and day, show what changes, and record it by a yes."""
        if not self.grid.lines():
            return

        def headed(table: ReportedTable) -> None:
            comparison = self.terren.attempt(
                lambda: preview_table(self.store, table, Recording(self.terren.today()))
            )
            if comparison is not None:
                self._confirm(table, comparison)

        lines, today = self.grid.lines(), self.terren.today()
        self.ask(paper_head_form(self.store, self.paper, lines, self._head, today), headed)

    def _confirm(self, table: ReportedTable, comparison: Comparison) -> None:
        if not comparison.changes:
            self.terren.tell(_("It says nothing new."))
            return

        def confirmed(_agreed: bool) -> None:
            today = self.terren.today()
            done = self.terren.attempt(lambda: record_table(self.store, table, Recording(today)))
            if done is not None:
                self._draft.drop()
                self.dismiss(done.changes)

        lines = [*map(safe, _changes(comparison))]
        if more := len(lines) - _SHOWN if len(lines) > _SHOWN else 0:
            lines[_SHOWN:] = [_("… and {n} more").format(n=more)]
        title = _("By paper form from {person}").format(person=table.source.person)
        warning = _("Enter records it as the unit's report; one undo takes it back.")
        screen = ConfirmScreen(safe(title), "\n".join(lines), warning, N_("record"), N_("not yet"))
        self.ask(screen, confirmed)


def _digits(width: int) -> list[str]:
    """Return which digit is which status, in lines of this width in which none is parted from its status."""
    whole = (f"{digit} {status(code or None)} ".replace(" ", _TOGETHER) for digit, code in DIGITS.items())
    return [line.replace(_TOGETHER, " ") for line in wrap(" ".join(whole), width)]


def _changes(comparison: Comparison) -> list[str]:
    return [
        ("! " if cell.crossed else "") + cell_words(cell, comparison, names_unit=False)
        for cell in comparison.changes
    ]


def paper_head_form(
    store: Store, paper: PaperForm, lines: Mapping[str, str], kept: Mapping[str, str], today: date
) -> FormScreen[ReportedTable]:
    """Return the form of a page's code, who filled it in, and the day; it returns the table of them all."""

    def page(text: str) -> PaperForm:
        return paper_form(store, paper.unit, None, text, today)

    def day(text: str) -> date:
        return parse_date(text, today) if text.strip() else today

    code = _("At the top of each page; empty: not known.")
    rows = [
        line_row("code", _("Form code"), kept.get("code", ""), page, code),
        line_row("person", _("Filled in by"), kept.get("person", "")),
        line_row("day", _("Day on the paper"), kept.get("day", ""), day, _("Empty: today.")),
    ]

    def record(form: FormScreen[ReportedTable]) -> ReportedTable:
        of_code, filled_in_on = form.read("code"), form.read("day")
        on_page = {row.id for row in of_code.rows}
        typed = [
            SaidRow(row.id, read_row(*read_status(lines[row.id]), today))
            for row in paper.rows
            if row.id in lines and row.id in on_page
        ]
        return paper_table(of_code, typed, person=form.read("person"), day=filled_in_on, today=today)

    title = safe(_("Paper form of {unit}").format(unit=called(paper.form)))
    return FormScreen(store, "paper head", paper.unit, title, rows, record)
