"""Installations that exchange real files, made quickly: a database of the small plan, an identity, a key."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import Author, author
from store.ledger.append import Edit, append
from store.ledger.change import Change
from store.ledger.heads import state_form
from store.ledger.identity import Identity, read_identity, write_identity
from store.opening.open_store import create_store, open_store
from store.plan.save import save_plan
from sync.receive.receive import receive, receive_data
from sync.receive.received import Received
from sync.send.export import Exported, export
from sync.wire.format import open_container
from sync.wire.grants import sign_grant
from sync.wire.keys import create_key, let_sign
from tests.plans import small_plan
from tests.support.check_codes import check_code_of
from tests.support.databases import left_open
from tests.support.paths import MEMORY

UNIT = "17"


class Installation(NamedTuple):
    """One laptop, or headquarters."""

    store: Store
    places: Places
    replica: str

    @property
    def state(self) -> list[dict[str, Any]]:
        """What it shows."""
        return state_form(self.store.conn)

    @property
    def identity(self) -> Identity:
        """Who writes here."""
        identity = read_identity(self.store.conn)
        assert identity is not None
        return identity

    def edit(
        self, target: str, field: str, value: Any, *, unit: str = UNIT, kind: str = "action"
    ) -> list[Change]:
        """Record one edit, also one that leaves its register as it is."""
        with self.store.writing() as conn:
            edits = [Edit(kind, target, unit, field, value, again=True)]
            return append(conn, self.identity, edits)

    def export(self, folder: Path, peer: str | None = None) -> Exported:
        """Write a change set."""
        return export(self.store, self.places, folder, peer=peer)

    def receive(self, file: Path, *, accept: bool = True) -> Received:
        """Take a change set; with ``accept`` its sender, by check code, and its authors are accepted."""
        code = check_code_of(file.read_bytes()) if accept and file.is_file() else None
        role = _claimed_role(file) if code is not None else None
        taken = receive(self.store, self.places, file, accept=code, role=role)
        if not accept or not taken.unaccepted:
            return taken
        with self.store.writing() as conn:
            for author in taken.unaccepted:
                sign_grant(conn, self.places, self.replica, author)
        rest = receive_data(self.store, self.places, file, file.read_bytes(), again=True)
        return rest._replace(new=taken.new + rest.new, held=taken.held + rest.held)

    @property
    def author(self) -> Author:
        """As others know it."""
        found = author(self.store.conn, self.replica)
        assert found is not None
        return found

    def content(self) -> dict[str, str]:
        """The hash of every file of the database, its journals included."""
        return {
            path.name: sha256(path.read_bytes()).hexdigest()
            for path in self.store.path.parent.glob(f"{self.store.path.name}*")
        }


def _claimed_role(file: Path) -> str | None:
    """The role that a file's sender claims; None where the file cannot be opened."""
    try:
        return open_container(file.read_bytes(), str(file)).header.sender.role
    except UserError:
        return None


@lru_cache(maxsize=1)
def _template() -> Path:
    folder = Path(mkdtemp(prefix="terren-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "plan.db"
    with create_store(path) as store:
        save_plan(store, small_plan(), source_name="prove.txt", source_sha256="00")
    return path


def installation(
    home: Path, *, unit: str = UNIT, role: str = "field", replica: str = "", officer: str = "Zyrtari"
) -> Installation:
    """A new installation under ``home``; ``replica`` fixes its id."""
    home.mkdir(parents=True, exist_ok=True)
    places = Places(home, home)
    shutil.copy(_template(), places.database)
    replica = replica or sha256(str(home).encode()).hexdigest()[:32]
    key = create_key(places, replica)
    store = open_store(places.database)
    left_open.append(store)
    let_sign(store, places)
    with store.writing() as conn:
        write_identity(conn, Identity(replica, officer, unit, role, "sq"), key)
    return Installation(store, places, replica)


def copied(home: Path, replica: str) -> Installation:
    """What stands under ``home``, a copy of another installation's folder, under the same id."""
    places = Places(home, home)
    store = open_store(places.database)
    left_open.append(store)
    let_sign(store, places)
    return Installation(store, places, replica)


def headquarters(home: Path, replica: str = "") -> Installation:
    """A new headquarters."""
    return installation(home, unit="MPB", role="headquarters", officer="Qendra", replica=replica)


def believe(*installations: Installation) -> None:
    """Everybody has accepted everybody, as if by telephone."""
    for one in installations:
        with one.store.writing() as conn:
            for other in installations:
                if other is not one:
                    sign_grant(conn, one.places, one.replica, other.author)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A temporary folder, in memory where the system has one."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        yield Path(name)
