"""Columns that tell what was done and spent, and the words for how an action stands."""

from __future__ import annotations

import re
from typing import Final

from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, is_expenditure, is_spent, year_of
from planreader.vocabulary.vocabulary import REPORTED, STATUSES

STATUS: Final = "status"
PERCENT: Final = "percent"
NOTE: Final = "note"
UPDATED: Final = "updated"
SPENT: Final = "spent"
ALLOCATED: Final = "allocated"
TEXTS: Final = ("reason", "output_reached", "next_steps", "new_deadline")
NEW_DEADLINE: Final = TEXTS[-1]
FIELDS: Final = (STATUS, PERCENT, *TEXTS, NOTE, UPDATED)
"""What a column of a tracker can be besides amounts."""
AMOUNTS: Final = (SPENT, ALLOCATED)
"""The same of amounts: ``spent``, ``spent.2026``, ``spent.2026.capital``; ``allocated`` has no parts."""
PARTS: Final = ("capital", "recurrent")
_ROLE: Final = (
    r"(?:spent(?:\.(?P<spent>(?:19|20)\d\d))?(?:\.(?P<part>capital|recurrent))?"
    r"|allocated(?:\.(?P<allocated>(?:19|20)\d\d))?)"
)

# patterns are compiled where a document first needs them: most plans are no trackers
_ABOUT: Final = {role: "|".join(patterns) for role, patterns in REPORTED.items()}
"""What folded headings say of the columns of a tracker; the first counts."""
_PROGRESS: Final = "progres|napred|ecuri"
_DONE: Final = "realizim|realizacij|complet|done|zbatim|sprovod|izvrsenj"
"""What heads numbers that tell how far an action has come, or words that tell how it stands."""
_ALLOCATED: Final = r"alokua|alociran|dodelj|dodijelj|allocat|\bndare\b|te ndara|odobren|approved|miratuar"

_STATUSES: Final = {code: "|".join(patterns) for code, patterns in STATUSES.items()}
"""The words for statuses in cells, folded; the first that has all of them counts."""
_LATE: Final = r"vones|kasni|kasnj|zakasn|delay|\blate\b|overdue|behind|off track|at risk"
"""What says that an action is late, which is no status of its own."""
_EDGES: Final = " .,;:!-–—()[]*"


def reported_role(heading: str, *, numbers: bool, words: bool) -> str:
    """Return what a column tells of an action's progress by its heading; empty where it tells nothing.

    ``numbers`` says that it holds numbers alone, ``words`` that some of its cells are words for a status.
    """
    folded = fold(heading)
    role_named = next((role for role, named in _ABOUT.items() if re.search(named, folded)), "")
    is_of_doing = re.search(_PROGRESS, folded) or re.search(_DONE, folded)
    if numbers:
        amount = "" if role_named == PERCENT else _amount(heading, folded)
        is_share = role_named == PERCENT or (role_named in ("", STATUS) and is_of_doing)
        return amount or (PERCENT if is_share else "")
    if words and role_named in ("", STATUS, PERCENT) and (role_named == STATUS or is_of_doing):
        return STATUS
    if role_named in (STATUS, PERCENT):
        return ""
    return role_named or ("output_reached" if re.search(_PROGRESS, folded) else "")


def is_newer(heading: str) -> bool:
    """Return whether a heading is of deadlines that took the place of others."""
    return re.search(_ABOUT[NEW_DEADLINE], fold(heading)) is not None


def _amount(heading: str, folded: str) -> str:
    year, named = year_of(heading), concepts(heading)
    dated = "" if year is None else f".{year}"
    if is_spent(heading) or (is_expenditure(heading) and "cost" not in named):
        part = next((f".{part}" for part in PARTS if part in named), "")
        return f"{SPENT}{dated}{part}"
    return f"{ALLOCATED}{dated}" if re.search(_ALLOCATED, folded) else ""


def status_meant(text: str) -> str:
    """Return the code of a status that a cell's words mean; empty where nobody knows."""
    folded = fold(text).strip(_EDGES)
    return next((code for code, words in _STATUSES.items() if re.fullmatch(words, folded)), "")


def likely_status(text: str) -> str:
    """Return what words that are no status most likely say; empty where nothing does."""
    return "in_progress" if re.search(_LATE, fold(text)) else ""


def status_of_key(key: str) -> str | None:
    """Return the words whose meaning is assumed under a key, ``status.WORDS``; None for any other key."""
    head, point, words = key.partition(".")
    return words if head == STATUS and point and words.strip() else None


def is_reported(role: str) -> bool:
    """Return whether a role of a column is one of what was reported."""
    return role in FIELDS or re.fullmatch(_ROLE, role) is not None


def year_of_amount(role: str) -> int | None:
    """Return the year of a role of reported amounts; None where it has none."""
    match = re.fullmatch(_ROLE, role)
    year = match and (match["spent"] or match["allocated"])
    return int(year) if year else None


def money_field(role: str, year: int | None) -> str:
    """Return the field of the ledger that a role of amounts is: what is of no kind counts as recurrent."""
    match = re.fullmatch(_ROLE, role)
    assert match is not None
    if role.startswith(ALLOCATED):
        return f"{year_of_amount(role) or year}.allocated"
    return f"{year_of_amount(role) or year}.{match['part'] or 'recurrent'}.spent"
