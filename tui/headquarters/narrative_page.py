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


def chapter_line(where: Chapter, held: ChapterText | None, width: int) -> Line:
    """A chapter in the list: whether it is written, and what it is."""
    code, nr = where
    mark, style = status_mark("implemented" if held else None), "good" if held else "dim"
    if held is not None and held.conflict:
        mark, style = side_mark("conflict"), "bad"
    words = chapter(code) if not nr else f"{safe(nr)}  {chapter(code)}"
    return (
        (f"{mark} ", style),
        (cut_words(words, max(1, width - 2)), "" if nr else "strong"),
    )


def chapter_page(
    where: Chapter,
    held: ChapterText | None,
    title: str,
    material: Iterable[Material],
    width: int,
) -> Page:
    """A chapter in full, with the material below."""
    page = Page(width, 12)
    page.paragraph(safe(chapter(*where)), "strong")
    if title:
        page.paragraph(safe(title), "dim")
    page.gap()
    if held is None:
        page.paragraph(_("Nothing is written there yet."), "dim")
    else:
        if held.conflict:
            words = _("Another text stands beside it: to be decided under “Conflicts”.")
            page.paragraph(f"{side_mark('conflict')} {words}", "bad")
        for line in safe_lines(held.text):
            page.paragraph(line)
    material_lines(page, material)
    return page


def material_lines(page: Page, material: Iterable[Material]) -> None:
    """What officers reported in words, by action and unit."""
    shown = ""
    for n, one in enumerate(material):
        if not n:
            page.heading(_("What officers reported"))
        if one.nr != shown:
            page.paragraph(f"{safe(one.nr)}  {safe(one.title)}", "strong", most=1)
            shown = one.nr
        head = f"  {safe(unit_name(one.unit, current()))}, {register('action', one.field)}:"
        page.entry(head, safe(value("action", one.field, one.text)))
