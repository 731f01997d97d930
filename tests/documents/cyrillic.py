"""Serbian documents in Cyrillic: a made-up plan and its layout, written over letter by letter."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from tests.documents.document import Document
from tests.documents.layout import Layout
from tests.documents.writers.blocks import Block, Cell, Paragraph, Row, Table

_PAIRS: Final = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LETTERS: Final = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))
_LATIN: Final = re.compile(r"(?:[IVX]+|UNDP|UNICEF|GIZ|IPA|EU|UNHCR|USAID)\b")
"""What stays Latin: Roman numbers and the short forms of donors."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_T = TypeVar("_T")


def cyrillic(text: str) -> str:
    """A text with its Serbian words in Cyrillic."""
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    if _LATIN.fullmatch(word):
        return word
    out, at = "", 0
    while at < len(word):
        size = 2 if word[at : at + 2].lower() in _PAIRS else 1
        letters = word[at : at + size]
        found = {**_PAIRS, **_LETTERS}.get(letters.lower(), letters)
        out += found.upper() if letters[0].isupper() else found
        at += size
    return out


def _all(value: _T) -> _T:
    """A plan's part with every text in it written over; codes, keys and numbers stay."""
    if isinstance(value, str):
        return cyrillic(value)  # type: ignore[return-value]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        kept = {"id", "language", "budget", "totals", "nr"}
        names = [name for name in value._fields if name not in kept]
        return value._replace(**{name: _all(getattr(value, name)) for name in names})  # type: ignore[attr-defined,no-any-return]
    if isinstance(value, tuple):
        return tuple(map(_all, value))  # type: ignore[return-value]
    return value


def in_cyrillic(document: Document) -> Document:
    """The document whose plan is what its Cyrillic print says."""
    plan = _all(document.plan)
    return document._replace(plan=plan._replace(currency=document.plan.currency))


class CyrillicLayout(Layout):
    """The layout of a Latin document, written over."""

    def blocks(self) -> list[Block]:
        return [_block(block) for block in super().blocks()]


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return block._replace(text=cyrillic(block.text))
    return block._replace(rows=tuple(map(_row, block.rows)))


def _row(row: Row) -> Row:
    return row._replace(cells=tuple(map(_cell, row.cells)))


def _cell(cell: Cell) -> Cell:
    return cell._replace(paragraphs=tuple(map(cyrillic, cell.paragraphs)))


__all__ = ["CyrillicLayout", "Table", "cyrillic", "in_cyrillic"]
