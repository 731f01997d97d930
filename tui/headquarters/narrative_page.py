"""What the screen of the narrative says of a chapter: its text, and what officers reported in words."""

from __future__ import annotations

from collections.abc import Iterable

from language import _, current
from language.registers import register, value
from language.terms import chapter, side_mark, status_mark
from store.edits.narrative import Chapter, ChapterText
from store.plan.units import unit_name
from store.query.material import Material
from tui.widgets.draw import Line, cut_words, safe, safe_lines
from tui.widgets.page import Page


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


def material_lines(page: Page, material: Iterable[Material]) -> None:
    """Add what officers reported in words, by action and unit."""
    shown = ""
    for n, report in enumerate(material):
        if not n:
            page.heading(_("What officers reported"))
        if report.nr != shown:
            page.paragraph(f"{safe(report.nr)}  {safe(report.title)}", "strong", most=1)
            shown = report.nr
        head = f"  {safe(unit_name(report.unit, current()))}, {register('action', report.field)}:"
        page.entry(head, safe(value("action", report.field, report.text)))
