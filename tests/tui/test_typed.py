"""Statuses as people type them: the screens' words and those of plans and reports."""

from __future__ import annotations

import pytest

from language import LANGUAGES, terms
from store.db.errors import Refused
from tests.tui.harness import speaking
from tui.typed import status_code


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_words_of_all_languages_are_understood_in_each(spoken: str) -> None:
    said = {}
    for code in LANGUAGES:
        with speaking(code):
            said.update({terms.status(status): status for status in terms.STATUSES})
    with speaking(spoken):
        assert {word: status_code(word) for word in said} == said


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
    assert status_code(typed) == code


@pytest.mark.parametrize("typed", ["p", "pa", "nuk", "nije", "qqq"])
def test_a_beginning_that_several_have_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        status_code(typed)
    assert refused.value.code == "status_unknown"
