"""Sets of row numbers: what is in them stays in them, however many there are."""

from __future__ import annotations

import random

import pytest

import sync.server.spans
from sync.server.spans import Spans


@pytest.mark.parametrize("seed", range(20))
def test_they_hold_what_a_set_holds(seed: int) -> None:
    rng = random.Random(seed)
    spans, plain = Spans(), set[int]()
    for _ in range(200):
        first = rng.randrange(100)
        if rng.random() < 0.6:
            last = first + rng.randrange(4)
            spans.add(first, last)
            plain |= {*range(first, last + 1)}
        else:
            spans.remove(first)
            plain.discard(first)
        assert {n for n in range(110) if n in spans} == plain
        assert len(spans) == len(plain)
        assert spans.first == min(plain, default=None)
        assert spans.some(1_000) == sorted(plain)
        assert {*spans.some(5)} <= plain
        assert Spans(spans.pairs()).pairs() == spans.pairs()


def test_beyond_a_number_of_spans_the_nearest_become_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync.server.spans, "MOST_SPANS", 3)
    spans = Spans([(1, 1), (10, 10), (12, 12), (30, 30)])
    assert spans.pairs() == [(1, 1), (10, 12), (30, 30)]
