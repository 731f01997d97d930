"""Cells of one table that say different things of one register: nobody can tell which of them holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from store.account.money import SPENT
from store.db.text import fold
from store.edits.reported.table import Unclear
from store.edits.reported.totals import RegisterCell, total_of
from store.ledger.change import Register


def without_contradictions(
    cells: Sequence[RegisterCell], numbers: Mapping[str, str]
) -> tuple[list[RegisterCell], list[Unclear]]:
    """Return the cells but those that others contradict, and what is told of these: each value once.

    Amounts of rows that name different sources of funding are parts of one that the table does not tell. A
    total of what was spent goes with an amount of one kind, since the rest of it is the other kind.
    ``numbers`` are those of the actions.
    """
    told: dict[Register, list[RegisterCell]] = defaultdict(list)
    for of in cells:
        if all(_differ(of, other) for other in told[of.register]):
            told[of.register].append(of)
    several = {register: own for register, own in told.items() if len(own) > 1}
    unclear = [
        _contradicted(of, own[0] if of is not own[0] else own[1], numbers)
        for own in several.values()
        for of in own
    ]
    kinds = {
        total_of(of): own[0] for of, own in several.items() if of.kind == "money" and of.field.endswith(SPENT)
    }
    kept: list[RegisterCell] = []
    for of in cells:
        if of.register in several:
            continue
        if (doubtful := kinds.get(of.register)) is None:
            kept.append(of)
        else:
            unclear.append(Unclear(of.cell.where, "amount_of_doubtful_kind", {"known": doubtful.cell.where}))
    return kept, unclear


def _differ(first: RegisterCell, second: RegisterCell) -> bool:
    return first.value != second.value or _are_of_payers(first, second)


def _are_of_payers(first: RegisterCell, second: RegisterCell) -> bool:
    """Return whether two amounts are of rows that name different sources of funding."""
    payers = {fold(of.row.payer) for of in (first, second)}
    return first.register.kind == "money" and len(payers - {""}) > 1


def _contradicted(of: RegisterCell, other: RegisterCell, numbers: Mapping[str, str]) -> Unclear:
    """Return what is told of a cell that another one contradicts."""
    params = {"nr": numbers[of.register.target], "known": other.cell.where}
    if _are_of_payers(of, other):
        found = f"{of.row.payer}, {other.row.payer}"
        return Unclear(of.cell.where, "amounts_of_payers", {**params, "found": found})
    return Unclear(of.cell.where, "cell_said_twice", params)
