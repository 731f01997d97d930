"""Random histories of desks and laptops that exchange through a server, a folder and sticks alike.

Connections break, the server dies, goes back to a backup or alters rows; commands are killed, and a folder
with its key is put back from an image. In the end all visit, and everybody shows the same as one who has
nothing but files.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from store.db.errors import UserError
from store.exchange.attachments import kept_attachment
from store.ledger.identity import read_identity
from sync.mailbox import Exchange
from sync.proof import prove
from sync.receive.receive import receive
from tests.support.postgres import Cluster
from tests.sync.convergence.histories import Killed, opened
from tests.sync.server.visits import unchecked, visit
from tests.sync.test_attachments import JPEG, attach, folder_of, kept, lacked
from tests.sync.world import Installation, believe, headquarters, installation, quick_folder

LAPTOPS: Final = 2
DESKS: Final = 3
STEPS: Final = (
    *("edit",) * 8,
    *("attach", "unkept"),
    *("server",) * 6,
    *("folder",) * 3,
    *("stick",) * 2,
    *("broken", "broken", "killed", "killed", "image", "back", "backup", "server_back", "alter", "crash"),
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
        believe(*self.all)
        self.typed: dict[bytes, int] = {}
        """What was recorded, and by whom."""
        self.images: dict[int, Path] = {}
        self.backup: dict[tuple[str, str], int] = {}
        self.happened: Counter[str] = Counter()
        self.folder = folder

    def close(self) -> None:
        for one in self.all:
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
        one.edit(target, field, rng.choice("123"), unit=unit, kind=kind)
        (digest,) = one.store.conn.execute(
            "SELECT hash FROM change WHERE replica = ? ORDER BY seq DESC LIMIT 1", (one.identity.replica,)
        ).fetchone()
        self.typed[bytes(digest)] = n

    def _attach(self, n: int) -> None:
        """Evidence with a photograph; not among what was ``typed``, since its change is one of several."""
        if not self.all[n].identity.is_headquarters:
            attach(self.all[n], JPEG + b"%d" % self.random.randrange(100))

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
        left = self.random.randrange(1, 12)
        import psycopg

        execute = psycopg.Connection.execute

        def executed(connection: Any, *arguments: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                pid = connection.info.backend_pid
                with psycopg.connect(self.server.url(self.database), autocommit=True) as owner:
                    owner.cursor().execute("SELECT pg_terminate_backend(%s, 1000)", (pid,))
            return execute(connection, *arguments, **more)

        with patch.object(psycopg.Connection, "execute", executed):
            self._visited(n, self.url)

    def _killed(self, n: int) -> None:
        with patch(self.random.choice(KILLS), _kill), suppress(Killed):
            self._visited(n, self.random.choice((self.url, str(self.box))))

    def _image(self, n: int) -> None:
        image = self.folder / f"image{len(self.images)}-{self.happened['image']}"
        shutil.copytree(self.all[n].places.data, image)
        self.images[n] = image

    def _back(self, n: int) -> None:
        """The folder, key and mark included, becomes what it was; what nobody else has of it is lost."""
        if n not in self.images:
            return
        home = self.all[n].places.data
        self.all[n].store.close()
        shutil.rmtree(home)
        shutil.copytree(self.images[n], home)
        self.all[n] = opened(home)
        held = {digest for one in self.all for digest in self._held(one)}
        self.typed = {digest: by for digest, by in self.typed.items() if by != n or digest in held}

    @staticmethod
    def _held(one: Installation) -> set[bytes]:
        return {bytes(row[0]) for row in one.store.conn.execute("SELECT hash FROM change")}

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

    def _crash(self, n: int) -> None:
        if self.random.random() < 0.1:
            self.server.stop()
            assert self._visited(n, self.url) is None
            self.server.start()

    def settle(self, *more: Installation) -> None:
        """Everybody visits both places until nothing is new."""
        for _ in range(_ROUNDS):
            rest = True
            for n, one in enumerate([*self.all, *more]):
                for where in (self.url, str(self.box)):
                    came = visit(one, where)
                    rest = rest and came.written is None and not any(taken.new for taken in came.taken)
                    rest = rest and not came.arrived.came and not came.placed.written
                    if n < len(self.all):
                        self.all[n] = one = one._replace(replica=one.identity.replica)
            if rest:
                return
        raise AssertionError("I19: no rest")

    def check_invariants(self) -> None:
        """What must hold in the end, as in histories of files alone (docs/exchange.md)."""
        late = headquarters(self.folder / "late", replica="e" * 32)
        self.all.append(late)
        believe(late, *self.all[:-1])
        self.settle()
        states = [one.state for one in self.all]
        assert all(state == states[0] for state in states), "I1: not the same"
        alone = headquarters(self.folder / "alone", replica="f" * 32)
        self.all.append(alone)
        believe(alone, *self.all[:-1])
        (self.folder / "files").mkdir()
        for _ in range(2):
            for one in self.all[:-1]:
                with suppress(UserError):
                    receive(alone.store, alone.places, one.export(self.folder / "files").path)
        assert alone.state == states[0], "I16: files alone come to something else"
        lost = {digest for digest in self.typed if digest not in self._held(alone)}
        assert not lost, "I2: something typed is nowhere"
        for one in self.all[:-1]:
            assert prove(one.store, one.places).faults == (), "I5, I9"
        there = {name for one in self.all for name in kept(one)}
        for one in self.all[:-1]:
            if one.identity.is_headquarters:
                assert not there & {*lacked(one)}, "an attachment that somebody has is lacking"


def _kill(*_: object, **__: object) -> None:
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
