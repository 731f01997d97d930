"""``terren trust``: whom to believe, by fingerprint."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import language
from language import N_, _, dates
from store.units import unit_name
from terren import failures, output
from terren.commands.receiving import tell_taken, waits
from terren.declare import as_json, option
from terren.groups import Group
from terren.session import Session
from terren.words import day

if TYPE_CHECKING:
    from store.trust import Grant
    from sync.trust import Believed

trust_command = Group("trust", help=N_("Say whose change sets are believed, and ask to be believed."))


@trust_command.add("request", help=N_("Write an enrolment file and print the fingerprint of your key."))
@option("-o", "folder", metavar="FOLDER", required=True, help=N_("A folder, for example on a USB stick."))
@click.pass_obj
def request_command(session: Session, folder: str) -> None:
    """Ask to be accepted."""
    from sync.trust import request

    with session.working() as store:
        written = request(store, session.places, Path(folder).expanduser())
    output.line(written.fingerprint)
    output.tell(_("Written: {file}").format(file=written.path))
    output.tell(
        _("Hand over the file, and read out the fingerprint on the telephone: it must be the same there.")
    )


@trust_command.add(
    "accept",
    help=N_("Accept the sender of an enrolment file, or of a waiting file by fingerprint or check code."),
)
@click.argument("whom", metavar="FILE|FINGERPRINT")
@option("--unit", metavar="CODE", help=N_("The unit it may report for, if not the one it names itself."))
@click.pass_obj
def accept_command(session: Session, whom: str, unit: str | None) -> int:
    """Accept somebody, and take what has waited for them."""
    from sync.trust import accept

    path = Path(whom).expanduser()
    with session.working() as store:
        accepted = accept(store, session.places, path if path.is_file() else whom, unit=unit)
        output.tell(_accepted_text(accepted.grant))
        for received in accepted.taken:
            tell_taken(store, received)
    for refusal in accepted.refused:
        failures.refused(refusal)
    waiting = accepted.refused or any(map(waits, accepted.taken))
    return failures.WAITING if waiting else failures.DONE


def _accepted_text(grant: Grant) -> str:
    from sync.grants import fingerprint

    unit, key = unit_name(grant.unit, language.current()), fingerprint(grant.public_key)
    if grant.role == "headquarters":
        text = _("Accepted as headquarters: {officer}, {unit}, fingerprint {fingerprint}.")
    else:
        text = _("Accepted: {officer}, for {unit}, fingerprint {fingerprint}.")
    return text.format(officer=grant.officer, unit=unit, fingerprint=key)


@trust_command.add(
    "revoke", help=N_("Let nothing count that ID records from a day on; what was recorded before stays.")
)
@click.argument("whom", metavar="ID")
@option("--from", "first", metavar="DATE", required=True, help=N_("The first day that does not count."))
@click.pass_obj
def revoke_command(session: Session, whom: str, first: str) -> None:
    """Revoke a key."""
    from sync.trust import revoke

    with session.working() as store:
        grant = revoke(store, session.places, whom, day(first, date.today()))
    output.tell(
        _("Revoked from {day} on: {officer}, {unit}.").format(
            day=dates.date(grant.revoked_from),
            officer=grant.officer,
            unit=unit_name(grant.unit, language.current()),
        )
    )


@trust_command.add("list", help=N_("List who is accepted, revoked, or waiting."))
@as_json()
@click.pass_obj
def list_trust_command(session: Session, as_json: bool) -> int:
    """List whom this database believes."""
    from sync.trust import believed

    with session.reading() as store:
        found = believed(store)
    if as_json:
        output.print_json([_form(one) for one in found])
    else:
        output.lines(output.columns(_heads(), [_row(one) for one in found], texts=7) if found else [])
    return failures.WAITING if any(one.state == "waiting" for one in found) else failures.DONE


def _heads() -> tuple[str, ...]:
    return _("ID"), _("State"), _("Unit"), _("Role"), _("Officer"), _("Fingerprint"), _("Files")


def _row(one: Believed) -> tuple[str, ...]:
    states = {"accepted": _("accepted"), "waiting": _("waiting"), "revoked": _("revoked")}
    state = states[one.state]
    if one.revoked_from:
        state = _("revoked from {day}").format(day=dates.date(one.revoked_from))
    return (
        one.whom.replica[:8],
        state,
        unit_name(one.whom.unit, language.current()),
        _("headquarters") if one.whom.role == "headquarters" else _("field"),
        one.whom.officer,
        one.fingerprint,
        ", ".join(held.check_code for held in one.files),
    )


def _form(one: Believed) -> dict[str, Any]:
    return {
        "id": one.whom.replica,
        "state": one.state,
        "unit": one.whom.unit,
        "role": one.whom.role,
        "officer": one.whom.officer,
        "fingerprint": one.fingerprint,
        "revoked_from": one.revoked_from or None,
        "granted_by": one.granted_by or None,
        "files": [
            {"name": held.name, "check_code": held.check_code, "reason": held.reason} for held in one.files
        ],
    }


@trust_command.add("renew", help=N_("Go on with a new key, signed by the present one."))
@click.pass_obj
def renew_command(session: Session) -> None:
    """Take a new key."""
    from sync.enrol import continue_with_new_identity
    from sync.opening import open_for_work
    from sync.trust import own_fingerprint

    with session.working() as store:
        before = own_fingerprint(store)
        continue_with_new_identity(session.places, store)
    with open_for_work(session.places, session.database) as store:
        output.line(own_fingerprint(store))
    output.tell(
        _(
            "The new key is signed by the one before, {fingerprint}: whoever believes that one believes it."
        ).format(fingerprint=before)
    )
