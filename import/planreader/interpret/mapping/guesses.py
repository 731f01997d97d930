"""What columns seem to be, by their headings and what stands below them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Final

from planreader.interpret.headings.headcolumns import are_amounts_of_year, says_money
from planreader.interpret.headings.headings import RoleColumn
from planreader.interpret.mapping import given
from planreader.interpret.mapping.moneycolumns import OPEN, money_roles, unnamed_money
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import begins_body
from planreader.vocabulary.headwords import concepts, role_of, year_of
from planreader.vocabulary.money import amount, is_cell
from planreader.vocabulary.times import is_period
from planreader.vocabulary.tracking import (
    NEW_DEADLINE,
    PERCENT,
    STATUS,
    are_codes,
    are_marks,
    are_shares,
    is_amount,
    is_mark,
    is_no_mark,
    names_status,
    reported_role,
    says_nothing,
    status_headed,
    status_meant,
)
from store.plan.units import municipality_codes, unit_code

ROMAN: Final = frozenset("IVX")
"""Signs of numbers, which are no acronym."""
_FIGURES: Final = 0.5
"""Part of the values of a column that are figures, if what is reported in it are figures."""
_SECOND: Final = {"deadline": "deadline.to", "lead": "support"}
"""What a second column of a role seems to be."""
_NAMES: Final = {role: name for name, role in reversed(given.ROLES.items()) if role}


def guessed(
    columns: Mapping[str, RoleColumn],
    samples: Mapping[str, Collection[str]],
    rows: Sequence[Mapping[str, int]] = (),
) -> dict[str, str]:
    """Return what each column seems to be, empty where nothing tells; ``samples`` are the texts below it.

    ``rows`` are amounts by column. What is :data:`OPEN` is asked for.
    """
    amounts = {
        name: any(map(amount, values)) for name, values in samples.items() if all(map(is_cell, values))
    }
    # below a year may stand who pays, too
    worded = {name for name, texts in samples.items() if texts and not any(map(is_cell, texts))}
    years = {columns[name].year for name in worded}
    # a plan of work has marks below some quarters of a year, and nothing below others
    unpriced = {*worded, *(name for name, c in columns.items() if c.year in years and not amounts.get(name))}
    marked = _marked(samples)
    columns = {
        name: column._replace(role="budget") if are_amounts_of_year(column, samples[name]) else column
        for name, column in columns.items()
    }
    others = {
        name: column._replace(role="notes", year=None)
        if (column.year and name in unpriced)
        or _is_of_tracker(column, samples[name])
        or (are_marks(samples[name]) and not says_money(name))
        else column
        for name, column in columns.items()
        if name not in marked
    }
    roles = {**dict.fromkeys(columns, ""), **_by_heading(others, amounts, rows), **marked}
    most = max((len(samples[name]) for name, role in roles.items() if not role), default=0)
    # by its place alone it is none, where it repeats itself and another does not
    repeated = (
        n for n, role in roles.items() if role == "action" and not role_of(n) and len(samples[n]) < most
    )
    roles |= dict.fromkeys(repeated, "")
    if not {"lead", "support"} & set(roles.values()):
        unknown = (name for name, role in roles.items() if not role and not status_headed(name))
        bodies = (name for name in unknown if names_bodies(samples[name]))
        roles |= dict.fromkeys(islice(bodies, 1), "lead")
    roles |= _reported(roles, samples)
    if not any(role.startswith((given.BUDGET, OPEN)) for role in roles.values()):
        roles |= unnamed_money([name for name, holds_any in amounts.items() if holds_any and not roles[name]])
    return roles


def _marked(samples: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return columns of which each is a status that a mark stands for, where there are several; one alone
    is nothing else. A mark that nobody knows is said by itself."""
    marked = {
        name: f"{STATUS}.{code}"
        for name, texts in samples.items()
        if (code := status_headed(name))
        and (any(map(is_mark, texts)) or all(is_no_mark(text) or len(text.strip()) == 1 for text in texts))
    }
    if not any(is_mark(text) for name in marked for text in samples[name]):
        return {}
    return marked if len(marked) > 1 else dict.fromkeys(marked, "")


def _reported(roles: Mapping[str, str], samples: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return what columns without a field in the plan tell of progress; one alone is the new deadline."""
    reported: dict[str, str] = {}
    for name, role in roles.items():
        if role in ("", given.REMARK):
            told = _told(name, samples[name])
            if told and not (told == NEW_DEADLINE and told in reported.values()):
                reported[name] = told
    units = {name: code for name in roles if (code := _unit_of_statuses(name, roles[name], samples))}
    if 1 < len(units) == len({*units.values()}):
        reported |= dict.fromkeys(units, STATUS)
    if STATUS in reported.values() and PERCENT not in reported.values():
        # beside a status, and not beside what somebody pays
        reported |= dict.fromkeys(
            [name for name, role in roles.items() if name == "%" and not role][:1], PERCENT
        )
    return reported


def _unit_of_statuses(name: str, role: str, samples: Mapping[str, Collection[str]]) -> str:
    """Return the code of the unit that a heading names by itself, most of whose cells tell a status."""
    texts = [text for text in samples[name] if not says_nothing(text)]
    if role not in ("", given.REMARK) or sum(bool(status_meant(text)) for text in texts) <= len(texts) / 2:
        return ""
    return unit_named(name.split())


def unit_named(words: Sequence[str]) -> str:
    """Return the code of the municipality, or of the institution by its acronym, that words name.

    What is left of ``Komuna e Pejës`` beside others is a municipality as well, and so are several names of
    one: ``Gllogoc/Drenas``.
    """
    name = " ".join(words)
    if "/" in name.strip("/"):
        several = {unit_named(own.split()) for own in name.split("/") if own.strip()}
        return several.pop() if len(several) == 1 else ""
    if not name or any(map(str.isdigit, name)):
        return ""
    codes = [unit_code(name), unit_code(f"Komuna e {name}")]
    is_acronym = len(words) == 1 and kind_of(name) == "acronym" and not ROMAN.issuperset(name)
    municipality = next((code for code in codes if code in municipality_codes()), "")
    return municipality or (codes[0] if is_acronym else "")


def _told(name: str, values: Collection[str]) -> str:
    """Return what a column with these values tells of progress, empty where nothing says so."""
    texts = [text for text in values if not says_nothing(text)]
    headed = status_headed(name)
    # below a status, "Yes" is one
    marked = bool(headed) and any(is_mark(text) and len(text) > 1 for text in texts)
    words = marked or any(map(status_meant, texts)) or are_codes(name, texts)
    figures = sum(text.endswith("%") or is_cell(text) for text in texts)
    shares = any(text.endswith("%") for text in texts)
    # cells that are none must not hide the others: they are said when these are recorded
    numbers = bool(texts) and figures >= len(texts) * _FIGURES
    told = reported_role(name, numbers=numbers, words=words, shares=shares)
    if words and figures < len(texts) and not is_amount(told):
        told = reported_role(name, numbers=False, words=True)
    # a quarter alone heads statuses only where these stand below it
    return STATUS if words and (is_period(name) or (headed and not names_status(name))) else told


def names_bodies(texts: Collection[str]) -> bool:
    """Return whether most texts of a column are names of bodies, or short forms as these have them."""
    words = [text.replace("/", " ").split() for text in texts]
    named = sum(begins_body(own) or kind_of("".join(own[:1]).strip(",;")) == "acronym" for own in words)
    return named > 0.5 * len(words)


def _by_heading(
    columns: Mapping[str, RoleColumn], amounts: Mapping[str, bool], rows: Sequence[Mapping[str, int]]
) -> dict[str, str]:
    """Return what each column seems to be, each role once; a sum says nothing where there are parts of it.

    Of two columns of deadlines the first is that of the beginning. ``amounts`` are columns of nothing else,
    with whether they hold any.
    """
    has_money = any(column.role == "budget" for column in columns.values())
    guesses: dict[str, str] = {}
    for name, column in columns.items():
        # "State" below a year is no sum of it
        part = column.role == "sum" and (not has_money or "general" not in concepts(name))
        role, year = ("budget", year_of(name)) if part else (column.role, column.year)
        guess = f"{given.BUDGET}.{year}" if role == "budget" and year is not None else _NAMES.get(role, "")
        if role == "sum":
            guess = given.LEAVE
        elif role == "funding" and (amounts.get(name) or "%" in name):
            # numbers and shares pay for nothing
            guess = ""
        if guess in guesses.values() and guess not in given.SEVERAL and year is None:
            is_free = guess == "objective" and [*guesses.values()].count(guess) < given.LEVELS
            guess = guess if is_free else _SECOND.get(guess, "")
            guess = "" if guess in guesses.values() and not is_free else guess
        # several years of money, of which nobody but a person can tell which they are
        guesses[name] = given.BUDGET if role == "budget" and role_of(name) == "deadline" else guess
    guesses = money_roles(guesses, amounts, rows)
    if "deadline.to" in guesses.values():
        guesses = {name: "deadline.from" if role == "deadline" else role for name, role in guesses.items()}
    return guesses


def _is_of_tracker(column: RoleColumn, values: Collection[str]) -> bool:
    """Return whether a column of a plan tells of progress: its days are of what was done, or shares of it."""
    texts = [text for text in values if not says_nothing(text)]
    # whatever else is in its heading: a municipality may be called like a field of a plan
    if names_status(column.title) and texts and all(map(status_meant, texts)):
        return True
    if column.role != "deadline":
        return False
    if are_shares(column.title, texts):
        return _told(column.title, values) == PERCENT
    return reported_role(column.title, numbers=False, words=False) not in ("", NEW_DEADLINE)
