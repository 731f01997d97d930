"""What a dump prints on every page beside the plan: page numbers and running titles at its head and foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from planreader.interpret.dump.sections import COLUMN_TAGS
from planreader.sources.text.lines import is_page_mark
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import tags
from planreader.vocabulary.headwords import is_title

_EDGE: Final = 2
"""Lines at the head and at the foot of a page that may be repeated on each."""
_PAGES: Final = 3
_HEADINGS: Final = frozenset(
    {*COLUMN_TAGS, "objective", "indicator", "baseline", "target", "year", "general"}
)
_PARTS: Final = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,5})\.\d{1,2}(?:\.|\s|$)")
_TOP: Final = 30
"""Lines of a document among which its title stands."""
_SHORTEST: Final = 12
_EVEN: Final = 4
"""Lines of a page at least, and how many times longer the longest may be than most."""
_EMPTY: Final = 3
"""Empty lines on one side of a page's number at least."""
_SKIPPED: Final = 3
"""By how much the number of a page may exceed that of the page before, where the one between is not alone."""
_TWICE: Final = 2
_LONGEST: Final = 3
_WORDS: Final = 3
"""Digits of a page's number, and words among which an objective's label stands."""
_NUMBER: Final = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?")


def without_running(text: str) -> str:
    """The text with page numbers and running titles blanked out, line for line.

    Only pages that end with a form feed are known; a line runs if it stands, but for its digits, at the head
    or foot of three pages and of more than half of them.
    """
    if "\f" not in text:
        return text
    pages = [page.split("\n") for page in text.split("\f")]
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page, at in zip(pages, edges, strict=True) for key in {_key(page[n]) for n in at})
    filled = sum(bool(at) for at in edges)
    for page, at in zip(pages, edges, strict=True):
        for n in at:
            often = seen[_key(page[n])] >= max(_PAGES, filled // 2 + 1)
            runs = often and not _is_plan(page[n])
            if runs or (n in (at[0], at[-1]) and _NUMBER.fullmatch(page[n].strip())):
                page[n] = ""
    return "\f".join("\n".join(page) for page in pages)


def without_page_numbers(text: str) -> str:
    """The text with the numbers of pages blanked out that stand alone between empty lines, one by one.

    Only where actions have numbers of several parts; numbers alone could be theirs.
    """
    rows = text.split("\n")
    if sum(bool(_PARTS.match(row)) for row in rows) < _PAGES:
        return text
    chain: list[int] = []
    for at in range(1, len(rows) - 1):
        if rows[at - 1].strip() or rows[at + 1].strip() or not rows[at].strip().isdigit():
            continue
        value = int(rows[at])
        wanted = int(rows[chain[-1]]) + 1 if chain else 1
        if (value == wanted and (not chain or at - chain[-1] >= _SHORTEST)) or (not chain and value == 2):
            chain.append(at)
    sizes = sorted(b - a for a, b in pairwise(chain))
    even = bool(sizes) and sizes[-1] <= _EVEN * sizes[len(sizes) // 2]
    if len(chain) < _PAGES or not even:
        chain = _far_apart(rows)
    for at in chain:
        rows[at] = f"{rows[at][: len(rows[at]) - len(rows[at].lstrip())]}Page {rows[at].strip()}"
    return "\n".join(rows)


def _far_apart(rows: Sequence[str]) -> list[int]:
    """Numbers that grow, each alone between more empty lines than cells have, and above no objective.

    None where pages are marked otherwise.
    """
    if any(map(is_page_mark, rows)):
        return []
    alone = list(_alone(rows))
    values = [int(rows[at]) for at in alone]
    if len(alone) >= _TWICE and all(b - a > 0 for a, b in pairwise(values)):
        # a part of a document goes on with the numbers of the whole
        return alone
    found: list[int] = []
    for at in alone:
        before = int(rows[found[-1]]) if found else 0
        if before < int(rows[at]) <= before + _SKIPPED:
            found.append(at)
    return found


def _alone(rows: Sequence[str]) -> Iterator[int]:
    """Where a short number stands alone between more empty lines than cells have, and above no objective."""
    for at in range(1, len(rows) - 1):
        if not rows[at].strip().isdigit() or len(rows[at].strip()) > _LONGEST:
            continue
        above = next((n for n in range(at - 1, -1, -1) if rows[n].strip()), -1)
        below = next((n for n in range(at + 1, len(rows)) if rows[n].strip()), len(rows))
        empty = [at - above - 1, below - at - 1]
        if min(empty) < 1 or max(empty) < _EMPTY or below == len(rows):
            continue
        if not any("objective" in tags(word) for word in rows[below].split()[:_WORDS]):
            yield at


def without_titles(text: str) -> str:
    """The text with the plan's own title, where pages repeat it, in the place of a page's number."""
    rows = text.split("\n")
    title = next((row.strip() for row in rows[:_TOP] if is_title(row)), "")
    again = [at for at, row in enumerate(rows) if title and row.strip() == title][1:]
    for n, at in enumerate(again, 1):
        rows[at] = f"- {n} -"
    return "\n".join(rows)


def _edges(page: Sequence[str]) -> list[int]:
    filled = [n for n, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]}) if len(filled) > 2 * _EDGE else []


def _is_plan(line: str) -> bool:
    """Whether a line may be part of the plan all the same: a heading on each page, a number's row."""
    words = line.split()
    named = sum(bool(tags(word) & _HEADINGS) for word in words)
    return named > 1 or numbers.is_number(words[0])


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
