"""What a table or a form changes, cell by cell, before a person records it by one yes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from language import N_, _, glyph, ngettext
from language.reading.sources import source
from language.registers import register, value
from language.terms import side_mark
from store.db.database import Store
from store.edits.reported.comparison import CellChange, Comparison
from store.edits.reported.record import values_recorded
from store.edits.reported.table import Unclear
from store.ledger.change import Change
from tui.report.recording import UndoRedo, last_number, may_record
from tui.report.table_words import cell_words, comparison_words, crossed_words, what_unclear
from tui.screens.pairedlist import PairedListScreen
from tui.screens.refusals import message
from tui.screens.window import ConfirmScreen
from tui.widgets.draw import Line, fit, safe
from tui.widgets.page import Page


class Preview(NamedTuple):
    """What a file would change: where it came from in words, the question, and what records it.

    ``wrong`` is all that keeps a form from being taken; then there is nothing to compare.
    """

    file: str
    about: tuple[str, ...]
    question: str
    comparison: Comparison
    record: Callable[[], list[Change]]
    wrong: tuple[str, ...] = ()


class ReportedScreen(PairedListScreen[bool]):
    """Returns whether something was recorded that stands."""

    CSS_PATH = "reported.tcss"
    contexts = ("reported", "list", "screen")

    def __init__(self, store: Store, preview: Preview) -> None:
        super().__init__()
        self.store, self.preview = store, preview
        self.recorded: tuple[Change, ...] = ()

    def on_mount(self) -> None:
        self.undo_redo = UndoRedo(self.terren, self.store, last_number(self.store), self._taken_back)
        self.call_after_refresh(self.fill, 0)

    @property
    def rows(self) -> list[CellChange | Unclear | str]:
        """Return what is listed behind the line about the file."""
        comparison = self.preview.comparison
        return [*self.preview.wrong, *comparison.changes, *comparison.noticed, *comparison.unclear]

    def lines(self, width: int) -> list[Line]:
        head: Line = ((fit(f" {safe(self.preview.file)}", max(1, width)), "strong"),)
        return [head, *(self._line(row, max(1, width)) for row in self.rows)]

    def _line(self, row: CellChange | Unclear | str, room: int) -> Line:
        if isinstance(row, CellChange):
            sign, style = (side_mark("conflict"), "warn") if row.crossed else (" ", "")
            words = cell_words(row, self.preview.comparison)
        else:
            sign, style = glyph("✗", "x"), "bad"
            words = row if isinstance(row, str) else what_unclear(row, self.preview.comparison, message)
        return ((fit(f" {sign} {safe(words)}", room), style),)

    def show_entry(self) -> None:
        changes = len(self.preview.comparison.changes)
        count = ngettext("{n} change", "{n} changes", changes).format(n=changes)
        title = _("Recorded") if self.recorded else _("Not recorded yet")
        self.show_head(f"{title}{glyph(' · ', ' - ')}{safe(self.preview.file)}", count)
        self.view.show(self._page)
        self.show_keys()

    def idle(self) -> Collection[str]:
        may = self.preview.comparison.changes and not self.recorded
        return {"undo_reported"} if may else {"record_reported"} if self.recorded else _IDLE

    def _page(self, width: int) -> Page:
        page, at = Page(width, min(12, width // 3)), self.list.cursor - 1
        row = self.rows[at] if 0 <= at < len(self.rows) else None
        if row is None:
            self._about(page)
        elif isinstance(row, CellChange):
            self._cell(page, row)
        elif isinstance(row, str):
            page.paragraph(safe(row), "bad")
        else:
            if row in self.preview.comparison.unclear:
                page.paragraph(_("Not understood, and left out:"), "strong")
            page.paragraph(safe(what_unclear(row, self.preview.comparison, message)), "bad")
            page.field(_("Place"), safe(source(row.where)), "dim")
        return page

    def _about(self, page: Page) -> None:
        for words in self.preview.about:
            page.paragraph(safe(words))
        page.gap()
        if self.preview.wrong:
            return
        comparison = self.preview.comparison
        n, unclear = len(comparison.changes), len(comparison.unclear)
        if comparison.says_nothing:
            page.paragraph(_("It says nothing new."), "strong")
        elif n and not self.recorded:
            page.paragraph(
                ngettext("{n} value would be recorded.", "{n} values would be recorded.", n).format(n=n),
                "strong",
            )
        for words in comparison_words(comparison):
            page.paragraph(safe(words))
        if unclear:
            words = ngettext(
                "{n} cell was not understood, and is left out.",
                "{n} cells were not understood, and are left out.",
                unclear,
            )
            page.paragraph(words.format(n=unclear), "bad")

    def _cell(self, page: Page, change: CellChange) -> None:
        kind, _target, _unit, field = change.register
        currency = self.preview.comparison.currency
        page.paragraph(safe(cell_words(change, self.preview.comparison).partition(":")[0]), "strong")
        page.gap()
        page.paragraph(safe(register(kind, field)), "heading")
        page.field(_("Before"), safe(value(kind, field, change.before, currency)), "dim")
        page.field(_("After"), safe(value(kind, field, change.after, currency)), "strong")
        page.field(_("Place"), safe(source(change.where)), "dim")
        if change.crossed:
            page.gap()
            words = _("It contradicts what was recorded meanwhile: both stand until somebody decides.")
            page.paragraph(f"{side_mark('conflict')} {words}", "warn")

    def action_record_reported(self) -> None:
        """Ask, and record what the file says."""
        if self.recorded:
            self.terren.tell(_("It is recorded; {key} takes it back.").format(key=self.key("undo_reported")))
        elif self.preview.wrong:
            self.terren.tell(_("Nothing of it is taken until it is corrected."), severity="warning")
        elif not self.preview.comparison.changes:
            nothing = self.preview.comparison.says_nothing
            self.terren.tell(_("It says nothing new.") if nothing else _("Nothing of it can be recorded."))
        elif may_record(self.terren, self.store):
            warning = crossed_words(self.preview.comparison)
            question = safe(self.preview.question)
            screen = ConfirmScreen(_("Record"), question, safe(warning), N_("record"), N_("not yet"))
            self.ask(screen, self._record)

    def _record(self, _agreed: bool) -> None:
        if changes := self.terren.attempt(self.preview.record):
            self.recorded = tuple(changes)
            n = values_recorded(changes)
            words = ngettext(
                "{n} value is recorded; {key} takes it back.",
                "{n} values are recorded; {key} takes them back.",
                n,
            )
            self.fill(0)
            self.terren.tell(words.format(n=n, key=self.key("undo_reported")))

    def action_undo_reported(self) -> None:
        if self.recorded:
            self.undo_redo.undo(offered=self.recorded)
        else:
            self.terren.tell(_("There is nothing to undo."))

    def _taken_back(self, _changes: object) -> None:
        self.recorded = ()
        self.fill(0)

    def action_close_reported(self) -> None:
        self.dismiss(bool(self.recorded))


_IDLE = frozenset({"record_reported", "undo_reported"})
