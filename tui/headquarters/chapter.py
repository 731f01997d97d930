"""The window in which a chapter of the narrative is written, with what officers reported above the text."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from language import _
from language.numbers import number
from language.terms import chapter
from store.db.database import Store
from store.edits.edits import checked_text
from store.edits.narrative import MAX_NARRATIVE, Chapter, write_narrative
from store.ledger.change import Change
from store.plan.periods import Period
from store.query.material import Material
from tui.headquarters.narrative_page import material_lines
from tui.screens.form import FormScreen, Row
from tui.widgets.action_view import ActionView
from tui.widgets.draw import safe, safe_lines
from tui.widgets.page import Page
from tui.widgets.text_box import TextBox


class ChapterScreen(FormScreen[list[Change]]):
    """Returns what was recorded."""

    CSS_PATH = "chapter.tcss"

    def __init__(
        self, store: Store, period: Period, where: Chapter, text: str, material: Sequence[Material]
    ) -> None:
        super().__init__()
        self.store, self.period, self.where, self.text, self.material = store, period, where, text, material

    def about(self) -> str:
        return f"{self.period.code} {chr(46).join(filter(None, self.where))}"

    def title_words(self) -> str:
        return f"{self.period.code}: {safe(chapter(*self.where))}"

    def above(self) -> ComposeResult:
        if self.material:
            view = ActionView(id="material")
            view.can_focus = False
            material = self.material

            def page(width: int) -> Page:
                made = Page(width, 12)
                material_lines(made, material)
                return made

            view.show(page)
            yield view

    def rows(self) -> list[Row]:
        return [Row("text", "", TextBox("\n".join(safe_lines(self.text)), id="text"))]

    def understood(self, name: str) -> str:
        size = len(self.entered(name))
        return _("{n} of at most {limit} characters. Ctrl+E opens your editor.").format(
            n=number(size), limit=number(MAX_NARRATIVE)
        )

    def record(self) -> list[Change]:
        if not self.changed("text"):
            return []
        text = self.read(
            "text", lambda typed: checked_text(typed, limit=MAX_NARRATIVE) if typed.strip() else ""
        )
        chapter_code, objective = self.where
        return write_narrative(self.store, self.period.code, chapter_code, text, objective=objective)
