"""What the pages of a PDF have at the marks of another one, over all the lines and pages of a cell.

A page keeps no blanks at the ends of lines, and a word that is parted there bears a hyphen. So a text is read
in the ways in which it may have been written; which of them it was, what was signed tells.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby, islice, pairwise, product
from operator import itemgetter
from typing import Any, Final, NamedTuple

from report.periodic.issued.aligning import anchors
from report.periodic.issued.redacted import MARK, Ways, texts_at_marks
from store.db.errors import library_needed

_MARGIN: Final = 56.0
"""Points between the edge of a page and what stands in it; the title and the page's number stand outside."""
_HYPHEN: Final = "\u2010"
"""Drawn where a word is parted."""
_BEFORE_LINE_END: Final = frozenset("-/|?!\u2013\u2014")
"""Signs behind which a line may end where the text has no blank."""
_SQUARE: Final = 4_000_000
"""Stretches are aligned where the product of their lengths is at most this."""
_MOST: Final = 8
"""So many ways to read a text are followed."""


class _PdfWord(NamedTuple):
    text: str
    ends_line: bool = False


def texts_in_pdf(stated: bytes, marked: bytes) -> Iterator[Ways]:
    """Yield what a file may have at the marks of another one, place by place, as far as it can be read."""
    there, here = _words(stated), _whole_marks(_words(marked))
    sequences = [[("", word.text) for word in words] for words in (there, here)]
    fixed = anchors(*sequences)
    for (left_from, right_from), (left_to, right_to) in pairwise(fixed):
        stretch = here[right_from + 1 : right_to]
        if any(MARK.search(word.text) for word in stretch):
            yield from _read_beside(there[left_from + 1 : left_to], stretch)


def _read_beside(stated: list[_PdfWord], marked: list[_PdfWord]) -> Iterator[Ways]:
    """Yield what :func:`_at_marks` does; where more differs, of what differs where the marks are."""
    if read := list(_at_marks(stated, marked)):
        yield from read
    elif len(stated) * len(marked) <= _SQUARE:
        # another column is as wide as it was, or not, and parts its words elsewhere
        left, right = ([word.text for word in words] for words in (stated, marked))
        for _what, begin, end, begins, ends in SequenceMatcher(
            None, left, right, autojunk=False
        ).get_opcodes():
            yield from _at_marks(stated[begin:end], marked[begins:ends])


def _at_marks(stated: list[_PdfWord], marked: list[_PdfWord]) -> Iterator[Ways]:
    """Yield the ways to read what the other has at the marks of a stretch, change by change.

    Nothing where more differs.
    """
    changes = [
        [n for n, _change in places] for _change, places in groupby(_marked_words(marked), key=itemgetter(1))
    ]
    if not changes:
        return
    before, at = [word.text for word in marked[: changes[0][0]]], changes[0][0]
    if [word.text for word in stated[:at]] != before:
        return
    followed_by = [*(places[0] for places in changes[1:]), len(marked)]
    for places, following in zip(changes, followed_by, strict=True):
        behind = [word.text for word in marked[places[-1] + 1 : following]]
        last = len(stated) - len(behind)
        ends = [last] if following == len(marked) else range(at + 1, last + 1)
        end = next((n for n in ends if [word.text for word in stated[n : n + len(behind)]] == behind), at)
        if end <= at:
            return
        words = " ".join(word.text for word in marked[places[0] : places[-1] + 1])
        yield [way for text in _ways(stated[at:end]) for ways in texts_at_marks(text, words) for way in ways]
        at = end + len(behind)


def _marked_words(words: list[_PdfWord]) -> Iterator[tuple[int, str]]:
    """Yield where a mark is, with the change that it is of."""
    for n, word in enumerate(words):
        if (mark := MARK.search(word.text)) is not None:
            yield n, mark[0].rpartition("m")[0]


def _ways(words: list[_PdfWord]) -> Iterator[str]:
    """Yield the texts of which words may have been drawn."""
    pieces = [_joins(word) for word in words[:-1]]
    pieces.append((words[-1].text,))
    return islice(map("".join, product(*pieces)), _MOST)


def _joins(word: _PdfWord) -> tuple[str, ...]:
    """Return a word with what may stand behind it, the likeliest first."""
    if word.ends_line and word.text.endswith(_HYPHEN):
        return word.text.removesuffix(_HYPHEN), word.text
    if word.ends_line and word.text[-1] in _BEFORE_LINE_END:
        return f"{word.text} ", word.text
    return (f"{word.text} ",)


def _whole_marks(words: list[_PdfWord]) -> list[_PdfWord]:
    """Return words with those put together of which a mark was parted at the end of a line."""
    whole: list[_PdfWord] = []
    for word in words:
        begun = whole[-1] if whole else _PdfWord("")
        together = begun.text.removesuffix(_HYPHEN) + word.text
        if begun.ends_line and not MARK.search(begun.text) and MARK.search(together):
            whole[-1] = _PdfWord(together, word.ends_line)
        else:
            whole.append(word)
    return whole


def _words(data: bytes) -> list[_PdfWord]:
    """Return the words of a file in the order in which it draws them: cell by cell, line by line."""
    words: list[_PdfWord] = []
    before: set[tuple[float, str]] = set()
    for page in _pages(data):
        lines = list(_lines(page))
        # the head of a table stands again on each page that it goes on to
        first = next((n for n, line in enumerate(lines) if line not in before), len(lines))
        before = set(lines)
        for _x, text in lines[first:]:
            parted = text.split()
            words += [_PdfWord(word, n == len(parted)) for n, word in enumerate(parted, 1)]
    return words


def _pages(data: bytes) -> Iterator[Any]:
    with library_needed("hq"):
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    # signs in the order in which they are drawn, and not as they lie beside each other
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(page)
        yield device.get_result()


def _lines(page: Any) -> Iterator[tuple[float, str]]:
    """Yield the lines of a page, and where each begins; of what stands in the margins none."""
    from pdfminer.layout import LTChar

    text, begin, right, level = "", 0.0, 0.0, -1.0
    for sign in page:
        if not isinstance(sign, LTChar) or not _MARGIN <= sign.y0 <= page.height - _MARGIN:
            continue
        goes_on = abs(sign.y0 - level) < 1 and -1 < sign.x0 - right < sign.size
        if not goes_on:
            if text.strip():
                yield begin, text
            text, begin = "", round(sign.x0, 1)
        text, right, level = text + sign.get_text(), sign.x1, sign.y0
    if text.strip():
        yield begin, text
