"""What people write for an institution, a unit or a source of funding, against what the plan prints."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from store.db.database import cached_per_transaction
from store.db.errors import UserError
from store.db.likeness import nearest
from store.db.text import sought
from store.plan.lookup import current_revision, plan_institutions
from store.plan.names import group_spellings, printed_names, read_names
from store.plan.units import lead_code, resolve_unit, unit_codes


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """Return the words of a name, folded, without what stands between them: equal for all spellings."""
    return " ".join(re.findall(r"[^\W_]+", sought(text)))


class _Spellings:
    """The printed names of a role by what they are found by: their groups are read once for all questions."""

    def __init__(self, conn: sqlite3.Connection, role: str, printed: Iterable[str]) -> None:
        self._groups = group_spellings(read_names(conn), role, printed)
        self._words: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._leads: dict[str, set[str]] = defaultdict(set)
        for group, spellings in self._groups.items():
            for name in {group, *spellings}:
                words = words_of(name)
                for word in words.split():
                    self._words[word].setdefault(group, []).append(f" {words} ")
                if role == "institution":
                    self._leads[lead_code(name)].add(group)
                    for code in unit_codes(name):
                        self._codes[code].add(group)

    def in_a_row(self, wanted: str) -> frozenset[str]:
        """Return the spellings of groups with a name in which all words of ``wanted`` follow each other."""
        words = words_of(wanted)
        by_word = [self._words.get(word, {}) for word in words.split()]
        rarest = min(by_word, key=len, default={})
        return self._all(
            group for group, names in rarest.items() if any(f" {words} " in name for name in names)
        )

    def of_unit(self, code: str) -> frozenset[str]:
        """Return the spellings of groups of which a name names the unit."""
        return self._all(self._codes.get(code, ()))

    def led_by(self, code: str) -> frozenset[str]:
        """Return the spellings of groups of which a name is counted as this lead."""
        return self._all(self._leads.get(code, ()))

    def counted_as(self, code: str) -> frozenset[str]:
        """The spellings of groups that are counted as this lead."""
        return self._all(group for group in self._groups if lead_code(group) == code)

    def _all(self, groups: Iterable[str]) -> frozenset[str]:
        return frozenset(name for group in groups for name in self._groups[group])


@cached_per_transaction
def _institutions(conn: sqlite3.Connection) -> tuple[tuple[str, ...], _Spellings]:
    printed = plan_institutions(conn)
    return printed, _Spellings(conn, "institution", printed)


@cached_per_transaction
def _sources(conn: sqlite3.Connection) -> tuple[Mapping[str, frozenset[str]], _Spellings]:
    """Return the actions that each source funds, as it is printed, the commonest source first."""
    actions: dict[str, set[str]] = {name: set() for name in printed_names(conn, "funding")}
    for name, action in conn.execute(
        "SELECT name, action FROM action_name WHERE revision = ? AND role = 'funding'",
        (current_revision(conn),),
    ):
        actions[name].add(action)
    return {name: frozenset(of) for name, of in actions.items()}, _Spellings(conn, "funding", actions)


def matching_institutions(conn: sqlite3.Connection, wanted: str) -> frozenset[str]:
    """Return the printed institutions that are meant, in all spellings of their groups.

    Those are of a lead with this code, of the unit that is meant, or have all words in a row. Raises
    UserError ``institution_unknown``, and ``unit_ambiguous`` for the abbreviation of several.
    """
    printed, spellings = _institutions(conn)
    names = spellings.led_by(wanted) | spellings.in_a_row(wanted)
    code: str | None = None
    try:
        code = resolve_unit(wanted, printed)
        names |= spellings.of_unit(code)
    except UserError as refused:
        if refused.code == "unit_ambiguous" and not names:
            raise
    if not names and code is None:
        raise UserError("institution_unknown", found=wanted, nearest=nearest(wanted, printed))
    return names


def counted_as(conn: sqlite3.Connection, wanted: str) -> frozenset[str]:
    """The printed institutions that are counted as one lead, named as people write it, or by its code.

    Raises UserError ``institution_unknown``.
    """
    _, spellings = _institutions(conn)
    return spellings.counted_as(lead_code(wanted)) or matching_institutions(conn, wanted)


def funded_actions(conn: sqlite3.Connection, wanted: str) -> frozenset[str]:
    """Return the actions that a source with these words funds. Raises UserError ``funding_unknown``."""
    actions, spellings = _sources(conn)
    meant = spellings.in_a_row(wanted)
    if not meant:
        raise UserError("funding_unknown", found=wanted, nearest=nearest(wanted, [*actions]))
    return frozenset[str]().union(*(actions[name] for name in meant))
