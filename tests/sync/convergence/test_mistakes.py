"""The tests are worth something: each mistake of mistakes.py, planted in the code, is caught."""

from __future__ import annotations

import sys

import pytest

from tests.support.lengths import some
from tests.sync.convergence.histories import Step
from tests.sync.convergence.mistakes import (
    FURTHER,
    MISTAKES,
    Mistake,
    caught_after,
    fails,
    is_caught_unplanted,
)
from tests.sync.convergence.soak import plant


@pytest.mark.parametrize("mistake", some(MISTAKES), ids=lambda mistake: mistake.title)
def test_a_planted_mistake_is_caught(mistake: Mistake) -> None:
    """By the history or the test that is named for it; ``python -m`` tries 2,000 random ones as well."""
    assert caught_after(mistake, ()) == 1


@pytest.mark.parametrize("mistake", some(MISTAKES), ids=lambda mistake: mistake.title)
def test_what_catches_a_mistake_holds_without_it(mistake: Mistake) -> None:
    assert not is_caught_unplanted(mistake)


@pytest.mark.parametrize("steps", some(FURTHER))
def test_without_a_mistake_nothing_is_caught(steps: list[Step]) -> None:
    """Of the shortest histories test_convergence.py says so."""
    assert not fails(steps)


if __name__ == "__main__":
    sys.exit(plant())
