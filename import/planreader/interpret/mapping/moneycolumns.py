"""What columns of money are to each other: who pays what, totals and their parts, versions of one amount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final

from planreader.interpret.mapping import given
from planreader.sources.text.words import kind_of
from planreader.vocabulary.currency import is_unit, named
from planreader.vocabulary.fold import begins_body, fold, tags
from planreader.vocabulary.headwords import concepts, role_of, says, says_of_budget, year_of
from planreader.vocabulary.numbers import is_number
from planreader.vocabulary.vocabulary import KINDS, OPEN_WORDS, PAYERS, SUMS, THEREOF, listed

_OTHER: Final = (*listed("quantities"), *THEREOF)
"""What headings say of quantities, and of money within that of another column."""
_VERSIONS: Final = listed("versions")
"""What they say of the same money at another time."""
_WHOLE: Final = frozenset({"budget", "cost", "needed", "plan", "year", "funds", "general"})
"""What all words of a heading are about that may be of money whoever pays it."""
OPEN: Final = "?"
"""What a column of money is that nobody but a person can tell: a part of another, or its other version."""


def money_roles(
    roles: Mapping[str, str], amounts: Mapping[str, bool], rows: Sequence[Mapping[str, int]]
) -> dict[str, str]:
    """Return what columns are, so that no money is counted twice; what nobody can tell is :data:`OPEN`.

    ``amounts`` are columns of nothing else, with whether they hold any; ``rows`` are amounts by column.
    """
    told = dict(roles)
    told |= _who_pays(told, amounts)
    told |= _undated(told)
    told |= _held(told)
    totals = _of_totals(told, rows)
    return told | _unadded(told, totals) | (totals or _parts_of_whole(told, rows))


def unnamed_money(names: Sequence[str]) -> dict[str, str]:
    """Return which columns of amounts are money where no heading says so: kinds of spending, else the only
    one in a currency; what several in one are is open."""
    kinds = [name for name in names if says(name, KINDS)]
    priced = [name for name in names if named(name)]
    if len(kinds) > 1 and kinds == (priced or kinds):
        return dict.fromkeys(kinds, given.BUDGET)
    return dict.fromkeys(priced, given.BUDGET if len(priced) == 1 else OPEN)


def _who_pays(roles: Mapping[str, str], amounts: Mapping[str, bool]) -> dict[str, str]:
    """Return columns of amounts beside one of money without a year: who pays what of it, and their total.

    They stand between the two, or their headings speak of money: planned, and in the same currency.
    """
    names = list(roles)
    first = next((name for name in names if roles[name] == given.BUDGET), None)
    if first is None:
        return {}
    behind = list(takewhile(amounts.__contains__, names[names.index(first) + 1 :]))
    total = max((n for n, name in enumerate(behind, 1) if "general" in concepts(name)), default=0)
    parts: dict[str, str] = {}
    for name, holds_any in amounts.items():
        told = holds_any and (bool(named(name)) or role_of(name) in ("budget", "funding"))
        is_other = says_of_budget(name) == "apiece" or says(name, _OTHER)
        is_mixed = len({*named(name), *named(first)}) > 1
        is_free = roles[name] in ("", "funding", given.LEAVE)
        if is_free and not (is_other or is_mixed) and (told or name in behind[:total]):
            parts[name] = given.BUDGET
    return parts


def _held(roles: Mapping[str, str]) -> dict[str, str]:
    """Return columns of a budget that another one of the same time holds already, as remarks.

    Which of several versions counts is open; the one that is called none is proposed. A kind of spending is a
    part of what is called money and nothing else.
    """
    money = {name: role for name, role in roles.items() if role.startswith(given.BUDGET)}
    wholes = {role for name, role in money.items() if _is_whole(name) or "general" in concepts(name)}
    parts = {n: role for n, role in money.items() if (says(n, KINDS) and role in wholes) or says_of_budget(n)}
    versions = {n: role for n, role in money.items() if n not in parts and says(n, _VERSIONS)}
    times = Counter(role for name, role in money.items() if name not in parts)
    changed = {name: OPEN for name, role in versions.items() if times[role] > 1}
    # the same amounts in another money
    first = {role: named(name) for name, role in reversed(money.items()) if named(name)}
    changed |= {name: OPEN for name, role in money.items() if named(name) not in ((), first.get(role))}
    return changed | {name: given.REMARK for name, role in parts.items() if times[role]}


def _undated(roles: Mapping[str, str]) -> dict[str, str]:
    """Return columns of money without a year beside those of years: parts of a year's total, else remarks."""
    dated = {name: role for name, role in roles.items() if given.year_of_role(role) is not None}
    if not dated:
        return {}
    undated = [name for name, role in roles.items() if role == given.BUDGET]
    if len(dated) == 1 and "general" in concepts(*dated):
        return dict.fromkeys(undated, *dated.values())
    return {name: given.LEAVE if "general" in concepts(name) else given.REMARK for name in undated}


def _by_role(roles: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the columns of money by role: those of each year, and of none."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, role in roles.items():
        if role.startswith(given.BUDGET):
            names[role].append(name)
    return names


def _parts_of_whole(roles: Mapping[str, str], rows: Sequence[Mapping[str, int]]) -> dict[str, str]:
    """Return columns of a budget that may be parts of another: in no row do they come to more than that."""
    changed: dict[str, str] = {}
    for names in _by_role(roles).values():
        wholes = [name for name in names if _is_whole(name)]
        parts = [name for name in names if name not in wholes]
        if len(wholes) == 1 and all(_sum_of(parts, row) <= row.get(wholes[0], 0) for row in rows):
            changed |= dict.fromkeys(parts, OPEN)
    return changed


def _sum_of(names: Sequence[str], row: Mapping[str, int]) -> int:
    return sum(row.get(name, 0) for name in names)


def _is_whole(name: str) -> bool:
    """Return whether a heading says money, and nothing of who pays it."""
    words = [word for word in name.replace("(", " ").replace(")", " ").split() if any(map(str.isalpha, word))]
    return bool(words) and all(((own := concepts(word)) and own <= _WHOLE) or is_unit(word) for word in words)


def _of_totals(roles: Mapping[str, str], rows: Sequence[Mapping[str, int]]) -> dict[str, str]:
    """Return what columns are so that no money counts its total beside its parts: the total is left out.

    The heading tells that has most words for a total. Parts that mostly do not come to it, or leave what a
    column says is missing, are remarks, and so is one part alone: what the total has besides stands nowhere
    else.
    """
    changed: dict[str, str] = {}
    lacks = any(says_of_budget(name) == "lacking" for name in roles)
    for names in _by_role(roles).values():
        words = {name: name.split() for name in names}
        # "Total" says more than "General budget"
        counts = {n: sum(fold(word).strip("()[]").startswith(SUMS) for word in words[n]) for n in names}
        if len({*counts.values()}) == 1:
            counts = {n: sum("general" in concepts(word) for word in words[n]) for n in names}
        parts = [name for name in names if counts[name] == min(counts.values())]
        totals = [name for name in names if name not in parts]
        summed = [row for row in rows if len(totals) == 1 and totals[0] in row]
        short = [row for row in summed if _sum_of(parts, row) < row[totals[0]]]
        is_short = 2 * len(short) > len(summed) or (lacks and bool(short))
        if len(totals) == 1 and (len(parts) == 1 or is_short):
            changed |= dict.fromkeys(parts, given.REMARK)
        else:
            changed |= dict.fromkeys(totals, given.LEAVE)
    return changed


def _unadded(roles: Mapping[str, str], totals: Mapping[str, str]) -> dict[str, str]:
    """Return columns of a budget that are open beside others of the same time: they may be anything.

    Amounts are added up only where each heading says who pays them, or for what, or where they come to a
    total that is left out.
    """
    summed = {roles[name] for name, role in totals.items() if role == given.LEAVE}
    return {
        name: OPEN
        for role, names in _by_role({**roles, **totals}).items()
        if role not in summed and len(names) > 1
        for name in names
        if not (_says_payer(name) or says(name, KINDS) or _is_first_whole(name, names))
    }


def _says_payer(name: str) -> bool:
    """Return whether a heading says who pays: a body, a donor, a budget that is called by its owner alone."""
    if says(name, _VERSIONS):
        return False
    words = [word.strip("()[].,:") for word in name.replace("/", " ").split()]
    told = [word for word in words if word and year_of(word) is None and not named(word)]
    budgets = [word for word in told if "budget" in tags(word)]
    others = [word for word in told if word not in budgets]
    if "funding" in concepts(name) or says(" ".join(others), PAYERS):
        return True
    owners = [word for word in others if not concepts(word) and fold(word) not in OPEN_WORDS]
    # "Budget of Kosovo"
    is_owned = bool(budgets) and bool(owners)
    is_short = any(kind_of(word) == "acronym" and len(word) > 1 and not is_number(word) for word in told)
    return is_owned or is_short or begins_body(told)


def _is_first_whole(name: str, names: Sequence[str]) -> bool:
    """Return whether a heading says money and nothing else, and all others who pays."""
    return _is_whole(name) and all(_says_payer(other) for other in names if other != name)
