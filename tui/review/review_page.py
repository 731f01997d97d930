"""What the review of a document shows: a line an item, and the source beside the reading."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from language import _, glyph, ngettext
from language.reading.documents import kept_count, kept_entry, passed_words
from language.reading.readings import field, value
from language.reading.sources import source
from planreader.interpret.mapping.given import ListedColumn
from planreader.review.reviewitems import Item
from planreader.sources.form import Passed
from tui.review.item_words import finding_words, named, own_fields, why_read
from tui.widgets.draw import Line, cut, safe
from tui.widgets.page import Page

_SIGNS = {"open": ("?", "?"), "accepted": ("✓", "+"), "finding": ("!", "!")}


def item_line(item: Item, width: int) -> Line:
    """Return an item in the list: whether it is open, its number, and what it is on."""
    kind = "accepted" if not item.open else "open" if item.finding is None else "finding"
    what = _fields(item)
    if item.finding is not None:
        sentence = finding_words(item.finding, item)
        what = sentence.removeprefix(f"{item.finding.where}: ")
    style = "dim" if not item.open else "warn" if item.finding is not None else ""
    head = f" {glyph(*_SIGNS[kind])} {safe(item.nr)}  "
    return ((head, style), (cut(safe(what), max(1, width - cell_len(head))), style))


def _fields(item: Item) -> str:
    """Return what was inferred, in few words: the years of one budget stand behind its name once."""
    kinds: dict[str, list[str]] = {}
    for reading in item.fields:
        kind, _slash, year = reading.path.rpartition("/")
        is_money = kind.endswith(("/budget", "/totals"))
        kinds.setdefault(field(kind) if is_money else safe(named(reading, item)), []).extend(
            [year] if is_money else []
        )
    return ", ".join(" ".join([name, ", ".join(years)]).strip() for name, years in kinds.items())


def item_page(item: Item, excerpt: Sequence[tuple[int, str]], width: int) -> Page:
    """Return the lines of the source of an item, the reading beside them, and why it is asked about."""
    labels = [safe(named(reading, item)) for reading in own_fields(item)]
    page = Page(width, min(max(map(cell_len, [*labels, _("Place")])) + 1, width // 3))
    page.paragraph(safe(item.nr) + ("" if item.open else f"  {_('decided')}"), "strong")
    if item.finding is not None:
        page.paragraph(safe(finding_words(item.finding, item)), "warn" if item.open else "dim")
    if item.place:
        page.field(_("Place"), safe(source(item.place)), "dim")
    page.heading(_("In the document"))
    for n, text in excerpt:
        page.entry(str(n), safe(text.strip()))
    if not excerpt:
        for reading in own_fields(item):
            page.field(safe(named(reading, item)), safe(reading.source or "–"))
    page.heading(_("Read as"))
    fields = own_fields(item)
    doubts = [why_read(reading, item) for reading in fields]
    for reading, doubt in zip(fields, doubts, strict=True):
        page.field(
            safe(named(reading, item)), safe(value(reading.value, reading.path, item.currency)), "strong"
        )
        if doubt and len(set(doubts)) > 1:
            page.field("", safe(doubt), "dim")
    if doubts and doubts[0] and len(set(doubts)) == 1:
        page.field("", safe(doubts[0]), "dim")
    return page


def rest_line(passed: Sequence[Passed], kept: Sequence[ListedColumn], width: int) -> Line:
    """Return the last line of the list: how many rows hold nothing of the plan, how many columns no field."""
    told = [_passed_words(passed)] if passed else []
    told += [kept_count(len(kept))] if kept else []
    return ((cut(f"   {glyph(' · ', ' - ').join(told)}", width), ""),)


def _passed_words(passed: Sequence[Passed]) -> str:
    number = sum(rows.rows for rows in passed)
    return ngettext("{n} row passed over", "{n} rows passed over", number).format(n=number)


def rest_page(
    passed: Sequence[Passed], kept: Sequence[ListedColumn], told: str, names: str, width: int
) -> Page:
    """Return the page for where no item is marked.

    It has what is ``told``, which rows were passed over, and which columns were kept as remarks, which the
    key ``names``.
    """
    page = Page(width, 1)
    if told:
        page.paragraph(told)
    if passed:
        page.gap()
        page.paragraph(_passed_words(passed), "strong")
        page.paragraph(
            _(
                "The plan holds none of this. If something is missing in it, correct the document and read"
                " it again."
            )
        )
        page.gap()
        for row in passed:
            page.entry(glyph("•", "-"), safe(passed_words(*row)))
    if kept:
        page.gap()
        page.paragraph(kept_count(len(kept)), "strong")
        page.paragraph(_("If one of them is a field of the plan, {key} says what it is.").format(key=names))
        page.gap()
        for column in kept:
            page.entry(glyph("•", "-"), safe(kept_entry(*column)))
    return page
