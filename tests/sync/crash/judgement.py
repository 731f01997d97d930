"""What must hold of a scene once an operation in it has been broken off, and once it has been given again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.change_sets import author
from store.exchange.peers import hash_at
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.chains import read_chains
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from sync.identity.opening import open_for_work
from sync.receive.receive import receive_data
from sync.request import requested
from sync.send.export import export
from sync.wire.envelope import is_sealed, open_envelope
from sync.wire.grants import sign_grant
from sync.wire.inspect import inspect
from tests.sync.crash.scene import COPIED_AT, COPY, Operation
from tests.sync.world import headquarters

Outlook = str
"""What a home shows and holds, without the names that chance gives; empty where there is no database."""


class Run(NamedTuple):
    """How a command ended: its exit code, minus the signal where one ended it, and what it said."""

    code: int
    out: str
    err: str


def outlook(home: Path) -> Outlook:
    """What a home shows: its state, how much it holds of how many replicas, files taken, whom it believes."""
    database = Places(home, home).database
    if not database.exists():
        return ""
    with open_store(database) as store:
        state = [{**register, "heads": len(register["heads"])} for register in state_form(store.conn)]
        held = sorted(chain.length for chain in read_chains(store.conn).values() if chain.length)
        counts = [
            store.conn.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            for what in ("change_set WHERE direction = 'received'", "held_file", "trust", "parked_section")
        ]
    return json.dumps([state, held, counts], ensure_ascii=False, sort_keys=True)


def broken_off(root: Path, operation: Operation, whole: tuple[Outlook, ...], run: Run) -> Iterator[str]:
    """What is wrong after an operation was broken off; ``whole`` are the states that it may leave."""
    home = root / operation.home
    yield from _said(root, operation, whole, run)
    yield from _databases(home)
    if outlook(home) not in whole:
        yield "a state between before and after"
    yield from _files(root)


def _said(root: Path, operation: Operation, whole: tuple[Outlook, ...], run: Run) -> Iterator[str]:
    if "Traceback" in run.err or "unexpected" in run.err:
        yield f"not told as a refusal: {run.err[-300:]}"
    if run.code not in (0, 1, 3, -9):
        yield f"exit code {run.code}"
    if run.code == 1 and not run.err.strip():
        yield "refused without a word"
    if run.code not in (0, 3):
        return
    if not operation.stages and outlook(root / operation.home) != whole[-1]:
        yield f"said to be done and is not: {run.err[-300:]}"
    if operation.name.startswith("export") and run.out.strip():
        yield from _exported(root, root / operation.home, root / run.out.strip())


def _exported(root: Path, home: Path, path: Path) -> Iterator[str]:
    digest = inspect(_opened(root, path), str(path)).digest
    if not (home / "outbox" / f"{digest.hex()}.terren").is_file():
        yield "said to be exported and not in the outbox"
    with open_store(home / "terren.db") as store:
        if store.conn.execute("SELECT 1 FROM change_set WHERE sha256 = ?", (digest,)).fetchone() is None:
            yield "said to be exported and not recorded"


def _opened(root: Path, path: Path) -> bytes:
    """The bytes of a change set; out of its envelope where it is sealed, by whoever lives here."""
    data = path.read_bytes()
    if not is_sealed(data):
        return data
    for home in root.glob("*/keys"):
        with contextlib.suppress(UserError):
            return open_envelope(data, Places(home.parent, home.parent), path.name)
    raise UserError("sealed_damaged", file=str(path))


def _databases(home: Path) -> Iterator[str]:
    places = Places(home, home)
    if not places.database.exists():
        return
    with open_for_work(places, places.database) as store:
        if store.refusal is not None:
            yield f"taken for a copy: {store.refusal.code}"
        for fault in verify(store).faults:
            yield f"fault {fault.code} {fault.place} {fault.detail}"
        for (digest,) in store.conn.execute("SELECT sha256 FROM change_set WHERE direction = 'received'"):
            if not (places.archive / f"{digest.hex()}.terren").is_file():
                yield "taken and not in the archive"


def _files(root: Path) -> Iterator[str]:
    """Whatever bears its name is whole: change sets, requests, backups, keys."""
    for path in root.rglob("[!.]*.terren"):
        try:
            inspect(_opened(root, path), path.name)
        except UserError as refused:
            yield f"half a file: {path.name} {refused.code}"
    for path in root.rglob("[!.]*.terren-enrol"):
        requested(path)
    attached = (path for path in root.rglob("[!.]*.terren-attachment"))
    for path in (*attached, *root.rglob("*.attachments/" + "[0-9a-f]" * 64)):
        if sha256(_opened(root, path)).hexdigest() != path.name[:64]:
            yield f"half an attachment: {path.name}"
    copy = root / "stick" / "copy.db"
    if copy.exists():
        with open_store(copy, read_only=True) as store:
            if verify(store).faults:
                yield "half a backup"
    for path in root.glob("*/keys/[!.]*.key"):
        if len(path.read_text("ascii")) != 65:
            yield "half a key"
    for path in root.glob("*/keys/[!.]*.mark"):
        json.loads(path.read_text("ascii"))


def given_again(root: Path, operation: Operation, whole: tuple[Outlook, ...], run: Run) -> Iterator[str]:
    """What is wrong once the same command has been given again and has ended.

    Then an edit and an export must go through as well, and a witness who is given every file that ever lay
    anywhere must find no number used twice.
    """
    home = root / operation.home
    if run.code not in (0, 3) and outlook(home) != whole[-1]:
        yield f"given again it ends with {run.code}: {run.err[-300:]}"
    yield from _databases(home)
    yield from _files(root)
    places = Places(home, home)
    with open_for_work(places, places.database) as store:
        record(store, [Edit("action", "2.1.1", _unit(home), "percent", 77)])
        export(store, places, root / "stick")
        with store.reading() as conn:
            yield from _witness(root, conn)


def _unit(home: Path) -> str:
    with open_store(home / "terren.db", read_only=True) as store:
        return str(store.conn.execute("SELECT unit FROM identity").fetchone()[0])


def _witness(root: Path, conn: Connection) -> Iterator[str]:
    """A headquarters that nobody knew of reads all that was ever written.

    A copy has used the numbers of its original, from COPIED_AT on; nobody else has.
    """
    copy = inspect(_opened(root, root / COPY), COPY.name)
    numbers: dict[tuple[str, int, int], bytes] = {}
    files: dict[bytes, bytes] = {}
    for path in root.rglob("[!.]*.terren"):
        data = _opened(root, path)
        header = inspect(data, path.name).header
        digest = inspect(data, path.name).digest
        files[digest] = data
        if digest == copy.digest:
            continue
        if numbers.setdefault((header.sender.replica, header.epoch, header.number), digest) != digest:
            yield f"file number {header.number} of {header.sender.replica[:8]} twice"
    witness = headquarters(root / "witness")
    try:
        for n, data in enumerate(files.values()):
            inspected = inspect(data, str(n))
            with witness.store.writing() as writing:
                for whom in (inspected.header.sender, *inspected.preamble.authors.values()):
                    if author(writing, whom.replica) is None:
                        sign_grant(writing, witness.places, witness.replica, whom)
            for fork in receive_data(witness.store, witness.places, Path(str(n)), data).forks:
                if (fork.replica, fork.first) == (copy.header.sender.replica, COPIED_AT):
                    continue
                yield f"a number used twice: {fork.replica[:8]}:{fork.first}"
        for replica, chain in read_chains(conn).items():
            if chain.length and hash_at(witness.store.conn, replica, chain.length) != chain.head:
                yield f"{chain.length} changes of {replica[:8]} are in no file, or others bear their numbers"
    finally:
        witness.store.close()
