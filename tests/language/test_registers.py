"""Registers, values and changes in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import language
from language import registers
from schema.registers import KINDS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("action", "status", "Status"),
        ("action", "new_deadline", "New deadline"),
        ("money", "2022.capital.spent", "Spent, capital 2022"),
        ("money", "2021.allocated", "Allocated 2021"),
        ("money", "2021.borrowed", "borrowed 2021"),
        ("note", "5f2a", "Note"),
        ("evidence", "5f2a", "Evidence"),
        ("assessment", "status", "Assessment by headquarters: Status"),
        ("indicator", "2022", "Measurement 2022"),
        ("period", "2022", "Reporting period: 2022"),
        ("decision", "", "Decision by headquarters"),
        ("decision", "cancelled", "Decision by headquarters: Cancelled"),
        ("assessment", "comment", "Assessment by headquarters: Comment"),
        ("action", "comment", "Action: comment"),
        ("resolution", "5f2a", "Decision"),
        ("meeting", "about", "Meeting"),
        ("forecast", "cost\x1b", "forecast: cost"),
    ],
)
def test_register_in_words(kind: str, field: str, words: str) -> None:
    assert registers.register(kind, field) == words


@pytest.mark.parametrize(
    ("kind", "field", "held", "words"),
    [
        ("action", "status", "implemented", "Implemented"),
        ("action", "status", None, "Not reported"),
        ("action", "percent", 45, "45%"),
        ("action", "reason", "lack_of_budget", "Lack of budget"),
        ("action", "new_deadline", "2023-06-30", "30 Jun 2023"),
        ("action", "new_deadline", "2023", "2023"),
        ("action", "output_reached", True, "Yes"),
        ("action", "next_steps", "first\nsecond\x1b[2J", "first second[2J"),
        ("action", "next_steps", None, "–"),
        ("money", "2022.capital.spent", 450000, "4,500"),
        ("money", "2022.capital.spent", "much", "much"),
        ("note", "5f2a", "Two managers appointed.", "Two managers appointed."),
        ("evidence", "5f2a", {"title": "Minutes", "ref": "12/2022"}, "Minutes · 12/2022"),
        (
            "resolution",
            "5f2a",
            {"text": "Write to the {ministry}.", "responsible": "Arta\x1b", "due": "2022-06-30"},
            "Write to the {ministry}. · Responsible: Arta · By when: 30 Jun 2022",
        ),
        ("resolution", "5f2a", {"text": "Wait.", "responsible": "", "due": ""}, "Wait."),
        ("resolution", "5f2a", {"text": None, "due": 3}, "– · By when: 3"),
        ("forecast", "cost", {"low": 1}, "{'low': 1}"),
    ],
)
def test_value_in_words(kind: str, field: str, held: object, words: str) -> None:
    assert registers.value(kind, field, held) == words


@pytest.mark.parametrize(
    ("kind", "field", "most"),
    [
        ("forecast", "cost", 61),
        ("action", "weather", 61),
        ("decision", "weather", 61),
        ("note", "5f2a", 3_000),
        ("action", "status", 3_000),
        ("action", "next_steps", 3_000),
        ("assessment", "comment", 3_000),
    ],
)
@pytest.mark.parametrize("held", [str, lambda text: {"text": text}, lambda text: [text]])
def test_a_text_that_nobody_here_types_is_told_by_its_beginning(
    kind: str, field: str, most: int, held: Callable[[str], object]
) -> None:
    """Also one in a known field that is longer than it may be, of a change that is held."""
    assert len(registers.value(kind, field, held("x" * 60_000))) == 61
    shown = registers.value(kind, field, held("x" * 3_000))
    assert len(shown) == most


def test_change_in_words() -> None:
    assert (
        registers.change("action", "1.2.3", "status", "implemented", "in_progress", "EUR")
        == "1.2.3, Status: Implemented → In progress"
    )
    assert registers.change("note", "1.2.3", "5f2a", None, "Text.", "EUR") == "1.2.3, Note: Text."
    held = {"title": "Group", "date": "2022-06-30", "agenda": ["1.2.3"]}
    assert registers.change("meeting", "d087b1eb44d0", "about", None, held, "EUR") == "Meeting: Group"
    assert registers.change("meeting", "d087b1eb44d0", "about", held, None, "EUR") == "Meeting: Group → –"


@pytest.mark.parametrize(
    ("amended", "words"),
    [
        ({"present": ["Ana", "Ben, MPB"], "absent": []}, "Meeting: Group · Present: Ana; Ben, MPB"),
        (
            {"place": "Room 1", "date": "2022-03-02"},
            "Meeting: Group · Date: 2 Mar 2022 · Place of the meeting: Room 1",
        ),
        ({"agenda": ["b", "a"]}, "Meeting: Group · Agenda: in another order"),
        ({"agenda": ["a"]}, "Meeting: Group · Agenda: 1 action"),
        (
            {"agenda": 7, "date": 7, "present": "\x1b"},
            "Meeting: Group · Agenda: 0 actions · Date: 7 · Present: ",
        ),
        ({"title": "Round", "place": "X"}, "Meeting: Group → Round · Place of the meeting: X"),
        ({"ended": True}, "Meeting: Group → Group (ended)"),
    ],
)
def test_what_was_amended_of_a_meeting_is_told(amended: dict[str, object], words: str) -> None:
    held = {"title": "Group", "date": "2022-03-01", "agenda": ["a", "b"], "absent": []}
    with language.speaking("en"):
        assert registers.change("meeting", "d087b1eb44d0", "about", held, held | amended) == words
    language.use("sq")
    assert (
        registers.change("money", "1.2.3", "2022.recurrent.spent", None, 1250050, "RSD")
        == "1.2.3, Shpenzuar, rrjedhëse 2022: – → 12\u00a0500,50 RSD"
    )


@given(st.sampled_from([*KINDS, "forecast"]), st.text(max_size=20), JSON, JSON)
def test_anything_from_a_file_is_one_harmless_line(kind: str, field: str, old: object, new: object) -> None:
    text = registers.change(kind, "1.1.1\x1b\n", field, old, new, "EUR")
    assert not {unicodedata.category(c) for c in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_what_was_confirmed_is_told_without_an_arrow() -> None:
    words = registers.change("action", "1.2.3", "status", "implemented", "implemented")
    assert words == "1.2.3, Status: Implemented"
