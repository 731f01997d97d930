"""Writing a plan as a database of its own: the published plan that installations start from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from store.db.database import Store, translate_sqlite_errors
from store.db.durable import translate_os_errors
from store.db.errors import UserError
from store.db.system import replace as replace_file
from store.db.system import sync_folder
from store.opening.open_store import create_store
from store.plan.model import Plan
from store.plan.save import insert_plan, save_plan


def write_plan_database(
    path: Path, plan: Plan, *, source_name: str, source_sha256: str, replace: bool = False
) -> None:
    """Write a database that holds the plan alone: no identity, and the same contents every time.

    It is built under a temporary name, synced and renamed, so that ``path`` is whole or as it was.
    Raises UserError ``output_exists`` (unless ``replace``), ``folder_missing``, ``folder_read_only``,
    ``disk_full`` or what SQLite says of the place.
    """

    def fill(store: Store) -> None:
        save_plan(store, plan, source_name=source_name, source_sha256=source_sha256)

    _write(path, fill, replace=replace)


def _write(path: Path, fill: Callable[[Store], None], *, replace: bool) -> None:
    if path.exists() and not replace:
        raise UserError("output_exists", file=str(path))
    if not path.parent.is_dir():
        raise UserError("folder_missing", folder=str(path.parent))
    temporary = path.with_name(f".{path.name}.partial")
    with translate_os_errors(path):
        temporary.unlink(missing_ok=True)
        try:
            _build(temporary, fill)
            replace_file(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
            temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)
        sync_folder(path.parent)


def write_revisions_database(source: Store, path: Path, *, replace: bool = False) -> None:
    """Write all revisions of a database's plan as a published plan, for installations that begin now.

    Raises as :func:`write_plan_database`, or UserError ``db_no_plan``.
    """
    _write(path, lambda target: copy_revisions(source, target), replace=replace)


def copy_revisions(source: Store, target: Store) -> None:
    """Copy every revision of a plan, and nothing else, into a database that has none.

    The source may come from anybody: each is read as a plan that arrives in a file, and all but the first
    have to be what their hashes say. Raises UserError ``db_no_plan``, ``db_corrupt``, or ``plan_form``.
    """
    # an import writes what it has just read, and copies none
    from store.db.text import clean
    from store.plan.form import plan_to_form
    from store.plan.load import load_plan
    from store.plan.lookup import current_revision
    from store.plan.parse import plan_from_form
    from store.revision.content import FIRST, RevisionContent, is_announced_as, is_day

    with source.reading() as conn, target.writing() as written:
        current_revision(conn)
        rows = conn.execute(
            "SELECT revision, source_name, source_sha256, content_sha256, in_force_from FROM plan"
            " ORDER BY revision"
        ).fetchall()
        for number, name, sha256, published, day in rows:
            try:
                form = plan_to_form(load_plan(source, number), provenance=True)
            except (ValueError, TypeError, RecursionError) as error:
                raise UserError("db_corrupt", file=str(source.path), detail=str(error)) from error
            content = RevisionContent(plan_from_form(form), clean(name), clean(sha256))
            begins = not published and number < FIRST
            if not (begins or (is_announced_as(content, published) and (not day or is_day(day)))):
                raise UserError("db_corrupt", file=str(source.path), detail=f"revision {number}")
            insert_plan(
                written,
                number,
                content.plan,
                source_name=content.source_name,
                source_sha256=content.source_sha256,
                content_sha256=published,
                in_force_from=day if published else "",
            )


def _build(path: Path, fill: Callable[[Store], None]) -> None:
    # a published plan is for everybody
    with create_store(path, mode=0o666) as store, translate_sqlite_errors(path):
        fill(store)
        store.conn.execute("VACUUM")
    with path.open("rb+") as file:
        os.fsync(file.fileno())
