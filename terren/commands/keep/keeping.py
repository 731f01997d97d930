"""``terren state``, ``verify``, ``backup`` and ``tidy``: whether all is there, and keeping it so."""

from __future__ import annotations

from datetime import datetime
from time import time
from typing import TYPE_CHECKING

from language import _, counted, faults
from language.registers import register, value
from store.db.system import path_of
from terren import failures, output
from terren.declare import command, flag, option
from terren.session import Session
from terren.values import NUMBER

if TYPE_CHECKING:
    from store.integrity.retention import RemovableFile


@command("state", "Print every register, sorted. Two databases agree exactly when it prints the same.")
def state_command(session: Session) -> None:
    from store.ledger.state import state_form
    from store.plan.lookup import action_numbers, plan_currency

    with session.reading() as store, store.reading() as conn:
        form, numbers, currency = state_form(conn), action_numbers(conn), plan_currency(conn)
    if output.manner().json:
        from terren.forms import amount

        output.print_json(
            [
                {**item, "of_unit": item["unit"] or None, "amount": amount(item["kind"], item["value"])}
                for item in form
            ]
        )
        return
    for item in form:
        what = register(item["kind"], item["field"])
        held = value(item["kind"], item["field"], item["value"], currency)
        conflict = f"  ({_('in conflict')})" if item["conflict"] else ""
        target = numbers.get(item["target"], item["target"])
        output.line(f"{target}  {item['unit']}  {what}: {held}{conflict}")


@command("verify", "Check SQLite, chains, hashes, signatures, and that the state is what the changes say.")
def verify_command(
    session: Session,
    rebuild: bool = flag("Derive the state and the plan's revisions from the changes again first."),
) -> int:
    from sync.proof import prove

    if rebuild:
        from store.ledger.append import rebuild_state
        from store.revision.adoption import rebuild_revisions

        with session.working() as store:
            rebuild_state(store)
            rebuild_revisions(store)
    with session.reading() as store:
        verdict = prove(store, session.places)
    output.give(lambda: verdict, (faults.fault(*fault) for fault in verdict.faults))
    if verdict.faults:
        output.tell(counted("{n} fault", "{n} faults", len(verdict.faults)))
        return failures.REFUSED
    output.tell(
        _("All is well. Changes: {changes}; replicas: {replicas}; registers: {registers}."),
        changes=verdict.changes,
        replicas=verdict.replicas,
        registers=verdict.registers,
    )
    return failures.DONE


@command("backup", "Write a checked copy of the database and print its name.")
def backup_command(
    session: Session,
    target: str | None = option(
        "The copy; a name with the date beside the database if not given.", "-o", metavar="FILE"
    ),
) -> None:
    from store.integrity.backup import backup, backup_path

    with session.reading() as store:
        path = path_of(target) if target is not None else backup_path(store, datetime.now())
        backup(store, path)
    output.give(lambda: {"path": path, "bytes": path.stat().st_size}, str(path))


@command(
    "tidy",
    "Remove files of archive and outbox that the newest backup knows, and older backups. What a restore"
    " from that backup needs stays.",
)
def tidy_command(
    session: Session,
    days: int | None = option(
        "Days after which they go; keep_days in the configuration, or 365, if not given.",
        "--older-than",
        metavar="DAYS",
        type=NUMBER,
    ),
    redacted: bool = flag("Remove, whatever their age, those that still have a text that was redacted."),
    dry_run: bool = flag("Only say what would go."),
) -> int:
    from store.edits.redaction import redaction_words, scrub_values
    from store.integrity.retention import find_removable, remove_files

    with session.working() as store:
        keep = session.settings.keep_days if days is None else days
        found = find_removable(store, session.places, now=time(), days=keep, redacted=redacted)
        left = () if dry_run else remove_files(found.files)
        with store.reading() as conn:
            any_redacted = next(redaction_words(conn), None) is not None
        traces = any_redacted and not dry_run and not scrub_values(store)
    output.give(
        lambda: {
            "backup": found.backup,
            "files": [_removable_form(one) for one in found.files],
            "left": [one.path for one in left],
            "dry_run": dry_run,
        },
        (str(one.path) for one in found.files),
    )
    size = sum(one.bytes for one in found.files) // 1024
    output.tell(counted("{n} file, {size} KiB", "{n} files, {size} KiB", len(found.files), size=size))
    if found.backup is None:
        output.tell(
            _(
                "Nothing can go: there is no sound backup beside the database that has the rest. Make one"
                " first."
            )
        )
    elif found.files:
        output.tell(
            _(
                "A restore from {file} needs none of them. From an older backup, what they brought would have"
                " to come from the others again."
            ),
            file=found.backup,
        )
    if traces:
        output.tell(
            _("Another window has the database open; traces stay until “terren tidy” is given alone.")
        )
    return failures.WAITING if left or traces else failures.DONE


def _removable_form(one: RemovableFile) -> dict[str, object]:
    return {"file": one.path, "kind": one.kind, "at": output.utc(int(one.at)), "bytes": one.bytes}
