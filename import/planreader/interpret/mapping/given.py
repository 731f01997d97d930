"""What a person says of a document: which column is what, and what holds for all of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

from planreader.sources.source import ENCODINGS
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.deadlinewords import days_in
from planreader.vocabulary.fold import fold
from planreader.vocabulary.tracking import (
    AMOUNTS,
    FIELDS,
    NEW_DEADLINE,
    NOTE,
    UNIT,
    is_reported,
)
from planreader.vocabulary.tracking import STATUS as OF_STATUS
from planreader.vocabulary.vocabulary import CURRENCIES
from schema.choices import STATUS
from store.db.errors import UserError

BUDGET: Final = "budget"
REMARK: Final = "remark"
LEAVE: Final = "leave"
ROLES: Final = {
    "number": "nr",
    "action": "title",
    "deadline": "deadline",
    "deadline.from": "deadline",
    "deadline.to": "deadline",
    BUDGET: "budget",
    "funding": "funding",
    "lead": "institutions",
    "support": "support",
    "outputs": "output",
    "documents": "documents",
    "objective": "objective",
    REMARK: "notes",
    LEAVE: LEAVE,
}
"""What a column can be called, and the role that it then has; ``budget.2022`` is the money of a year."""
SEVERAL: Final = frozenset({REMARK, LEAVE, NOTE})
"""Roles that any number of columns may have, besides money: those of one year, or of none, are its parts.

So may what was reported but for a new deadline: which column counts is found where it is recorded.
"""
LEVELS: Final = 2
"""Columns that may name the objectives of an action: the one with fewer texts those above."""
ENCODING: Final = "encoding"
YEAR: Final = "year"
"""What is assumed of parts of a year that name none; as ``amounts``, that they are of the year so far."""
PARTS: Final = "amounts"
"""What is assumed of amounts of parts of a year: ``year``, or ``leave`` where they are of that part alone."""
DAY: Final = "day"
"""What is assumed as the day on which things stand so: of a report on a quarter that has no number."""
_OF_TRACKER: Final = (UNIT, YEAR, PARTS, DAY, *AMOUNTS)
KNOWN: Final = ("deadline", "lead", "objective", "title", "currency", ENCODING, *_OF_TRACKER)
"""What can be said of the whole document: keys of ``assume``; others are ``status.WORDS``, ``unit.WORDS``."""
_OF_YEAR: Final = re.compile(r"budget\.((?:19|20)\d\d)")
SHOWN: Final = (
    *(name for role in ROLES for name in ([role, "budget.2022"] if role == BUDGET else [role])),
    *FIELDS,
    *AMOUNTS,
)
"""The roles as they are listed."""
_EXAMPLES: Final = {
    "deadline": "2022, TM4 2022",
    "lead": "MPB, -",
    "currency": ", ".join(CURRENCIES),
    ENCODING: ", ".join(ENCODINGS),
    UNIT: "lead, MPB, leave",
    PARTS: "year, leave",
    DAY: "30.06.2022",
    **dict.fromkeys((YEAR, *AMOUNTS), "2022"),
}
"""How what is assumed is written; the currencies that there are."""


LEAD: Final = "lead"
"""What is assumed as ``unit``, or of ``unit.WORDS``, where rows are of the unit that leads their action."""
COLUMN: Final = "column"
"""What is asked of a column by its heading (``column.HEADING``); the answer is its role."""
UNSAID: Final = "…"
"""What stands in a proposed command for the role that nobody can propose."""
NOBODY: Final = "-"
"""What is assumed as ``lead`` where the document names nobody who is responsible; of ``unit.WORDS`` where
these are no name of a unit."""


class ListedColumn(NamedTuple):
    """A column: its heading, what it is (a role of a mapping; empty: nobody knows), three of its values."""

    name: str
    role: str
    samples: tuple[str, ...]


def proposed(columns: Sequence[ListedColumn]) -> dict[str, str]:
    """Return what each column is so far; if none lists the actions, the unknown one of the longest texts."""
    roles = {column.name: column.role for column in columns}
    unknown = [column for column in columns if not column.role]
    if unknown and "action" not in roles.values():
        roles[max(unknown, key=lambda column: sum(map(len, column.samples))).name] = "action"
    return roles


def lacking(roles: Collection[str], assumed: Collection[str]) -> list[str]:
    """Return what has to be said before anything can be read: which column lists the actions, when they are
    due, who leads them."""
    dated = any(role.startswith("deadline") or year_of_role(role) is not None for role in roles)
    told = {
        "action": "action" in roles,
        "deadline": dated or "deadline" in assumed,
        "lead": "lead" in assumed or not {"lead", "support"}.isdisjoint(roles),
    }
    return [key for key, is_told in told.items() if not is_told]


class Mapping(NamedTuple):
    """Columns by their headings with what they are, and what is assumed where the document says nothing.

    Both are pairs of texts as somebody wrote them; :func:`check` and the reading say what is wrong in them.
    """

    columns: tuple[tuple[str, str], ...] = ()
    assume: tuple[tuple[str, str], ...] = ()
    asks: bool = False
    """Whether the columns are to be shown, and nothing read."""

    def __bool__(self) -> bool:
        return bool(self.columns or self.assume or self.asks)

    @property
    def is_of_table(self) -> bool:
        """Return whether it says how a table is read, and not only its plan's title or currency."""
        keys = {key for key, _value in self.assume if not key.startswith((f"{OF_STATUS}.", f"{UNIT}."))}
        return self.asks or bool(self.columns or keys - {"currency", "title", ENCODING, *_OF_TRACKER})

    def assumed(self, key: str) -> str:
        """Return what is assumed, empty where nothing is."""
        return dict(self.assume).get(key, "")

    def meant(self, subject: str) -> dict[str, str]:
        """Return what is assumed of words (``status.WORDS``), by the words, folded."""
        return _meant(self.assume, subject)

    def role(self, heading: str) -> str:
        """Return what a column is said to be, empty where nothing is said of it."""
        return next((role for name, role in self.columns if same(name, heading)), "")

    def without(self, heading: str) -> Mapping:
        """Return this mapping without what it says of a column."""
        kept = tuple(pair for pair in self.columns if not same(pair[0], heading))
        return self._replace(columns=kept)

    def after(self, other: Mapping) -> Mapping:
        """Return this mapping on top of another, which counts for what is not said here."""
        kept = [pair for pair in other.columns if not self.role(pair[0])]
        assume = {**dict(other.assume), **dict(self.assume)}
        return Mapping((*kept, *self.columns), tuple(assume.items()), self.asks)


@lru_cache(maxsize=16)
def _meant(assume: tuple[tuple[str, str], ...], subject: str) -> dict[str, str]:
    told = ((words_of_key(key, subject), value) for key, value in assume)
    return {fold(words): value for words, value in told if words is not None}


NOTHING: Final = Mapping()


def words_of_key(key: str, subject: str) -> str | None:
    """Return the words whose meaning is assumed under a key, as ``status.WORDS``; None for any other key."""
    head, point, words = key.partition(".")
    return words if head == subject and point and words.strip() else None


def same(first: str, second: str) -> bool:
    """Return whether two headings are the same but for case, accents, script and white space."""
    return fold(first) == fold(second)


def year_of_role(role: str) -> int | None:
    """Return the year of ``budget.2022``, None of any other role."""
    match = _OF_YEAR.fullmatch(role)
    return int(match[1]) if match else None


def kind_of(role: str) -> str:
    """Return what a column of this role is in the reading; what was reported is kept as a remark.

    But for a new deadline: that counts.
    """
    if year_of_role(role) is not None:
        return BUDGET
    if role == NEW_DEADLINE:
        return role
    return ROLES[REMARK] if not role or is_reported(role) else ROLES[role]


def check(mapping: Mapping, there: Sequence[str], file: str) -> None:
    """Refuse a mapping that cannot be: ``there`` are the headings of the columns that the document has.

    Raises UserError ``mapping_role``, ``mapping_unsaid``, ``mapping_year``, ``mapping_column``,
    ``mapping_twice``, ``mapping_dated``, ``mapping_assume`` or ``mapping_value``, each with the columns
    there are.
    """
    wrong = partial(UserError, file=file, columns=list(there))
    by_role: dict[str, tuple[str, str]] = {}
    named: dict[str, str] = {}
    levels: dict[str, str] = {}
    for name, role in mapping.columns:
        year = year_of_role(role)
        if role.startswith(f"{BUDGET}.") and year is None:
            raise wrong("mapping_year", found=role.partition(".")[2], name=name)
        if role == UNSAID:
            raise wrong("mapping_unsaid", found=role, name=name, known=SHOWN)
        if role not in ROLES and year is None and not is_reported(role):
            raise wrong("mapping_role", found=role, name=name, known=SHOWN)
        if not any(same(name, heading) for heading in there):
            raise wrong("mapping_column", found=name)
        if (earlier := named.setdefault(fold(name), role)) != role:
            raise wrong("mapping_two_roles", name=name, first=earlier, found=role)
        if role in SEVERAL or (is_reported(role) and role != NEW_DEADLINE):
            continue
        kind = role if year is None else BUDGET
        if role == "objective":
            levels.setdefault(fold(name), name)
            if len(levels) > LEVELS:
                raise wrong("mapping_twice", found=role, first=next(iter(levels.values())), name=name)
            continue
        first, first_role = by_role.setdefault(kind, (name, role))
        if first_role != role and BUDGET in (first_role, role):
            raise wrong("mapping_dated", first=first, known=first_role, name=name, found=role)
        if kind != BUDGET and not same(first, name):
            raise wrong("mapping_twice", found=role, first=first, name=name)
    for key, value in mapping.assume:
        refuse_wrong(key, value, file, there)


def refuse_wrong(key: str, value: str, file: str, columns: Iterable[str] = ()) -> None:
    """Refuse what cannot be assumed of a document: ``mapping_assume`` or ``mapping_value``."""
    wrong = partial(UserError, file=file, columns=list(columns))
    if words_of_key(key, UNIT) is not None:
        return
    if words_of_key(key, OF_STATUS) is not None:
        if not STATUS.valid(value) and value != LEAVE:
            raise wrong("mapping_value", key=key, found=value, example=", ".join((*STATUS.codes, LEAVE)))
        return
    if key not in KNOWN:
        raise wrong("mapping_assume", found=key, known=KNOWN)
    if key == PARTS:
        fits = value in (YEAR, LEAVE)
    elif key in (YEAR, *AMOUNTS):
        fits = year_of_role(f"{BUDGET}.{value}") is not None
    elif key == DAY:
        fits = len(days_in(value)) == 1
    elif key == "deadline":
        deadline, malformed = read_deadline(value)
        fits = bool(deadline.start and deadline.end) and not malformed
    elif key == "currency":
        fits = value in CURRENCIES
    elif key == ENCODING:
        fits = value in ENCODINGS
    elif value == NOBODY and key == "lead":
        fits = True
    else:
        fits = any(map(str.isalnum, value))
    if not fits:
        raise wrong("mapping_value", key=key, found=value, example=_EXAMPLES.get(key, "…"))
