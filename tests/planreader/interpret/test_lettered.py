"""Numbers of actions with letters in front, which the plan keeps as they are printed."""

from __future__ import annotations

import pytest

from planreader.interpret.headings import labels
from planreader.interpret.headings.lettered import Lettered, as_printed, lettered
from planreader.sources.form import Cell, Part, Row
from planreader.vocabulary import numbers


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["A1.1.1", "A1.1.2", "Nr."], Lettered("A", running=False)),
        (["A1", "A2", "A3", "1.1"], Lettered("A", running=True)),
        (["A1", "A2", "A3", "A1", "A2"], Lettered("A", running=True)),
        (["A1", "A2"], None),
        (["A2", "A3", "A4"], None),
        (["Q1", "Q2", "Q3", "1.1.1", "1.1.2"], None),
        (["A.1.1", "A.1.2", "A.1.3"], None),
        (["I.1.1", "I.1.2"], None),
    ],
)
def test_what_numbers_with_letters_look_like(words: list[str], found: Lettered | None) -> None:
    assert lettered(words) == found


def _actions(*numbers: str) -> list[Row]:
    return [Row("action", nr, {}, "") for nr in numbers]


def test_a_number_that_was_not_told_has_the_letters_of_the_others() -> None:
    found = as_printed(_actions("1.1.1", "1.1.2", "1.1.3"), {"1.1.1": "A1.1.1", "1.1.3": "A1.1.3"})
    assert [row.nr for row in found] == ["A1.1.1", "A1.1.2", "A1.1.3"]


def test_numbers_that_begin_anew_are_told_by_their_objective() -> None:
    printed = {"1.1.1": "A1", "1.1.2": "A2", "1.2.1": "A1"}
    assert [row.nr for row in as_printed(_actions(*printed), printed)] == list(printed)


def _lettered_plan(label: str) -> tuple[Row, ...]:
    rows = [Row("strategic", "1", {}, ""), Row("specific", "1.1", {}, ""), *_actions("1.1.1", "1.1.2")]
    total = Row("total", "1.1", {"label": Cell("label", (Part("Totali i objektivit 1.1"),))}, "")
    printed = {"1.1.1": "A1.1.1", "1.1.2": "A1.1.2"}
    return as_printed(
        [*rows, total], printed, [f"Qëllimi {label}: Qeverisja", f"Objektivi {label}.1: Shërbimet"]
    )


def test_objectives_have_the_letters_with_which_they_are_printed() -> None:
    found = _lettered_plan("A1")
    assert [row.nr for row in found] == ["A1", "A1.1", "A1.1.1", "A1.1.2", "A1.1"]
    assert found[-1].text("label") == "Totali i objektivit A1.1"
    assert [row.nr for row in _lettered_plan("1")] == ["1", "1.1", "A1.1.1", "A1.1.2", "1.1"]


@pytest.mark.parametrize(
    ("text", "nr"), [("Objektivi A1.1: Shërbimet", "1.1"), ("Objektivi strategjik A1: Qeverisja", "1")]
)
def test_labels_of_objectives_may_have_a_letter_in_front(text: str, nr: str) -> None:
    found = labels.objective(text) or labels.numbered(text, {"1", "1.1"})
    assert found is not None and found.nr == nr


def test_the_label_of_a_total_may_name_an_objective_with_a_letter() -> None:
    found = labels.total("Totali i objektivit A1.1")
    assert found is not None and (found.kind, found.nr) == ("total", "1.1")


def test_numbers_with_letters_follow_on_each_other() -> None:
    assert numbers.key("A1.2.3") == (1, 2, 3)
    assert numbers.follows("A1.2.4", "A1.2.3")
