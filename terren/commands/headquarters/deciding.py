"""``terren conflicts`` and ``resolve``: values side by side, and deciding between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

from language import counted
from language.registers import value
from store.db.errors import UserError
from store.history.conflicts import Conflict, conflicts, find_conflict, head_of_side
from store.history.resolve import decide_conflict, keep_head, read_value
from store.ledger.identity import read_identity
from store.plan.lookup import plan_currency, printed_units
from store.query.by_form import form_changes
from terren import failures, output
from terren.commands import options
from terren.commands.list_forms import ListForm, list_forms
from terren.commands.reporting.recorder import recorder
from terren.commands.reporting.recording import conflict_lines, head_words, tell_recorded
from terren.declare import argument, command, option
from terren.session import Session
from terren.shapes import shaped


@command("conflicts", "List the conflicts: values of which somebody has to choose one.", prints="@conflict*")
def conflicts_command(session: Session, form: ListForm = list_forms()) -> int:
    with session.reading() as store, store.reading() as conn:
        open_conflicts = conflicts(store)
        identity, printed, forms = read_identity(conn), printed_units(conn), form_changes(conn)
    own = None if identity is None else identity.replica
    if form.is_table:
        from report.lists.change_lists import conflicts_list

        form.give(conflicts_list(open_conflicts, printed))
    else:
        lines = chain.from_iterable(conflict_lines(of, own, printed, forms) for of in open_conflicts)
        output.give(lambda: [_form(conflict, own) for conflict in open_conflicts], lines)
    output.tell(counted("{n} conflict", "{n} conflicts", len(open_conflicts)))
    return failures.WAITING if open_conflicts else failures.DONE


def _form(conflict: Conflict, own: str | None) -> dict[str, Any]:
    from terren.forms import amount

    kind = conflict.register.kind
    heads = [
        shaped("head", head, amount=amount(kind, head.value), mine=head.replica == own)
        for head in conflict.heads
    ]
    return shaped("conflict", conflict, heads=heads)


@command(
    "resolve",
    "Decide conflict ID. What is kept is mine (recorded on this computer), theirs, or a VALUE: one that"
    " stands there, or another.",
    records=True,
)
def resolve_command(
    session: Session,
    conflict_id: str = argument("ID"),
    choice: str = option("What stands from now on.", "--keep", metavar="mine|theirs|VALUE", required=True),
    reason: str = option("The reason; it becomes a note.", default=""),
    seen: Sequence[str] = option(
        "Decide only if no values stand but these (“name” in “terren conflicts --json”); repeatable.",
        metavar="HEAD",
        multiple=True,
    ),
    how: options.How = options.how("meeting"),
) -> None:
    with recorder(session, how) as work:
        store = work.store
        with store.reading() as conn:
            conflict = find_conflict(conn, conflict_id)
            identity, currency = read_identity(conn), plan_currency(conn)
            forms = form_changes(conn)
        more: dict[str, Any] = {
            "reason": reason,
            "seen": frozenset(seen) or conflict.seen,
            "meeting": work.recording.meeting,
        }
        own = "" if identity is None else identity.replica
        head, other = _chosen(conflict, choice, own, currency)
        if head is not None:
            changes = keep_head(store, conflict.code, head, **more)
        else:
            changes = decide_conflict(store, conflict.code, other, today=work.recording.today, **more)
        for stood in conflict.heads:
            output.tell(f"{conflict.nr}, {head_words(conflict, stood, forms)}")
        tell_recorded(store, changes)


def _chosen(conflict: Conflict, choice: str, own: str, currency: str) -> tuple[str | None, object]:
    """Return the head that a choice means, or None and the other value; a value that stands keeps its day."""
    if choice in ("mine", "theirs"):
        return head_of_side(conflict, own, mine=choice == "mine").name, None
    for head in conflict.heads:
        if choice in (head.name, head.id):
            return head.name, None
    from terren.commands.reporting.figures import understood

    def cents(typed: str) -> int | None:
        amount = understood(typed, currency)
        return None if amount is None or amount.relative else amount.cents

    wanted = read_value(conflict, choice, date.today(), cents)
    _refuse_place(conflict, choice, wanted)
    for head in conflict.heads:
        if head.value == wanted or _is_measured(head.value, wanted):
            return head.name, None
    return None, wanted


def _refuse_place(conflict: Conflict, choice: str, wanted: object) -> None:
    """Refuse a digit that can be a value, or the place at which the screen lists another.

    Raises UserError ``conflict_place``.
    """
    place = int(choice) if choice.isascii() and choice.isdigit() and len(choice) < 3 else 0
    if not 0 < place <= len(conflict.heads):
        return
    listed = conflict.heads[place - 1]
    if listed.value != wanted and not _is_measured(listed.value, wanted):
        kind, field = conflict.register.kind, conflict.register.field
        words = [value(kind, field, of, conflict.currency) for of in (listed.value, wanted)]
        raise UserError("conflict_place", found=choice, listed=words[0], typed=words[1], head=listed.id)


def _is_measured(recorded: object, wanted: object) -> bool:
    """Return True if a measurement has the wanted value, whatever its source."""
    return (
        isinstance(recorded, dict)
        and isinstance(wanted, dict)
        and recorded.get("value") == wanted.get("value")
    )
