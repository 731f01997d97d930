"""Text for the screen: made safe, measured in cells, cut and wrapped. Never markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from rich.cells import cell_len, set_cell_size

from language import glyph, is_plain
from store.db.text import clean

Span: TypeAlias = "tuple[str, str]"
"""A text and the name of its style ("" for the widget's own)."""

Line: TypeAlias = "Sequence[Span]"

_MOST_MARKS: Final = 2
_FIRST_COMBINING: Final = "\u0300"


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """Return text from data as one line that acts on no screen.

    Beside control characters it loses invisible ones, whose width terminals dispute, and marks piled on a
    letter beyond two.
    """
    if text.isprintable():
        if not text or max(text) < _FIRST_COMBINING:
            return text
        cleaned = unicodedata.normalize("NFC", text)
    else:
        cleaned = clean(text)
    kept: list[str] = []
    marks = 0
    for character in cleaned:
        category = unicodedata.category(character)
        if category in ("Cf", "Co", "Cn", "Zl", "Zp") or "\ufe00" <= character <= "\ufe0f":
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(" " if category == "Zs" else character)
    return "".join(kept)


def safe_lines(text: str) -> list[str]:
    """Return the lines of a text, each safe."""
    return [safe(line) for line in clean(text, newlines=True).split("\n")]


def cut(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` cells, with an ellipsis where something was left out."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    ellipsis = glyph("…", "~")
    return set_cell_size(text, width - 1).rstrip(" ,.;:–-(") + ellipsis


def cut_words(text: str, width: int) -> str:
    """Return what :func:`cut` does, but cut behind a whole word where that leaves two thirds of the width."""
    shown = cut(text, width)
    if shown == text or not shown:
        return shown
    kept, ellipsis = shown[:-1], shown[-1]
    if text[len(kept) : len(kept) + 1] in (" ", "") or " " not in kept:
        return shown
    whole = kept.rpartition(" ")[0].rstrip(" ,.;:–-(")
    return whole + ellipsis if cell_len(whole) * 3 >= width * 2 else shown


def cut_line(line: Line, width: int) -> Line:
    """Return spans in at most ``width`` cells: one that is cut says so, as a text does."""
    kept: list[Span] = []
    for n, (text, style) in enumerate(line):
        rest = "".join(text for text, _style in line[n:]).rstrip()
        if cell_len(rest) <= width:
            return [*kept, *line[n:]]
        if cell_len(text) >= width:
            return [*kept, (cut(rest, width), style)]
        kept.append((text, style))
        width -= cell_len(text)
    return kept


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text`` in exactly ``width`` cells, at the left or at the right."""
    shown = cut(text, width)
    padding = " " * (width - cell_len(shown))
    return padding + shown if right else shown + padding


def _pieces(word: str, width: int) -> Iterable[str]:
    while cell_len(word) > width:
        end = max(1, len(set_cell_size(word, width).rstrip(" ")))
        while end > 1 and cell_len(word[:end]) > width:
            end -= 1
        yield word[:end]
        word = word[end:]
    yield word


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` (one safe line) broken at spaces into lines of at most ``width`` cells."""
    width = max(width, 1)
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        for piece in _pieces(word, width):
            joined = f"{current} {piece}" if current else piece
            if cell_len(joined) <= width:
                current = joined
                continue
            lines.append(current)
            current = piece
    lines.append(current)
    return lines


def bar(share: float, width: int) -> str:
    """Return a bar of ``width`` cells, filled in eighths; any share above nothing shows."""
    share = min(max(share, 0.0), 1.0)
    if is_plain():
        filled = round(share * width)
        return "#" * filled + "." * (width - filled)
    eighths = max(round(share * width * 8), 1 if share > 0 else 0)
    whole, rest = divmod(eighths, 8)
    drawn = "█" * whole + (" ▏▎▍▌▋▊▉"[rest] if rest else "")
    return drawn + " " * (width - len(drawn))


def bar_on_track(share: float, width: int, style: str) -> tuple[Span, Span]:
    """Return a bar, and in dim the thin line on which it runs, so that its end can be seen."""
    drawn = bar(share, width).rstrip(" .")
    return (drawn, style), (glyph("─", ".") * (width - len(drawn)), "dim")
