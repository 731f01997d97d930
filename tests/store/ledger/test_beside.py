"""What one history records beside each other stands beside each other, however its changes come."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.ledger.append import rebuild_state
from store.ledger.branches import read_branches
from store.ledger.change import MAX_BESIDE, Change, canonical_json, heads_of
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
        rebuild_state(store)
        assert dict(all_heads(store.conn)) == expected


def test_no_more_than_some_stand_beside_each_other() -> None:
    changes = changes_of([("ff", "status", "u1", ["ee:9"], value) for value in range(2 * MAX_BESIDE)])
    assert len(heads_of(changes)) == MAX_BESIDE
    assert len(heads_of([*changes, changes[-1]._replace(seq=99, batch="x")])) == 1
