"""Random histories over real files, which the project and the model live through together.

Laptops and two headquarters edit, decide, take back and exchange; files are lost, late and repeated, clocks
are wrong, also when somebody is accepted; commands are killed. Folders are copied whole and both go on, go
back to an image of themselves, are restored from a backup, with the files that were received and sent or
after these were lost, on the same disk or, without a key, on a new one; keys are renewed. All of it happens
to headquarters too. An accepted laptop (attacker.py) gives them files that no program would write.
"""

from __future__ import annotations

import copy
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from hypothesis import strategies as st

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.trust import grant_to
from store.history.history import _changes_of, undo, undo_target
from store.integrity.backup import backup
from store.ledger.change import Register
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.enrol import continue_with_new_identity
from sync.identity.opening import open_for_work
from sync.receive.receive import receive
from sync.restore import restore
from sync.wire.grants import sign_grant
from sync.wire.keys import let_sign, why_no_key
from tests.support.check_codes import check_code_of
from tests.support.databases import left_open
from tests.sync.convergence import attacker
from tests.sync.convergence import exchange_model as model
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder

LAPTOPS: Final = 3
MOST: Final = 5
"""Laptops, the copied ones included."""
CENTERS: Final = 2
TARGETS: Final = ("1.1.1", "1.1.2")
FIELDS: Final = ("output_reached", "next_steps")

Step = tuple[Any, ...]

_any = st.integers(0, MOST - 1)
_center = st.integers(0, CENTERS - 1)
_place = st.integers(0, MOST + CENTERS - 1)
_skew = st.integers(-(10**3), 10**3)
_edit = (st.sampled_from(TARGETS), st.sampled_from(FIELDS), st.sampled_from("123"), _skew)
_usual = (
    st.tuples(st.just("edit"), _any, *_edit),
    st.tuples(st.just("edit"), _place, *_edit),
    st.tuples(st.just("up"), _any, _center, st.booleans()),
    st.tuples(st.just("late"), _place, st.integers(0, 30)),
    st.tuples(st.just("down"), _any, _center, st.booleans()),
    st.tuples(st.just("between"), _center),
    st.tuples(st.just("killed"), _place, st.booleans()),
    st.tuples(st.just("renew"), _place),
    st.tuples(st.just("undo"), _place, _skew),
    st.tuples(st.just("decide"), _place, st.sampled_from("123"), st.booleans(), _skew),
    st.tuples(
        st.just("attack"), _place, _place, st.sampled_from(sorted(attacker.ATTACKS)), st.integers(0, 2**16)
    ),
)
_copies = (
    st.tuples(st.just("clone"), _any),
    st.tuples(st.just("clone"), _any, *_edit),
    st.tuples(st.just("image"), _place),
    st.tuples(st.just("back"), _place),
    st.tuples(st.just("restore"), _place, st.booleans(), st.booleans()),
)
QUIET: Final = st.lists(st.one_of(*_usual, st.tuples(st.just("across"), _any, _any)), min_size=8, max_size=30)
"""Histories in which nobody is copied or restored."""
HISTORIES: Final = st.lists(
    st.one_of(*_usual, *_copies, st.tuples(st.just("across"), _any, _any)), min_size=8, max_size=30
)

_BY_ANYBODY: Final = frozenset(
    {"edit", "undo", "decide", "late", "killed", "renew", "image", "back", "restore", "attack"}
)
COPIES: Final = frozenset({"clone", "back", "restore"})


class Kept(NamedTuple):
    """An image of a folder and a checked backup of its database, with the node as it was then."""

    home: Path
    database: Path
    node: model.Node
    files: tuple[model.File, ...]
    ids: frozenset[str]
    """Under which somebody had written here."""


class Place:
    """A laptop's folder, or headquarters', with whatever installation lives in it, and its node."""

    def __init__(self, one: Installation, node: model.Node) -> None:
        self.one, self.node = one, node
        self.files: list[model.File] = []
        """What was received and sent here and still lies here, in order."""
        self.dated: set[Path] = set()
        """The paths of those that have been given their moment."""
        self.typed: dict[int, str] = {}
        """The moments of what was recorded here, and under which id."""
        self.kept: Kept | None = None

    @property
    def home(self) -> Path:
        return self.one.places.data


def opened(home: Path) -> Installation:
    """The installation that lives in a folder."""
    places = Places(home, home)
    store = open_store(places.database)
    left_open.append(store)
    let_sign(store, places)
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
        self.centers = [
            self._place(headquarters(folder / f"center{n}", replica=f"{n + 14:x}" * 32), center=True)
            for n in range(CENTERS)
        ]
        self.attacker = attacker.Attacker(folder)
        self.attacks: list[tuple[Path, model.File]] = []
        believe(*(place.one for place in self.all), self.attacker.one)
        self.authors = {one.replica: one.author for one in (*(p.one for p in self.all), self.attacker.one)}
        self.files: list[tuple[Path, model.File]] = []
        self.typed: set[int] = set()
        self.forgotten = False
        """Whether a headquarters has lost what it had received."""
        self.renewals = 0
        """What may lead to a new identity: copies, restores, renewals."""
        self.counts = dict.fromkeys(("forks", "renewed"), 0)

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
        return [*self.laptops, *self.centers]

    @property
    def center(self) -> Place:
        """The first headquarters."""
        return self.centers[0]

    @property
    def installations(self) -> list[Installation]:
        """Everybody, the first headquarters first."""
        return [self.center.one, *(place.one for place in self.all if place is not self.center)]

    def close(self) -> None:
        for one in (*(place.one for place in self.all), self.attacker.one):
            one.store.close()

    def edit(self, place: Place, target: str, field: str, value: str, skew: int) -> None:
        clock, digests = self._type(place, lambda: place.one.edit(target, field, value), skew)
        place.node.edit((target, field), clock, zip([value], digests, strict=True))

    def _type(self, place: Place, work: Callable[[], object], skew: int) -> tuple[int, list[str]]:
        """Let somebody record something; the moment, and the hashes of the changes. Raises as ``work``."""
        self.tick += 1
        clock = 1_700_000_000 + self.tick + (skew * 10_000 if self.skewed else 0)
        conn, own = place.one.store.conn, place.one.replica
        (before,) = conn.execute(
            "SELECT coalesce(max(changes), 0) FROM replica WHERE id = ?", (own,)
        ).fetchone()
        with patch("store.ledger.append.time.time", lambda: clock):
            work()
        self.typed.add(clock)
        place.typed[clock] = own
        rows = conn.execute(
            "SELECT hash FROM change WHERE replica = ? AND seq > ? ORDER BY seq", (own, before)
        )
        return clock, [digest.hex() for (digest,) in rows]

    def undo(self, place: Place, skew: int) -> None:
        """``terren undo``, where what was recorded last stands as it was left."""
        conn = place.one.store.conn
        if (batch := undo_target(conn, place.one.replica)) is None:
            return
        change = next(_changes_of(conn, place.one.replica, batch))
        (digest,) = conn.execute(
            "SELECT hash FROM change WHERE replica = ? AND seq = ?", (change.replica, change.seq)
        ).fetchone()
        with suppress(UserError):
            clock, digests = self._type(place, lambda: undo(place.one.store), skew)
            values = place.node.found_by(digest.hex())
            place.node.edit((change.target, change.field), clock, zip(values, digests, strict=True))

    def decide(self, first: Place, value: str, taken_back: bool, skew: int) -> None:
        """Somebody who sees a conflict decides it, and takes the decision back at once or keeps to it."""
        begin = self.all.index(first)
        for place in (*self.all[begin:], *self.all[:begin]):
            shown = model.view(place.node).items()
            if seen := sorted(key for key, (_, _, conflict) in shown if conflict and key[1] in FIELDS):
                self.edit(place, *seen[0], value, skew)
                if taken_back:
                    self.undo(place, skew)
                return

    def close_conflict(self, register: Register) -> None:
        """Let the first headquarters decide what stands in a register."""
        self.edit(self.center, register.target, register.field, "decided", 0)

    def reopen(self) -> None:
        """Let the first headquarters take its last word back."""
        self.undo(self.center, 0)

    def come_to_rest(self) -> None:
        """Let all exchange until nothing is new; the model shows the same then."""
        assert self.settle(), "I19"
        assert self.agree(), "the project and the model differ"

    def send(self, place: Place, to: Place, *, killed: bool = False) -> tuple[Path, model.File]:
        """Write for somebody: for one not heard from, as one writes for headquarters, or for everybody.

        Where the command is ``killed`` once the file stands, the database does not know of it.
        """
        whom = to.one.replica
        # a copy that has not heard of it yet bears one's own name: nobody writes for himself
        heard = whom in place.node.last and whom != place.one.replica
        named = whom if heard and (place in self.centers or to not in self.centers) else None
        receiver = named or (None if place in self.centers else place.node.headquarters())
        since = dict(place.node.since)
        if killed:
            before = set(self.stick.iterdir())
            with patch("sync.send.export._record", _kill), suppress(Killed):
                place.one.export(self.stick, named)
            (path,) = set(self.stick.iterdir()) - before
            code = check_code_of(path.read_bytes())
        else:
            written = place.one.export(self.stick, named)
            path, code = written.path, written.check_code
        file = place.node.export(receiver, code)
        if killed:
            place.node.since = since
        self.files.append((path, file))
        self._lies(place, file)
        return self.files[-1]

    def _lies(self, place: Place, file: model.File) -> None:
        """Note that a file lies in a place from now on, and give what is new there the present moment."""
        self.tick += 1
        place.files.append(file)
        for folder in (place.one.places.archive, place.one.places.outbox):
            lying = {path for path in folder.glob("*.terren") if path not in place.dated}
            for path in lying:
                if path.stat().st_mtime_ns > 10**15:
                    os.utime(path, ns=(self.tick, self.tick))
            place.dated |= lying

    def take(self, place: Place, file: tuple[Path, model.File], *, killed: bool = False) -> None:
        self.acquaint(place.one)
        if killed:
            with patch("sync.receive.receive.record_file", _kill), suppress(Killed, UserError):
                receive(place.one.store, place.one.places, file[0])
            return
        known = file[1] in place.node.taken
        with patch("sync.identity.identity.new_replica_id", self.name):
            try:
                received = receive(place.one.store, place.one.places, file[0])
            except UserError as refused:
                assert refused.code == "changeset_own_file" and file[1].sender == place.node.replica
                return
        renewed = place.node.take(file[1])
        assert renewed is (received.continued is not None), "one takes a new name, the other does not"
        if not known:
            self._lies(place, file[1])
            self.counts["forks"] += sum(fork.replica != attacker.REPLICA for fork in received.forks)
            self._renewed(place, renewed)

    def attack(self, victim: Place, reader: Place, name: str, seed: int) -> None:
        """Somebody, and then everybody, gets the files of an attack that concerns a victim."""
        made = self.attacker.attack(name, self, victim, random.Random(seed))
        for data, ops in made:
            code = check_code_of(data)
            path = self.stick / f"attack{len(self.attacks)}.terren"
            path.write_bytes(data)
            file = model.File(
                code, attacker.REPLICA, False, (0, len(self.attacks)), frozenset(), frozenset(ops)
            )
            self.attacks.append((path, file))
        readers = [reader, *(place for place in self.all if place is not reader)]
        for n, one in enumerate(readers):
            self.endure(one, self.attacks[len(self.attacks) - len(made) + n % len(made)])

    def endure(self, place: Place, file: tuple[Path, model.File]) -> None:
        """Somebody reads a file of the attacker, who is accepted."""
        self.acquaint(place.one)
        before = place.one.identity.replica
        is_forged = any(op.signer for op in file[1].ops)
        try:
            received = receive(place.one.store, place.one.places, file[0])
        except UserError as refused:
            assert is_forged, f"one takes a file, the other does not: {refused}"
        else:
            assert not is_forged, "I24: a file is taken whose sender signs in another's place"
            assert received.continued is None, "I6, I19: a file of somebody else leads to a new identity"
            assert all(fork.replica == attacker.REPLICA for fork in received.forks), "I6"
        assert place.one.identity.replica == before
        if file[1] not in place.node.taken and not is_forged:
            place.node.take(file[1])
            self._lies(place, file[1])

    def _renewed(self, place: Place, renewed: bool) -> None:
        assert place.one.identity.replica == place.node.replica
        assert not self.given, "the project took a new name, the model did not"
        if renewed:
            self.counts["renewed"] += 1
            place.one = place.one._replace(replica=place.node.replica)

    def acquaint(self, one: Installation) -> None:
        """The telephone: who has begun, or lost his key, is accepted, also by one who forgot.

        Of one who goes on under a new key, the files must tell enough.
        """
        self.tick += 1
        clock = 1_700_000_000 + (self.tick * 7919 % 2001 - 1000) * 86_400 * self.skewed
        with one.store.writing() as conn, patch("sync.wire.grants.time.time", lambda: clock):
            for replica, known in self.authors.items():
                if replica != one.replica and grant_to(conn, replica) is None:
                    sign_grant(conn, one.places, one.replica, known)

    def live(self, step: Step) -> None:
        kind, *rest = step
        some = self._whom(kind, rest[0])
        if kind == "edit":
            self.edit(some, *rest[1:])
        elif kind == "late":
            if self.files:
                self.take(some, self.files[rest[1] % len(self.files)])
        elif kind == "across":
            other = self.laptops[rest[1] % len(self.laptops)]
            self.take(other, self.send(some, other))
        elif kind in ("up", "down"):
            center = self.centers[rest[1]]
            one, to = (center, some) if kind == "down" else (some, center)
            file = self.send(one, to)
            if rest[2]:
                self.take(to, file)
        elif kind == "between":
            other = self.centers[1 - rest[0]]
            self.take(other, self.send(some, other))
        elif kind == "killed":
            if rest[1]:
                self.send(some, self.center if some is not self.center else self.laptops[0], killed=True)
            elif self.files:
                self.take(some, self.files[-1], killed=True)
        elif kind == "renew":
            self.renew(some)
        elif kind == "undo":
            self.undo(some, *rest[1:])
        elif kind == "decide":
            self.decide(some, *rest[1:])
        elif kind == "attack":
            self.attack(some, self.all[rest[1] % len(self.all)], *rest[2:])
        elif kind == "clone":
            if len(self.laptops) < MOST:
                self.clone(some)
                if rest[1:]:
                    self.edit(some, *rest[1:])
                    self.edit(self.laptops[-1], *rest[1:])
        elif kind == "image":
            self.keep(some)
        elif some.kept is not None:
            if kind == "back":
                self.go_back(some)
            else:
                self.restore(some, archive=rest[1], key=rest[1] or rest[2])

    def _whom(self, kind: str, n: int) -> Place:
        if kind == "between":
            return self.centers[n]
        if kind in _BY_ANYBODY:
            return self.all[n % len(self.all)]
        return self.laptops[n % len(self.laptops)]

    def renew(self, place: Place) -> None:
        """``terren trust renew``: the old key vouches for a new one."""
        self.renewals += 1
        with patch("sync.identity.identity.new_replica_id", self.name):
            continue_with_new_identity(place.one.places, place.one.store)
        place.node.renew()
        self._renewed(place, True)

    def clone(self, place: Place) -> None:
        """Somebody copies the folder with database and key, and both go on."""
        self.renewals += 1
        home = self.folder / f"laptop{len(self.laptops)}"
        shutil.copytree(place.home, home)
        twin = Place(opened(home), copy.deepcopy(place.node))
        twin.files, twin.typed = list(place.files), dict(place.typed)
        self.laptops.append(twin)

    def keep(self, place: Place) -> None:
        """An image of the folder is made, and a backup of the database."""
        self.tick += 1
        home, database = self.folder / f"image{self.tick}", self.folder / f"backup{self.tick}.db"
        shutil.copytree(place.home, home)
        backup(place.one.store, database)
        ids = frozenset({*place.typed.values(), place.node.replica})
        place.kept = Kept(home, database, copy.deepcopy(place.node), tuple(place.files), ids)

    def go_back(self, place: Place) -> None:
        """The folder, key and mark included, becomes what it was: nothing on it tells."""
        assert place.kept is not None
        self.renewals += 1
        # what it confirmed since, it holds no more, and nobody can know
        self.forgotten |= place in self.centers
        place.dated.clear()
        place.one.store.close()
        shutil.rmtree(place.home)
        shutil.copytree(place.kept.home, place.home)
        place.node, place.files = copy.deepcopy(place.kept.node), list(place.kept.files)
        self._forget(place, place.kept)
        place.one = opened(place.home)

    def _forget(self, place: Place, kept: Kept) -> None:
        """Without its key nobody can know that an id taken since was his own."""
        place.typed = {clock: by for clock, by in place.typed.items() if by in kept.ids}

    def restore(self, place: Place, *, archive: bool, key: bool) -> None:
        """``terren restore`` where the files that were received and sent lie, or have gone, or all is new."""
        assert place.kept is not None
        self.renewals += 1
        place.dated.clear()
        place.one.store.close()
        stood, place.node = place.node, copy.deepcopy(place.kept.node)
        if not archive:
            self.forgotten |= place in self.centers
            for folder in (place.one.places.archive, place.one.places.outbox):
                shutil.rmtree(folder, ignore_errors=True)
            place.files.clear()
        if not key:
            shutil.rmtree(place.home)
            place.home.mkdir()
            stood.epoch = place.node.epoch
            self._forget(place, place.kept)
        with (
            patch("sync.identity.identity.new_replica_id", self.name),
            patch("sync.restore.open_for_work", self._open_restored),
        ):
            restored = restore(
                place.one.places,
                place.kept.database,
                place.one.places.database,
                now=datetime(2022, 3, 14),
                # whoever puts a backup back says that it is his own
                confirm=lambda *_: True,
            )
        place.node.restored_over(stood, place.files)
        place.one = opened(place.home)
        self._renewed(place, True)
        if why_no_key(place.one.places, restored.continued.old) is not None:
            # lost now, or with an earlier disk: nobody can vouch for the new one
            self.authors[restored.continued.new] = place.one.author

    def _open_restored(self, places: Places, database: Path) -> Store:
        """The restored database: whom one has accepted since the backup, one calls and accepts anew."""
        store = open_for_work(places, database)
        identity = read_identity(store.conn)
        assert identity is not None
        self.acquaint(Installation(store, places, identity.replica))
        return store

    def agree(self) -> bool:
        """Whether every installation shows what its node shows."""
        return all(dict(shown(place.one)) == model.view(place.node) for place in self.all)

    def _rest(self, node: model.Node) -> tuple[object, ...]:
        """What is the same before and after where nothing is new."""
        return node.replica, node.ends(), node.redacted()

    def settle(self, rounds: int = 8) -> bool:
        """Everybody reports and is answered, until nothing is new any more; whether it comes to that.

        Where a headquarters has forgotten what it said, it takes one more answer to tell.
        """
        quiet = 0
        for _ in range(rounds):
            before = [self._rest(place.node) for place in self.all]
            for place in self.laptops:
                for center in self.centers:
                    self.take(center, self.send(place, center))
            for center in self.centers:
                for other in self.centers:
                    if other is not center:
                        self.take(other, self.send(center, other))
            for center in self.centers:
                for place in self.laptops:
                    self.take(place, self.send(center, place))
            if before == [self._rest(place.node) for place in self.all]:
                quiet += 1
            else:
                quiet = 0
            if quiet > self.forgotten:
                return True
        return False


class Killed(BaseException):
    """The command ends here."""


def _kill(*_: object, **__: object) -> None:
    raise Killed


@contextmanager
def lived(history: list[Step], *, skewed: bool = True) -> Iterator[World]:
    """A world after a history."""
    with quick_folder() as folder, ExitStack() as stack:
        world = World(folder, skewed=skewed)
        stack.callback(world.close)
        for step in history:
            world.live(step)
        yield world


def shown(
    one: Installation,
) -> Iterator[tuple[model.Register, tuple[str | None, frozenset[tuple[str, int]], bool]]]:
    """What an installation shows, in the form of the model's view."""
    for register in one.state:
        ids = [head.split(":") for head in register["heads"]]
        yield (
            (register["target"], register["field"]),
            (register["value"], frozenset((name, int(seq)) for name, seq in ids), register["conflict"]),
        )
