"""Random histories over real files, which the project and the model live through together.

Laptops and headquarters edit and exchange; files are lost, late and repeated, clocks are skewed; folders are
copied whole, go back to an image of themselves, and are restored from a backup, headquarters too.
"""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from hypothesis import strategies as st

from store.backup import backup
from store.database import open_store
from store.identity import read_identity
from store.places import Places
from store.trust import grant_to
from sync.grants import sign_grant
from sync.receive import receive
from sync.received import Received
from sync.restore import restore
from tests.sync import exchange_model as model
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder

LAPTOPS: Final = 3
MOST: Final = 5
"""Laptops, the copied ones included."""
TARGETS: Final = ("1.1.1", "1.1.2")
FIELDS: Final = ("status", "percent")

Step = tuple[Any, ...]

_any = st.integers(0, MOST - 1)
_skew = st.integers(-(10**3), 10**3)
_edit = (st.sampled_from(TARGETS), st.sampled_from(FIELDS), st.sampled_from("123"), _skew)
_usual = (
    st.tuples(st.just("edit"), _any, *_edit),
    st.tuples(st.just("edit"), _any, *_edit),
    st.tuples(st.just("decide"), *_edit),
    st.tuples(st.just("up"), _any, st.booleans()),
    st.tuples(st.just("late"), st.integers(0, MOST), st.integers(0, 30)),
    st.tuples(st.just("down"), _any, st.booleans()),
)
_copies = (
    st.tuples(st.just("clone"), _any),
    st.tuples(st.just("image"), _any),
    st.tuples(st.just("back"), _any),
    st.tuples(st.just("restore"), _any),
    st.tuples(st.just("center_image")),
    st.tuples(st.just("center_restore"), st.booleans()),
)
QUIET: Final = st.lists(st.one_of(*_usual, st.tuples(st.just("across"), _any, _any)), min_size=8, max_size=30)
"""Histories in which nobody is copied or restored."""
HISTORIES: Final = st.lists(st.one_of(*_usual, *_usual, *_copies), min_size=8, max_size=30)

COPIES: Final = frozenset({"clone", "back", "restore", "center_restore"})


class Kept(NamedTuple):
    """An image of a folder and a checked backup of its database, with the node as it was then."""

    home: Path
    database: Path
    node: model.Node
    files: tuple[model.File, ...]


class Place:
    """A laptop's folder, or headquarters', with whatever installation lives in it, and its node."""

    def __init__(self, one: Installation, node: model.Node) -> None:
        self.one, self.node = one, node
        self.files: list[model.File] = []
        """What was received and sent here and still lies here, in order."""
        self.kept: Kept | None = None

    @property
    def home(self) -> Path:
        return self.one.places.data


def opened(home: Path) -> Installation:
    """The installation that lives in a folder."""
    places = Places(home, home)
    store = open_store(places.database)
    identity = read_identity(store.conn)
    assert identity is not None
    return Installation(store, places, identity.replica)


class World:
    """The project's installations and the model's nodes, which live through the same history."""

    def __init__(self, folder: Path, *, skewed: bool = True) -> None:
        self.folder, self.skewed = folder, skewed
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.given: list[str] = []
        self._names = iter(self.given)
        self.tick = 0
        self.laptops = [
            self._place(installation(folder / f"laptop{n}", replica=f"{n + 1:032x}")) for n in range(LAPTOPS)
        ]
        self.center = self._place(headquarters(folder / "center", replica="f" * 32), center=True)
        believe(*(place.one for place in self.all))
        self.authors = {place.one.replica: place.one.author for place in self.all}
        self.files: list[tuple[Path, model.File]] = []
        self.typed: set[int] = set()
        self.counts = dict.fromkeys(("forks", "renewed", "refused"), 0)

    def _place(self, one: Installation, *, center: bool = False) -> Place:
        return Place(one, model.Node(one.replica, self._fresh(), center=center))

    def _fresh(self) -> Iterator[str]:
        """The ids that the project has given itself, for the node that does the same."""
        while True:
            assert self.given, "the model took a new name, the project did not"
            yield self.given.pop(0)

    def name(self) -> str:
        """An id that nobody has; the same ones in every run of a history."""
        self.tick += 1
        self.given.append(f"{self.tick:08x}{'7' * 24}")
        return self.given[-1]

    @property
    def all(self) -> list[Place]:
        return [*self.laptops, self.center]

    def close(self) -> None:
        for place in self.all:
            place.one.store.close()

    def edit(self, place: Place, target: str, field: str, value: str, skew: int) -> None:
        self.tick += 1
        clock = 1_700_000_000 + self.tick + (skew * 10_000 if self.skewed else 0)
        with patch("store.ledger.time.time", return_value=clock):
            place.one.edit(target, field, value)
        place.node.edit(target, field, value, clock)
        self.typed.add(clock)

    def send(self, place: Place, to: Place) -> tuple[Path, model.File]:
        """Write for somebody: for one not heard from, as one writes for headquarters, or for everybody."""
        named = to.one.replica if to.one.replica in place.node.last and to is not self.center else None
        receiver = named or (None if place is self.center else place.node.headquarters())
        written = place.one.export(self.stick, named)
        file = place.node.export(receiver, written.check_code)
        self.files.append((written.path, file))
        self._lies(place, file)
        return self.files[-1]

    def _lies(self, place: Place, file: model.File) -> None:
        """Note that a file lies in a place from now on, and give what is new there the present moment."""
        self.tick += 1
        place.files.append(file)
        for folder in (place.one.places.archive, place.one.places.outbox):
            for path in folder.glob("*.terren"):
                if path.stat().st_mtime_ns > 10**15:
                    os.utime(path, ns=(self.tick, self.tick))

    def take(self, place: Place, file: tuple[Path, model.File]) -> None:
        if file[1].sender == place.node.replica:  # refused, by both
            return
        self.acquaint(place.one)
        known = file[1] in place.node.taken
        with patch("sync.identity.new_replica_id", self.name):
            received = self._received(place, file[0])
        assert place.node.take(file[1]) is (received is not None), (
            "one waits for the fork, the other does not"
        )
        if received is None:
            self.counts["refused"] += 1
        elif not known:
            self._lies(place, file[1])
            self.counts["forks"] += len(received.forks)
            self._renewed(place, received.continued is not None)

    def _received(self, place: Place, path: Path) -> Received | None:
        try:
            return receive(place.one.store, place.one.places, path)
        except Exception as error:
            if getattr(error, "code", "") != "changeset_diverged":
                raise
            return None

    def _renewed(self, place: Place, renewed: bool) -> None:
        assert place.one.identity.replica == place.node.replica
        assert not self.given, "the project took a new name, the model did not"
        if renewed:
            self.counts["renewed"] += 1
            place.one = place.one._replace(replica=place.node.replica)
            self.authors[place.one.replica] = place.one.author

    def acquaint(self, one: Installation) -> None:
        """Headquarters' telephone: whoever lives in this world is accepted, also by one who forgot."""
        with one.store.writing() as conn:
            for replica, known in self.authors.items():
                if replica != one.replica and grant_to(conn, replica) is None:
                    sign_grant(conn, one.places, one.replica, known)

    def live(self, step: Step) -> None:
        kind, *rest = step
        some = self.laptops[rest[0] % len(self.laptops)] if rest and type(rest[0]) is int else self.center
        if kind == "edit":
            self.edit(some, *rest[1:])
        elif kind == "decide":
            self.edit(self.center, *rest)
        elif kind == "late":
            if self.files:
                self.take(self.all[rest[0] % len(self.all)], self.files[rest[1] % len(self.files)])
        elif kind in ("up", "down", "across"):
            other = self.laptops[rest[1] % len(self.laptops)] if kind == "across" else self.center
            one, to = (other, some) if kind == "down" else (some, other)
            file = self.send(one, to)
            if kind == "across" or rest[1]:
                self.take(to, file)
        elif kind == "clone":
            if len(self.laptops) < MOST:
                self.clone(some)
        elif kind in ("image", "center_image"):
            self.keep(some)
        elif kind == "back":
            if some.kept is not None:
                self.go_back(some)
        elif some.kept is not None:
            self.restore(some, archive=kind == "restore" or rest[0])

    def clone(self, place: Place) -> None:
        """Somebody copies the folder with database and key."""
        home = self.folder / f"laptop{len(self.laptops)}"
        shutil.copytree(place.home, home)
        twin = Place(opened(home), copy.deepcopy(place.node))
        twin.files = list(place.files)
        self.laptops.append(twin)

    def keep(self, place: Place) -> None:
        """An image of the folder is made, and a backup of the database."""
        self.tick += 1
        home, database = self.folder / f"image{self.tick}", self.folder / f"backup{self.tick}.db"
        shutil.copytree(place.home, home)
        backup(place.one.store, database)
        place.kept = Kept(home, database, copy.deepcopy(place.node), tuple(place.files))

    def go_back(self, place: Place) -> None:
        """The folder, key and mark included, becomes what it was: nothing on it tells."""
        assert place.kept is not None
        place.one.store.close()
        shutil.rmtree(place.home)
        shutil.copytree(place.kept.home, place.home)
        place.node, place.files = copy.deepcopy(place.kept.node), list(place.kept.files)
        place.one = opened(place.home)

    def restore(self, place: Place, *, archive: bool) -> None:
        """``terren restore`` in the place where the files that were received and sent lie, or have gone."""
        assert place.kept is not None
        place.one.store.close()
        if not archive:
            for folder in (place.one.places.archive, place.one.places.outbox):
                shutil.rmtree(folder, ignore_errors=True)
            place.files.clear()
        stood, place.node = place.node, copy.deepcopy(place.kept.node)
        with patch("sync.identity.new_replica_id", self.name):
            restored = restore(
                place.one.places, place.kept.database, place.one.places.database, now=datetime(2022, 3, 14)
            )
        place.node.restored_over(stood, place.files)
        place.one = opened(place.home)
        self.authors.setdefault(restored.continued.new, place.one.author)
        self._renewed(place, True)

    def agree(self) -> bool:
        """Whether every installation shows what its node shows."""
        return all(dict(shown(place.one)) == model.view(place.node) for place in self.all)

    def settle(self, rounds: int = 6) -> None:
        """Everybody reports and is answered, until nothing is new any more."""
        for _ in range(rounds):
            before = [place.node.vector() for place in self.all]
            for place in list(self.laptops):
                self.take(self.center, self.send(place, self.center))
            for place in list(self.laptops):
                self.take(place, self.send(self.center, place))
            if before == [place.node.vector() for place in self.all] and all(
                place.node.vector() == self.center.node.vector() for place in self.laptops
            ):
                return


@contextmanager
def lived(history: list[Step], *, skewed: bool = True) -> Iterator[World]:
    """A world after a history."""
    with quick_folder() as folder, ExitStack() as stack:
        world = World(folder, skewed=skewed)
        stack.callback(world.close)
        for step in history:
            world.live(step)
        yield world


def shown(one: Installation) -> Iterator[tuple[model.Register, tuple[str, frozenset[tuple[str, int]], bool]]]:
    """What an installation shows, in the form of the model's view."""
    for register in one.state:
        ids = [head.split(":") for head in register["heads"]]
        yield (
            (register["target"], register["field"]),
            (register["value"], frozenset((name, int(seq)) for name, seq in ids), register["conflict"]),
        )
