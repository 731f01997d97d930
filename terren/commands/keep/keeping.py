"""``terren state``, ``verify`` and ``backup``: whether all is there, and keeping it so."""

from __future__ import annotations

from datetime import datetime

import click

from language import N_, _, faults, ngettext
from language.registers import register, value
from store.db.system import path_of
from terren import failures, output
from terren.declare import as_json, command, flag, option
from terren.session import Session


@command(
    "state", help=N_("Print every register, sorted. Two databases agree exactly when it prints the same.")
)
@as_json()
@click.pass_obj
def state_command(session: Session, as_json: bool) -> None:
    from store.ledger.state import state_form
    from store.plan.lookup import action_numbers, plan_currency

    with session.reading() as store, store.reading() as conn:
        form, numbers, currency = state_form(conn), action_numbers(conn), plan_currency(conn)
    if as_json:
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


@command(
    "verify", help=N_("Check SQLite, chains, hashes, signatures, and that the state is what the changes say.")
)
@flag("--rebuild", help=N_("Derive the state and the plan's revisions from the changes again first."))
@as_json()
@click.pass_obj
def verify_command(session: Session, rebuild: bool, as_json: bool) -> int:
    from sync.proof import prove

    if rebuild:
        from store.ledger.append import rebuild_state
        from store.revision.adoption import rebuild_revisions

        with session.working() as store:
            rebuild_state(store)
            rebuild_revisions(store)
    with session.reading() as store:
        verdict = prove(store, session.places)
    if as_json:
        form = verdict._asdict()
        output.print_json({**form, "faults": [fault._asdict() for fault in verdict.faults]})
    else:
        for fault in verdict.faults:
            output.line(faults.fault(*fault))
    if verdict.faults:
        output.tell(ngettext("{n} fault", "{n} faults", len(verdict.faults)).format(n=len(verdict.faults)))
        return failures.REFUSED
    output.tell(
        _("All is well. Changes: {changes}; replicas: {replicas}; registers: {registers}.").format(
            changes=verdict.changes, replicas=verdict.replicas, registers=verdict.registers
        )
    )
    return failures.DONE


@command("backup", help=N_("Write a checked copy of the database and print its name."))
@option(
    "-o",
    "target",
    metavar="FILE",
    help=N_("The copy; a name with the date beside the database if not given."),
)
@as_json()
@click.pass_obj
def backup_command(session: Session, target: str | None, as_json: bool) -> None:
    from store.integrity.backup import backup, backup_path

    with session.reading() as store:
        path = path_of(target) if target is not None else backup_path(store, datetime.now())
        backup(store, path)
    if as_json:
        output.print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        output.line(str(path))
