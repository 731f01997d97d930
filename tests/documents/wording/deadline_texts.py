"""Deadlines as ministries print them, with the years and months they mean."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from store.plan.model import Deadline

MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": (
        "Janar",
        "Shkurt",
        "Mars",
        "Prill",
        "Maj",
        "Qershor",
        "Korrik",
        "Gusht",
        "Shtator",
        "Tetor",
        "Nëntor",
        "Dhjetor",
    ),
    "sr": (
        "Januar",
        "Februar",
        "Mart",
        "April",
        "Maj",
        "Jun",
        "Jul",
        "Avgust",
        "Septembar",
        "Oktobar",
        "Novembar",
        "Decembar",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

QUARTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": ("TM{q} {year}", "K{q} {year}", "TM {q} {year}", "TM{q}/{year}"),
    "sr": ("K{q} {year}", "Q{q} {year}", "T{q} {year}"),
    "en": ("Q{q} {year}", "Q{q}/{year}"),
}

ONGOING: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": ("Vazhdimisht", "Në vazhdimësi"),
    "sr": ("Kontinuirano", "Stalno"),
    "en": ("Continuous", "Ongoing"),
}

DASHES: Final = ("-", "–", " - ", " – ", "- ", " -")


def year_range(first: int, last: int, dash: str) -> Deadline:
    """``2022-2024``, or the year alone."""
    return Deadline(str(first) if first == last else f"{first}{dash}{last}", first, last)


def quarter(language: str, form: int, year: int, q: int) -> Deadline:
    """``TM4 2022``: the quarter's first and last month."""
    forms = QUARTERS[language]
    text = forms[form % len(forms)].format(q=q, year=year)
    return Deadline(text, year, year, 3 * q - 2, 3 * q)


def month(language: str, year: int, number: int, *, lower: bool) -> Deadline:
    """``Dhjetor 2023``."""
    name = MONTHS[language][number - 1]
    return Deadline(f"{name.lower() if lower else name} {year}", year, year, number, number)


def day(year: int, number: int) -> Deadline:
    """``31.12.2023``: the last safe day of a month."""
    return Deadline(f"{30 if number != 2 else 28}.{number:02}.{year}", year, year, number, number)


def month_range(language: str, first: int, last: int, rng: Random) -> Deadline:
    """``Mars 2022 - Qershor 2023``."""
    a, b = rng.randint(1, 6), rng.randint(7, 12)
    names = MONTHS[language]
    return Deadline(f"{names[a - 1]} {first} - {names[b - 1]} {last}", first, last, a, b)


def quarter_range(language: str, form: int, first: int, last: int, rng: Random) -> Deadline:
    """``TM1 2022 - TM4 2023``."""
    start = quarter(language, form, first, rng.randint(1, 2))
    end = quarter(language, form, last, rng.randint(3, 4))
    return Deadline(f"{start.raw} - {end.raw}", first, last, start.start_month, end.end_month)


def any_deadline(language: str, years: tuple[int, ...], form: int, rng: Random) -> Deadline:
    """A deadline within the plan's years: three in four as years, the rest of every other kind.

    ``form`` picks the plan's habit: its dash and its way of writing quarters.
    """
    a, b = sorted((rng.randrange(len(years)), rng.randrange(len(years))))
    first, last = years[a], years[b]
    kind = rng.random()
    if kind < 0.72:
        dash = DASHES[form % len(DASHES)] if rng.random() < 0.8 else rng.choice(DASHES)
        return year_range(first, last, dash)
    if kind < 0.82:
        return quarter(language, form, first, rng.randint(1, 4))
    if kind < 0.89:
        return month(language, last, rng.randint(1, 12), lower=rng.random() < 0.3)
    if kind < 0.92:
        return day(last, rng.randint(1, 12))
    if kind < 0.95:
        return month_range(language, first, last, rng)
    if kind < 0.97:
        return quarter_range(language, form, first, last, rng)
    return Deadline(rng.choice(ONGOING[language]))
