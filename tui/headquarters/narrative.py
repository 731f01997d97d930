"""What headquarters writes for the report: its chapters in a list, and the window in which one is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.widget import Widget

from language import LANGUAGES, N_, _, counted, current, glyph
from language.dates import period_words
from language.numbers import number
from language.terms import chapter, status
from schema.choices import STATUS
from schema.types import MAX_LONG_TEXT
from store.account.calendar import period_in_hand, read_calendar
from store.db.database import Store
from store.db.errors import UserError
from store.edits.narrative import (
    OF_OBJECTIVE,
    OF_PLAN,
    Chapter,
    ChapterText,
    assign_chapter,
    read_desks,
    write_narrative,
    written_chapters,
)
from store.ledger.change import Change
from store.ledger.identity import read_identity
from store.plan.lookup import all_years, printed_units
from store.plan.periods import Period
from store.plan.units import unit_name
from store.query.material import Material, due_by_objective, objective_titles, raw_material
from tui.commands.command import Command
from tui.headquarters.chapter_page import chapter_line, chapter_page, in_language, material_lines
from tui.headquarters.reporting import no_period
from tui.report.recording import UndoRedo, may_record
from tui.screens.form import FormScreen, text_or_none, text_row
from tui.screens.headed import beside, ends
from tui.screens.oneline import AnswerScreen
from tui.screens.pairedlist import PairedListScreen
from tui.screens.pick import PickScreen
from tui.widgets.draw import Line, safe
from tui.widgets.page import ActionView, Page

MaterialFilter = tuple[str | None, str | None]
"""Of which unit, and of actions of which status, what was reported shows; None for any."""


class NarrativeScreen(PairedListScreen[None]):
    """Reads everything anew after each change: there are few texts."""

    CSS_PATH = "narrative.tcss"
    contexts = ("narrative", "list", "screen", "recorded")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.texts: dict[Chapter, ChapterText] = {}
        self.spoken = ""
        self.desks: dict[Chapter, str] = {}
        self.material: dict[str, list[Material]] = {}
        self.of: MaterialFilter = (None, None)
        with store.reading() as conn:
            self.identity = read_identity(conn)
            self.titles, self.printed = objective_titles(conn), printed_units(conn)

    def on_mount(self) -> None:
        today = self.terren.today()
        with self.store.reading() as conn:
            asked = [asked_period.period for asked_period in read_calendar(conn)]
            years = [Period(year) for year in all_years(conn)]
            self.period = period_in_hand(conn, today)
        self.periods = sorted({*asked, *years, self.period}, key=lambda period: (period.last, period.first))
        below = [(code, nr) for nr in self.titles for code in OF_OBJECTIVE]
        self.chapters: list[Chapter] = [*((code, "") for code in OF_PLAN), *below]
        self.undo_redo = UndoRedo(self.terren, self.store, lambda target: target, self._changed)
        self.call_after_refresh(self.fill, 0)

    def read_again(self, *, asked: bool) -> bool:
        self.material = {}
        self.refill(self.list.cursor)
        return True

    def _changed(self, _changes: object) -> None:
        self.fill(self.list.cursor)

    @property
    def chapter(self) -> Chapter:
        """Return the chapter that is marked."""
        return self.chapters[min(self.list.cursor, len(self.chapters) - 1)]

    def idle(self) -> Collection[str]:
        own = self.identity is not None and self.identity.is_headquarters and not self.store.read_only
        idle = ends(self.periods, self.period, "period_before", "period_after")
        return idle if own else {*idle, "write_chapter", "chapter_desk", "undo_chapter"}

    def lines(self, width: int) -> list[Line]:
        with self.store.reading() as conn:
            self.texts = {
                (text.chapter, text.objective): text
                for text in written_chapters(conn, self.period)
                if text.language == self.spoken
            }
            self.desks = read_desks(conn)
        return [
            chapter_line(place, self.texts.get(place), self.desks.get(place, ""), width)
            for place in self.chapters
        ]

    def show_entry(self) -> None:
        words = counted("{n} chapter written", "{n} chapters written", len(self.texts))
        title = f"{_('Words of the report')}, {period_words(self.period.code)}{in_language(self.spoken)}"
        self.show_head(" · ".join(filter(None, (title, self._filter_words(self.of)))), words)
        where = self.chapter
        text, material, desk = self.texts.get(where), self._material(where[1]), self.desks.get(where, "")
        title = self.titles.get(where[1], "")
        self.view.show(lambda width: chapter_page(where, text, title, desk, material, width))
        self.show_keys()

    def _material(self, objective: str) -> list[Material]:
        if objective not in self.material:
            with self.store.reading() as conn:
                unit, code = self.of
                self.material[objective] = raw_material(conn, objective, unit=unit, status=code)
        return self.material[objective]

    def _filter_words(self, of: MaterialFilter) -> str:
        unit, code = of
        named = (unit and unit_name(unit, current(), self.printed), code and status(code))
        return safe(" · ".join(filter(None, named)))

    def action_filter_material(self) -> None:
        """Choose a status, or a unit, beside the other; the first line shows everything again."""
        unit, status_code = self.of
        with self.store.reading() as conn:
            reported = raw_material(conn)
        statuses, units = {entry.status for entry in reported}, {entry.unit for entry in reported}
        lines: list[tuple[Line, MaterialFilter]] = [
            (_choice(_("Everything that was reported")), (None, None))
        ]
        for code in (code for code in STATUS.codes if code in statuses):
            lines.append((_choice(status(code), code == status_code), (unit, code)))
        for code in sorted(units):
            words = unit_name(code, current(), self.printed)
            lines.append((_choice(words, code == unit), (code, status_code)))

        def chosen(of: MaterialFilter) -> None:
            self.of, self.material = of, {}
            self.show_entry()

        self.ask(PickScreen(_("What officers reported"), lines, self.of), chosen)

    def action_turn(self, by: int) -> None:
        if (other := beside(self.periods, self.period, by)) is None:
            self.terren.tell(no_period(by))
        else:
            self.period = other
            self.fill(self.list.cursor)

    def action_chapter_language(self) -> None:
        """Show the texts for reports in the next language, behind the last those for all."""
        languages = ("", *LANGUAGES)
        self.spoken = languages[(languages.index(self.spoken) + 1) % len(languages)]
        self.fill(self.list.cursor)

    def _may_write(self) -> bool:
        if not may_record(self.terren, self.store):
            return False
        if self.identity is None or not self.identity.is_headquarters:
            self.terren.tell(_("Headquarters writes the words of the report."), severity="warning")
            return False
        return True

    def action_chapter_desk(self) -> None:
        """Say who writes the chapter that is marked."""
        if not self._may_write():
            return
        code, objective = self.chapter
        above = (
            f"{safe(chapter(code, objective))}\n{_('An officer or a desk, in every period; empty: nobody')}"
        )
        start = self.desks.get(self.chapter, "")
        self.ask(
            AnswerScreen(
                _("Who writes the chapter"),
                above,
                start,
                lambda name: assign_chapter(self.store, code, name, objective=objective),
                enter=N_("store"),
            ),
            self._changed,
        )

    def action_write_chapter(self) -> None:
        if not self._may_write():
            return
        where = self.chapter
        written = self.texts.get(where)

        def closed(changes: list[Change] | None) -> None:
            self.fill(self.list.cursor)
            if changes:
                self.terren.tell(_("Saved: {what}.").format(what=safe(chapter(*where))))

        screen = ChapterScreen(
            self.store,
            self.period,
            where,
            "" if written is None else written.text,
            self._material(where[1]),
            self.titles,
            self.spoken,
        )
        self.app.push_screen(screen, closed)

    def action_undo_chapter(self) -> None:
        self.undo_redo.undo()


def _choice(words: str, chosen: bool = False) -> Line:
    return ((glyph("✓ ", "x ") if chosen else "  ", "good"), (safe(words), ""))


class ChapterScreen(FormScreen[list[Change]]):
    """Returns what was recorded. A text has lines: Enter begins one, and Ctrl+S saves."""

    CSS_PATH = "chapter.tcss"

    def __init__(
        self,
        store: Store,
        period: Period,
        where: Chapter,
        text: str,
        material: Sequence[Material],
        titles: Mapping[str, str],
        spoken: str = "",
    ) -> None:
        about = f"{period.code} {'.'.join(filter(None, where))}{spoken and f'@{spoken}'}"
        title = f"{period_words(period.code)}: {safe(chapter(*where))}{in_language(spoken)}"
        rows = [text_row("text", "", text, partial(text_or_none, limit=MAX_LONG_TEXT))]
        super().__init__(store, "ChapterScreen", about, title, rows, lambda _form: self._write())
        self.period, self.where, self.material = period, where, material
        self.titles, self.spoken, self.before = titles, spoken, text

    def _keys_in(self, field: Widget | None) -> list[Command]:
        keys = super()._keys_in(field)
        lines = [key.called(N_("new line")) if key.id == "form_enter" else key for key in keys]
        return [key for key in lines if key.id != "new_line"]

    def _is_last(self, field: Widget | None) -> bool:
        # where Enter begins a line, it saves nowhere
        return False

    def action_form_enter(self) -> None:
        self.action_new_line()

    def above(self) -> ComposeResult:
        if self.material:
            view = ActionView(id="material")
            view.can_focus = False
            material, titles = self.material, self.titles
            due = due_by_objective(self.store, self.period, min(self.period.last, self.terren.today()))

            def page(width: int) -> Page:
                made = Page(width, 12)
                material_lines(made, material, titles, due)
                return made

            view.show(page)
            yield view

    def understood(self, name: str) -> str:
        size = len(self.entered(name))
        return _("{n} of at most {limit} characters. Ctrl+E opens your editor.").format(
            n=number(size), limit=number(MAX_LONG_TEXT)
        )

    def _write(self) -> list[Change]:
        if not self.changed("text"):
            return []
        (code, objective), text = self.where, self.read("text")
        try:
            return write_narrative(
                self.store,
                self.period.code,
                code,
                text,
                objective=objective,
                language=self.spoken,
                before=self.before,
            )
        except UserError as refused:
            if refused.code == "changed_meanwhile":
                # whoever saves again has read it
                self.before = str(refused.params["now"] or "")
            raise
