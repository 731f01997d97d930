"""What headquarters writes for the report: its chapters in a list, and the window in which one is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from textual.app import ComposeResult
from textual.widget import Widget

from language import LANGUAGES, N_, NAMES, _, current, ngettext
from language.numbers import number
from language.registers import register, value
from language.terms import chapter, implemented_of, side_mark, status_mark
from schema.types import MAX_LONG_TEXT
from store.account.calendar import period_in_hand, read_calendar
from store.db.database import Store
from store.edits.narrative import (
    OF_OBJECTIVE,
    OF_PLAN,
    Chapter,
    ChapterText,
    write_narrative,
    written_chapters,
)
from store.ledger.change import Change
from store.ledger.identity import read_identity
from store.plan.lookup import all_years
from store.plan.periods import Period
from store.plan.units import unit_name
from store.query.material import Material, due_by_objective, objective_titles, raw_material
from tui.commands.command import Command
from tui.report.recording import UndoRedo, may_record
from tui.screens.form import FieldRow, FormScreen, text_or_none, text_row
from tui.screens.pairedlist import PairedListScreen
from tui.widgets.draw import Line, cut_words, safe, safe_lines
from tui.widgets.page import ActionView, Page


class NarrativeScreen(PairedListScreen[None]):
    """Reads everything anew after each change: there are few texts."""

    CSS_PATH = "narrative.tcss"
    contexts = ("narrative", "list", "screen")

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.texts: dict[Chapter, ChapterText] = {}
        self.spoken = ""
        self.material: dict[str, list[Material]] = {}
        with store.reading() as conn:
            self.identity = read_identity(conn)
            self.titles = objective_titles(conn)

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

    def _changed(self, _changes: object) -> None:
        self.fill(self.list.cursor)

    @property
    def chapter(self) -> Chapter:
        """Return the chapter that is marked."""
        return self.chapters[min(self.list.cursor, len(self.chapters) - 1)]

    def idle(self) -> Collection[str]:
        own = self.identity is not None and self.identity.is_headquarters and not self.store.read_only
        return () if own else ("write_chapter", "undo_chapter")

    def lines(self, width: int) -> list[Line]:
        with self.store.reading() as conn:
            self.texts = {
                (text.chapter, text.objective): text
                for text in written_chapters(conn, self.period)
                if text.language == self.spoken
            }
        return [chapter_line(place, self.texts.get(place), width) for place in self.chapters]

    def show_entry(self) -> None:
        number = len(self.texts)
        words = ngettext("{n} chapter written", "{n} chapters written", number).format(n=number)
        self.show_head(f"{_('Words of the report')} {self.period.code}{_in_language(self.spoken)}", words)
        where = self.chapter
        text, title, material = self.texts.get(where), self.titles.get(where[1], ""), self._material(where[1])
        self.view.show(lambda width: chapter_page(where, text, title, material, width))
        self.show_keys()

    def _material(self, objective: str) -> list[Material]:
        if objective not in self.material:
            with self.store.reading() as conn:
                self.material[objective] = raw_material(conn, objective)
        return self.material[objective]

    def action_turn(self, by: int) -> None:
        at = self.periods.index(self.period) + by
        if 0 <= at < len(self.periods):
            self.period = self.periods[at]
            self.fill(self.list.cursor)

    def action_chapter_language(self) -> None:
        """Show the texts for reports in the next language, behind the last those for all."""
        languages = ("", *LANGUAGES)
        self.spoken = languages[(languages.index(self.spoken) + 1) % len(languages)]
        self.fill(self.list.cursor)

    def action_write_chapter(self) -> None:
        if not may_record(self.terren, self.store):
            return
        if self.identity is None or not self.identity.is_headquarters:
            self.terren.tell(_("Headquarters writes the words of the report."), severity="warning")
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
        super().__init__(store, about, f"{period.code}: {safe(chapter(*where))}{_in_language(spoken)}")
        self.period, self.where, self.text, self.material = period, where, text, material
        self.titles, self.spoken = titles, spoken

    def _keys_in(self, field: Widget | None) -> list[Command]:
        keys = super()._keys_in(field)
        lines = [key.called(N_("new line")) if key.id == "form_enter" else key for key in keys]
        return [key for key in lines if key.id != "new_line"]

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

    def rows(self) -> list[FieldRow]:
        return [text_row("text", "", self.text, partial(text_or_none, limit=MAX_LONG_TEXT))]

    def understood(self, name: str) -> str:
        size = len(self.entered(name))
        return _("{n} of at most {limit} characters. Ctrl+E opens your editor.").format(
            n=number(size), limit=number(MAX_LONG_TEXT)
        )

    def record(self) -> list[Change]:
        if not self.changed("text"):
            return []
        code, objective = self.where
        return write_narrative(
            self.store,
            self.period.code,
            code,
            self.read("text"),
            objective=objective,
            language=self.spoken,
        )


def _in_language(spoken: str) -> str:
    """Return the name of a text's language, for behind a title; "" for texts for all."""
    return f" · {NAMES[spoken]}" if spoken else ""


def chapter_line(where: Chapter, text: ChapterText | None, width: int) -> Line:
    """Return a chapter in the list: whether it is written, and what it is."""
    code, nr = where
    mark, style = status_mark("implemented" if text else None), "good" if text else "dim"
    if text is not None and text.conflict:
        mark, style = side_mark("conflict"), "bad"
    words = chapter(code) if not nr else f"{safe(nr)}  {chapter(code)}"
    return (
        (f"{mark} ", style),
        (cut_words(words, max(1, width - 2)), "" if nr else "strong"),
    )


def chapter_page(
    where: Chapter,
    text: ChapterText | None,
    title: str,
    material: Iterable[Material],
    width: int,
) -> Page:
    """Return a chapter in full, with the material below."""
    page = Page(width, 12)
    page.paragraph(safe(chapter(*where)), "strong")
    if title:
        page.paragraph(safe(title), "dim")
    page.gap()
    if text is None:
        page.paragraph(_("Nothing is written there yet."), "dim")
    else:
        if text.conflict:
            words = _("Another text stands beside it: to be decided under “Conflicts”.")
            page.paragraph(f"{side_mark('conflict')} {words}", "bad")
        for line in safe_lines(text.text):
            page.paragraph(line)
    material_lines(page, material)
    return page


def material_lines(
    page: Page,
    material: Iterable[Material],
    titles: Mapping[str, str] = MappingProxyType({}),
    due: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> None:
    """Add what officers reported in words, by objective with what is ``due`` of it, action and unit."""
    objective = shown = ""
    for n, report in enumerate(material):
        if not n:
            page.heading(_("What officers reported"))
        if due and report.objective != objective:
            objective, shown = report.objective, ""
            figures = implemented_of(*due.get(objective, (0, 0)))
            page.paragraph(f"{safe(objective)}  {safe(titles.get(objective, ''))}: {figures}", "dim", most=2)
        if report.nr != shown:
            page.paragraph(f"{safe(report.nr)}  {safe(report.title)}", "strong", most=1)
            shown = report.nr
        head = f"  {safe(unit_name(report.unit, current()))}, {register('action', report.field)}:"
        page.entry(head, safe(value("action", report.field, report.text)))
