"""Heads and conflicts: the incremental state equals a replay for every order in which changes arrive."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.ledger import state
from store.ledger.change import Change, in_conflict, order_key, split_id
from store.ledger.heads import all_heads
from store.ledger.intake import Intake
from store.ledger.state import rebuild
from store.opening.schema import create
from tests.store.ledger.replay import replay
from tests.support.lengths import cases

REPLICAS = ("aa", "bb", "cc")
STRANGE_IDS = ("zz:1", "aa:99", "", "aa", ":", "aa:01", "aa:-1", "aa:٣", "aa:" + "9" * 40)


class Arrival(NamedTuple):
    """A change, and why it is held (None: it counts)."""

    change: Change
    held: str | None


@st.composite
def histories(draw: st.DrawFn) -> list[list[Arrival]]:
    """One history a replica; what a change supersedes is any id at all, its own and later ones included."""
    lengths = [draw(st.integers(0, 6)) for _ in REPLICAS]
    ids = [
        f"{replica}:{n}"
        for replica, length in zip(REPLICAS, lengths, strict=True)
        for n in range(1, length + 1)
    ]
    pointed = st.lists(st.sampled_from([*ids, *STRANGE_IDS]), max_size=4)

    def arrival(replica: str, seq: int) -> Arrival:
        change = Change(
            replica, seq, draw(st.integers(1, 9)), 0, "o", "17", "1", "action",
            draw(st.sampled_from(["1.1", "1.2"])), draw(st.sampled_from(["status", "percent"])),
            draw(st.sampled_from(["1", "2", "null"])), None, tuple(draw(pointed)),
        )  # fmt: skip
        return Arrival(change, draw(st.sampled_from([None, None, None, "unit"])))

    return [
        [arrival(replica, n) for n in range(1, length + 1)]
        for replica, length in zip(REPLICAS, lengths, strict=True)
    ]


@st.composite
def arrivals(draw: st.DrawFn) -> list[list[Arrival]]:
    """The histories interleaved, each replica's in order, cut into intakes."""
    by_replica = draw(histories())
    queues = [iter(history) for history in by_replica]
    lanes = [lane for lane, history in enumerate(by_replica) for _ in history]
    order = [next(queues[lane]) for lane in draw(st.permutations(lanes))]
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=3)))
    edges = [0, *cuts, len(order)]
    return [order[a:b] for a, b in pairwise(edges)]


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    create(conn)
    yield conn
    conn.close()


def taken(conn: sqlite3.Connection, groups: list[list[Arrival]]) -> list[Change]:
    """Take the arrivals into the empty database; the changes that count."""
    for group in groups:
        intake = Intake(conn)
        for change, held in group:
            intake.add(change, change.id.encode().ljust(32), held)
        intake.finish()
    return [arrival.change for group in groups for arrival in group if arrival.held is None]


def derived(conn: sqlite3.Connection) -> tuple[object, object]:
    """The tables that are derived from the ledger, as they stand."""
    return (
        conn.execute("SELECT * FROM state ORDER BY 1, 2, 3, 4").fetchall(),
        conn.execute("SELECT * FROM awaited_supersession ORDER BY 1, 2, 3").fetchall(),
    )


@given(arrivals(), st.sampled_from([1, 2, 50_000]))
@settings(
    max_examples=cases(40, 1_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_every_order_of_arrival_gives_the_replayed_state(
    empty: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, groups: list[list[Arrival]], cache: int
) -> None:
    monkeypatch.setattr(state, "_CACHE_LIMIT", cache)
    monkeypatch.setattr(Intake, "_BATCH", min(cache, 5_000))
    empty.execute("BEGIN")
    try:
        counted = taken(empty, groups)
        assert dict(all_heads(empty)) == replay(counted)
        flags = dict(empty.execute("SELECT kind || target || unit || field, conflict FROM state"))
        assert flags == {"".join(r): int(in_conflict(heads)) for r, heads in replay(counted).items()}
        incremental = derived(empty)
        rebuild(empty)
        assert derived(empty) == incremental
    finally:
        empty.execute("ROLLBACK")


@given(histories())
@settings(
    max_examples=cases(40, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_two_orders_end_in_the_same_tables(
    empty: sqlite3.Connection, by_replica: list[list[Arrival]]
) -> None:
    results = []
    for order in (by_replica, by_replica[::-1]):
        empty.execute("BEGIN")
        try:
            taken(empty, order)
            results.append(derived(empty))
        finally:
            empty.execute("ROLLBACK")
    assert results[0] == results[1]


def test_heads_of_one_value_are_settled_and_the_highest_is_shown() -> None:
    def change(replica: str, lamport: int, value: str, *supersedes: str) -> Change:
        return Change(
            replica, 1, lamport, 0, "o", "17", "1", "action", "1.1", "status", value, None, supersedes
        )

    (heads,) = replay([change("aa", 3, '"x"'), change("bb", 3, '"x"'), change("cc", 1, '"x"')]).values()
    assert [head.id for head in heads] == ["bb:1", "aa:1", "cc:1"]
    assert not in_conflict(heads)
    (heads,) = replay([change("aa", 3, '"x"'), change("bb", 2, '"y"')]).values()
    assert in_conflict(heads)
    assert heads[0].value == '"x"'


def test_ids_that_no_change_can_have_are_none() -> None:
    assert split_id("aa:12") == ("aa", 12)
    assert split_id("a:b:1") == ("a:b", 1)
    assert [split_id(text) for text in STRANGE_IDS if text not in ("zz:1", "aa:99")] == [None] * 7
    assert order_key("aa:2", 5) < order_key("aa:10", 5) < order_key("bb:1", 5) < order_key("aa:1", 6)


def test_deriving_the_state_holds_no_ledger_in_memory(empty: sqlite3.Connection) -> None:
    peaks = []
    for length in (4_000, 16_000):
        empty.execute("BEGIN")
        try:
            intake = Intake(empty)
            for n in range(1, length + 1):
                note = Change(
                    "aa", n, n, 0, "A", "17", str(n), "note", "1.1.1", f"n{n % 50}", '"x"', None, ()
                )
                intake.add(note, note.id.encode().ljust(32), None)
            intake.finish()
            del intake
            tracemalloc.start()
            rebuild(empty)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        finally:
            empty.execute("ROLLBACK")
    assert peaks[1] < 1.5 * peaks[0]
