"""Enrolment: a database of one's own from the published plan, with an identity and its key."""

from __future__ import annotations

from pathlib import Path

from store.db.database import Store
from store.db.durable import fsync_file, rename_into_place, temporary_beside, translate_os_errors
from store.db.errors import UserError
from store.db.places import Places, shipped_plan
from store.db.private import create_private_folder
from store.db.snapshot import vacuum_into
from store.db.text import clean
from store.ledger.bounds import MAX_NAME
from store.ledger.identity import ROLES, Identity, new_replica_id, read_identity, write_identity
from store.opening.open_store import create_store, open_store
from store.plan.lookup import plan_institutions
from store.plan.model import Plan
from store.plan.save import save_plan
from store.plan.units import resolve_unit
from store.revision.plan_database import copy_revisions
from sync.identity.identity import KeyHolder, make_key, take_new_identity
from sync.identity.opening import open_for_work


def checked_officer(name: str) -> str:
    """An officer's name as it may be signed with. Raises UserError ``officer_empty`` or ``text_too_long``."""
    officer = " ".join(clean(name).split())
    if not officer:
        raise UserError("officer_empty")
    if len(officer) > MAX_NAME:
        raise UserError("text_too_long", found=len(officer), limit=MAX_NAME)
    return officer


def checked_role(role: str) -> str:
    """A role that there is. Raises UserError ``role_unknown``."""
    if role not in ROLES:
        raise UserError("role_unknown", found=role, known=", ".join(ROLES))
    return role


def enrol(
    places: Places,
    database: Path,
    *,
    officer: str,
    unit: str,
    role: str,
    language: str,
    published: Path | None = None,
    plan: Plan | None = None,
    source_name: str = "",
    source_sha256: str = "",
    holder: KeyHolder | None = None,
) -> Store:
    """Create a database from a plan just read, or from a published one (the shipped one by default).

    ``holder`` is whose key it takes, of another plan of the same home; else it gets one of its own.
    The key is there before the database, and the database appears whole under its name or not at all.
    Raises UserError ``db_exists``, ``officer_empty``, ``text_too_long``, ``role_unknown``, ``unit_unknown``,
    ``db_no_plan``, what is wrong with the published plan, or what the disk says.
    """
    checked, role = checked_officer(officer), checked_role(role)
    if database.exists():
        raise UserError("db_exists", file=str(database))
    with translate_os_errors(database):
        create_private_folder(database.parent)
    with temporary_beside(database) as temporary:
        if plan is not None:
            _from_plan(temporary, plan, source_name, source_sha256)
        else:
            copy_published(temporary, published)
        take_possession(places, temporary, checked, unit, role, language, holder)
        try:
            rename_into_place(temporary, database)
        except UserError as refused:
            if refused.code != "file_exists":
                raise
            raise UserError("db_exists", file=str(database)) from refused
    return open_for_work(places, database)


def _from_plan(target: Path, plan: Plan, source_name: str, source_sha256: str) -> None:
    with create_store(target) as store:
        save_plan(store, plan, source_name=source_name, source_sha256=source_sha256)


def copy_published(target: Path, published: Path | None) -> None:
    """Make a database with the plan of another one, the shipped one by default. Raises as :func:`enrol`."""
    with open_store(published or shipped_plan(), read_only=True) as source:
        if published is None:
            # what comes with the program is its own
            with translate_os_errors(target):
                vacuum_into(source.conn, target)
            return
        with create_store(target) as store:
            copy_revisions(source, store)


def take_possession(
    places: Places,
    database: Path,
    officer: str,
    unit: str,
    role: str,
    language: str,
    holder: KeyHolder | None = None,
) -> None:
    """Give a database that nobody has an identity with its key. Raises as :func:`enrol`."""
    with open_store(database) as store:
        code = resolve_unit(unit, plan_institutions(store.conn))
        identity = Identity(new_replica_id(), officer, code, role, language)
        key = make_key(places, identity.replica, holder)
        with store.writing() as conn:
            write_identity(conn, identity, key)
    with translate_os_errors(database):
        fsync_file(database)


def continue_with_new_identity(places: Places, store: Store, *, holder: KeyHolder | None = None) -> Identity:
    """Give a copy or a restored backup a replica id and a key of its own; returns the new identity.

    With ``holder`` it takes the key of another plan of the home. Everything is kept as it is, signed by the
    old key. Open the database anew afterwards. Raises UserError ``no_identity``, what is wrong with the
    holder's key, or what the disk says.
    """
    with open_store(store.path) as writable, writable.writing() as conn:
        old = read_identity(conn)
        if old is None:
            raise UserError("no_identity", file=str(store.path))
        take_new_identity(conn, places, holder=holder)
        new = read_identity(conn)
        assert new is not None
    return new
