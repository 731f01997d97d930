"""The real plan against transcriptions made by hand from its text."""

from __future__ import annotations

from store.plan.model import Plan
from tests.documents.compare import NUMBERS
from tests.documents.transcription import transcribed


def test_fields_equal_the_transcription(sample: Plan) -> None:
    compared = list(transcribed(sample))
    wrong = [
        f"{path}\n  read  {read!r}\n  truth {truth!r}"
        for path, _kind, read, truth in compared
        if read != truth
    ]
    assert len(compared) > 1000
    assert len(wrong) <= 3, "\n".join(wrong)


def test_numbers_equal_the_transcription(sample: Plan) -> None:
    compared = list(transcribed(sample))
    assert sum(kind == NUMBERS for _path, kind, _read, _truth in compared) > 480
    assert [path for path, kind, read, truth in compared if kind == NUMBERS and read != truth] == []
