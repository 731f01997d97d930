"""``terren trust``: whom to believe, by fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from language import N_, _, counted, dates
from store.edits.reserve import reserve_recipients
from store.exchange.change_sets import Author
from terren import asking, failures, output
from terren.commands import options
from terren.commands.exchange.acceptance import (
    ROLE,
    accepted_text,
    held_form,
    how_to_accept,
    listed_senders,
    role_word,
    sender_form,
    typed_number,
)
from terren.commands.exchange.every_plan import outcomes, serve, served_code, served_form
from terren.commands.exchange.taken import received_form, tell_taken, waits
from terren.declare import argument, option
from terren.groups import Group
from terren.session import Session
from terren.shapes import shaped
from terren.values import DAY, NUMBER
from terren.words import unit_words

if TYPE_CHECKING:
    from sync.identity.identity import KeyHolder
    from sync.trust.trust_report import TrustEntry

trust_command = Group("trust", help=N_("Manage trusted senders, and ask to be trusted."))


@trust_command.add(
    "request", "Write an enrolment file and print the fingerprint of your key.", prints="@requested"
)
def request_command(session: Session, folder: Path = options.to_folder("-o")) -> None:
    from sync.request import request

    with session.working() as store:
        written = request(store, session.places, folder)
    output.give(lambda: shaped("requested", written), written.fingerprint)
    output.tell(_("Written: {file}"), file=written.path)
    output.tell(
        _("Hand over the file, and read out the fingerprint on the telephone: it must be the same there.")
    )


@trust_command.add(
    "accept",
    "Accept senders: by enrolment file, or who waits by fingerprint or check code.",
    rehearses=True,
    prints="@accepted_sender*",
)
def accept_command(
    session: Session,
    names: Sequence[str] = argument("FILE|FOLDER|FINGERPRINT...", nargs=-1),
    unit: str | None = option("The unit it may report for, if not the one it names itself.", metavar="CODE"),
    role: str | None = ROLE,
    expect: int | None = option(
        "How many senders a folder must name; without it you are asked.", type=NUMBER
    ),
) -> int:
    from sync.trusting import accept_all

    def confirm(listed: Sequence[Author]) -> bool:
        output.tell(*listed_senders(listed))
        if expect is None and not asking.at_terminal():
            output.tell(
                _("Nobody could be asked: all are accepted. With --expect {n} any other number is refused."),
                n=len(listed),
            )
            return True
        return len(listed) == (typed_number(len(listed)) if expect is None else expect)

    with session.working() as store:
        done = accept_all(store, session.places, names, confirm=confirm, unit=unit, role=role)
        for accepted in done.accepted:
            output.tell(accepted_text(accepted.grant))
            if accepted.instead_of:
                unit_before = unit_words(accepted.instead_of)
                output.tell(_("What it records for {unit} is held."), unit=unit_before)
            for received in accepted.taken:
                tell_taken(store, received)
            for refusal in accepted.refused:
                failures.refused(refusal)
    for refusal in done.refused:
        failures.refused(refusal)
    if len(done.accepted) > 1:
        output.tell(counted("{n} sender accepted.", "{n} senders accepted.", len(done.accepted)))
    output.give(
        lambda: [
            sender_form(accepted.grant, "accepted_sender", taken=[*map(received_form, accepted.taken)])
            for accepted in done.accepted
        ]
    )
    if done.refused and not done.accepted:
        return failures.REFUSED
    waiting = done.refused or any(accepted.refused or waits(accepted.taken) for accepted in done.accepted)
    return failures.WAITING if waiting else failures.DONE


@trust_command.add(
    "revoke",
    "Let nothing count that ID records from a day on; what was recorded before stays.",
    prints="@revoked",
)
def revoke_command(
    session: Session,
    whom: str = argument("ID"),
    first: date = option("The first day that does not count.", "--from", type=DAY, required=True),
) -> None:
    from sync.plans import accepted_elsewhere
    from sync.trust.trust_report import earlier_ids, granters, still_accepted
    from sync.trusting import revoke

    with session.working() as store:
        before = granters(store)
        grant = revoke(store, session.places, whom, first)
        accepted = still_accepted(store, before, grant.replica)
        line = earlier_ids(store, grant.replica)
    earlier = [other for other in line if not other.revoked_from]
    output.give(
        lambda: sender_form(
            grant,
            "revoked",
            accepted=[*map(sender_form, accepted)],
            earlier=[*map(sender_form, earlier)],
        )
    )
    output.tell(
        _("Revoked from {day} on: {officer}, {unit}."),
        day=dates.date(grant.revoked_from),
        officer=grant.officer,
        unit=unit_words(grant.unit),
    )
    plans = session.all_plans()
    others = [plan for plan in plans if plan.places.plan != session.places.plan]
    here = "".join(f" --plan {quote(plan.name)}" for plan in plans if others and plan not in others)
    for other in earlier:
        output.tell(
            _(
                "It goes on from {id}, whose key the same computer may have, and which is still accepted."
                " Revoke it too where the computer is lost: {command}"
            ),
            id=other.replica[:8],
            command=f"terren{here} trust revoke {other.replica[:8]} --from {first}",
        )
    for plan, other in accepted_elsewhere(others, {grant.public_key, *(each.public_key for each in line)}):
        output.tell(
            _("The same key is accepted in the plan “{name}”. Revoke it there too: {command}"),
            name=plan.name,
            command=f"terren --plan {quote(plan.name)} trust revoke {other.replica[:8]} --from {first}",
        )
    if accepted:
        output.tell(
            _(
                "Whom it had accepted stays accepted, also where somebody else had its key by then. Compare"
                " the list with what you know, and revoke whom you do not know:"
            ),
            *listed_senders(accepted),
        )


@trust_command.add("list", "List who is accepted, revoked, or waiting.", prints="@trusted*")
def list_trust_command(session: Session) -> int:
    from sync.trust.trust_report import own_fingerprint, trust_report
    from sync.wire.keys import verify

    with session.reading() as store:
        entries, own = trust_report(store), own_fingerprint(store)
        with store.reading() as conn:
            reserves = reserve_recipients(conn, verify)
    heads = _("ID"), _("State"), _("Unit"), _("Role"), _("Officer"), _("Fingerprint"), _("Files")
    rows = output.columns(heads, map(_row, entries), texts=7, cut=2) if entries else ()
    output.give(
        lambda: [
            sender_form(
                entry.whom,
                "trusted",
                **output.picked(entry, "state"),
                revoked_from=entry.revoked_from or None,
                granted_by=entry.granted_by or None,
                files=[*map(held_form, entry.files)],
            )
            for entry in entries
        ],
        rows,
    )
    output.tell(_("Your own fingerprint: {fingerprint}"), fingerprint=own)
    for reserve in reserves:
        output.tell(_("Headquarters' reserve key: {recipient}"), recipient=reserve)
    waiting = [entry for entry in entries if entry.state == "waiting"]
    for entry in waiting:
        output.tell(how_to_accept(entry.whom))
    return failures.WAITING if waiting else failures.DONE


def _row(entry: TrustEntry) -> tuple[str, ...]:
    state = _("waiting") if entry.state == "waiting" else _("accepted")
    if entry.revoked_from:
        state = _("revoked from {day}").format(day=dates.date(entry.revoked_from))
    return (
        entry.whom.replica[:8],
        state,
        unit_words(entry.whom.unit),
        role_word(entry.whom.role),
        entry.whom.officer,
        entry.fingerprint,
        str(len(entry.files) or ""),
    )


@trust_command.add(
    "reserve",
    "Make headquarters' reserve key, which opens sealed files when its computer is lost.",
    prints="@reserve",
)
def reserve_command(
    session: Session,
    target: Path = option("Where to write the key: keep it offline.", "-o", metavar="FILE", required=True),
) -> None:
    from sync.trust.reserve import make_reserve

    with session.working() as store:
        made = make_reserve(store, target)
    output.give(lambda: shaped("reserve", made), made.recipient)
    output.tell(_("The key is in {file}. Keep it offline, under lock, and nowhere else."), file=made.path)
    output.tell(
        _(
            "The units' computers seal to it once they have your next file: terren export --to FOLDER, or"
            " terren sync."
        )
    )


@trust_command.add(
    "renew",
    "Go on with a new key, signed by the present one; in all plans with the same.",
    prints="@renewed|@renewed_plans",
)
def renew_command(session: Session) -> int:
    holders: list[KeyHolder] = []
    served = serve(session, partial(_renew, session, holders))
    fingerprints = dict.fromkeys(renewed["fingerprint"] for renewed in outcomes(served))
    output.give(lambda: served_form(served, "renewed", dict), list(fingerprints))
    return served_code(served, lambda _renewed: failures.DONE)


def _renew(session: Session, holders: list[KeyHolder]) -> dict[str, str]:
    """Renew in a plan; the first of them has a new key, and the others take that."""
    from sync.enrol import continue_with_new_identity
    from sync.identity.identity import KeyHolder
    from sync.identity.opening import open_for_work
    from sync.trust.trust_report import own_fingerprint

    with session.working() as store:
        before = own_fingerprint(store)
        identity = continue_with_new_identity(session.places, store, holder=next(iter(holders), None))
    holders.append(KeyHolder(session.places, identity.replica))
    with open_for_work(session.places, session.database) as store:
        after = own_fingerprint(store)
    output.tell(
        _("The new key is signed by the one before, {fingerprint}: whoever believes that one believes it."),
        fingerprint=before,
    )
    return {"fingerprint": after, "before": before}
