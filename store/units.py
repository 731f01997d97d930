"""Who reports: the 38 municipalities and the institutions that a plan names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import Refused
from store.text import fold, nearest

_MUNICIPALITIES_WORDS: Final = frozenset({"komunat", "komuna", "opstine", "municipalities"})
_ACRONYM: Final = re.compile(r"[^\W\d_a-zëçčćšžđ]{2,}[0-9]*(?![^\W_])")


class Municipality(NamedTuple):
    """A municipality: its code of two digits, its names, and other names in use."""

    code: str
    sq: str
    sr: str
    aliases: tuple[str, ...]


@lru_cache(maxsize=1)
def municipalities() -> tuple[Municipality, ...]:
    """The 38 municipalities of Kosovo in the order of their codes."""
    path = Path(__file__).parent / "reference" / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Municipality(
                row["code"],
                row["sq"],
                row["sr"],
                tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
            )
            for row in csv.DictReader(file)
        )


def unit_code(institution: str) -> str:
    """The code under which an institution reports: its acronym, else its folded name.

    ``MPB (DSP)`` reports as ``MPB``, ``Avokati i Popullit`` as ``avokati-i-popullit``.
    """
    if acronym := _ACRONYM.match(institution.strip()):
        return acronym.group()
    return "-".join(re.findall(r"\w+", fold(institution)))


def means_municipalities(institution: str) -> bool:
    """Whether a printed institution stands for every municipality."""
    words = re.findall(r"\w+", fold(institution))
    return bool(words) and words[0] in _MUNICIPALITIES_WORDS and len(words) <= 2


def expected_units(institutions: Iterable[str]) -> tuple[str, ...]:
    """The codes of the units that an action's institutions expect a report from, each once."""
    codes: dict[str, None] = {}
    for institution in institutions:
        if means_municipalities(institution):
            codes.update((municipality.code, None) for municipality in municipalities())
        elif code := unit_code(institution):
            codes[code] = None
    return tuple(codes)


@lru_cache(maxsize=4096)
def expects(institutions: tuple[str, ...], unit: str) -> bool:
    """Whether an action's institutions expect a report from a unit."""
    return unit in expected_units(institutions)


def unit_name(code: str, language: str) -> str:
    """A unit as people call it: a municipality by its name, an institution by its acronym."""
    for municipality in municipalities():
        if municipality.code == code:
            return municipality.sr if language == "sr" else municipality.sq
    return code


def known_units(institutions: Iterable[str]) -> tuple[str, ...]:
    """All codes a person can enrol as: the municipalities, then the institutions of the plan, sorted."""
    codes = [municipality.code for municipality in municipalities()]
    others = {
        unit_code(institution) for institution in institutions if not means_municipalities(institution)
    } - {""}
    return (*codes, *sorted(others))


def resolve_unit(text: str, institutions: Iterable[str]) -> str:
    """The code that ``text`` means: a code, an acronym, or a municipality's name in any of its forms.

    Raises Refused ``unit_unknown`` with the nearest names.
    """
    wanted = fold(text.strip())
    names: dict[str, str] = {}
    for code in known_units(institutions):
        names[fold(code)] = code
    for municipality in municipalities():
        for name in (municipality.sq, municipality.sr, *municipality.aliases):
            names[fold(name)] = municipality.code
        names[municipality.code.lstrip("0")] = municipality.code
    if wanted in names:
        return names[wanted]
    shown = [m.sq for m in municipalities()] + list(known_units(institutions))
    raise Refused("unit_unknown", found=text, nearest=nearest(text, shown))
