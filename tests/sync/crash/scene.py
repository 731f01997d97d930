"""Laptops, headquarters and sticks as they lie before an operation, and the operations that are broken off.

Everything lies under one folder, so that a copy of it is a fresh start; commands run with that folder as
their current one and name files relative to it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from store.db.places import Places
from store.edits.entries import add_evidence
from store.exchange.attachments import attachments_folder, read_attachment
from store.integrity.backup import backup
from store.ledger.append import Edit, record
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.request import request, requested
from sync.send.own_files import own_folder
from sync.wire.grants import sign_grant
from tests.sync.world import UNIT, Installation, believe, copied, headquarters, installation

OTHER_UNIT: Final = "23"
COPY: Final = Path("letters") / "copy.terren"
"""What a copy of an installation's folder has written, under the same id and numbers."""
COPIED_AT: Final = 6
"""The number of the first change that differs."""


class Operation(NamedTuple):
    """A command of one home.

    ``stages`` are commands, or doings, of which each leads to a state that is whole as well: each file that
    it takes is a step of its own, and one that cannot be taken does not hinder the others.
    """

    name: str
    home: str
    argv: tuple[str, ...]
    stages: tuple[tuple[str, ...] | Callable[[Path], None], ...] = ()


def _accepted(root: Path) -> None:
    """The stranger is accepted, and its file still waits."""
    home = Places(root / "strict", root / "strict")
    with open_store(home.database) as store, store.writing() as conn:
        identity = read_identity(conn)
        assert identity is not None
        sign_grant(conn, home, identity.replica, requested(root / "letters" / "stranger.terren-enrol"))


OPERATIONS: Final = (
    Operation(
        "edit", "field", ("set", "1.1.1", "--status", "partially_implemented", "--percent", "40",
                          "--reason", "lack_of_budget", "--new-deadline", "2023", "--next", "Punëtoria"),
    ),
    Operation("undo", "field", ("undo",)),
    Operation("export", "field", ("export", "--to", "stick")),
    Operation("export sealed", "field", ("export", "--to", "stick", "--sealed")),
    Operation("export for a unit", "center", ("export", "--to", "stick", "--for", UNIT)),
    Operation("receive", "center", ("receive", "letters/field.terren")),
    Operation("receive an answer", "field", ("receive", "letters/center.terren")),
    Operation("receive a stranger", "center", ("receive", "letters/stranger.terren")),
    Operation(
        "sync", "center", ("sync", "mailbox"),
        stages=(
            ("receive", "mailbox/letters/a.terren"),
            ("receive", "mailbox/letters/b.terren"),
            ("receive", "mailbox/letters/a.terren", "mailbox/letters/b.terren"),
        ),
    ),
    Operation("restore", "field", ("restore", "letters/field-backup.db")),
    Operation("restore with branches", "forked", ("restore", "letters/forked-backup.db")),
    Operation("restore headquarters", "center", ("restore", "letters/center-backup.db")),
    Operation("redact", "center", ("redact", "1.1.1", f"{3:012x}", "--yes")),
    Operation("backup", "field", ("backup", "-o", "stick/copy.db")),
    Operation(
        "enrol", "new", ("init", "--officer", "Zyrtarja", "--unit", OTHER_UNIT, "--plan", "letters/plan.db")
    ),
    Operation("renew the key", "field", ("trust", "renew")),
    Operation("request", "stranger", ("trust", "request", "-o", "stick")),
    Operation("accept", "strict", ("trust", "accept", "letters/stranger.terren-enrol"), stages=(_accepted,)),
)  # fmt: skip


def prepare(root: Path) -> None:
    """Lay out the scene under ``root``."""
    letters, stick, mailbox = root / "letters", root / "stick", root / "mailbox" / "letters"
    for folder in (letters, stick, mailbox):
        folder.mkdir(parents=True)
    field, other = installation(root / "field"), installation(root / "other", unit=OTHER_UNIT)
    center, stranger = headquarters(root / "center"), installation(root / "stranger", unit="24")
    strict = headquarters(root / "strict")
    believe(field, other, center)
    # a little work, known to both sides, and a backup of each from that moment
    _work(field, 3)
    center.receive(field.export(letters).path)
    center.edit("1.1.3", "verdict", "implemented", kind="assessment", unit="")
    field.receive(center.export(letters).path)
    backup(field.store, letters / "field-backup.db")
    backup(center.store, letters / "center-backup.db")
    # then more: some that has arrived, some that lies in files, some that has not left
    _work(field, 5)
    center.receive(field.export(letters).path)
    center.edit("1.1.3", "verdict", "not_implemented", kind="assessment", unit="")
    _move(center.export(letters).path, letters / "center.terren")
    for one in (field, other):
        _work(one, 7)
    shutil.copy(other.export(letters).path, mailbox / "b.terren")
    _work(field, 8)
    _attach(field)
    written = field.export(letters)
    _move(written.path, letters / "field.terren")
    shutil.copy(letters / "field.terren", mailbox / "a.terren")
    for path in written.attachments.paths:
        shutil.copy(path, mailbox)
    _work(field, 9)
    _work(stranger, 2)
    _move(stranger.export(letters).path, letters / "stranger.terren")
    _move(request(stranger.store, stranger.places, letters).path, letters / "stranger.terren-enrol")
    strict.receive(letters / "stranger.terren", accept=False)
    forked = _forked(root, center)
    (root / "mailbox" / own_folder(center.identity)).mkdir()
    for one in (field, other, center, stranger, strict, forked):
        one.store.close()
    _publish(letters / "plan.db")
    (root / "new").mkdir()


def _forked(root: Path, center: Installation) -> Installation:
    """An installation whose folder was copied once; both went on, and it has read what the copy wrote."""
    one = installation(root / "forked", unit="25")
    believe(one, center)
    _work(one, 3)
    backup(one.store, root / "letters" / "forked-backup.db")
    shutil.copytree(root / "forked", root / "copy")
    copy = copied(root / "copy", one.replica)
    _work(copy, 4)
    _move(copy.export(root / "letters").path, root / COPY)
    copy.store.close()
    shutil.rmtree(root / "copy")
    _work(one, 6)
    one.export(root / "letters")
    one.receive(root / COPY)
    one = one._replace(replica=one.identity.replica)
    _work(one, 8)
    one.export(root / "letters")
    return one


def _publish(path: Path) -> None:
    from store.revision.plan_database import write_plan_database
    from tests.plans import small_plan

    write_plan_database(path, small_plan(), source_name="prove.txt", source_sha256="00")


def _work(one: Installation, percent: int) -> None:
    unit = one.identity.unit
    record(one.store, [Edit("action", f"1.1.{n}", unit, "percent", percent * n) for n in range(1, 5)])
    record(one.store, [Edit("note", "1.1.1", unit, f"{percent:012x}", "Shënim " * 60)])


def _attach(one: Installation) -> None:
    """Evidence with a photograph, which goes along with what is written from here on."""
    path = one.places.data / "foto.jpg"
    path.write_bytes(b"\xff\xd8\xff" + bytes(range(256)) * 40)
    file = read_attachment(path, attachments_folder(one.store.conn))
    add_evidence(one.store, "1.1.1", "Foto", "zyra", attached=file)


def _move(path: Path, to: Path) -> None:
    path.rename(to)
