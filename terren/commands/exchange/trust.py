"""``terren trust``: whom to believe, by fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

import language
from language import N_, _, dates, ngettext
from store.db.system import path_of
from store.edits.reserve import reserve_recipients
from store.plan.units import unit_name
from terren import asking, failures, output
from terren.commands import options
from terren.commands.exchange.acceptance import (
    accepted_text,
    how_to_accept,
    listed_senders,
    role_option,
    role_word,
    sender_form,
    typed_number,
)
from terren.commands.exchange.taken import received_form, tell_taken, waits
from terren.declare import as_json, dry_run, option
from terren.groups import Group
from terren.session import Session
from terren.values import DAY, NUMBER

if TYPE_CHECKING:
    from store.exchange.change_sets import Author
    from sync.trust.trust_report import TrustEntry
    from sync.trusting import Accepted

trust_command = Group("trust", help=N_("Say whose change sets are believed, and ask to be believed."))


@trust_command.add("request", help=N_("Write an enrolment file and print the fingerprint of your key."))
@options.to_folder("-o")
@as_json()
@click.pass_obj
def request_command(session: Session, folder: str, as_json: bool) -> None:
    from sync.request import request

    with session.working() as store:
        written = request(store, session.places, path_of(folder))
    if as_json:
        output.print_json({"path": str(written.path), "fingerprint": written.fingerprint})
    else:
        output.line(written.fingerprint)
    output.tell(_("Written: {file}").format(file=written.path))
    output.tell(
        _("Hand over the file, and read out the fingerprint on the telephone: it must be the same there.")
    )


@trust_command.add(
    "accept",
    help=N_("Accept senders: by enrolment file, or who waits by fingerprint or check code."),
)
@click.argument("names", metavar="FILE|FOLDER|FINGERPRINT...", nargs=-1, required=True)
@option("--unit", metavar="CODE", help=N_("The unit it may report for, if not the one it names itself."))
@role_option()
@option(
    "--expect",
    metavar="N",
    type=NUMBER,
    help=N_("How many senders a folder must name; without it you are asked."),
)
@dry_run()
@as_json()
@click.pass_obj
def accept_command(
    session: Session,
    names: Sequence[str],
    unit: str | None,
    role: str | None,
    expect: int | None,
    as_json: bool,
) -> int:
    """Accept senders, and take what has waited for them."""
    from sync.trusting import accept_all

    def confirm(listed: Sequence[Author]) -> bool:
        for line in listed_senders(listed):
            output.tell(line)
        if expect is None and not asking.at_terminal():
            output.tell(
                _("Nobody could be asked. With --expect {n} any other number is refused.").format(
                    n=len(listed)
                )
            )
            return True
        return len(listed) == (typed_number(len(listed)) if expect is None else expect)

    with session.working() as store:
        done = accept_all(store, session.places, names, confirm=confirm, unit=unit, role=role)
        for one in done.accepted:
            output.tell(accepted_text(one.grant))
            for received in one.taken:
                tell_taken(store, received)
            for refusal in one.refused:
                failures.refused(refusal)
    for refusal in done.refused:
        failures.refused(refusal)
    if len(done.accepted) > 1:
        count = ngettext("{n} sender accepted.", "{n} senders accepted.", len(done.accepted))
        output.tell(count.format(n=len(done.accepted)))
    if as_json:
        output.print_json([_accepted_form(one) for one in done.accepted])
    if done.refused and not done.accepted:
        return failures.REFUSED
    waiting = done.refused or any(one.refused or waits(one.taken) for one in done.accepted)
    return failures.WAITING if waiting else failures.DONE


def _accepted_form(one: Accepted) -> dict[str, Any]:
    return {**sender_form(one.grant), "taken": [received_form(received) for received in one.taken]}


@trust_command.add(
    "revoke", help=N_("Let nothing count that ID records from a day on; what was recorded before stays.")
)
@click.argument("whom", metavar="ID")
@option(
    "--from", "first", metavar="DATE", type=DAY, required=True, help=N_("The first day that does not count.")
)
@as_json()
@click.pass_obj
def revoke_command(session: Session, whom: str, first: date, as_json: bool) -> None:
    from sync.trusting import revoke

    with session.working() as store:
        grant = revoke(store, session.places, whom, first)
    if as_json:
        output.print_json({**sender_form(grant), "revoked_from": grant.revoked_from})
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
    from sync.trust.trust_report import own_fingerprint, trust_report

    with session.reading() as store:
        found, own = trust_report(store), own_fingerprint(store)
        with store.reading() as conn:
            reserves = reserve_recipients(conn)
    if as_json:
        output.print_json([_form(one) for one in found])
    else:
        output.lines(output.columns(_heads(), [_row(one) for one in found], texts=7, cut=2) if found else [])
    output.tell(_("Your own fingerprint: {fingerprint}").format(fingerprint=own))
    for reserve in reserves:
        output.tell(_("Headquarters' reserve key: {recipient}").format(recipient=reserve))
    waiting = [one for one in found if one.state == "waiting"]
    for one in waiting:
        output.tell(how_to_accept(one.whom))
    return failures.WAITING if waiting else failures.DONE


def _heads() -> tuple[str, ...]:
    return _("ID"), _("State"), _("Unit"), _("Role"), _("Officer"), _("Fingerprint"), _("Files")


def _row(one: TrustEntry) -> tuple[str, ...]:
    state = _("waiting") if one.state == "waiting" else _("accepted")
    if one.revoked_from:
        state = _("revoked from {day}").format(day=dates.date(one.revoked_from))
    return (
        one.whom.replica[:8],
        state,
        unit_name(one.whom.unit, language.current()),
        role_word(one.whom.role),
        one.whom.officer,
        one.fingerprint,
        str(len(one.files) or ""),
    )


def _form(one: TrustEntry) -> dict[str, Any]:
    from sync.wire.check_code import check_code

    return {
        **sender_form(one.whom),
        "state": one.state,
        "revoked_from": one.revoked_from or None,
        "granted_by": one.granted_by or None,
        "files": [
            {"name": held.name, "check_code": check_code(held.sha256), "reason": held.reason}
            for held in one.files
        ],
    }


@trust_command.add(
    "reserve",
    help=N_("Make headquarters' reserve key, which opens sealed files when its laptop is lost."),
)
@option("-o", "target", metavar="FILE", required=True, help=N_("Where to write the key: keep it offline."))
@as_json()
@click.pass_obj
def reserve_command(session: Session, target: str, as_json: bool) -> None:
    from sync.trust.reserve import make_reserve

    with session.working() as store:
        made = make_reserve(store, path_of(target))
    if as_json:
        output.print_json({"path": str(made.path), "recipient": made.recipient})
    else:
        output.line(made.recipient)
    output.tell(
        _("The key is in {file}. Keep it offline, under lock, and nowhere else.").format(file=made.path)
    )
    output.tell(
        _("The laptops seal to it once they have your next file: terren export --to FOLDER, or terren sync.")
    )


@trust_command.add("renew", help=N_("Go on with a new key, signed by the present one."))
@as_json()
@click.pass_obj
def renew_command(session: Session, as_json: bool) -> None:
    from sync.enrol import continue_with_new_identity
    from sync.identity.opening import open_for_work
    from sync.trust.trust_report import own_fingerprint

    with session.working() as store:
        before = own_fingerprint(store)
        continue_with_new_identity(session.places, store)
    with open_for_work(session.places, session.database) as store:
        after = own_fingerprint(store)
    if as_json:
        output.print_json({"fingerprint": after, "before": before})
    else:
        output.line(after)
    output.tell(
        _(
            "The new key is signed by the one before, {fingerprint}: whoever believes that one believes it."
        ).format(fingerprint=before)
    )
