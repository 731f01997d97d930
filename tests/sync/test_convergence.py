"""Random histories over real files: laptops and headquarters, lost, late and repeated files, skewed clocks.

The names of the invariants are those of docs/exchange.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.ledger import rebuild_state
from store.verify import verify
from tests.sync import exchange_model as model
from tests.sync.world import Installation, headquarters, installation, quick_folder

LAPTOPS: Final = 3
TARGETS: Final = ("1.1.1", "1.1.2")
FIELDS: Final = ("status", "percent")

_laptop = st.integers(0, LAPTOPS - 1)
_skew = st.integers(-(10**6), 10**6)
_edit = (st.sampled_from(TARGETS), st.sampled_from(FIELDS), st.sampled_from("123"), _skew)
_step = st.one_of(
    st.tuples(st.just("edit"), _laptop, *_edit),
    st.tuples(st.just("edit"), _laptop, *_edit),
    st.tuples(st.just("decide"), *_edit),
    st.tuples(st.just("up"), _laptop, st.booleans()),
    st.tuples(st.just("late"), st.integers(0, LAPTOPS), st.integers(0, 30)),
    st.tuples(st.just("late"), st.integers(0, LAPTOPS), st.integers(0, 30)),
    st.tuples(st.just("down"), _laptop, st.booleans()),
    st.tuples(st.just("across"), _laptop, _laptop),
)
HISTORIES: Final = st.lists(_step, min_size=8, max_size=30)
GAP: Final[list[tuple[Any, ...]]] = [
    ("edit", 0, "1.1.1", "status", "1", 0),
    ("up", 0, True),
    ("down", 0, True),
    ("edit", 0, "1.1.1", "status", "2", 0),
    ("up", 0, False),
    ("late", 1, 2),
    ("late", 1, 0),
]
"""A file that reaches somebody before the one it continues: chance finds this seldom."""

CHECKED: Final = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class World:
    """The project's installations and the model's nodes, which live through the same history."""

    def __init__(self, folder: Path, stack: ExitStack, *, skewed: bool = True) -> None:
        self.stick, self.skewed = folder / "stick", skewed
        self.stick.mkdir()
        self.laptops = [installation(folder / f"laptop{n}", replica=f"{n + 1:032x}") for n in range(LAPTOPS)]
        self.center = headquarters(folder / "center", replica="f" * 32)
        self.all = [*self.laptops, self.center]
        for one in self.all:
            stack.callback(one.store.close)
        self.nodes = {one.replica: model.Node(one.replica) for one in self.all}
        self.files: list[tuple[Path, model.File]] = []

    def edit(self, one: Installation, target: str, field: str, value: str, skew: int) -> None:
        clock = 1_700_000_000 + (skew if self.skewed else 0)
        with patch("store.ledger.time.time", return_value=clock):
            one.edit(target, field, value)
        self.nodes[one.replica].edit(target, field, value)

    def send(self, one: Installation, to: Installation) -> tuple[Path, model.File]:
        """Write for somebody: for one not heard from, as one writes for headquarters, or for everybody."""
        heard = self.nodes[one.replica].peers
        named = to.replica if to.replica in heard and to is not self.center else None
        receiver = named or (self.center.replica if one is not self.center else None)
        self.files.append((one.export(self.stick, named).path, self.nodes[one.replica].export(receiver)))
        return self.files[-1]

    def take(self, one: Installation, file: tuple[Path, model.File]) -> None:
        if file[1].sender != one.replica:
            one.receive(file[0])
            self.nodes[one.replica].take(file[1])

    def live(self, step: tuple[Any, ...]) -> None:
        kind, *rest = step
        if kind == "edit":
            self.edit(self.laptops[rest[0]], *rest[1:])
        elif kind == "decide":
            self.edit(self.center, *rest)
        elif kind == "late":
            if self.files:
                self.take(self.all[rest[0]], self.files[rest[1] % len(self.files)])
        else:
            one, other, arrives = self.laptops[rest[0]], self.center, rest[1]
            if kind == "down":
                one, other = other, one
            elif kind == "across":
                other, arrives = self.laptops[rest[1]], True
            file = self.send(one, other)
            if arrives:
                self.take(other, file)

    def agree(self) -> bool:
        """Whether every installation shows what its node shows."""
        return all(dict(shown(one)) == model.view(self.nodes[one.replica]) for one in self.all)

    def settle(self) -> None:
        """Everybody reports and is answered, twice."""
        for _ in range(2):
            for laptop in self.laptops:
                self.take(self.center, self.send(laptop, self.center))
            for laptop in self.laptops:
                self.take(laptop, self.send(self.center, laptop))


def lived(history: list[tuple[Any, ...]], stack: ExitStack, *, skewed: bool = True) -> World:
    """A world after a history."""
    world = World(stack.enter_context(quick_folder()), stack, skewed=skewed)
    for step in history:
        world.live(step)
    return world


def shown(one: Installation) -> Iterator[tuple[model.Register, tuple[str, frozenset[tuple[str, int]], bool]]]:
    """What an installation shows, in the form of the model's view."""
    for register in one.state:
        ids = [head.split(":") for head in register["heads"]]
        yield (
            (register["target"], register["field"]),
            (register["value"], frozenset((name, int(seq)) for name, seq in ids), register["conflict"]),
        )


@CHECKED
@given(HISTORIES)
@example(GAP)
def test_project_and_model_show_the_same_and_all_converge(history: list[tuple[Any, ...]]) -> None:
    with ExitStack() as stack:
        world = lived(history, stack)
        assert world.agree()
        world.settle()
        assert world.agree()
        for one in world.all:
            assert one.state == world.center.state, "I1"
            assert verify(one.store).faults == (), "I5, I9"
            assert one.store.conn.execute("SELECT count(*) FROM parked_section").fetchone() == (0,)
        assert not any(node.forks or node.parked for node in world.nodes.values()), "I6"


@CHECKED
@given(HISTORIES)
def test_a_value_goes_only_by_a_change_that_had_seen_it(history: list[tuple[Any, ...]]) -> None:
    with ExitStack() as stack:
        world = lived(history, stack)
        world.settle()
        ops = world.nodes[world.center.replica].ops()
        written = {f"{op.replica}:{op.seq}" for op in ops}
        query = "SELECT replica || ':' || seq, supersedes FROM change"
        ledger = world.center.store.conn.execute(query).fetchall()
        assert {row[0] for row in ledger} == written, "I2"
        standing = {head for register in world.center.state for head in register["heads"]}
        superseded = {name for _, names in ledger for name in written if f'"{name}"' in names}
        assert standing == written - superseded, "I3"
        for register in world.center.state:
            values = {
                value
                for head in register["heads"]
                for (value,) in world.center.store.conn.execute(
                    "SELECT value FROM change WHERE replica || ':' || seq = ?", (head,)
                )
            }
            assert register["conflict"] == (len(values) > 1), "I4"


@CHECKED
@given(HISTORIES, st.randoms(use_true_random=False))
def test_old_files_in_any_order_change_nothing(history: list[tuple[Any, ...]], random: Any) -> None:
    with ExitStack() as stack:
        world = lived(history, stack)
        world.settle()
        before = world.center.state
        files = [path for path, file in world.files if file.sender != world.center.replica]
        random.shuffle(files)
        late = headquarters(world.stick.parent / "late")
        stack.callback(late.store.close)
        for path in files:
            world.center.receive(path)
            late.receive(path)
        assert world.center.state == before, "I7"
        late.receive(world.center.export(world.stick).path)
        assert late.state == before, "I1, I16"
        rebuild_state(late.store)
        assert late.state == before, "I9"


@CHECKED
@given(HISTORIES)
def test_every_conflict_can_be_closed(history: list[tuple[Any, ...]]) -> None:
    with ExitStack() as stack:
        world = lived(history, stack)
        world.settle()
        for register in world.center.state:
            if register["conflict"]:
                world.edit(world.center, register["target"], register["field"], "decided", 0)
        world.settle()
        for one in world.all:
            assert not any(register["conflict"] for register in one.state), "I8"
            assert one.state == world.center.state


@CHECKED
@given(HISTORIES)
def test_clocks_change_no_view(history: list[tuple[Any, ...]]) -> None:
    with ExitStack() as stack:
        skewed, straight = lived(history, stack), lived(history, stack, skewed=False)
        for one, other in zip(skewed.all, straight.all, strict=True):
            assert one.state == other.state, "I10"
