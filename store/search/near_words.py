"""Words that a mistyped one may mean: within a few edits of the word, or of its beginning.

An edit is a letter too many, a letter missing, a wrong letter, or two neighbours swapped (the optimal string
alignment distance). The beginning is enough, since words are inflected at their end and a search begins
before the last letter is typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

_LAST = "\U0010ffff"


def errors_allowed(word: str) -> int:
    """None in short words and in numbers, one from four letters, two from eight."""
    if any(map(str.isdigit, word)):
        return 0
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def near_words(word: str, words: Sequence[str], errors: int) -> Iterator[str]:
    """Yield those of ``words`` (sorted, folded) that begin within ``errors`` edits of ``word``.

    Beginnings that words share are compared once, and left as soon as no continuation can be near.
    """
    length, beyond = len(word), errors + 1
    rows = [list(range(length + 1))]
    before, at = "", 0
    while at < len(words):
        candidate = words[at]
        depth = _shared(before, candidate)
        del rows[depth + 1 :]
        while rows[-1][length] > errors and min(rows[-1]) <= errors and depth < len(candidate):
            rows.append(_next_row(word, candidate, depth, rows, beyond))
            depth += 1
        before = candidate[:depth]
        is_near = rows[-1][length] <= errors
        decided = is_near or min(rows[-1]) > errors
        end = bisect_left(words, before + _LAST, at) if decided else at + 1
        if is_near:
            yield from words[at:end]
        at = end


def _shared(first: str, second: str) -> int:
    length = min(len(first), len(second))
    return next((n for n in range(length) if first[n] != second[n]), length)


def _next_row(word: str, candidate: str, depth: int, rows: list[list[int]], beyond: int) -> list[int]:
    """Return edits from each beginning of ``word`` to the first ``depth + 1`` letters, ``beyond`` at most."""
    letter, above = candidate[depth], rows[depth]
    row = [beyond] * (len(word) + 1)
    row[0] = min(depth + 1, beyond)
    for n in range(max(1, depth + 2 - beyond), min(len(word), depth + beyond) + 1):
        edits = above[n - 1] if word[n - 1] == letter else 1 + min(above[n - 1], above[n], row[n - 1])
        if depth and n > 1 and word[n - 2] == letter and word[n - 1] == candidate[depth - 1]:
            edits = min(edits, rows[depth - 1][n - 2] + 1)
        row[n] = min(edits, beyond)
    return row
