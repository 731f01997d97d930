"""Made-up work of many officers, for benchmarks: statuses, money, percent, reasons and notes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from store.db.database import Connection, Store
from store.db.places import Places
from store.exchange.change_sets import Author, attest, introduce
from store.ledger.change import Change, canonical_json, change_hash, history_form
from store.ledger.identity import Identity, required_identity, write_identity
from store.ledger.intake import Intake
from store.plan.model import Action, Deadline, Plan, SpecificObjective, StrategicObjective
from sync.enrol import enrol
from sync.wire.format import open_container
from sync.wire.grants import sign_grant
from sync.wire.inspect import body_of
from sync.wire.keys import create_key, sign

ACTIONS: Final = 91
CHANGES_EACH: Final = 10_000
STATUSES: Final = ("not_started", "in_progress", "partially_implemented", "implemented", "not_implemented")
REASONS: Final = ("lack_of_budget", "lack_of_staff", "procurement", "legislation")
WORDS: Final = [
    "takimi",
    "punëtoria",
    "raporti",
    "komuna",
    "zyrtarë",
    "trajnim",
    "për",
    "është",
    "mbajtur",
    "janar",
    "buxheti",
    "pritet",
]


def plan() -> Plan:
    """A plan of ACTIONS actions."""
    actions = tuple(
        Action(nr=f"1.1.{n}", id=f"1.1.{n}", title=f"Masa {n}", deadline=Deadline("2022", 2022, 2022),
               budget={}, lead=("MPB", "Komunat"))
        for n in range(1, ACTIONS + 1)
    )  # fmt: skip
    objective = SpecificObjective("1.1", "Objektivi", (), actions)
    return Plan(
        "plan-prove",
        "Plan prove",
        "sq",
        (2021, 2022, 2023),
        (StrategicObjective("1", "O", (), (objective,)),),
    )


def random_changes(
    replica: str, unit: str, length: int, seed: int, *, begun: int = 1_640_000_000, pace: int = 600
) -> Iterator[Change]:
    """One officer's history: each change supersedes what stood in its register.

    It begins in second ``begun`` since 1970, and at most ``pace`` seconds lie between two changes.
    """
    rng = random.Random(seed)
    standing: dict[tuple[str, str, str], tuple[str, ...]] = {}
    recorded_at = begun
    for seq in range(1, length + 1):
        recorded_at += rng.randint(1, pace)
        kind, target, field, value, day = _random_edit(rng, recorded_at)
        yield Change(
            replica, seq, seq, recorded_at, f"Zyrtari {unit}", unit, str(seq), kind, target, field,
            canonical_json(value), day, standing.get((kind, target, field), ()),
        )  # fmt: skip
        standing[kind, target, field] = (f"{replica}:{seq}",)


def _random_edit(rng: random.Random, recorded_at: int) -> tuple[str, str, str, object, str | None]:
    target = f"1.1.{rng.randint(1, ACTIONS)}"
    draw = rng.random()
    if draw < 0.3:
        day = date(1970, 1, 1) + timedelta(days=recorded_at // 86_400 - rng.choice((0, 0, 0, 1, 2, 7)))
        return "action", target, "status", rng.choice(STATUSES), day.isoformat()
    if draw < 0.6:
        field = f"{rng.randint(2021, 2023)}.{rng.choice(('capital.spent', 'recurrent.spent', 'allocated'))}"
        return "money", target, field, rng.randint(1, 500_000) * 100, None
    if draw < 0.8:
        return "action", target, "percent", rng.randint(0, 100), None
    if draw < 0.95:
        return "action", target, "reason", rng.choice(REASONS), None
    note = " ".join(rng.choices(WORDS, k=rng.randint(3, 12)))
    return "note", target, f"{rng.getrandbits(48):012x}", note, None


def filled(folder: Path, length: int) -> tuple[Store, Places]:
    """A headquarters database with ``length`` changes of officers who made CHANGES_EACH each.

    Two officers share a unit and know nothing of each other, so that there are conflicts.
    """
    places = Places(folder, folder)
    store = enrolled(places)
    with store.writing() as conn:
        intake = Intake(conn)
        for n in range(0, length, CHANGES_EACH):
            replica, unit = f"{n + 1:032x}", f"{n // CHANGES_EACH // 2 + 1:02}"
            introduce(
                conn, Author(replica, unit, "field", f"Zyrtari {unit}", create_key(places, replica)), replica
            )
            changes = random_changes(replica, unit, min(CHANGES_EACH, length - n), n)
            write_history(conn, places, intake, replica, changes)
        intake.finish()
    return store, places


def write_history(
    conn: Connection, places: Places, intake: Intake, replica: str, changes: Iterable[Change]
) -> None:
    """Insert the history of a replica, or what comes after it, signed with its key, which lies here."""
    prev = intake.held(replica).head
    for change in changes:
        prev = change_hash(change, prev)
        intake.add(change, prev)
    intake.flush()
    history = intake.held(replica)
    attest(conn, replica, history.length, sign(places, replica, history_form(replica, *history)))


def filled_by(store: Store, places: Places, identity: Identity, changes: Iterable[Change]) -> Author:
    """Make a store that of an installation that wrote these changes and nothing else."""
    key = create_key(places, identity.replica)
    writer = Author(identity.replica, identity.unit, identity.role, identity.officer, key)
    with store.writing() as conn:
        for table in ("state", "change", "awaited_supersession", "change_set_section", "change_set"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("UPDATE replica SET changes = 0, head = x'', attested = 0")
        write_identity(conn, identity, key)
        introduce(conn, writer, identity.replica)
        intake = Intake(conn)
        write_history(conn, places, intake, identity.replica, changes)
        intake.finish()
    return writer


def enrolled(places: Places) -> Store:
    """An empty headquarters database."""
    return enrol(
        places, places.database, officer="Qendra", unit="MPB", role="headquarters", language="sq", plan=plan()
    )


def accept(store: Store, places: Places, authors: Iterable[Author]) -> None:
    """Accept authors, as headquarters does by telephone, also those whose units the plan does not name."""
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        for whom in authors:
            sign_grant(conn, places, identity.replica, whom)


def accept_authors(store: Store, places: Places, file: Path) -> None:
    """Accept the sender and the authors of a file, as a headquarters has before it takes the file."""
    container = open_container(file.read_bytes(), str(file))
    sender = container.header.sender
    told = body_of(str(file), container.body).preamble
    accept(store, places, {sender.replica: sender, **told.authors}.values())
