"""The Markdown of the guides as lines of plain text: for a terminal, a pager or a printer.

What the guides use is understood: headings, paragraphs, lists, tables, code, links, emphasis. Anything else
stands as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from terren.help.guides import NAMES

_INLINE: Final = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|!\[[^\]]*\]\([^)]*\)"  # a picture, which no terminal shows
    r"|\[(?P<label>(?:`[^`]*`|[^\]`])*)\]\((?P<target>[^)]*)\)"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|(?<![\w*])\*(?P<stressed>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
)
_GUIDE: Final = re.compile(r"(\w+)(?:\.([\w-]+))?\.md(?:#.*)?")
_ITEM: Final = re.compile(r"( *)([-*]|\d+\.) +(.*)")
_BEGINS: Final = re.compile(r" *(?:[-*]|\d+\.) |#+ |\||```|$")
_RULE: Final = re.compile(r"[|\s:-]+")
_BETWEEN: Final = "  "
_LEAST: Final = 8
_UNDER: Final = {1: "=", 2: "-"}


def plain(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text in Markdown, at most ``width`` long but for code and long words."""
    before = ""
    for line in _lines(text.splitlines(), width):
        if line or before:
            yield line
        before = line


def table_lines(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _head in heads)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _lines(source: Sequence[str], width: int) -> Iterator[str]:
    at = 0
    while at < len(source):
        line, end = source[at], at + 1
        if line.startswith("```"):
            while end < len(source) and not source[end].startswith("```"):
                end += 1
            yield from (f"    {code}".rstrip() for code in source[at + 1 : end])
            end += 1
        elif line.startswith("|"):
            while end < len(source) and source[end].startswith("|"):
                end += 1
            yield from _table(source[at:end], width)
        elif line.startswith("#"):
            yield from _heading(line, width)
        elif not line.strip():
            yield ""
        else:
            while end < len(source) and not _BEGINS.match(source[end]):
                end += 1
            yield from _paragraph(source[at:end], width)
        at = end


def _heading(line: str, width: int) -> Iterator[str]:
    signs, _space, words = line.partition(" ")
    yield from (heading := wrap(_inline(words), width))
    if under := _UNDER.get(len(signs)):
        yield under * max(map(len, heading), default=0)


def _paragraph(source: Sequence[str], width: int) -> Iterator[str]:
    item = _ITEM.match(source[0])
    lead = f"{item[1]}{item[2]} " if item else ""
    words = " ".join([item[3] if item else source[0], *map(str.strip, source[1:])])
    yield from wrap(
        _inline(words),
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _table(source: Sequence[str], width: int) -> Iterator[str]:
    rows = [_cells(line) for line in source if not _RULE.fullmatch(line)]
    wide = _widths([max(map(len, column)) for column in zip(*rows, strict=True)], width)
    for number, row in enumerate(rows):
        yield from _row(row, wide)
        if number == 0:
            yield _BETWEEN.join("-" * each for each in wide)


def _cells(line: str) -> list[str]:
    parts = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return [_inline(part.replace("\\|", "|").strip()) for part in parts]


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


def _inline(text: str) -> str:
    """Return a text without marks of emphasis.

    Code keeps its signs, and a link to a guide says how it is read.
    """
    return _INLINE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    if code := match["code"]:
        return code
    if match["label"] is not None:
        return _link(_inline(match["label"]), match["target"])
    return _inline(match["strong"] or match["stressed"] or "")


def _link(label: str, target: str) -> str:
    if "://" in target:
        return f"{label} ({target})"
    guide = _GUIDE.fullmatch(target)
    if guide is None or guide[1] not in NAMES:
        return label
    command = f"terren guide {guide[1]}" + (f" --language {guide[2]}" if guide[2] else "")
    return f"`{command}`" if label == target else f"{label} (`{command}`)"
