"""What was in force on a day follows the rule of the state, whatever others name and call an undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from cProfile import Profile
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from pstats import Stats
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.account.contested import shared_registers
from store.account.disputes import disputed_as_of
from store.account.in_force import changes_in_force, undone_changes
from store.db.database import Store
from store.edits.edits import StatusReport, report_status
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.edits.reported.table import ReportedCell, ReportedRow, ReportedTable, Source
from store.ledger.append import INSERT_CHANGE, Edit, record, row_of_change
from store.ledger.branches import Branch, Histories, own_path
from store.ledger.change import MAX_HISTORIES, Change, Register, canonical_json, heads_of
from store.ledger.lineage import Lineage, record_lineage
from tests.plans import enrolled
from tests.support.lengths import cases

OTHERS, VICTIM = "aa", "bb"
JANUARY, END = date(2022, 1, 31), date(2022, 12, 31)


@dataclass
class Ledger:
    """Histories that are written by hand, whatever their authors may have seen."""

    changes: list[Change] = field(default_factory=list)

    def say(
        self,
        replica: str,
        value: object,
        *supersedes: str,
        on: str | None = "2022-01-15",
        batch: str = "",
        lamport: int | None = None,
    ) -> str:
        own = [change for change in self.changes if change.replica == replica]
        seq = len(own) + 1
        given = 1 + max((c.lamport for c in self.changes), default=0) if lamport is None else lamport
        self.changes.append(
            Change(
                replica, seq, given, 0, "A", "17", batch or str(seq), "action", "1.1.1", "status",
                canonical_json(value), on, supersedes,
            )
        )  # fmt: skip
        return f"{replica}:{seq}"

    def values(self, day: date) -> list[object]:
        return [change.decoded() for change in changes_in_force(self.changes, day)]


def test_what_is_named_by_a_lower_lamport_stands_on_every_day() -> None:
    ledger = Ledger()
    ledger.say(VICTIM, "in_progress", on=None)
    named = ledger.say(VICTIM, "not_implemented")
    ledger.say(OTHERS, "implemented", named, lamport=1, on="2022-01-10")
    assert ledger.values(JANUARY) == ["not_implemented", "implemented"]


def test_what_an_author_wrote_before_is_passed_without_a_name() -> None:
    ledger = Ledger()
    ledger.say(VICTIM, "in_progress")
    ahead = ledger.say(VICTIM, "implemented", on="2022-07-01")
    assert (ledger.values(JANUARY), ledger.values(END)) == (["in_progress"], ["implemented"])
    # who has seen it knows what it took the place of
    ledger.say(OTHERS, "not_started", ahead)
    assert ledger.values(JANUARY) == ledger.values(END) == ["not_started"]


def test_values_beside_each_other_stand_as_in_the_state() -> None:
    ledger = Ledger()
    seen = ledger.say(VICTIM, "in_progress")
    ledger.say(OTHERS, "implemented", seen, batch="7")
    ledger.say(OTHERS, "not_started", seen, batch="7")
    assert ledger.values(JANUARY) == ["not_started", "implemented"]


def test_nobody_takes_back_what_another_wrote() -> None:
    ledger = Ledger()
    ledger.say(VICTIM, "in_progress", batch="7")
    ledger.say(OTHERS, "implemented", batch=f"u{VICTIM}:7", lamport=1)
    assert ledger.values(JANUARY) == ["in_progress", "implemented"]
    assert undone_changes(ledger.changes) == set()


def test_an_undo_takes_back_what_was_set_and_set_again() -> None:
    ledger = Ledger()
    first = ledger.say(VICTIM, "in_progress", batch="7", on="2022-01-15")
    undo = ledger.say(VICTIM, None, first, batch="u7", on=None)
    assert ledger.values(JANUARY) == [None]
    again = ledger.say(VICTIM, "in_progress", undo, batch="r7")
    assert ledger.values(JANUARY) == ["in_progress"]
    ledger.say(VICTIM, None, again, batch="u7", on=None)
    assert ledger.values(JANUARY) == [None]
    assert undone_changes(ledger.changes) == {first, again}


ONE, BRANCH, OTHER = "a" * 32, "x" + "b" * 31, "c" * 32
NEW = "d" * 32
"""It goes on from the first change of a history, and says so."""
_DAYS = ["2022-01-15", "2022-07-01", None]
_NAMES = [f"{whose}:{n}" for whose in (ONE, OTHER, NEW) for n in (1, 2, 3, 5)] + [f"{ONE}:3:", f"{OTHER}:2:"]
_BATCHES = ["1", "r1", "u1", "2", f"u{ONE}:1", f"r{ONE}:1", f"u{OTHER}:1", f"u{ONE}:2@m:1", "2@m:1"]
_WRITTEN = st.lists(
    st.tuples(
        st.sampled_from([ONE, BRANCH, OTHER, NEW]),
        st.sampled_from(_BATCHES),
        st.lists(st.sampled_from(_NAMES), max_size=2, unique=True),
        st.integers(0, 3),
        st.sampled_from(_DAYS),
    ),
    max_size=10,
)


def _digest(change_id: str) -> bytes:
    return sha256(change_id.encode()).digest()


@contextmanager
def held(folder: Path, changes: list[Change]) -> Iterator[Store]:
    """A database with changes: BRANCH parts from ONE after its first, and NEW goes on from there."""
    with enrolled(folder / "a.db") as store:
        with store.writing() as conn:
            for chain in (ONE, BRANCH, OTHER, NEW):
                conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, 0, x'')", (chain,))
            conn.execute("INSERT INTO branch VALUES (?, ?, ?, 1)", (BRANCH, ONE, ONE))
            conn.executemany(INSERT_CHANGE, [row_of_change(each, _digest(each.id), None) for each in changes])
            record_lineage(conn, Lineage(NEW, ONE, 2, _digest(f"{BRANCH}:2")))
        yield store


def status(
    chain: str, seq: int, lamport: int, batch: str, day: str | None, supersedes: Iterable[str] = ()
) -> Change:
    names = (f"{name}{_digest(name[:-1]).hex()[:32]}" if name.endswith(":") else name for name in supersedes)
    return Change(
        chain, seq, lamport, 0, "A", "17", batch, "action", "1.1.1", "status",
        canonical_json(f"{chain}{seq}"), day, tuple(names),
    )  # fmt: skip


@settings(max_examples=cases(60, 600), deadline=None)
@given(_WRITTEN)
def test_what_is_in_force_after_all_days_is_what_the_state_shows(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str, list[str], int, str | None]]
) -> None:
    """Whoever claims what of others, no value is in conflict here and decided there."""
    lengths, lamports = {ONE: 0, BRANCH: 1, OTHER: 0, NEW: 0}, dict.fromkeys((ONE, BRANCH, OTHER, NEW), 0)
    changes = []
    for chain, batch, supersedes, later, day in written:
        lengths[chain] += 1
        lamports[chain] += 1 + later
        changes.append(status(chain, lengths[chain], lamports[chain], batch, day, supersedes))
    with held(tmp_path_factory.mktemp("in_force"), changes) as store:
        histories = Histories(store.conn)
        heads = [head.id for head in heads_of(changes, histories.seen, histories.author)]
        standing = changes_in_force(changes, END, histories=histories)
        assert [change.id for change in standing] == heads
        early = changes_in_force(changes, JANUARY, histories=histories)
        assert all((change.effective_on or "") <= JANUARY.isoformat() for change in early)
        taken = undone_changes(changes, histories)
        assert taken.isdisjoint(heads)
        for change in changes:
            if change.id in taken:
                assert any(
                    undo.batch[:1] == "u"
                    and change.seq <= own_path(store.conn, undo.replica).get(change.replica, 0)
                    for undo in changes
                )


def test_an_undo_takes_back_what_its_author_wrote_under_an_earlier_id(tmp_path: Path) -> None:
    """In the history from which it goes on, as far as it does."""
    changes = [
        status(ONE, 1, 1, "1", "2022-01-01"),
        status(BRANCH, 2, 2, "2", "2022-01-10", [f"{ONE}:1"]),
        status(BRANCH, 3, 3, "3", "2022-01-12", [f"{ONE}:2"]),
        status(ONE, 2, 2, "2", "2022-01-11", [f"{ONE}:1"]),
    ]
    exact = {change.id: f"{ONE}:{change.seq}:{_digest(change.id).hex()[:32]}" for change in changes}
    undos = [
        status(NEW, n, 10 + n, f"u{ONE}:{batch}", None, [exact[f"{BRANCH}:{batch}"], exact[f"{ONE}:2"]])
        for n, batch in enumerate((2, 3), 1)
    ]
    alone = status(NEW, 1, 11, f"u{ONE}:1", None)
    seen = alone._replace(supersedes=(exact[f"{BRANCH}:3"], exact[f"{ONE}:2"]))
    for before, undo, taken in (
        (changes, undos[0], {f"{BRANCH}:2"}),
        (changes, undos[1]._replace(seq=1), set()),
        (changes, seen, {f"{ONE}:1"}),
        # what it has not taken the place of stands, or stood: everybody may say that it goes on from another
        (changes, alone, set()),
        (changes[:1], alone, set()),
    ):
        (folder := tmp_path / f"{undo.batch[-1]}-{len(before)}-{len(undo.supersedes)}").mkdir()
        with held(folder, [*before, undo]) as store:
            assert undone_changes([*before, undo], Histories(store.conn)) == taken


def test_an_undo_in_a_copy_takes_back_what_both_had(tmp_path: Path) -> None:
    changes = [
        status(ONE, 1, 1, "1", "2022-01-01"),
        status(ONE, 2, 2, "2", "2022-01-02"),
        status(BRANCH, 2, 2, "u1", None, [f"{ONE}:1"]),
    ]
    with held(tmp_path, changes) as store:
        assert undone_changes(changes, Histories(store.conn)) == {f"{ONE}:1"}


def test_many_histories_of_one_author_show_as_many_values_as_the_state(tmp_path: Path) -> None:
    chains = [f"{n:032x}" for n in range(1, MAX_HISTORIES + 4)]
    changes = [status(chain, 2, n, "1", "2022-01-01") for n, chain in enumerate(chains, 1)]
    with held(tmp_path, []) as store:
        with store.writing() as conn:
            for chain in chains:
                conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, 0, x'')", (chain,))
                conn.execute("INSERT INTO branch VALUES (?, ?, ?, 1)", (chain, ONE, ONE))
        histories = Histories(store.conn)
        standing = changes_in_force(changes, END, histories=histories)
        assert [of.id for of in standing] == [h.id for h in heads_of(changes, author=histories.author)]
        assert len(standing) == MAX_HISTORIES


def test_many_undos_and_names_cost_by_their_number() -> None:
    """A file of some kilobytes says nothing for which everybody waits."""
    n = 4_000
    ledger = [
        Change(
            OTHERS, seq, seq, 0, "A", "17", f"u{seq - 1}", "action", "1.1.1", "status", "1", None,
            tuple(f"{VICTIM}:{of}" for of in range(seq % 7)),
        )
        for seq in range(1, n)
    ]  # fmt: skip
    costs = []
    for size in (n // 8, n):
        profile = Profile()
        profile.runcall(changes_in_force, ledger[:size], END)
        costs.append(Stats(profile).total_calls)  # type: ignore[attr-defined]
    assert costs[1] < 12 * costs[0]


def test_many_histories_with_an_undo_each_cost_by_their_number() -> None:
    """Each reaches all of a long one; nobody waits for the product."""
    costs = []
    for size in (40, 320):
        changes = [status(ONE, seq, seq, "1", "2021-12-20") for seq in range(1, 10 * size)]
        changes += [
            status(f"{fork:032x}", 10 * size, 10 * size, f"u{ONE}:1", "2031-12-20", [changes[-1].id])
            for fork in range(size)
        ]
        profile = Profile()
        profile.runcall(changes_in_force, changes, END)
        costs.append(Stats(profile).total_calls)  # type: ignore[attr-defined]
    assert costs[1] < 12 * costs[0]


def test_nested_histories_with_an_undo_each_cost_by_their_number(tmp_path: Path) -> None:
    """Each parts from the one before it: nobody waits for all that lead into each."""
    costs = []
    for size in (40, 320):
        chains = [ONE, *(f"x{n}" for n in range(size))]
        branches = [Branch(chains[n + 1], ONE, chains[n], n + 1) for n in range(size)]
        changes = [
            status(chain, n, n, batch, "2022-01-01", [f"{ONE}:1"])
            for at, chain in enumerate(chains)
            for n, batch in ((at + 1, "1"), (at + 2, f"u{ONE}:1"))
        ]
        (folder := tmp_path / f"{size}").mkdir()
        with held(folder, []) as store, patch("store.ledger.branches.read_branches", return_value=branches):
            histories, profile = Histories(store.conn), Profile()
            taken = profile.runcall(undone_changes, changes, histories)
        costs.append(Stats(profile).total_calls)  # type: ignore[attr-defined]
        assert taken
    assert costs[1] < 16 * costs[0], costs


@pytest.mark.parametrize("decided", [False, True])
def test_what_a_table_crossed_was_in_conflict_until_somebody_decided(tmp_path: Path, decided: bool) -> None:
    """Also where one installation has recorded all of it."""
    status, today = Register("action", "1.1.1", "17", "status"), date(2022, 12, 1)
    cell = ReportedCell("in_progress", base="not_started")
    table = ReportedTable(
        Source("t", "ab" * 32, date(2022, 3, 1)), (ReportedRow("1.1.1", {"status": cell}, "17"),)
    )
    with enrolled(tmp_path / "a.db", role="headquarters", unit="HQ") as store:
        report_status(
            store, "1.1.1", StatusReport("implemented", on=date(2022, 2, 1)), today=today, unit="17"
        )
        assert record_table(store, table, Recording(today)).comparison.crossed
        if decided:
            record(store, [Edit(*status, "not_implemented", "2022-11-01")])
        with store.reading() as conn:
            assert disputed_as_of(conn, date(2022, 6, 30)) == (status,)
            assert disputed_as_of(conn, END) == (() if decided else (status,))
            assert shared_registers(conn, "action", target="1.1.1") == {status}
