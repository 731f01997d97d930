"""Random histories of desks and laptops that exchange through a server, a folder and sticks alike.

Connections break, the server dies within a visit, goes back to a backup or alters rows; commands are killed,
and a folder with its key is put back from an image. Headquarters decides conflicts, what was recorded is
taken back, and a laptop that was stolen is revoked. In the end all visit, and everybody shows the same as
one who has nothing but files.
"""

from __future__ import annotations

import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from store.db.errors import UserError
from store.exchange.attachments import kept_attachment
from store.exchange.delivery import read_delivery
from store.exchange.trust import grant_to
from store.history.conflicts import conflicts, register_code
from store.history.history import undo
from store.history.resolve import decide_conflict, keep_head
from store.ledger.change import Register
from store.ledger.identity import read_identity
from sync.mailbox import Exchange
from sync.proof import prove
from sync.receive.receive import receive
from sync.trusting import revoke
from tests.support.postgres import Cluster
from tests.sync.convergence.histories import Killed, opened
from tests.sync.convergence.invariants import check_again, check_closing, check_told, check_views, moments
from tests.sync.server.visits import unchecked, visit
from tests.sync.test_attachments import JPEG, attach, folder_of, kept, lacked
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder
from tests.terren.killed import run_killed

TODAY: Final = date(2022, 3, 14)
REVOKED_FROM: Final = date(2024, 6, 1)
"""A day after all clocks of the histories, and past."""
LAPTOPS: Final = 2
DESKS: Final = 3
STEPS: Final = (
    *("edit",) * 8,
    *("decide", "decide", "undo"),
    *("stolen", "stolen", "revoke"),
    *("attach", "unkept"),
    *("server",) * 6,
    *("folder",) * 3,
    *("stick",) * 2,
    *("image", "image", "back", "back"),
    *("broken", "broken", "killed", "killed", "kill", "backup", "server_back", "alter", "crash"),
)
KILLS: Final = (
    "sync.receive.receive.record_file",
    "sync.send.export._record",
    "sync.server.rows.Rows.say_news",
    "sync.server.rows.Rows.tell",
    "sync.server.attachment_rows.AttachmentRows.put",
    "sync.receive.attachments.keep_attachment",
    "sync.server.server_mailbox.save_bookmark",
)
"""Where a command ends: before a file is recorded, once it lies on the server, before that is remembered."""

STATEMENTS: Final = 12
KILL_STEPS: Final = 30
"""Before which of its statements, and of its steps, a visit is broken off at most."""
_ROUNDS: Final = 12


class Mixture:
    """Desks and laptops, a server, a folder and a stick."""

    def __init__(self, folder: Path, server: Cluster, database: str, seed: int) -> None:
        self.server, self.database = server, database
        self.url = server.url(database, "desk")
        self.random = random.Random(seed)
        self.box, self.stick = folder / "box", folder / "stick"
        for made in (self.box, self.stick):
            made.mkdir()
        self.all = [
            *(headquarters(folder / f"desk{n}", replica=f"{n + 1:x}" * 32) for n in range(DESKS)),
            *(
                installation(folder / f"laptop{n}", unit=("17", "23")[n], replica=f"{n + 9:x}" * 32)
                for n in range(LAPTOPS)
            ),
        ]
        self.stolen = installation(folder / "stolen", unit="29", replica="d" * 32)
        believe(*self.all, self.stolen)
        self.counted: set[int] | None = None
        """The moments of what counted of the stolen laptop where it was revoked; None until it is."""
        self.tick = 0
        self.typed: dict[int, int] = {}
        """The moments of what was recorded, and by whom."""
        self.own: list[set[int]] = [set() for _ in self.all]
        """The moments of what each has recorded and still knows of."""
        self.forgotten = False
        """Whether a headquarters has lost what it had received."""
        self.begun_as = [one.identity.replica for one in self.all]
        self.restored: set[int] = set()
        """Whose folder was put back from an image."""
        self.images: dict[int, tuple[Path, set[int]]] = {}
        self.backup: dict[tuple[str, str], int] = {}
        self.happened: Counter[str] = Counter()
        self.folder = folder

    def close(self) -> None:
        for one in (*self.all, self.stolen):
            one.store.close()

    def live(self, kind: str) -> None:
        """Live through a step."""
        self.happened[kind] += 1
        n = self.random.randrange(len(self.all))
        step: Callable[[int], Any] = getattr(self, f"_{kind}")
        step(n)

    def _edit(self, n: int) -> None:
        one, rng = self.all[n], self.random
        target, field = rng.choice(("1.1.1", "1.1.2")), rng.choice(("output_reached", "next_steps"))
        unit = one.identity.unit if not one.identity.is_headquarters else rng.choice(("17", "23"))
        kind = "action" if not one.identity.is_headquarters else "assessment"
        if kind == "assessment":
            field, unit = "comment", ""
        self._record(n, lambda: one.edit(target, field, rng.choice("123"), unit=unit, kind=kind))

    def _record(self, n: int, work: Callable[[], object]) -> None:
        """Let somebody record something. Raises as ``work``."""
        clock = self._at_a_moment(work)
        self.typed[clock] = n
        self.own[n].add(clock)

    def _at_a_moment(self, work: Callable[[], object]) -> int:
        """Let something be recorded by a clock that no other change has; return what it says."""
        self.tick += 1
        clock = 1_700_000_000 + self.tick + self.random.randint(-1000, 1000) * 10_000
        with patch("store.ledger.append.time.time", lambda: clock):
            work()
        return clock

    def _stolen(self, n: int) -> None:
        """A note is written on the stolen laptop, and goes where it may be taken."""
        entry = f"{self.tick:032x}"
        self._at_a_moment(lambda: self.stolen.edit("1.1.3", entry, "x", unit="29", kind="note"))
        with suppress(UserError):
            visit(self.stolen, self.random.choice((self.url, str(self.box))))

    def _revoke(self, n: int) -> None:
        """A headquarters revokes the laptop that was stolen: what is held of it there is all that counts."""
        if self.counted is None:
            one = self.all[n % DESKS]
            self.counted = self._counting(one)
            revoke(one.store, one.places, self.stolen.replica, REVOKED_FROM)

    def _counting(self, one: Installation) -> set[int]:
        """The moments of what counts of the stolen laptop."""
        rows = one.store.conn.execute("SELECT recorded_at FROM change WHERE unit = '29' AND held IS NULL")
        return {clock for (clock,) in rows}

    def _attach(self, n: int) -> None:
        """Evidence with a photograph."""
        if not self.all[n].identity.is_headquarters:
            data = JPEG + b"%d" % self.random.randrange(100)
            self._record(n, lambda: attach(self.all[n], data))

    def _decide(self, n: int) -> None:
        """A headquarters that sees a conflict decides it, and takes that back at once or keeps to it."""
        for at in (n % DESKS, *range(DESKS)):
            store = self.all[at].store
            if seen := conflicts(store):
                code, head = seen[0].code, self.random.choice(seen[0].heads).name
                self._record(at, partial(keep_head, store, code, head, seen=seen[0].seen))
                if self.random.random() < 0.5:
                    self._undo(at)
                return

    def _undo(self, n: int) -> None:
        """``terren undo``, where something of one's own stands as it was left."""
        with suppress(UserError):
            self._record(n, lambda: undo(self.all[n].store))

    def _unkept(self, n: int) -> None:
        """The bytes that somebody kept are lost."""
        if kept(self.all[n]):
            kept_attachment(folder_of(self.all[n]), self.random.choice(kept(self.all[n]))).unlink()

    def _visited(self, n: int, where: str, **more: Any) -> Exchange | None:
        came = None
        with suppress(UserError):
            came = visit(self.all[n], where, **more)
        identity = read_identity(self.all[n].store.conn)
        assert identity is not None
        self.all[n] = self.all[n]._replace(replica=identity.replica)
        return came

    def _server(self, n: int) -> None:
        came = self._visited(n, self.url)
        assert came is not None
        assert came.ended == "done"
        assert came.unwritten is None, came.unwritten

    def _folder(self, n: int) -> None:
        self._visited(n, str(self.box))

    def _stick(self, n: int) -> None:
        to = self.random.choice([one for one in self.all if one is not self.all[n]])
        path = self.all[n].export(self.stick).path
        with suppress(UserError):
            receive(to.store, to.places, path)
        for at, one in enumerate(self.all):
            self.all[at] = one._replace(replica=one.identity.replica)

    def _broken(self, n: int) -> None:
        """The server ends the connection before some statement."""
        import psycopg

        def end(connection: Any) -> None:
            with psycopg.connect(self.server.url(self.database), autocommit=True) as owner:
                owner.execute("SELECT pg_terminate_backend(%s, 1000)", (connection.info.backend_pid,))

        self._visited_until(n, end)

    def _crash(self, n: int) -> None:
        """The server dies before some statement."""
        self.happened["died within a visit"] += self._visited_until(n, lambda _: self.server.stop())
        self.server.stop()
        self.server.start()

    def _visited_until(self, n: int, happens: Callable[[Any], object]) -> bool:
        """Somebody visits the server, and something happens to his connection before some statement; whether
        he came so far."""
        import psycopg

        left, execute = self.random.randrange(1, STATEMENTS), psycopg.Cursor.execute

        def executed(cursor: Any, *arguments: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                happens(cursor.connection)
            return execute(cursor, *arguments, **more)

        with patch.object(psycopg.Cursor, "execute", executed):
            self._visited(n, self.url)
        return left <= 0

    def _killed(self, n: int) -> None:
        with patch(self.random.choice(KILLS), _raise_killed), suppress(Killed):
            self._visited(n, self.random.choice((self.url, str(self.box))))

    def _kill(self, n: int) -> None:
        """``terren sync``, ended by the system."""
        home = self.all[n].places.data
        self.all[n].store.close()
        ended = run_killed(home, self.random.randrange(KILL_STEPS), "sync", self.url)
        assert ended in (0, 3, -signal.SIGKILL), ended
        self.happened["killed within a visit"] += ended == -signal.SIGKILL
        self.all[n] = opened(home)

    def _image(self, n: int) -> None:
        image = self.folder / f"image{len(self.images)}-{self.happened['image']}"
        shutil.copytree(self.all[n].places.data, image)
        self.images[n] = image, {*self.own[n]}

    def _back(self, n: int) -> None:
        """Somebody's folder, key and mark included, becomes what it was; what nobody else has of it is
        lost."""
        if not self.images:
            return
        n = self.random.choice(sorted(self.images))
        home, (image, own) = self.all[n].places.data, self.images[n]
        self.forgotten |= self.all[n].identity.is_headquarters
        self.restored.add(n)
        self.all[n].store.close()
        shutil.rmtree(home)
        shutil.copytree(image, home)
        self.all[n], self.own[n] = opened(home), {*own}
        there = {clock for one in self.all for clock in moments(one)}
        self.typed = {clock: by for clock, by in self.typed.items() if by != n or clock in there}

    def _backup(self, n: int) -> None:
        rows = self.server.run(
            self.database, "SELECT plan, sender, max(place) FROM terren.change_set GROUP BY plan, sender"
        )
        self.backup = {(plan, sender): place for plan, sender, place in rows}

    def _server_back(self, n: int) -> None:
        """What was put there since the backup is gone."""
        kept = " OR ".join(
            f"(plan = '{plan}' AND sender = '{sender}' AND place <= {place})"
            for (plan, sender), place in self.backup.items()
        )
        self.server.run(
            self.database,
            "SET session_replication_role = replica",
            f"DELETE FROM terren.change_set WHERE NOT ({kept or 'false'})",
            "DELETE FROM terren.taken",
            "DELETE FROM terren.attachment WHERE place % 2 = 1",
        )

    def _alter(self, n: int) -> None:
        rows = self.server.run(self.database, "SELECT sender, place FROM terren.change_set ORDER BY 1, 2")
        if rows:
            sender, place = self.random.choice(rows)
            at = self.random.randrange(300)
            self.server.run(
                self.database,
                f"UPDATE terren.change_set SET data = set_byte(data, {at}, get_byte(data, {at}) # 1)"
                f" WHERE sender = '{sender}' AND place = {place}",
            )

        self.server.run(
            self.database, "UPDATE terren.attachment SET data = 'x' WHERE get_byte(digest, 0) < 64"
        )

    @property
    def installations(self) -> list[Installation]:
        """Everybody, as he is now."""
        return self.all

    def close_conflict(self, register: Register) -> None:
        """Let the first desk decide what stands in a register."""
        self.happened["conflict closed"] += 1
        store, code = self.all[0].store, register_code(register)
        self._record(0, lambda: decide_conflict(store, code, "decided", today=TODAY))

    def reopen(self) -> None:
        """Let the first desk take its last word back."""
        self._record(0, lambda: undo(self.all[0].store))

    def come_to_rest(self) -> None:
        """Let everybody visit the server until nothing is new."""
        self._settle(self.url)

    def _settle(self, *places: str) -> None:
        for _ in range(_ROUNDS):
            rest = True
            for n in range(len(self.all)):
                for where in places:
                    came = visit(self.all[n], where)
                    rest = rest and came.written is None and not any(taken.new for taken in came.taken)
                    rest = rest and not came.arrived.came and not came.placed.written
                    self.all[n] = self.all[n]._replace(replica=self.all[n].identity.replica)
            if rest:
                return
        raise AssertionError("I19: no rest")

    def check_invariants(self) -> None:
        """What must hold in the end, as in histories of files alone (docs/exchange.md)."""
        for n, (one, begun_as) in enumerate(zip(self.all, self.begun_as, strict=True)):
            assert n in self.restored or one.identity.replica == begun_as, "I6: renewed without a restore"
        if not self.forgotten:
            there = {clock for one in self.all[:DESKS] for clock in moments(one)}
            for one, own in zip(self.all, self.own, strict=True):
                if not one.identity.is_headquarters:
                    check_told(one, own - there)
        self._join("late", "e" * 32)
        self._settle(self.url, str(self.box))
        state = self.all[0].state
        assert all(one.state == state for one in self.all), "I1: not the same"
        check_views(self.all[0], (self.stolen.replica,))
        for one in self.all:
            assert read_delivery(one.store.conn, one.identity).unconfirmed == 0, "I18"
            assert prove(one.store, one.places).faults == (), "I5, I9"
            self._check_stolen(one)
        attached = {name for one in self.all for name in kept(one)}
        for one in self.all:
            if one.identity.is_headquarters:
                assert not attached & {*lacked(one)}, "an attachment that somebody has is lacking"
        self._check_files_alone()
        check_closing(self)
        check_views(self.all[0], (self.stolen.replica,))
        check_again(self.random.choice(self.all), self._written())

    def _check_stolen(self, one: Installation) -> None:
        """Whoever goes back to an image may forget that he revoked it."""
        grant = grant_to(one.store.conn, self.stolen.replica)
        assert grant is not None
        if grant.revoked_from and self.counted is not None:
            self.happened["knows of the revocation"] += 1
            assert self._counting(one) <= self.counted, "I21: what came from a stolen laptop counts"

    def _check_files_alone(self) -> None:
        """A headquarters that is given files alone shows the same, and has all that was typed."""
        alone, files = self._join("alone", "f" * 32), self.folder / "files"
        files.mkdir()
        for _ in range(2):
            for one in self.all[:-1]:
                with suppress(UserError):
                    receive(alone.store, alone.places, one.export(files).path)
        assert alone.state == self.all[0].state, "I16: files alone come to something else"
        lost = self.typed.keys() - {row[1] for row in check_views(alone, (self.stolen.replica,))}
        assert not lost, "I2: something typed is nowhere"
        self.all.pop().store.close()

    def _join(self, name: str, replica: str) -> Installation:
        """One more headquarters, which all accept."""
        self.all.append(headquarters(self.folder / name, replica=replica))
        believe(self.all[-1], *self.all[:-1])
        return self.all[-1]

    def _written(self) -> list[Path]:
        """Whatever anybody has written, of the server's rows those that are as they came, in any order."""
        rows = self.server.run(
            self.database, "SELECT data FROM terren.change_set WHERE sha256(data) = digest"
        )
        (self.folder / "rows").mkdir()
        for n, (data,) in enumerate(rows):
            (self.folder / "rows" / f"{n}.terren").write_bytes(data)
        folders = (self.box, self.stick, *(self.folder / name for name in ("files", "rows")))
        files = sorted(path for folder in folders for path in folder.rglob("*.terren"))
        self.random.shuffle(files)
        return files


def _raise_killed(*_: object, **__: object) -> None:
    raise Killed


@contextmanager
def mixture(server: Cluster, database: str, seed: int) -> Iterator[Mixture]:
    """A world after a history, on an empty server."""
    unchecked(server, database)
    server.run(database, "TRUNCATE terren.sender, terren.change_set, terren.taken, terren.attachment CASCADE")
    with quick_folder() as folder:
        world = Mixture(folder, server, database, seed)
        try:
            for _ in range(world.random.randint(10, 30)):
                world.live(world.random.choice(STEPS))
            yield world
        finally:
            world.close()
