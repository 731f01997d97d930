"""A text dump, cell by cell, written straight from the blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from tests.documents.style import Style
from tests.documents.writers.blocks import Block, Cell, Paragraph, Row, Table, placed

_CHARACTERS: Final[Mapping[int, int]] = {6: 6, 8: 7, 9: 8, 11: 10, 13: 12, 16: 14, 19: 20, 24: 36}
_WIDE: Final = 150
_PAGE_LINES: Final = 44
_LEAST_PART: Final = 2


def wrap(text: str, width: int) -> list[str]:
    """Lines of a narrow cell: a blank follows where the wrap is at a word's end, none where a word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.replace("\n", " \n ").split(" "):
        if word == "\n":
            lines.append(f"{line} ")
            line = ""
            continue
        if line and len(line) + 1 + len(word) > width:
            head, hyphen, _ = word.partition("-")
            if hyphen and len(line) + len(head) + 2 <= width:
                lines.append(f"{line} {head}-")
                word = word[len(head) + 1 :]
            else:
                lines.append(f"{line} ")
            line = ""
        line = f"{line} {word}" if line else word
        while len(line) > width:
            at = line.rfind("-", 0, width) + 1 or width
            lines.append(line[:at])
            line = line[at:]
    return [*lines, f"{line} "]


class _Dump:
    """Writes tables row by row, cell by cell, with pages that end in the middle of rows."""

    def __init__(self, style: Style) -> None:
        self.rng = Random(f"cells {style.seed}")
        self.out: list[str] = []
        self.line, self.page = 0, 1
        self.marks = self.rng.choice((0.1, 0.5, 1.0))
        self.untold: set[tuple[str, str]] = set()
        """Blank cells of actions that leave no trace, by number and column."""

    def break_page(self) -> None:
        """End of a page; its mark is not always in the text."""
        self.line = 0
        if self.rng.random() < self.marks:
            self.out += ["", "", f"P a g e  | {self.page} ", "", " ", ""]
        else:
            self.out.append("")
        self.page += 1

    def emit(self, cells: Sequence[Sequence[str]], names: Sequence[tuple[str, str]] = ()) -> None:
        """Cells of a row: neighbours of one line share a line, others stand apart by blank lines.

        ``names`` are number and column of each; of a blank one between others nothing may be left.
        """
        rng, joined = self.rng, ""
        blank: set[tuple[str, str]] = set()
        for n, lines in enumerate(cells):
            if len(lines) <= 1:
                text = lines[0] if lines and lines[0].strip() else " "
                joined += text
                blank |= set() if text.strip() else set(names[n : n + 1])
                if joined.strip() and rng.random() < 0.15:
                    self.out += [joined, ""]
                    joined, blank = "", set()
                continue
            if joined.strip():
                self.out.append(joined)
                if rng.random() < 0.8:
                    self.out.append("")
            elif joined and rng.random() < 0.5:
                self.out += [" ", ""]
            else:
                self.untold |= blank
            joined, blank = "", set()
            self.out += [*lines, ""]
        if joined:
            self.out += [joined, ""]

    def lines(self, cell: Cell, width: int) -> list[str]:
        """Lines of a cell; a blank line stands between its paragraphs, now and then an empty paragraph."""
        out: list[str] = []
        for n, paragraph in enumerate(cell.paragraphs):
            if n:
                out += ["", " ", ""] if self.rng.random() < 0.2 else [""]
            out += wrap(paragraph, width)
        return out

    def row(self, row: Row, line: list[tuple[int, Cell | None]], widths: Sequence[int]) -> None:
        cells, nr = [], next((cell.text.rstrip(".") for _, cell in line if cell and cell.role == "nr"), "")
        names = [(nr, cell.role) for _, cell in line if cell is not None] if row.kind == "action" else []
        for column, cell in line:
            if cell is None:
                continue
            wide = cell.span > len(widths) // 2 and row.kind in ("strategic", "specific")
            cells.append(self.lines(cell, _WIDE if wide else sum(widths[column : column + cell.span])))
        while cells:
            height = max(len(lines) for lines in cells)
            room = _PAGE_LINES - self.line
            if height <= room:
                self.emit(cells, names)
                self.line += height
                return
            if room >= _LEAST_PART and row.kind in ("action", "indicator"):
                self.emit([lines[:room] for lines in cells], names)
                names = []
                cells = [_after_cut(lines[room:]) for lines in cells]
                self.break_page()
            elif self.line:
                self.break_page()
            else:
                self.emit(cells, names)
                return

    def block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            lines = wrap(block.text, _WIDE)
            self.out += [*lines, ""]
            self.line += len(lines)
            return
        widths = [_CHARACTERS.get(width, width) for width in block.widths]
        for r, line in placed(block):
            self.row(block.rows[r], line, widths)


def _after_cut(lines: list[str]) -> list[str]:
    """What of a cell stands on the next page, without blank lines at its head."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    return lines


def cells_dump(blocks: Sequence[Block], style: Style) -> str:
    """A cell-by-cell dump: narrow columns, words and numbers cut in them, pages that cut through rows."""
    return "\n".join(_dumped(blocks, style).out) + "\n"


def untold_cells(blocks: Sequence[Block], style: Style) -> set[tuple[str, str]]:
    """The blank cells of actions, by number and column, of which that dump shows nothing at all."""
    return _dumped(blocks, style).untold


def _dumped(blocks: Sequence[Block], style: Style) -> _Dump:
    dump = _Dump(style)
    for block in blocks:
        dump.block(block)
    return dump


__all__ = ["Table", "cells_dump", "untold_cells", "wrap"]
