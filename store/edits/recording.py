"""How something is recorded: what every use case is told beside what it records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.ledger.append import Edit
from store.ledger.change import Head, Register, in_conflict
from store.ledger.heads import Standing
from store.ledger.identity import Identity, joinable_batch, new_batch
from store.plan.lookup import action_numbers, plan_currency

NOT_ASKED: Final = object()
"""In place of a value as a person saw it, where it does not matter which one that is."""
MEANWHILE: Final = ("changed_meanwhile", "status_meanwhile")
"""Refusals for what the person has not seen, which stands ``now``; whoever repeats it has seen it."""
_SHOWN: Final = 200
"""Characters of a text that is quoted."""


class Recording(NamedTuple):
    """On which day something is recorded, for which unit, in which meeting, with which other edits.

    ``today`` may be left out where nothing is dated; ``unit`` is the own one where it is None. ``meeting`` is
    the id of a meeting (``store.edits.meeting``). ``batch`` is that of an own edit which this one completes:
    as long as it is the last one, undo takes both back. ``seen`` are heads that a person has seen: of a
    conflict that this decides, as in ``store.ledger.append.append``, and such of a later day. ``before`` are
    values by field as the person saw them who changes them, ``before_each`` the same by target and field.
    """

    today: date = date.max
    unit: str | None = None
    meeting: str | None = None
    batch: str | None = None
    seen: Collection[str] | None = ()
    before: Mapping[str, object] = MappingProxyType({})
    before_each: Mapping[tuple[str, str], object] = MappingProxyType({})

    def refuse_unseen(self, standing: Standing, edits: Iterable[Edit], name: str = "") -> None:
        """Raise UserError ``changed_meanwhile`` where another value, ``now``, stands than the person saw.

        What belongs to a status is said of the one that the person saw: else ``status_meanwhile``. ``name``
        is how people call what it is of, where that is no action.
        """
        edits = [*edits]
        stated = {edit[:3] for edit in edits if edit.field == "status"}
        statuses = [
            edit._replace(field="status", value=NOT_ASKED) for edit in edits if edit[:3] not in stated
        ]
        for edit in (*statuses, *edits):
            register = Register(*edit[:4])
            before = self.before_each.get((edit.target, edit.field), self.before.get(edit.field, NOT_ASKED))
            if before is NOT_ASKED:
                continue
            heads = standing[register]
            now = heads[0].decoded() if heads else None
            if now not in (before, edit.value):
                is_long = isinstance(now, str) and len(now) > _SHOWN
                shown = f"{str(now)[:_SHOWN]}…" if is_long else now
                told = what_stands(standing, register, shown)
                told |= {"nr": name} if name else {}
                code = "status_meanwhile" if edit.value is NOT_ASKED else "changed_meanwhile"
                raise UserError(code, **told, target=edit.target, now=now)

    def refuse_later(self, standing: Standing, edits: Iterable[Edit]) -> None:
        """Raise UserError ``status_later`` where statuses are of an earlier day than others that stand, which
        the person has not seen.

        What takes a register's place does so for all days; what is said of today also that of what is dated
        ahead. ``registers`` are all of them, ``heads`` what stands there.
        """
        if self.seen is None:
            return
        later = dict[Register, Head]()
        day = ""
        for edit in edits:
            register = Register(*edit[:4])
            heads = standing[register] if edit.field == "status" and edit.effective_on else ()
            if not heads or in_conflict(heads) or heads[0].decoded() in (None, edit.value):
                continue
            since, on = heads[0].effective_on or "", edit.effective_on or ""
            if on < min(since, self.today.isoformat()) and heads[0].id not in self.seen:
                later[register], day = heads[0], on
        for register, head in later.items():
            raise UserError(
                "status_later",
                **what_stands(standing, register, head.decoded()),
                known=head.effective_on,
                found=day,
                registers=[*later],
                heads=[of.id for of in later.values()],
            )

    def batch_of(self, conn: Connection, identity: Identity) -> str | None:
        """Return the batch of edits that are made now; None leaves its name to the ledger."""
        return joinable_batch(conn, identity, self.batch) or new_batch(conn, identity, self.meeting)


def what_stands(standing: Standing, register: Register, value: object) -> dict[str, object]:
    """Return as figures of a refusal what stands in a register."""
    return {
        "nr": action_numbers(standing.conn).get(register.target, register.target),
        "kind": register.kind,
        "field": register.field,
        "values": [value],
        "currency": plan_currency(standing.conn) if register.kind == "money" else "",
    }
