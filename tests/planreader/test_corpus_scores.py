"""The committed set is read as its truths say: what holds for every document of each format."""

from __future__ import annotations

import pytest

from tests.documents.compare import MONTHS, NUMBERS, TEXTS
from tests.documents.measure import ALL, Reading, read_all, read_sample
from tests.support.lengths import WHOLE
from tests.support.paths import SET

FLOORS = {
    "docx": (100.0, 99.5),
    "xlsx": (100.0, 99.5),
    "docx.pdf": (100.0, 99.5),
    "xlsx.pdf": (100.0, 99.5),
    "wide.pdf": (100.0, 99.5),
    "cells.txt": (99.0, 97.0),
}
"""Percent of numbers and of texts over all documents of a format."""
DOCUMENTS = {"wide.pdf": 2, "cells.txt": 12}
PARTS = {kind: ALL if WHOLE else slice(n % 3, None, 3) for n, kind in enumerate(FLOORS)}
"""Each time every third document of a format, and others of the next one."""


def share(readings: list[Reading], kind: str) -> float:
    right = sum(reading.score.right.get(kind, 0) for reading in readings if reading.score)
    return 100 * right / sum(reading.total[kind] for reading in readings)


@pytest.mark.parametrize("kind", FLOORS)
def test_floors_and_findings(kind: str) -> None:
    every = PARTS[kind]
    readings = list(read_all(SET, [kind], every))
    assert len(readings) == len(range(DOCUMENTS.get(kind, 13))[every])
    numbers, texts = FLOORS[kind]
    assert share(readings, NUMBERS) >= numbers
    assert share(readings, TEXTS) >= texts
    for reading in readings:
        score, name = reading.score, reading.document
        assert score is not None, name
        assert (name, score.extra) == (name, ())
        if kind != "cells.txt":
            assert (name, score.missed, score.spurious) == (name, (), ())
            assert score.share(MONTHS) == 100.0


def test_the_real_dump_has_all_its_findings_and_no_other() -> None:
    score = read_sample().score
    assert score is not None
    assert (score.missed, score.spurious) == ((), ())
    assert score.share(NUMBERS) == 100.0
