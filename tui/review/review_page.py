"""What the review of a document shows: a line an item, and the source beside the reading."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from language import _, glyph, ngettext
from language.reading.documents import kept_count, kept_entry, passed_words
from language.reading.findings import finding
from language.reading.readings import field, reason, value
from language.reading.sources import source
from planreader.interpret.mapping.given import Listed
from planreader.review.reviewitems import FieldReading, Item
from planreader.sources.form import Passed
from tui.widgets.draw import Line, cut, safe
from tui.widgets.page import Page

_SIGNS = {"open": ("?", "?"), "accepted": ("✓", "+"), "finding": ("!", "!")}


def named(one: FieldReading, item: Item) -> str:
    """A field as it is called within an item: with its number where that is another."""
    nr = one.path.partition("/")[0]
    return safe(field(one.path) if nr == item.nr else f"{nr} {field(one.path)}")


def item_line(item: Item, width: int) -> Line:
    """One item in the list: whether it is open, its number, and what it is on."""
    kind = "accepted" if not item.open else "open" if item.finding is None else "finding"
    what = _fields(item)
    if item.finding is not None:
        said = finding(item.finding.code, item.finding.where, item.finding.figures, item.currency)
        what = said.removeprefix(f"{item.finding.where}: ")
    style = "dim" if not item.open else "warn" if item.finding is not None else ""
    head = f" {glyph(*_SIGNS[kind])} {safe(item.nr)}  "
    return ((head, style), (cut(safe(what), max(1, width - cell_len(head))), style))


def _fields(item: Item) -> str:
    """What was inferred, in few words: the years of one budget stand behind its name once."""
    kinds: dict[str, list[str]] = {}
    for one in item.fields:
        kind, _slash, year = one.path.rpartition("/")
        is_money = kind.endswith(("/budget", "/totals"))
        kinds.setdefault(field(kind) if is_money else named(one, item), []).extend([year] if is_money else [])
    return ", ".join(" ".join([name, ", ".join(years)]).strip() for name, years in kinds.items())


def item_page(item: Item, excerpt: Sequence[tuple[int, str]], width: int) -> Page:
    """The lines of the source of an item, the reading beside them, and why it is asked about."""
    labels = [named(one, item) for one in _few(item)]
    page = Page(width, min(max(map(cell_len, [*labels, _("Place")])) + 1, width // 3))
    page.paragraph(safe(item.nr) + ("" if item.open else f"  {_('decided')}"), "strong")
    if item.finding is not None:
        said = finding(item.finding.code, item.finding.where, item.finding.figures, item.currency)
        page.paragraph(safe(said), "warn" if item.open else "dim")
    if item.place:
        page.field(_("Place"), safe(source(item.place)), "dim")
    page.heading(_("In the document"))
    for n, text in excerpt:
        page.entry(str(n), safe(text.strip()))
    if not excerpt:
        for one in _few(item):
            page.field(named(one, item), safe(one.source or "–"))
    page.heading(_("Read as"))
    fields = _few(item)
    doubts = [_doubt(one, item) for one in fields]
    for one, doubt in zip(fields, doubts, strict=True):
        page.field(named(one, item), safe(value(one.value, one.path, item.currency)), "strong")
        if doubt and len(set(doubts)) > 1:
            page.field("", safe(doubt), "dim")
    if doubts and doubts[0] and len(set(doubts)) == 1:
        page.field("", safe(doubts[0]), "dim")
    return page


def rest_line(passed: Sequence[Passed], kept: Sequence[Listed], width: int) -> Line:
    """The last line of the list: how many rows of the document hold nothing of the plan, and how many columns
    are no fields of it."""
    told = [_passed_words(passed)] if passed else []
    told += [kept_count(len(kept))] if kept else []
    return ((cut(f"   {glyph(' · ', ' - ').join(told)}", width), ""),)


def _passed_words(passed: Sequence[Passed]) -> str:
    number = sum(one.rows for one in passed)
    return ngettext("{n} row passed over", "{n} rows passed over", number).format(n=number)


def rest_page(passed: Sequence[Passed], kept: Sequence[Listed], told: str, names: str, width: int) -> Page:
    """What shows where no item is marked: what is ``told``, which rows were passed over, and which columns
    were kept as remarks, which the key ``names``."""
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
        for one in passed:
            page.entry(glyph("•", "-"), safe(passed_words(*one)))
    if kept:
        page.gap()
        page.paragraph(kept_count(len(kept)), "strong")
        page.paragraph(_("If one of them is a field of the plan, {key} says what it is.").format(key=names))
        page.gap()
        for column in kept:
            page.entry(glyph("•", "-"), safe(kept_entry(*column)))
    return page


def _few(item: Item) -> list[FieldReading]:
    """The fields that are shown: those of the item's own number."""
    return [one for one in item.fields if item.finding is None or one.path.startswith(f"{item.nr}/")]


def _doubt(one: FieldReading, item: Item) -> str:
    """Why a field is as it is, empty for one that was read for certain."""
    if one.confidence != "inferred" and not one.reason:
        return ""
    return reason(one.reason, one.path, blank=one.value in (None, "", []), currency=item.currency)
