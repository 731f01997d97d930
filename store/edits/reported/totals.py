"""Amounts of capital and recurrent together beside those of one kind: what of them is recorded.

What was spent has a register for each kind, what was allocated one for both together. Of a total and one kind
the other kind is the rest; beside both kinds a total is compared with them, and never recorded twice. Of what
was spent in all, without any kind, what is not the capital that stands is recurrent, as of one that a person
enters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from store.account.money import SPENT
from store.db.errors import UserError
from store.edits.reported.table import ReportedCell, ReportedRow, Unclear
from store.ledger.change import Register, in_conflict
from store.ledger.heads import Standing
from store.plan.lookup import action_numbers, plan_currency

ALLOCATED: Final = "allocated"
_KINDS: Final = ("capital", "recurrent")
_RECKONED: Final = frozenset({SPENT, *(f"{kind}.{ALLOCATED}" for kind in _KINDS)})
"""Names of amounts behind a year that have no register of their own."""


class RegisterCell(NamedTuple):
    """What a cell says of a register, as it enters the ledger; ``field`` is the table's.

    ``less`` is the register of what stands, and was taken off a total.
    """

    row: ReportedRow
    register: Register
    field: str
    cell: ReportedCell
    value: object
    less: Register | None = None


def resolved(cells: Sequence[RegisterCell], standing: Standing) -> Iterator[RegisterCell | Unclear]:
    """Yield cells with totals as the registers that they say something of, and what contradicts itself."""
    amounts = {cell.register: cell.value for cell in cells if isinstance(cell.value, int)}
    for read in cells:
        try:
            if read.register.kind != "money" or read.register not in amounts:
                yield read
            elif read.register.field.endswith(ALLOCATED):
                yield from _allocated(read, amounts)
            elif read.register == total_of(read.register):
                yield from _spent(read, amounts, standing)
            else:
                yield read
        except UserError as refused:
            yield Unclear(read.cell.where, refused.code, refused.params)


def total_of(register: Register) -> Register:
    """Return the register of an amount of all kinds, to which one of a kind or of all of them belongs."""
    year, _point, name = register.field.partition(".")
    return register._replace(field=f"{year}.{name.rpartition('.')[2]}")


def _kinds(total: Register) -> tuple[Register, ...]:
    year, _point, name = total.field.partition(".")
    return tuple(total._replace(field=f"{year}.{kind}.{name}") for kind in _KINDS)


def _given(total: Register, amounts: Mapping[Register, int]) -> dict[Register, int]:
    """Return the amounts of one kind beside a total.

    Raises UserError ``amount_kinds_differ`` or ``amount_below_kind`` where they contradict it.
    """
    given = {kind: amounts[kind] for kind in _kinds(total) if kind in amounts}
    whole, parts = amounts.get(total), sum(given.values())
    if whole is not None and given and (whole < parts or (len(given) == len(_KINDS) and whole != parts)):
        code = "amount_kinds_differ" if len(given) == len(_KINDS) else "amount_below_kind"
        raise UserError(code, found_cents=whole, known_cents=parts)
    return given


def _allocated(read: RegisterCell, amounts: Mapping[Register, int]) -> Iterator[RegisterCell]:
    total = total_of(read.register)
    if read.register == total:
        _given(total, amounts)
        yield read
    elif total not in amounts:
        given = _given(total, amounts)
        if len(given) < len(_KINDS):
            raise UserError("amount_of_one_kind", found_cents=amounts[read.register])
        if read.register == next(iter(given)):
            yield read._replace(register=total, field=total.field, value=sum(given.values()))


def _spent(read: RegisterCell, amounts: Mapping[Register, int], standing: Standing) -> Iterator[RegisterCell]:
    whole, given = amounts[read.register], _given(read.register, amounts)
    capital, recurrent = _kinds(read.register)
    if len(given) == len(_KINDS):
        return
    if given:
        rest = recurrent if capital in given else capital
        yield read._replace(register=rest, field=rest.field, value=whole - sum(given.values()))
        return
    heads = standing[capital]
    values = [head.decoded() for head in heads]
    if in_conflict(heads):
        raise UserError(
            "amount_in_conflict",
            nr=action_numbers(standing.conn).get(capital.target, capital.target),
            kind="money",
            field=capital.field,
            values=values,
            currency=plan_currency(standing.conn),
        )
    known = next((value for value in values if isinstance(value, int)), 0)
    if whole < known:
        raise UserError("amount_below_capital", found_cents=whole, known_cents=known)
    yield read._replace(register=recurrent, field=recurrent.field, value=whole - known, less=capital)


def is_reckoned(field: str) -> bool:
    """Return whether an amount has no register of its own, and says something of those beside it."""
    return field.partition(".")[2] in _RECKONED
