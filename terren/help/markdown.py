"""The Markdown of the guides as lines of plain text: for a terminal, a pager or a printer.

markdown-it reads it. Headings, paragraphs, lists, tables, code, links and emphasis are shown, pictures not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from terren.help.guides import NAMES

_GUIDE: Final = re.compile(r"(\w+)(?:\.([\w-]+))?\.md(?:#.*)?")
_BETWEEN: Final = "  "
_LEAST: Final = 8
_UNDER: Final = {"h1": "=", "h2": "-"}


def plain(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text in Markdown, at most ``width`` long but for code and long words."""
    source = text.splitlines()
    for node in SyntaxTreeNode(MarkdownIt().enable("table").parse(text)).walk():
        for n, line in enumerate(_block(node, width)):
            # what stood apart stands apart
            if n == 0 and node.map and node.map[0] and not source[node.map[0] - 1].strip():
                yield ""
            yield line


def _block(node: SyntaxTreeNode, width: int) -> Iterator[str]:
    """Yield the lines of a block, if it is one that has text itself."""
    if node.type in ("fence", "code_block"):
        yield from (f"    {code}".rstrip() for code in node.content.splitlines())
    elif node.type == "heading":
        yield from (heading := wrap(_text(node), width))
        if under := _UNDER.get(node.tag):
            yield under * max(map(len, heading), default=0)
    elif node.type == "paragraph":
        lead = _lead(node)
        yield from wrap(
            _text(node),
            width,
            initial_indent=lead if node.previous_sibling is None else " " * len(lead),
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
            break_long_words=False,
        )
    elif node.type == "table":
        yield from _table(
            [[_text(cell) for cell in row.children] for part in node.children for row in part.children], width
        )


def _lead(node: SyntaxTreeNode) -> str:
    """Return what stands before the first paragraph of an item; nothing outside of lists."""
    item = node.parent
    if item is None or item.type != "list_item":
        return ""
    assert item.parent is not None
    return f"{' ' * len(_lead(item.parent))}{item.info}{item.markup} "


def _table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    wide = _widths([max(map(len, column)) for column in zip(*rows, strict=True)], width)
    for number, row in enumerate(rows):
        yield from _row(row, wide)
        if number == 0:
            yield _BETWEEN.join("-" * each for each in wide)


def _widths(wanted: list[int], width: int) -> list[int]:
    """Return what each column gets: narrow ones what they want, wide ones an equal share of the rest."""
    left, granted = width - len(_BETWEEN) * (len(wanted) - 1), dict[int, int]()
    for open_columns, (size, column) in zip(
        range(len(wanted), 0, -1), sorted((size, column) for column, size in enumerate(wanted)), strict=True
    ):
        granted[column] = min(size, max(left // open_columns, _LEAST))
        left -= granted[column]
    return [granted[column] for column in range(len(wanted))]


def _row(cells: Sequence[str], wide: Sequence[int]) -> Iterator[str]:
    stacks = [wrap(cell, size, break_on_hyphens=False) for cell, size in zip(cells, wide, strict=True)]
    for depth in range(max(map(len, stacks))):
        yield _BETWEEN.join(
            (stack[depth] if depth < len(stack) else "").ljust(size)
            for stack, size in zip(stacks, wide, strict=True)
        ).rstrip()


def _text(node: SyntaxTreeNode) -> str:
    """Return the text of a node without marks of emphasis.

    Code keeps its signs, and a link to a guide says how it is read.
    """
    if node.type == "image":
        return ""
    if node.type == "code_inline":
        return f"`{node.content}`"
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if not node.children:
        return node.content if node.type in ("text", "html_inline") else ""
    words = "".join(map(_text, node.children))
    return _link(words, str(node.attrs["href"])) if node.type == "link" else words


def _link(label: str, target: str) -> str:
    if "://" in target:
        return f"{label} ({target})"
    guide = _GUIDE.fullmatch(target)
    if guide is None or guide[1] not in NAMES:
        return label
    command = f"terren guide {guide[1]}" + (f" --language {guide[2]}" if guide[2] else "")
    return f"`{command}`" if label == target else f"{label} (`{command}`)"
