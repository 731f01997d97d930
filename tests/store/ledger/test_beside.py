"""What one history records beside each other stands beside each other, however its changes come."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.ledger.append import INSERT_CHANGE, rebuild_derived, row_of_change
from store.ledger.beside import heads_by_set
from store.ledger.branches import Histories, read_branches
from store.ledger.change import MAX_BESIDE, MAX_HISTORIES, Change, Register, canonical_json, heads_of
from store.ledger.heads import all_heads
from store.ledger.intake import Intake
from store.ledger.parting import forget_replica
from tests.plans import enrolled
from tests.support.lengths import cases


def test_forgetting_a_replica_leaves_the_branches_of_others(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store, store.writing() as conn:
        for replica in ("aa", "bb"):
            for chain in (replica, f"{replica}~1", f"{replica}~2"):
                conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, 0, x'')", (chain,))
            for n in (1, 2):
                conn.execute("INSERT INTO branch VALUES (?, ?, ?, 0)", (f"{replica}~{n}", replica, replica))
        forget_replica(conn, "aa")
        assert [branch.chain for branch in read_branches(conn)] == ["bb~1", "bb~2"]
        kept = [name for (name,) in conn.execute("SELECT id FROM replica WHERE id < 'c' AND length(id) < 9")]
        assert sorted(kept) == ["aa", "bb", "bb~1", "bb~2"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ff", "ee"]),
        st.sampled_from(["status", "percent"]),
        st.sampled_from(["b1", "u1"]),
        st.lists(st.sampled_from(["ff:1", "ff:2", "ee:1", "ee:3"]), max_size=2, unique=True),
        st.integers(0, 2),
    ),
    max_size=12,
)


def changes_of(steps: list[tuple[str, str, str, list[str], int]]) -> list[Change]:
    numbers, changes = {"ff": 0, "ee": 0}, list[Change]()
    for lamport, (replica, field, batch, supersedes, value) in enumerate(steps, 1):
        numbers[replica] += 1
        changes.append(
            Change(
                replica, numbers[replica], lamport, 0, "A", "17", batch, "action", "1.1.1", field,
                canonical_json(value), None, tuple(supersedes),
            )
        )  # fmt: skip
    return changes


@settings(max_examples=cases(25, 60), deadline=None)
@given(STEPS, st.data())
def test_the_state_is_that_of_the_set_wherever_files_are_cut(
    tmp_path_factory: object, steps: list[tuple[str, str, str, list[str], int]], data: st.DataObject
) -> None:
    changes = changes_of(steps)
    left = {name: [one for one in changes if one.replica == name] for name in ("ff", "ee")}
    folder = Path(tmp_path_factory.mktemp("beside"))  # type: ignore[attr-defined]
    with enrolled(folder / "a.db") as store:
        store.conn.execute("PRAGMA synchronous = OFF")
        while any(left.values()):
            name = data.draw(st.sampled_from([name for name, some in left.items() if some]))
            taken = data.draw(st.integers(1, len(left[name])))
            with store.writing() as conn:
                intake = Intake(conn)
                for change in left[name][:taken]:
                    intake.add(change, change.id.encode().ljust(32))
                intake.finish()
            del left[name][:taken]
        found = dict(all_heads(store.conn))
        of_registers: dict[object, list[Change]] = {}
        for change in changes:
            of_registers.setdefault(change.register, []).append(change)
        expected = {register: heads for register, some in of_registers.items() if (heads := heads_of(some))}
        assert found == expected
        with store.writing() as conn:
            rebuild_derived(conn)
        assert dict(all_heads(store.conn)) == expected


ONE, BRANCH, OTHER = "a" * 32, "x" + "b" * 31, "c" * 32
_AUTHOR = {ONE: ONE, BRANCH: ONE, OTHER: OTHER}
_NAMED = st.sampled_from(
    [f"{whose}:{n}" for whose in (ONE, OTHER) for n in (1, 2, 5, 20)] + [f"{ONE}:3:", f"{OTHER}:4:"]
)
_WRITTEN = st.lists(
    st.tuples(
        st.sampled_from(sorted(_AUTHOR)),
        st.sampled_from(["status", "percent"]),
        st.lists(_NAMED, max_size=2, unique=True),
        st.integers(-3, 3),
        st.integers(1, 18),
    ),
    max_size=12,
)


@settings(max_examples=cases(40, 200), deadline=None)
@given(_WRITTEN)
def test_few_changes_tell_the_heads_of_many_histories(
    tmp_path_factory: object, written: list[tuple[str, str, list[str], int, int]]
) -> None:
    """Those that cannot tell are not read; what is read says the same as all."""
    lengths, changes = {ONE: 0, BRANCH: 3, OTHER: 0}, list[Change]()
    for lamport, (chain, field, named, jump, times) in enumerate(written, 10):
        supersedes = tuple(
            name + _digest(name[:-1]).hex()[:32] if name.endswith(":") else name for name in named
        )
        for _ in range(times):
            lengths[chain] += 1
            changes.append(
                Change(
                    chain, lengths[chain], lamport + jump, 0, "A", "17", "u1", "action", "1.1.1", field,
                    canonical_json(lengths[chain]), None, supersedes,
                )
            )  # fmt: skip
    folder = Path(tmp_path_factory.mktemp("heads"))  # type: ignore[attr-defined]
    with enrolled(folder / "a.db") as store, store.writing() as conn:
        for chain in _AUTHOR:
            conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, 0, x'')", (chain,))
        conn.execute("INSERT INTO branch VALUES (?, ?, ?, 3)", (BRANCH, ONE, ONE))
        conn.executemany(INSERT_CHANGE, [row_of_change(one, _digest(one.id), None) for one in changes])
        histories = Histories(conn)
        registers = [Register("action", "1.1.1", "17", field) for field in ("percent", "status")]
        of_registers = (
            (register, [change for change in changes if change.register == register])
            for register in registers
        )
        assert list(heads_by_set(conn, registers, histories)) == [
            (register, heads_of(some, histories.seen, histories.author))
            for register, some in of_registers
            if some
        ]
        for register, heads in heads_by_set(conn, registers, histories):
            some = [change for change in changes if change.register == register]
            ends = {change.replica: change.seq for change in some}
            in_order = sorted(some, key=lambda change: (change.replica, change.seq))
            assert heads_of(iter(in_order), histories.seen, histories.author, ends) == heads
        assert list(heads_by_set(conn, registers[1:], histories)) == [
            found for found in heads_by_set(conn, registers, histories) if found[0].field == "status"
        ]


def test_many_registers_of_many_histories_cost_by_their_number(tmp_path: Path) -> None:
    """However many registers of one action an author has in many histories, each change is looked at once."""
    chains, costs = [f"{n:032x}" for n in range(1, 21)], list[int]()
    for fields in (20, 160):
        changes = [
            Change(chain, n, n, 0, "A", "17", f"{n}", "note", "1.1.1", f"{n:x}", '"a"', None, ())
            for chain in chains
            for n in range(1, fields + 1)
        ]
        with enrolled(tmp_path / f"{fields}.db") as store, store.writing() as conn:
            for n, chain in enumerate(chains):
                conn.execute("INSERT INTO replica (id, changes, head) VALUES (?, 0, x'')", (chain,))
                if n:
                    conn.execute("INSERT INTO branch VALUES (?, ?, ?, 0)", (chain, chains[0], chains[0]))
            intake, steps = Intake(conn), list[None]()
            for change in changes:
                intake.add(change, _digest(change.id))
            intake.flush()
            conn.set_progress_handler(partial(steps.append, None), 100)
            intake.finish()
            conn.set_progress_handler(None, 0)
            costs.append(len(steps))
            heads = dict(all_heads(conn))
        assert {len(some) for some in heads.values()} == {MAX_HISTORIES}
        assert len(heads) == fields
    assert costs[1] < 12 * costs[0]


def _digest(change_id: str) -> bytes:
    return sha256(change_id.encode()).digest()


def test_no_more_than_some_stand_beside_each_other() -> None:
    changes = changes_of([("ff", "status", "u1", ["ee:9"], value) for value in range(2 * MAX_BESIDE)])
    assert len(heads_of(changes)) == MAX_BESIDE
    assert len(heads_of([*changes, changes[-1]._replace(seq=99, batch="x")])) == 1


def test_a_register_of_very_many_changes_is_not_held_in_memory() -> None:
    many = 20_000

    def changes() -> Iterator[Change]:
        """Two histories, each change of which supersedes the last of both."""
        for chain, other in ((ONE, OTHER), (OTHER, ONE)):
            for n in range(1, many):
                seen = (f"{chain}:{n - 1}", f"{other}:{n - 1}")
                yield Change(
                    chain, n, n, 0, "A", "17", str(n), "action", "1.1.1", "percent", str(n), None, seen
                )

    tracemalloc.start()
    try:
        heads = heads_of(changes(), ends={ONE: many - 1, OTHER: many - 1})
        assert tracemalloc.get_traced_memory()[1] < 2**18
    finally:
        tracemalloc.stop()
    assert [head.id for head in heads] == [f"{OTHER}:{many - 1}", f"{ONE}:{many - 1}"]
