"""Joining spellings of one name, and parting them again: what ``store.plan.names`` reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from store.db.database import Store
from store.db.errors import UserError
from store.db.likeness import nearest
from store.db.text import clean
from store.edits.assessment import WHOLE
from store.edits.edits import checked_text
from store.ledger.append import Edit, append
from store.ledger.bounds import MAX_NAME
from store.ledger.change import Change
from store.ledger.identity import new_batch, refuse_if_not_allowed, write_transaction
from store.plan.names import KIND, ROLES, Names, printed_names, read_names


def join_names(
    store: Store,
    role: str,
    name: str,
    spellings: Sequence[str],
    *,
    before: Mapping[str, str] = MappingProxyType({}),
) -> list[Change]:
    """Record that spellings of a role are one name; ``before`` is how a person saw them called.

    Raises UserError ``changed_meanwhile`` where one of these is called otherwise by now.
    Raises UserError ``name_unknown`` for a spelling that the plan does not print, ``name_too_long`` for one
    that nothing can be recorded under, ``text_empty``, ``text_too_long`` or ``not_allowed``.
    """
    called = _checked(name)
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        chosen = [_known(conn, role, spelling) for spelling in spellings]
        groups = read_names(conn)
        for spelling, was in before.items():
            _refuse_unseen(groups, role, spelling, was, called)
        edits = [
            Edit(KIND, role, WHOLE, clean(chosen_spelling), called)
            for chosen_spelling in chosen
            if clean(chosen_spelling) != called
        ]
        if groups.of(role, called) != called:
            # the name was a spelling of another group before
            edits.append(Edit(KIND, role, WHOLE, called, None))
        return append(conn, identity, edits, batch=new_batch(conn, identity, None))


def part_names(
    store: Store,
    spellings: Iterable[tuple[str, str]],
    *,
    before: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> list[Change]:
    """Record that spellings, each with its role, stand alone again. Otherwise as :func:`join_names`."""
    with write_transaction(store) as (conn, identity):
        refuse_if_not_allowed(identity, KIND, WHOLE)
        groups = read_names(conn)
        for (role, spelling), was in before.items():
            _refuse_unseen(groups, role, spelling, was, spelling)
        chosen = [(role, _known(conn, role, spelling)) for role, spelling in spellings]
        edits = [Edit(KIND, role, WHOLE, clean(chosen_spelling), None) for role, chosen_spelling in chosen]
        return append(conn, identity, edits, batch=new_batch(conn, identity, None))


def _refuse_unseen(groups: Names, role: str, spelling: str, was: str, wanted: str) -> None:
    """Raise UserError ``changed_meanwhile`` where a spelling is called otherwise than the person saw."""
    if (now := groups.of(role, spelling)) not in (was, wanted):
        about = {"nr": spelling, "kind": KIND, "field": ""}
        raise UserError("changed_meanwhile", **about, values=[now], now=now)


def _checked(name: str) -> str:
    text = checked_text(name, newlines=False)
    if len(text) > MAX_NAME:
        raise UserError("text_too_long", found=len(text), limit=MAX_NAME)
    return text


def _known(conn: sqlite3.Connection, role: str, spelling: str) -> str:
    """The printed name that is meant: exactly it, or the only one that differs in white space alone."""
    printed = printed_names(conn, role)
    if spelling in printed:
        return spelling
    bare = " ".join(spelling.split())
    same = [name for name in printed if " ".join(name.split()) == bare]
    if len(same) != 1:
        raise UserError("name_unknown", found=spelling, nearest=nearest(spelling, printed))
    return same[0]


def role_of(store: Store, spellings: Iterable[str]) -> str:
    """The only role in which the plan prints all of these.

    Raises UserError ``name_unknown`` and ``name_roles``.
    """
    chosen = list(spellings)
    with store.reading() as conn:
        printed = {role: {" ".join(name.split()) for name in printed_names(conn, role)} for role in ROLES}
    fits = [role for role in ROLES if all(" ".join(spelling.split()) in printed[role] for spelling in chosen)]
    if not fits:
        missing = next(
            (s for s in chosen if all(" ".join(s.split()) not in p for p in printed.values())), chosen[0]
        )
        raise UserError(
            "name_unknown", found=missing, nearest=nearest(missing, set().union(*printed.values()))
        )
    if len(fits) > 1:
        raise UserError("name_roles", found=", ".join(chosen), known=fits)
    return fits[0]
