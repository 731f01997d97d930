"""What people write for an institution, a unit or a source of funding, against what the plan prints."""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from functools import lru_cache

from store.account.action_rows import lead_code
from store.db.errors import Refused
from store.db.likeness import nearest
from store.db.text import fold
from store.plan.lookup import current_revision, plan_institutions
from store.plan.names import printed_names, read_names, spellings_of
from store.plan.units import resolve_unit, unit_codes


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The words of a name, folded, without what stands between them: the same for all of its spellings."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _in_a_row(wanted: str, printed: str) -> bool:
    """Whether all words of ``wanted`` stand in ``printed`` one after the other."""
    words = words_of(wanted)
    return bool(words) and f" {words} " in f" {words_of(printed)} "


def is_institution(printed: str, wanted: str, code: str | None) -> bool:
    """Whether a printed institution is the wanted one: it names the unit ``code``, or all words in a row."""
    return (code is not None and code in unit_codes(printed)) or _in_a_row(wanted, printed)


def matching_institutions(conn: sqlite3.Connection, wanted: str) -> frozenset[str]:
    """The printed institutions that are meant, in all spellings of their groups.

    Raises Refused ``institution_unknown``.
    """
    printed = plan_institutions(conn)
    code: str | None = None
    with suppress(Refused):
        code = resolve_unit(wanted, printed)
    found = spellings_of(
        read_names(conn),
        "institution",
        printed,
        lambda name: lead_code(name) == wanted or is_institution(name, wanted, code),
    )
    if not found and code is None:
        raise Refused("institution_unknown", found=wanted, nearest=nearest(wanted, printed))
    return found


def funded_actions(conn: sqlite3.Connection, wanted: str) -> frozenset[str]:
    """The actions that a source with these words funds. Raises Refused ``funding_unknown``."""
    sources = printed_names(conn, "funding")
    meant = spellings_of(read_names(conn), "funding", sources, lambda name: _in_a_row(wanted, name))
    if not meant:
        raise Refused("funding_unknown", found=wanted, nearest=nearest(wanted, sources))
    revision = current_revision(conn)
    return frozenset(
        action
        for name in meant
        for (action,) in conn.execute(
            "SELECT action FROM action_name WHERE revision = ? AND role = 'funding' AND name = ?",
            (revision, name),
        )
    )
