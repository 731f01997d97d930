"""``terren state``, ``verify`` and ``backup``: whether all is there, and keeping it so."""

from __future__ import annotations

from datetime import datetime

from language import N_, _, counted, faults
from language.registers import register, value
from store.db.system import path_of
from terren import failures, output
from terren.declare import command, flag, option
from terren.session import Session


@command("state", N_("Print every register, sorted. Two databases agree exactly when it prints the same."))
def state_command(
    session: Session,
) -> None:
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


@command(
    "verify", N_("Check SQLite, chains, hashes, signatures, and that the state is what the changes say.")
)
def verify_command(
    session: Session,
    rebuild: bool = flag(N_("Derive the state and the plan's revisions from the changes again first.")),
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
        _("All is well. Changes: {changes}; replicas: {replicas}; registers: {registers}.").format(
            changes=verdict.changes, replicas=verdict.replicas, registers=verdict.registers
        )
    )
    return failures.DONE


@command("backup", N_("Write a checked copy of the database and print its name."))
def backup_command(
    session: Session,
    target: str | None = option(
        N_("The copy; a name with the date beside the database if not given."), "-o", metavar="FILE"
    ),
) -> None:
    from store.integrity.backup import backup, backup_path

    with session.reading() as store:
        path = path_of(target) if target is not None else backup_path(store, datetime.now())
        backup(store, path)
    output.give(lambda: {"path": path, "bytes": path.stat().st_size}, str(path))
