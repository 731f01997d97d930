"""``terren state``, ``verify``, ``backup`` and ``tidy``: whether all is well, and keeps so."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from language import _, counted, faults
from language.delivery import attachments_came
from language.registers import register, value
from store.ledger.identity import read_identity
from terren import failures, output
from terren.commands.keep.plans import tell_which_plan
from terren.declare import command, flag, option
from terren.session import Session
from terren.shapes import shaped
from terren.values import NUMBER
from terren.words import tell_traces

if TYPE_CHECKING:
    from store.db.database import Store
    from sync.retention import Removable


@command(
    "state",
    "Print every register, sorted. Two databases agree exactly when it prints the same.",
    prints="@register*",
)
def state_command(session: Session) -> None:
    from store.ledger.heads import state_form
    from store.plan.lookup import action_numbers, plan_currency
    from terren.forms import amount

    with session.reading() as store, store.reading() as conn:
        form, numbers, currency = state_form(conn), action_numbers(conn), plan_currency(conn)
    output.give(
        lambda: [shaped("register", item, amount=amount(item["kind"], item["value"])) for item in form],
        (_register_line(item, numbers, currency) for item in form),
    )


def _register_line(item: dict[str, Any], numbers: dict[str, str], currency: str) -> str:
    what = register(item["kind"], item["field"])
    words = value(item["kind"], item["field"], item["value"], currency)
    conflict = f"  ({_('in conflict')})" if item["conflict"] else ""
    return f"{numbers.get(item['target'], item['target'])}  {item['unit']}  {what}: {words}{conflict}"


@command(
    "verify",
    "Check SQLite, chains, hashes, signatures, and that the state is what the changes say.",
    prints="@proof",
)
def verify_command(
    session: Session,
    rebuild: bool = flag(
        "Judge again which changes are held, and derive the state and the plan's revisions from them, first."
    ),
) -> int:
    from sync.proof import prove

    if rebuild:
        from store.ledger.append import rebuild_derived
        from store.revision.adoption import rebuild_revisions
        from sync.quarantine.misheld import judge_again

        with session.working() as store:
            judge_again(store)
            with store.writing() as conn:
                rebuild_derived(conn)
            rebuild_revisions(store)
    with session.reading() as store:
        verdict = prove(store, session.places)
        missing = _missing_attachments(store)
    output.give(lambda: verdict, (faults.fault(*fault) for fault in verdict.faults))
    if missing:
        output.tell(*attachments_came(0, 0, len(missing)), *(f"  {name}" for name in missing))
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


def _missing_attachments(store: Store) -> list[str]:
    """Return what is named as attached and is not here, by name and action."""
    from store.exchange.attachment_names import concerned, lacking

    with store.reading() as conn:
        identity = read_identity(conn)
        names = {named.attachment.sha256: named.attachment.name for named in concerned(conn, identity)}
        missing = lacking(conn, identity)
    return [f"{names[digest]} ({digest[:12]}…)" for digest in missing]


@command("backup", "Write a checked copy of the database and print its name.", prints="@copy")
def backup_command(
    session: Session,
    target: Path | None = option(
        "The copy; a name with the date beside the database if not given.", "-o", metavar="FILE"
    ),
) -> None:
    from store.exchange.attachments import attachments_folder, kept_attachments
    from store.integrity.backup import back_up, backup

    with session.reading() as store:
        if target is not None:
            backup(store, target)
        path = target or back_up(store, datetime.now())
        folder, database = attachments_folder(store.conn), store.path
    output.give(lambda: {"path": path, "bytes": path.stat().st_size}, str(path))
    if target is not None and path.resolve().parent != database.parent.resolve():
        output.tell(
            _(
                "“terren doctor” and “terren tidy” look for backups beside the database alone, in {folder}:"
                " this copy is for elsewhere."
            ),
            folder=database.parent,
        )
    tell_which_plan(session)
    if kept := kept_attachments(folder):
        output.tell(
            counted(
                "{n} attachment is not in it: copy {folder} too. What is missing is asked for again.",
                "{n} attachments are not in it: copy {folder} too. What is missing is asked for again.",
                len(kept),
                folder=folder,
            )
        )


@command(
    "tidy",
    "Remove files of archive and outbox that the newest backup knows, and older backups. What a restore"
    " from that backup needs stays.",
    prints="@tidied",
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
    from store.exchange.held_files import held_files
    from store.exchange.redaction_words import redaction_words
    from store.integrity.sweeping import scrub_values
    from sync.retention import find_removable, remove_files
    from tui.screens.drafts import forget_redacted

    with session.working() as store:
        keep = session.settings.keep_days if days is None else days
        removable = find_removable(store, session.places, now=time.time(), days=keep, redacted=redacted)
        left = () if dry_run else remove_files(removable.files)
        if not dry_run:
            forget_redacted(session.places, store)
        with store.reading() as conn:
            any_redacted = next(redaction_words(conn), None) is not None
            waiting = len(list(held_files(conn))) if redacted and any_redacted else 0
        traces = any_redacted and not dry_run and not scrub_values(store)
    output.give(
        lambda: shaped("tidied", removable, left=[file.path for file in left], dry_run=dry_run),
        (str(file.path) for file in removable.files),
    )
    _tell_removable(removable)
    if traces:
        tell_traces()
    if waiting:
        output.tell(
            counted(
                "{n} file waits, and nobody knows whether a redacted text is in it: accept its sender, or"
                " delete it: terren inbox",
                "{n} files wait, and nobody knows whether a redacted text is in them: accept their"
                " senders, or delete them: terren inbox",
                waiting,
            )
        )
    return failures.WAITING if left or traces else failures.DONE


def _tell_removable(removable: Removable) -> None:
    size = sum(file.bytes for file in removable.files) // 1024
    output.tell(counted("{n} file, {size} KiB", "{n} files, {size} KiB", len(removable.files), size=size))
    if removable.backup is None:
        output.tell(
            _(
                "Nothing can go: there is no sound backup beside the database that has the rest. Make one"
                " first."
            )
        )
    elif removable.files:
        output.tell(
            _(
                "A restore from {file} needs none of them. From an older backup, what they brought would have"
                " to come from the others again."
            ),
            file=removable.backup,
        )
