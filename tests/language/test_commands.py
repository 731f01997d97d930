"""Commands in messages name the plan that they are about, where another one is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from language import LANGUAGES, Sentence, said_in
from language.commands import in_plan, name_in_commands, nothing_to_name
from language.messages import MESSAGES


class Plan(NamedTuple):
    name: str
    number: int = 2


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    name_in_commands(nothing_to_name)


def test_a_command_names_the_plan_that_is_not_open() -> None:
    words = "See: terren inbox. “terren guide keys” has all, terren sync FOLDER serves all."
    assert in_plan(words) == words
    told = "See: terren --plan Kthimi inbox. “terren guide keys” has all, terren sync FOLDER serves all."
    assert in_plan(words, Plan("Kthimi")) == told
    name_in_commands(lambda: Plan("Kthimi"))
    assert in_plan(words) == told
    assert in_plan("Në terren") == "Në terren"
    assert in_plan("terren status", Plan("Kthimi 2")) == "terren --plan 'Kthimi 2' status"


def test_what_is_filled_in_stays_what_it_is() -> None:
    words = in_plan(Sentence("terren show {nr}."), Plan("{nr}", 3))
    assert words.format(nr="1.1.") == "terren --plan 3 show 1.1."


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_says_terren_of_the_command_alone(code: str) -> None:
    """Nothing else in it would be taken for a command."""
    for template in MESSAGES.values():
        named, plan = said_in(code, template), Plan("X")
        assert in_plan(named, plan).count("--plan X") == in_plan(template, plan).count("--plan X"), named
