"""Which actions a person looks for: by text, status, institution, deadline, and what needs attention."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Final, NamedTuple

from store.database import Store
from store.errors import Refused
from store.lookup import current_revision, plan_institutions, plan_years
from store.outline import ActionRow, outline
from store.plan import Action
from store.published import load_actions
from store.text import fold, nearest
from store.units import expects, resolve_unit, unit_codes

NOT_REPORTED: Final = "not_reported"
"""Stands for the absence of a status among the statuses of a filter."""


class Filter(NamedTuple):
    """What an action must meet; the defaults let every action pass.

    ``statuses`` holds status codes and NOT_REPORTED; ``lead`` and ``institution`` (lead or supporting) are
    institutions or municipalities as people write them; ``due`` is the year in which the deadline ends;
    ``mine`` asks for the actions on which this installation's unit is expected to report.
    """

    text: str = ""
    statuses: frozenset[str] = frozenset()
    lead: str | None = None
    institution: str | None = None
    due: int | None = None
    overdue: bool = False
    unsent: bool = False
    conflict: bool = False
    mine: bool = False


def search_texts(conn: sqlite3.Connection, rows: Iterable[ActionRow]) -> dict[str, str]:
    """What a search looks through, folded, by action: number, title, institutions and output."""
    revision = current_revision(conn)
    products = dict(conn.execute("SELECT id, product FROM action WHERE revision = ?", (revision,)))
    return {
        row.id: fold(" ".join((row.nr, row.title, *row.institutions, products[row.id] or ""))) for row in rows
    }


def found_in(texts: Mapping[str, str], wanted: str) -> frozenset[str]:
    """The actions in whose text every word of ``wanted`` stands, folded."""
    words = fold(wanted).split()
    return frozenset(action for action, text in texts.items() if all(word in text for word in words))


def is_institution(printed: str, wanted: str, code: str | None) -> bool:
    """Whether a printed institution is the wanted one: it names the unit ``code``, or all words in a row."""
    if code is not None and code in unit_codes(printed):
        return True
    words, all_words = (" ".join(re.findall(r"[^\W_]+", fold(text))) for text in (wanted, printed))
    return bool(words) and f" {words} " in f" {all_words} "


def listed(store: Store, wanted: Filter, *, today: date) -> list[ActionRow]:
    """The actions that meet the filter, in the order of the plan.

    Raises Refused ``institution_unknown`` and ``year_unknown`` for what the plan does not know at all, and
    ``no_identity`` where ``mine`` is asked of a published plan.
    """
    with store.reading() as conn:
        seen = outline(store, today=today)
        rows: Iterable[ActionRow] = seen.actions
        if wanted.mine and seen.identity is None:
            raise Refused("no_identity", file=str(store.path))
        if wanted.due is not None:
            ends = {*plan_years(conn), *(row.deadline_end for row in rows)}
            if wanted.due not in ends:
                raise Refused("year_unknown", found=wanted.due, known=sorted(year for year in ends if year))
        known = plan_institutions(conn)
        leads, others = _institutions(wanted.lead, known), _institutions(wanted.institution, known)
        if wanted.text.strip():
            found = found_in(search_texts(conn, seen.actions), wanted.text)
            rows = [row for row in seen.actions if row.id in found]
        unit = seen.identity.unit if wanted.mine and seen.identity is not None else None
        return [row for row in rows if _passes(row, wanted, leads, others, unit)]


def _passes(
    row: ActionRow,
    wanted: Filter,
    leads: frozenset[str] | None,
    others: frozenset[str] | None,
    unit: str | None,
) -> bool:
    return (
        (not wanted.statuses or (row.status or NOT_REPORTED) in wanted.statuses)
        and (leads is None or not leads.isdisjoint(row.institutions[:1]))
        and (others is None or not others.isdisjoint(row.institutions))
        and wanted.due in (None, row.deadline_end)
        and (row.overdue or not wanted.overdue)
        and (row.unsent or not wanted.unsent)
        and (row.conflict or not wanted.conflict)
        and (unit is None or expects(row.institutions, unit))
    )


def _institutions(wanted: str | None, known: Iterable[str]) -> frozenset[str] | None:
    """The printed institutions that are meant; None where any is good."""
    if wanted is None:
        return None
    printed = tuple(known)
    code: str | None = None
    with suppress(Refused):
        code = resolve_unit(wanted, printed)
    found = frozenset(name for name in printed if is_institution(name, wanted, code))
    if not found and code is None:
        raise Refused("institution_unknown", found=wanted, nearest=nearest(wanted, printed))
    return found


def with_plan(store: Store, rows: Iterable[ActionRow]) -> list[tuple[ActionRow, Action]]:
    """Rows with what the plan says of each."""
    with store.reading() as conn:
        actions = {
            action.id: action for _, action in load_actions(conn, current_revision(conn), plan_years(conn))
        }
    return [(row, actions[row.id]) for row in rows]
