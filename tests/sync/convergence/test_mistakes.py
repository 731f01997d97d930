"""The tests are worth something: each mistake of mistakes.py, planted in the code, is caught."""

from __future__ import annotations

import sys
from typing import Final

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
from tests.sync.convergence.soak import history, plant

SEARCHED: Final = 60
"""Random histories that a mistake may survive; as a program (``python -m``) it looks at 2,000."""


@pytest.mark.parametrize("mistake", some(MISTAKES), ids=lambda mistake: mistake.title)
def test_a_planted_mistake_is_caught(mistake: Mistake) -> None:
    assert caught_after(mistake, map(history, range(SEARCHED))) is not None


@pytest.mark.parametrize("mistake", some(MISTAKES), ids=lambda mistake: mistake.title)
def test_what_catches_a_mistake_holds_without_it(mistake: Mistake) -> None:
    assert not is_caught_unplanted(mistake)


@pytest.mark.parametrize("steps", some(FURTHER))
def test_without_a_mistake_nothing_is_caught(steps: list[Step]) -> None:
    """Of the shortest histories test_convergence.py says so."""
    assert not fails(steps)


if __name__ == "__main__":
    sys.exit(plant())
