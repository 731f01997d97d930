"""A chapter of the report as it shows: its row in the list, its page, and what officers reported in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rich.cells import cell_len

from language import NAMES, _
from language.terms import chapter, side_mark, status_mark
from report.material import material_words
from store.edits.narrative import Chapter, ChapterText
from store.query.material import Material
from tui.widgets.draw import Line, cut, cut_words, safe, safe_lines
from tui.widgets.page import Page


def in_language(spoken: str) -> str:
    """Return the name of a text's language, for behind a title; "" for texts for all."""
    return f" · {NAMES[spoken]}" if spoken else ""


def chapter_line(where: Chapter, text: ChapterText | None, desk: str, width: int) -> Line:
    """Return a chapter in the list: whether it is written, what it is, and who writes it."""
    code, nr = where
    mark, style = status_mark("implemented" if text else None), "good" if text else "dim"
    if text is not None and text.conflict:
        mark, style = side_mark("conflict"), "bad"
    words = chapter(code) if not nr else f"{safe(nr)}  {chapter(code)}"
    named = cut_words(words, max(1, width - 2))
    return (
        (f"{mark} ", style),
        (named, "" if nr else "strong"),
        (cut(f"  {safe(desk)}", width - 2 - cell_len(named)) if desk else "", "dim"),
    )


def chapter_page(
    where: Chapter,
    text: ChapterText | None,
    title: str,
    desk: str,
    material: Iterable[Material],
    width: int,
) -> Page:
    """Return a chapter in full, with the material below."""
    page = Page(width, 12)
    page.paragraph(safe(chapter(*where)), "strong")
    if title:
        page.paragraph(safe(title), "dim")
    if desk:
        page.paragraph(f"{_('Desk')}: {safe(desk)}", "dim")
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
    for n, (depth, head, words) in enumerate(material_words(material, titles, due)):
        if not n:
            page.heading(_("What officers reported"))
        if depth == 2:
            page.entry(f"  {safe(head)}", safe(words))
        else:
            page.paragraph(safe(head), ("dim", "strong")[depth], most=2 - depth)
