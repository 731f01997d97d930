"""Words and signs for the model's codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

import language
from language import terms, use_plain
from schema.choices import REASON, STATUS

WORDS = {
    "sq": [
        "Nuk ka filluar", "Në proces", "Zbatuar pjesërisht", "Zbatuar", "Pa zbatuar", "Anuluar",
        "Pa raportim",
    ],
    "sr": [
        "Nije započeto", "U toku", "Delimično sprovedeno", "Sprovedeno", "Nije sprovedeno", "Otkazano",
        "Nije izvešteno",
    ],
    "sr-Cyrl": [
        "Није започето", "У току", "Делимично спроведено", "Спроведено", "Није спроведено", "Отказано",
        "Није извештено",
    ],
    "en": [
        "Not started", "In progress", "Partially implemented", "Implemented", "Not implemented", "Cancelled",
        "Not reported",
    ],
}  # fmt: skip
CODES = [*STATUS.codes, None]


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_statuses_are_named_as_officials_name_them(code: str) -> None:
    language.use(code)
    assert [terms.status(status) for status in CODES] == WORDS[code]


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_short_statuses_fit_nine_cells_and_differ(code: str) -> None:
    language.use(code)
    short = [terms.status_short(status) for status in CODES]
    assert [s for s in short if not 1 <= len(s) <= 9 or s != unicodedata.normalize("NFC", s)] == []
    assert len(set(short)) == len(CODES)


@pytest.fixture(params=[False, True])
def plain(request: pytest.FixtureRequest) -> Iterator[bool]:
    use_plain(request.param)
    yield request.param
    use_plain(False)


def test_marks_are_one_narrow_cell_and_differ(plain: bool) -> None:
    status_marks = [terms.status_mark(status) for status in CODES]
    side_marks = [terms.side_mark(name) for name in ("overdue", "unsent", "conflict", "money")]
    for marks in (status_marks, side_marks):
        assert len(set(marks)) == len(marks)
        assert all(len(mark) == 1 and unicodedata.east_asian_width(mark) not in "WF" for mark in marks)
        assert not plain or all(mark.isascii() for mark in marks)


def test_marks_in_usual_and_plain_signs(plain: bool) -> None:
    marks = "".join(terms.status_mark(status) for status in CODES)
    assert marks == ("-~=#x/." if plain else "○◔◑●✗⊘·")


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_reasons_and_roles_have_words(code: str) -> None:
    language.use(code)
    reasons = [terms.reason(reason) for reason in REASON.codes]
    assert len(set(reasons)) == 9
    assert not set(reasons) & set(REASON.codes)
    assert terms.reason(None) == "–"
    assert {terms.role("field"), terms.role("headquarters")} & {"field", "headquarters"} == set()


def test_unknown_codes_are_shown_without_what_acts() -> None:
    assert terms.status("paused\x1b[31m\u202e") == "paused[31m"
    assert terms.status_short("postponed for ever") == "postponed"
    assert terms.status_mark("paused") == "?"
    assert terms.reason("weather\x07") == "weather"
    assert terms.role("auditor\n") == "auditor"
