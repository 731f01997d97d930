"""Two sequences laid beside each other by what stands in them, quickly where most of it is the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Final

Placed = tuple[str, str]
"""A place and what stands there."""
_SQUARE: Final = 4_000_000
"""Stretches are aligned one by one where the product of their lengths is at most this; else in order."""
_LIKE: Final = 0.5
"""Two sentences are one that was altered where so much of their words is the same."""
_SENTENCES: Final = 2_500
"""Stretches are paired by likeness where the product of their lengths is at most this."""


def paired(left: Sequence[Placed], right: Sequence[Placed]) -> Iterator[tuple[Placed | None, Placed | None]]:
    """Yield what differs in two sequences: what stands in place of what, None for what one lacks."""
    for (left_from, right_from), (left_to, right_to) in pairwise(anchors(left, right)):
        yield from _between(left[left_from + 1 : left_to], right[right_from + 1 : right_to])


def anchors(left: Sequence[Placed], right: Sequence[Placed]) -> list[tuple[int, int]]:
    """Return the longest run of places, in both orders, of texts that each sequence has once.

    The ends of both are among them, so that stretches lie between each two.
    """
    once_left, once_right = (_once(sequence) for sequence in (left, right))
    pairs = [(at, once_right[text]) for text, at in once_left.items() if text in once_right]
    # the longest increasing run of the second places: ends[n] is the pair that ends the best run of n + 1
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for n, (_at, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at_end[length : length + 1] = [n]
    run: list[tuple[int, int]] = []
    n = at_end[-1] if at_end else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return [(-1, -1), *reversed(run), (len(left), len(right))]


def _once(sequence: Sequence[Placed]) -> dict[str, int]:
    """Return the places of the texts that stand in a sequence once, in its order."""
    counts = Counter(text for _place, text in sequence)
    return {text: n for n, (_place, text) in enumerate(sequence) if counts[text] == 1}


def _between(
    left: Sequence[Placed], right: Sequence[Placed]
) -> Iterator[tuple[Placed | None, Placed | None]]:
    # mostly one thing differs in a stretch: what is the same on both ends needs no search
    least = min(len(left), len(right))
    begin = next((n for n in range(least) if left[n][1] != right[n][1]), least)
    end = next((n for n in range(least - begin) if left[-1 - n][1] != right[-1 - n][1]), least - begin)
    left, right = left[begin : len(left) - end], right[begin : len(right) - end]
    blocks = [(0, len(left), 0, len(right))]
    if left and right and len(left) * len(right) <= _SQUARE:
        texts, others = [[text for _place, text in sequence] for sequence in (left, right)]
        matched = SequenceMatcher(None, texts, others, autojunk=False)
        blocks = [block[1:] for block in matched.get_opcodes() if block[0] != "equal"]
    for left_from, left_to, right_from, right_to in blocks:
        yield from zip_longest(left[left_from:left_to], right[right_from:right_to])


def alike(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield which sentence stands in place of which, in both orders; an empty one where none does.

    What stands alone in the place of one that stood alone stands for it, however unlike. Else those are
    paired that are alike, so that as much as possible stays.
    """
    if len(left) == len(right) == 1:
        yield left[0], right[0]
        return
    pairs = _alike(left, right) if len(left) * len(right) <= _SENTENCES else []
    for (left_from, right_from), (left_to, right_to) in pairwise([(-1, -1), *pairs, (len(left), len(right))]):
        yield from ((gone, "") for gone in left[left_from + 1 : left_to])
        yield from (("", new) for new in right[right_from + 1 : right_to])
        if left_to < len(left):
            yield left[left_to], right[right_to]


def _alike(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs in both orders of which the likenesses add up to most."""
    words = [[text.split() for text in texts] for texts in (left, right)]
    # of the rests from each place on: how alike they are, and which pair is the first
    best = [[0.0] * (len(right) + 1) for _n in range(len(left) + 1)]
    likeness: dict[tuple[int, int], float] = {}
    for m in reversed(range(len(right))):
        matcher = SequenceMatcher[str](None, [], words[1][m], autojunk=False)
        for n in range(len(left)):
            matcher.set_seq1(words[0][n])
            if matcher.real_quick_ratio() >= _LIKE and (ratio := matcher.ratio()) >= _LIKE:
                likeness[n, m] = ratio
    for n in reversed(range(len(left))):
        for m in reversed(range(len(right))):
            paired_here = likeness.get((n, m), -1.0) + best[n + 1][m + 1]
            best[n][m] = max(best[n + 1][m], best[n][m + 1], paired_here)
    pairs, n, m = [], 0, 0
    while n < len(left) and m < len(right):
        if (n, m) in likeness and best[n][m] == likeness[n, m] + best[n + 1][m + 1]:
            pairs.append((n, m))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return pairs
