"""Words and percentages as people type them: those of the screens, of plans and of reports."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import LANGUAGES, Unreadable, current, speaking, terms
from language.typed import _fold
from schema.choices import STATUS
from schema.types import Percent
from store.db.text import fold

TODAY: Final = date(2022, 9, 15)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_words_of_all_languages_are_understood_in_each(spoken: str) -> None:
    said = {}
    for code in LANGUAGES:
        with speaking(code):
            said.update({terms.status(status): status for status in STATUS.codes})
    with speaking(spoken):
        assert {word: STATUS.parse(word, TODAY) for word in said} == said


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Nuk ka filluar", "not_started"),
        ("nuk ka", "not_started"),
        ("Pa filluar", "not_started"),
        ("pa f", "not_started"),
        ("Pjesërisht zbatuar", "partially_implemented"),
        ("nije realizovano", "not_implemented"),
        ("delim", "partially_implemented"),
        ("completed", "implemented"),
        # as it is on the screen, although a report could go on otherwise
        ("c", "cancelled"),
    ],
)
def test_words_of_plans_are_understood_beside_those_of_the_screens(typed: str, code: str) -> None:
    assert STATUS.parse(typed, TODAY) == code


@pytest.mark.parametrize("typed", ["p", "pa", "nije", "qqq"])
def test_a_beginning_that_several_have_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        STATUS.parse(typed, TODAY)
    assert refused.value.code == "status_unknown"


def test_a_single_letter_means_what_the_readers_language_has_and_a_refusal_names_the_digits() -> None:
    with speaking("sr"):
        assert STATUS.parse("u", TODAY) == "in_progress"
        with pytest.raises(Unreadable) as refused:
            STATUS.parse("c", TODAY)
        assert "1 not_started (Nije započeto)" in str(refused.value.params["known"])


@pytest.mark.parametrize(
    ("typed", "percent"), [("", ""), (" 60 ", 60), ("60 %", 60), ("100%", 100), ("0", 0)]
)
def test_percent_is_read_with_and_without_its_sign(typed: str, percent: int | str) -> None:
    assert Percent().parse(typed, TODAY) == percent


@pytest.mark.parametrize("typed", ["101", "-1", "6o", "60%%", "٦٠", "1e2", "12.5"])
def test_what_is_no_whole_percent_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Percent().parse(typed, TODAY)
    assert (refused.value.code, refused.value.params) == ("percent_range", {"found": typed})


@given(st.text(alphabet="abcËëÇçČčĆćŠšŽžĐđ €§ -_\t\u0301"))
def test_words_are_typed_as_loosely_as_texts_are_searched(text: str) -> None:
    assert _fold(text) == fold(text)


def test_a_word_that_is_read_changes_no_language_in_which_others_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thread that writes a report meanwhile would change into another language in the midst of it."""
    chosen: list[str] = []
    monkeypatch.setattr("language.use", chosen.append)
    assert STATUS.parse("Realizovano", TODAY) == "implemented"
    assert chosen == []


def test_a_language_spoken_for_a_while_is_that_of_one_thread() -> None:
    with speaking("sr"), ThreadPoolExecutor(1) as others:
        assert (current(), others.submit(current).result()) == ("sr", "en")
