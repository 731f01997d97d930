"""Searching: what is found, in which order, and which mistyped words are understood."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.db.database import Store
from store.edits.edits import add_note
from store.plan.model import Action, Deadline, Plan, SpecificObjective, StrategicObjective
from store.query.filters.order import rank_by_text
from store.search.near_words import errors_allowed, near_words
from store.search.search import SearchIndex
from store.status.outline import outline
from tests.plans import enrolled, large_plan
from tests.store.query.filters.test_filters import TODAY
from tests.store.search.plainsearch import Searched, found_plainly


def searched(path: Path, actions: Iterable[tuple[str, str, tuple[str, ...], str]]) -> Store:
    """A store with actions of number, title, institutions and output."""
    made = tuple(
        Action(
            nr, title, Deadline("2022", 2022, 2022), {2022: None}, ("BK",), institutions, (), (output,), id=nr
        )
        for nr, title, institutions, output in actions
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
            ("2.2.1", "Споразум о ђацима", ("МУП",), "Њихова књига"),
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
        ("sporazum đacima", "2.2.1"),
        ("споразум мпб", "2.2.1"),
        ("MUP njihova", "2.2.1"),
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
        ("", "1.1.1 2.1.2 2.1.21 21.2 2.1.3 2.2.1"),
    ],
)
def test_what_a_search_finds_the_best_first(tmp_path: Path, wanted: str, found: str) -> None:
    with some(tmp_path / "a.db") as store:
        rows = outline(store, today=TODAY).actions
        assert " ".join(row.nr for row in rank_by_text(store, rows, wanted)) == found


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


words = st.text("abcë1.-", max_size=9) | st.sampled_from(["1.1", "abcabcab", "abcabc", "..."])
texts = st.lists(words, max_size=4).map(" ".join)
places = st.sampled_from(["1.1.1", "1.1.11", "1.1.2.", "11.1", "1.11", "A.1", "a.11", "1", "b"])


plans = st.lists(
    st.tuples(places, texts, st.lists(texts, max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple)),
    max_size=7,
).map(lambda made: [Searched(str(n), *each) for n, each in enumerate(made)])


def database(actions: Sequence[Searched]) -> sqlite3.Connection:
    """What a search reads, and nothing else."""
    conn = sqlite3.connect(":memory:")
    conn.executescript(
        """
        CREATE TABLE plan (revision); INSERT INTO plan VALUES (1);
        CREATE TABLE action (revision, id, nr, title, position);
        CREATE TABLE action_name (revision, action, role, name);
        CREATE TABLE state (kind, target, value);
        """
    )
    for position, (id_, nr, title, institutions, outputs) in enumerate(actions):
        conn.execute("INSERT INTO action VALUES (1, ?, ?, ?, ?)", (id_, nr, title, position))
        named = [(id_, "lead" if n else "support", name) for n, name in enumerate(institutions)]
        named += [(id_, "output", text) for text in outputs]
        conn.executemany("INSERT INTO action_name VALUES (1, ?, ?, ?)", named)
    return conn


def write_notes(conn: sqlite3.Connection, notes: Mapping[str, Sequence[str]]) -> None:
    """Let these be the notes of the actions."""
    conn.execute("DELETE FROM state")
    for target, written in notes.items():
        rows = [(target, json.dumps(note)) for note in written]
        conn.executemany("INSERT INTO state VALUES ('note', ?, ?)", rows)


@pytest.mark.parametrize("few", [256, 2])
@given(actions=plans, wanted=texts, notes=st.lists(st.lists(texts, max_size=2), min_size=2, max_size=2))
def test_letter_by_letter_a_search_finds_what_looking_everywhere_finds(
    few: int, actions: list[Searched], wanted: str, notes: list[list[str]]
) -> None:
    with patch("store.search.field_texts._FEW", few), closing(database(actions)) as conn:
        index = SearchIndex(conn, at_once=False)
        for noted in notes:
            written = {actions[0].id: noted} if actions else {}
            write_notes(conn, written)
            index.forget_notes()
            for end in range(len(wanted) + 1):
                assert index.find(conn, wanted[:end]) == found_plainly(actions, written, wanted[:end])


@given(plans)
def test_more_words_than_a_byte_can_sum_are_ordered_alike(actions: list[Searched]) -> None:
    wanted = "a b c 1 . .. ... .... ..... ab bc 1.1 1. 11 ca cab 1.1. aa 1.. 11. ba cb bb ac cc"
    title = f"{wanted} {wanted}"
    actions = [
        *(action._replace(title=f"{action.title} {title}") for action in actions),
        Searched("last", "9", "", (), ()),
        Searched("out", "1", "a", (), ()),
    ]
    few = " ".join(wanted.split()[:18])
    with closing(database(actions)) as conn:
        write_notes(conn, {"last": [wanted]})
        index = SearchIndex(conn)
        for text in (few, f"{few} ca", wanted):
            found = index.find(conn, text)
            assert found[-1] == "last"
            assert found == found_plainly(actions, {"last": [wanted]}, text)


def test_texts_are_folded_piece_by_piece(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", plan=large_plan(1000)) as store, store.reading() as conn:
        index = SearchIndex(conn, at_once=False)
        pieces = 0
        while index.build():
            pieces += 1
        assert pieces > 4
        assert index.find(conn, "komunat 1.2") == SearchIndex(conn).find(conn, "komunat 1.2")


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
