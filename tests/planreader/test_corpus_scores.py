"""How much of the made-up documents is read right: floors that hold for documents with structure."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.documents.compare import MONTHS, NUMBERS, TEXTS
from tests.documents.measure import read_all

SET = Path(__file__).parents[1] / "documents" / "set"
OTHERS = SET.parent / "others"
FLOORS = {
    "docx": (100.0, 100.0),
    "xlsx": (100.0, 100.0),
    "docx.pdf": (100.0, 99.5),
    "xlsx.pdf": (100.0, 99.5),
    "wide.pdf": (100.0, 99.5),
}
DUMPS = {"cells.txt": (99.5, 96.0), "layout.txt": (93.0, 89.0)}
"""Percent of numbers and of texts."""


def test_documents_that_look_otherwise() -> None:
    """Other headings, numbers in the title or anew in each objective, titles beside or between the tables."""
    readings = list(read_all(OTHERS, list(FLOORS)))
    assert len(readings) == 28
    for reading in readings:
        score, name = reading.score, f"{reading.document}.{reading.format}"
        assert score is not None, name
        assert (name, score.differences, score.missed, score.spurious, score.extra) == (name, (), (), (), ())


@pytest.mark.parametrize("kind", FLOORS)
def test_floors_and_findings(kind: str) -> None:
    scores = [(reading.document, reading.score) for reading in read_all(SET, [kind])]
    assert len(scores) == 12
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, score in scores:
        assert score is not None, name
        right.update(score.right)
        total.update(score.total)
        assert (name, score.missed, score.spurious, score.extra) == (name, (), (), ())
    numbers, texts = FLOORS[kind]
    assert 100 * right[NUMBERS] / total[NUMBERS] >= numbers
    assert 100 * right[TEXTS] / total[TEXTS] >= texts
    assert right[MONTHS] == total[MONTHS]


@pytest.mark.parametrize("kind", DUMPS)
def test_floors_of_dumps(kind: str) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for reading in read_all(SET, [kind]):
        assert reading.score is not None, reading.document
        right.update(reading.score.right)
        total.update(reading.score.total)
        assert reading.score.extra == ()
    numbers, texts = DUMPS[kind]
    assert 100 * right[NUMBERS] / total[NUMBERS] >= numbers
    assert 100 * right[TEXTS] / total[TEXTS] >= texts


@pytest.mark.parametrize("kind", ["pdftotext.txt", "pdfminer.txt", "pypdf.txt"])
def test_text_out_of_order_is_refused_or_shows(kind: str) -> None:
    refused = {"document_order_lost", "document_number_order", "document_no_actions", "document_year_twice"}
    for reading in read_all(SET, [kind]):
        if reading.score is None:
            assert reading.refused in refused
        elif reading.score.share(NUMBERS) < 95:
            assert reading.score.spurious, reading.document
