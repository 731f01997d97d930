"""Searching: what is found, in which order, and which mistyped words are understood."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.database import Store
from store.edits import add_note
from store.filters import best_first
from store.nearwords import errors_allowed, near_words
from store.outline import outline
from store.plan import Action, Deadline, Plan, SpecificObjective, StrategicObjective
from store.search import SearchIndex
from store.text import fold
from tests.plans import enrolled
from tests.store.test_filters import TODAY


def searched(path: Path, actions: Iterable[tuple[str, str, tuple[str, ...], str]]) -> Store:
    """A store with actions of number, title, institutions and output."""
    made = tuple(
        Action(nr, title, Deadline("2022", 2022, 2022), {2022: None}, ("BK",), institutions, product, id=nr)
        for nr, title, institutions, product in actions
    )
    objective = StrategicObjective("1", "O", (), (SpecificObjective("1.1", "P", (), made),))
    return enrolled(path, plan=Plan("p", "P", "sq", (2022,), (objective,)))


def some(path: Path) -> Store:
    store = searched(
        path,
        (
            ("1.1.1", "Trajnime për punonjësit", ("MPB",), "Raporti për 212 raste"),
            ("2.1.2", "Tryeza me Këshillat Komunalë", ("MAPL", "MPB (DSP)"), "15 tryeza"),
            ("2.1.21", "Fushatë për fëmijët", ("Komunat",), "Trajnimi u mbajt"),
            ("21.2", "Mbështetja e komunave dhe komunat", ("MPMS",), "Žene i đaci"),
            ("2.1.3", "Politika e integrimit", ("Komuna Pejë",), "Dokumenti"),
        ),
    )
    add_note(store, "2.1.3", "Pritet lista nga komunat.\nMungon çertifikata.")
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("2.1.2", "2.1.2 2.1.21"),
        ("2.1.2.", "2.1.2 2.1.21"),
        ("212", "2.1.2 21.2 2.1.21 1.1.1"),
        ("komunat", "21.2 2.1.21 2.1.3"),
        ("KOMUNA", "2.1.2 21.2 2.1.21 2.1.3"),
        ("komuna", "2.1.2 21.2 2.1.21 2.1.3"),
        ("femijet", "2.1.21"),
        ("trajnim", "1.1.1 2.1.21"),
        ("tryeza mpb", "2.1.2"),
        ("zene daci", "21.2"),
        ("certifikata", "2.1.3"),
        ("çertifikata 2.1", "2.1.3"),
        ("tarjnim", "1.1.1 2.1.21"),
        ("trajnm", "1.1.1 2.1.21"),
        ("trajnimmi", "1.1.1 2.1.21"),
        ("mbeshtettja", "21.2"),
        ("integirmit politka", "2.1.3"),
        ("certifiakta", "2.1.3"),
        ("mpx", ""),
        ("2.1.9", ""),
        ("trrrrajnim", ""),
        ("", "1.1.1 2.1.2 2.1.21 21.2 2.1.3"),
    ],
)
def test_what_a_search_finds_the_best_first(tmp_path: Path, wanted: str, found: str) -> None:
    with some(tmp_path / "a.db") as store:
        rows = outline(store, today=TODAY).actions
        assert " ".join(row.nr for row in best_first(store, rows, wanted)) == found


def test_an_index_knows_new_notes_once_told(tmp_path: Path) -> None:
    with some(tmp_path / "a.db") as store:
        with store.reading() as conn:
            index = SearchIndex(conn, at_once=False)
            assert index.find(conn, "menaxher") == []
        add_note(store, "1.1.1", "U emërua menaxheri.")
        with store.reading() as conn:
            assert index.find(conn, "menaxher") == []
            index.forget_notes()
            assert index.find(conn, "menaxher") == ["1.1.1"]


words = st.text("abcë1.", max_size=9)
texts = st.lists(words, max_size=4).map(" ".join)


@given(
    st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=5),
    st.lists(words, max_size=2).map(" ".join),
)
def test_whatever_holds_every_word_is_found(
    tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[str, str, str]], wanted: str
) -> None:
    actions = [(f"1.1.{n}", title, (name,), product) for n, (title, name, product) in enumerate(plan)]
    with searched(tmp_path_factory.mktemp("s") / "a.db", actions) as store, store.reading() as conn:
        found = SearchIndex(conn).find(conn, wanted)
    assert len({*found}) == len(found)
    literally = {
        nr
        for nr, title, names, product in actions
        if all(
            any(word in text for text in (fold(title), fold(names[0]), fold(product)))
            or nr.startswith(word.rstrip(".") or word)
            for word in fold(wanted).split()
        )
    }
    assert literally <= {*found}


def distance(one: str, other: str) -> int:
    """The optimal string alignment distance, as its definition has it."""
    if not one or not other:
        return len(one) + len(other)
    found = min(
        distance(one[:-1], other) + 1,
        distance(one, other[:-1]) + 1,
        distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        found = min(found, distance(one[:-2], other[:-2]) + 1)
    return found


short = st.text("abc", max_size=5)


@given(st.text("abc", min_size=1, max_size=4), st.lists(short, max_size=6), st.integers(0, 2))
def test_near_words_are_those_that_begin_within_the_edits(word: str, known: list[str], errors: int) -> None:
    ordered = sorted({*known})
    expected = [
        candidate
        for candidate in ordered
        if any(distance(word, candidate[:end]) <= errors for end in range(len(candidate) + 1))
    ]
    assert list(near_words(word, ordered, errors)) == expected


def test_short_words_and_numbers_are_taken_as_they_are() -> None:
    assert [errors_allowed(word) for word in ("mpb", "plan", "trajnim", "trajnime", "2022", "1.1.1")] == [
        0,
        1,
        1,
        2,
        0,
        0,
    ]
