"""Where the file of a report differs from the one that is drawn anew, for people who look the places up.

It runs in a process of its own. Nothing that differs is left out: what no rule here tells is told as the
first byte of a part that is another.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import unescape
from typing import Any, Final

from report.periodic.carried import DATA_SHEET, parts_of
from report.periodic.forms.archive_layout import is_bare, odd_parts
from report.periodic.issued.aligning import Placed, paired
from report.periodic.issued.difference import FOREIGN, FORM, MANY, MISSING, TEXT, Difference
from report.periodic.issued.differing_pdf import pdf_differences
from report.periodic.issued.placed import in_one_line, paragraphs_of, tags_and_texts, values_of
from report.periodic.issued.read_in_html import references_read
from report.periodic.issued.read_in_pdf import texts_in_pdf
from report.periodic.issued.redacted import Ways, texts_at_marks
from report.periodic.issued.sameness import (
    axes_numbered,
    is_same,
    is_too_much,
    is_unseen,
    tells_of_libreoffice,
    without_entries,
    without_mark,
)
from store.db.errors import UserError, library_needed

_MOST: Final = 10_000
"""So many differences are told."""
_SHOWN: Final = 160
_BEFORE: Final = 40
"""Characters of a text that are shown, and of them before what differs."""


def differences(ending: str, stated: bytes, drawn: bytes) -> tuple[list[tuple[str, ...]], int]:
    """Return the first differences of two files of a form, as plain data, and how many there are.

    Raises UserError ``document_damaged``.
    """
    listed = _listed(ending, stated, drawn)
    return [(of.kind, of.place, *_shown(of.stated, of.computed)) for of in listed[:_MOST]], len(listed)


def texts_of_redacted(ending: str, stated: bytes, marked: bytes) -> list[Ways]:
    """Return what the file of a report has at the marks in one that is drawn anew, place by place.

    Raises UserError ``document_damaged``.
    """
    if ending == ".pdf":
        with _undamaged():
            return list(texts_in_pdf(stated, marked))
    return [
        [{mark: _read_as(ending, of.place, text) for mark, text in way.items()} for way in ways]
        for of in _listed(ending, stated, marked, spelled=str.strip)
        for ways in texts_at_marks(of.stated, of.computed)
    ]


def _read_as(ending: str, place: str, text: str) -> str:
    """Return a piece of a file as a reader has it."""
    if ending == ".json" or ".json:" in place:
        return str(json.loads(f'"{text}"'))
    if ".csv:" in place:
        return text.replace('""', '"')
    return unescape(text) if ending in (".html", ".xml") else text


_Spelled = Callable[[str], str]
"""How a tag or a text is written before it is compared."""


def _listed(ending: str, stated: bytes, drawn: bytes, spelled: _Spelled = in_one_line) -> list[Difference]:
    """Return all differences of two files of a form, whole; tags and texts as ``spelled``.

    Raises UserError ``document_damaged``.
    """
    compare = _of_archives if ending in _ARCHIVES else _of_pdf if ending == ".pdf" else _of_texts
    with _undamaged():
        return list(compare(ending, stated, drawn, spelled))


@contextmanager
def _undamaged() -> Iterator[None]:
    """Raise UserError ``document_damaged`` for whatever a damaged file makes the libraries stumble over."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        raise UserError("document_damaged", file="") from error


def _of_texts(ending: str, stated: bytes, drawn: bytes, spelled: _Spelled) -> Iterator[Difference]:
    """Yield differences of a file that is one text."""
    name = ending[1:]
    stated = without_mark(stated)
    if is_too_much(stated, drawn):
        yield Difference(MANY, name, "", "")
        return
    if is_same(name, stated, drawn):
        return
    told = False

    def as_read(piece: str) -> str:
        return spelled(references_read(piece) if ending == ".html" else piece)

    both = [
        values_of(text) if ending == ".json" else tags_and_texts(name, text, as_read)
        for text in (data.decode("utf-8") for data in (stated, drawn))
    ]
    for difference in _aligned(*both):
        told = True
        yield difference
    if not told and ending == ".json":
        # the same values under other names
        yield from _aligned(*([(place, place) for place, _value in places] for places in both))
    # a JSON of which no value is another differs in blanks alone
    if not told and ending != ".json":
        yield _first(name, stated, drawn)


def _of_pdf(_ending: str, stated: bytes, drawn: bytes, _spelled: _Spelled) -> Iterator[Difference]:
    yield from pdf_differences(stated, drawn)


def _of_archives(ending: str, stated: bytes, drawn: bytes, _spelled: _Spelled) -> Iterator[Difference]:
    """Yield the differences of a file that is an archive, part by part."""
    both = _parts(stated), _parts(drawn)
    stated_parts, drawn_parts = both
    yield from (Difference(FOREIGN, name, "", "") for name in stated_parts if name not in drawn_parts)
    lacked = [name for name in drawn_parts if name not in stated_parts]
    yield from (Difference(MISSING, name, "", "") for name in lacked if not is_unseen(name))
    again = all(tells_of_libreoffice(parts) for parts in (stated_parts, drawn_parts))
    common = [name for name in drawn_parts if name in stated_parts]
    much = [name for name in common if is_too_much(stated_parts[name], drawn_parts[name])]
    yield from (Difference(MANY, name, "", "") for name in much)
    differing = [
        name
        for name in common
        if name not in much
        and not is_same(name, stated_parts[name], drawn_parts[name], saved_again=again)
        and not is_same(name, stated_parts[name], without_entries(name, drawn_parts[name], lacked))
    ]
    if much:
        # what else differs is told, and not aligned
        yield from (_first(name, stated_parts[name], drawn_parts[name]) for name in differing)
        return
    told: set[str] = set()
    texts = {
        ".docx": lambda: _of_word(both, differing),
        ".xlsx": lambda: _of_workbook(stated, drawn, differing),
        ".zip": lambda: _of_package(both, differing),
    }
    for difference in texts[ending]():
        told.add(difference.place.rpartition(":")[0])
        yield difference
    for name in differing:
        # of a workbook a cell is told, which may stand in a part of its own and in that of all texts
        if name not in told and not (told and name.startswith(("xl/worksheets/", "xl/sharedStrings"))):
            yield _first(name, *map(_plain_part, (stated_parts[name], drawn_parts[name])))
    yield from (Difference(FORM, name, "", "") for name in odd_parts(stated))
    if not is_bare(stated):
        yield Difference(FORM, "ZIP", "", "")


_Both = tuple[dict[str, bytes], dict[str, bytes]]
_ARCHIVES: Final = (".docx", ".xlsx", ".zip")


def _parts(data: bytes) -> dict[str, bytes]:
    return {name: without_mark(part) for name, part in parts_of(data).items()}


def _plain_part(part: bytes) -> bytes:
    """Return a part without the names that LibreOffice chooses at random: they are not what differs."""
    return axes_numbered(part.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _of_word(both: _Both, differing: list[str]) -> Iterator[Difference]:
    for name in differing:
        if name.startswith("word/") and name.endswith(".xml"):
            texts = (parts[name].decode("utf-8", "replace") for parts in both)
            yield from _aligned(*(paragraphs_of(name, text) for text in texts))


def _of_workbook(stated: bytes, drawn: bytes, differing: list[str]) -> Iterator[Difference]:
    if not differing:
        return
    stated_cells, drawn_cells = dict(_cells(stated)), dict(_cells(drawn))
    for place in dict.fromkeys((*drawn_cells, *stated_cells)):
        if stated_cells.get(place, "") != drawn_cells.get(place, ""):
            yield Difference(TEXT, place, stated_cells.get(place, ""), drawn_cells.get(place, ""))


def _cells(data: bytes) -> Iterator[Placed]:
    with library_needed("hq"):
        from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(data), read_only=True).worksheets:
        for row in sheet.iter_rows() if sheet.title != DATA_SHEET else ():
            for cell in row:
                if cell.value is not None:
                    yield f"{sheet.title}!{cell.coordinate}", str(cell.value)


def _of_package(both: _Both, differing: list[str]) -> Iterator[Difference]:
    for name in differing:
        stated, drawn = (parts[name].decode("utf-8", "replace") for parts in both)
        yield from _aligned(*(_lines(name, text) for text in (stated, drawn)))


def _lines(name: str, text: str) -> list[Placed]:
    """Return the lines of a part with their numbers, of a JSON file its values by their names."""
    if name.endswith(".json"):
        with suppress(ValueError, RecursionError):
            return [(f"{name}:{place}", value) for place, value in values_of(text)]
    return [(f"{name}:{n}", line) for n, line in enumerate(text.splitlines(), 1)]


def _aligned(stated: list[Placed], drawn: list[Placed]) -> Iterator[Difference]:
    """Yield the differences of two sequences; something put in or left out is one difference."""
    for there, here in paired(stated, drawn):
        place, text = there or (here[0] if here else "", "")
        expected = here[1] if here else ""
        if text != expected:
            yield Difference(FORM if "<" in (text[:1], expected[:1]) else TEXT, place, text, expected)


def _first(name: str, stated: bytes, drawn: bytes) -> Difference:
    """Return the first place of a part at which it is another."""
    at = _common(stated, drawn)
    tag = stated.rfind(b"<", max(0, at - _BEFORE), at + 1)
    begin = tag if tag >= 0 else max(0, at - _BEFORE)
    shown = (data[begin : at + _SHOWN].decode("utf-8", "replace") for data in (stated, drawn))
    return Difference(FORM, f"{name}:{stated.count(bytes([10]), 0, at) + 1}", *shown)


def _shown(stated: str, drawn: str) -> tuple[str, str]:
    """Return both texts, cut to where they differ where they are long."""
    if max(len(stated), len(drawn)) <= _SHOWN:
        return stated, drawn
    begin = max(0, _common(stated, drawn) - _BEFORE)
    cut = [
        ("…" if begin else "") + text[begin : begin + _SHOWN] + ("…" if len(text) > begin + _SHOWN else "")
        for text in (stated, drawn)
    ]
    return cut[0], cut[1]


def _common(left: Any, right: Any) -> int:
    """Return how much of two texts is the same from their beginning."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
