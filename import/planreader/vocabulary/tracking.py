"""Columns that tell what was done and spent, and the words for how an action stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, is_expenditure, is_spent, year_of

STATUS: Final = "status"
PERCENT: Final = "percent"
NOTE: Final = "note"
UPDATED: Final = "updated"
SPENT: Final = "spent"
ALLOCATED: Final = "allocated"
TEXTS: Final = ("reason", "output_reached", "next_steps", "new_deadline")
FIELDS: Final = (STATUS, PERCENT, *TEXTS, NOTE, UPDATED)
"""What a column of a tracker can be besides amounts."""
AMOUNTS: Final = (SPENT, ALLOCATED)
"""The same of amounts: ``spent``, ``spent.2026``, ``spent.2026.capital``; ``allocated`` has no parts."""
PARTS: Final = ("capital", "recurrent")
_ROLE: Final = re.compile(
    r"(?:spent(?:\.(?P<spent>(?:19|20)\d\d))?(?:\.(?P<part>capital|recurrent))?"
    r"|allocated(?:\.(?P<allocated>(?:19|20)\d\d))?)"
)

_ABOUT: Final[Mapping[str, re.Pattern[str]]] = {
    role: re.compile("|".join(words))
    for role, words in (
        (
            PERCENT,
            (
                r"\(%\)$",
                r"%.*(realiz|zbat|kryer|perfund|progres|sproved|izvrs|complet|done)",
                "perqind|procen|percent",
            ),
        ),
        ("new_deadline", ("afati? i ri|novi rok|new deadline|revised deadline|rishikuar|revidirani rok",)),
        ("next_steps", (r"hapa\w* (e|te) (ardhsh|radh|metej)|sledeci koraci|naredni koraci|next steps?",)),
        (
            "output_reached",
            (
                r"(rezultat|produkt)\w* (i |e |te )?(arritur|realizuar)|arritjet$|postignuca$|achievements?$",
                r"(postignut|ostvaren)\w* (rezultat|proizvod|ishod)|(output|result)s? (reached|achieved)",
            ),
        ),
        (
            "reason",
            ("arsye|razlo[gz]|reason|shkak|uzro[kc]|pengesa|prepreke|obstacle|sfidat?$|izazov|challenge",),
        ),
        (
            UPDATED,
            (
                r"perditesi|perditesuar|azurir|updated?\b|last change|raportuar me|data e raport",
                "datum izvest|reporting date",
            ),
        ),
        (STATUS, (r"^(status|gjendj|stanj|faza$|state$)", r"\bstatusi?\b", r"\bstatus\w* (i|e|of)\b")),
        (
            NOTE,
            (
                "koment|verejtj|shenim|napomen|primedb|comment|notes?$|remarks?$|opservacion",
                "objasnjenj|shpjegim",
            ),
        ),
    )
}
"""What folded headings say of the columns of a tracker; the first counts."""
_PROGRESS: Final = re.compile("progres|napred|ecuri")
_DONE: Final = re.compile("realizim|realizacij|complet|done|zbatim|sprovod|izvrsenj")
"""What heads numbers that tell how far an action has come, or words that tell how it stands."""
_ALLOCATED: Final = re.compile(
    r"alokua|alociran|dodelj|dodijelj|allocat|\bndare\b|te ndara|odobren|approved|miratuar"
)

_THE: Final = "(?:i |e |te |se |eshte |jane |u )?"
_DID: Final = "zbatuar|realizuar|perfunduar|kryer|mbyllur|arritur|permbushur"
_DONE_SR: Final = (
    "zavrsen|realizovan|realiziran|sproveden|proveden|izvrsen|ispunjen|ostvaren|okoncan|uradjen|gotov"
)
_STATUSES: Final[Mapping[str, re.Pattern[str]]] = {
    code: re.compile("|".join(words))
    for code, words in (
        (
            "cancelled",
            (
                rf"{_THE}(anulu|hequr|terhequr)\w*",
                r"(otkaz|ponisten|odustal)\w*|cancell?ed|withdrawn|dropped",
            ),
        ),
        (
            "partially_implemented",
            (
                rf"{_THE}({_DID}) (pjeserisht|pjesshem)|(pjeserisht|pjesshem)( \w+){{0,2}}",
                r"d(j)?elimicn\w+( \w+)?|part(ial)?ly( \w+)?|partial",
            ),
        ),
        (
            "not_started",
            (
                r"(ende )?(nuk|s)('| )?(ka|kane) filluar( ende)?|(pa|i pa|e pa|te pa|jo ) ?filluar\w*",
                r"ni(je|su) (jos )?(zapoce|poce|kren)\w*|nezapocet\w*|not (yet )?(started|begun|commenced)",
                r"planned|planifikuar|planiran\w*|(yet )?to start|pending|ne pritje|na cekanju",
            ),
        ),
        (
            "not_implemented",
            (
                rf"(nuk (eshte|u|jane)|s'eshte) ({_DID})|pa (zbatuar|realizuar|kryer)",
                r"(i |e |te )?(pazbatuar|parealizuar)|ni(je|su) (sproved|realiz|izvrs|zavrs|ostvar)\w*",
                r"ne(sproveden|realizovan|izvrsen)\w*|not (implemented|done|completed|reali[sz]ed|achieved)",
            ),
        ),
        (
            "implemented",
            (
                rf"{_THE}(plotesisht )?({_DID})(a|e|ara)?( plotesisht)?",
                rf"(potpuno |u potpunosti )?({_DONE_SR})[aoei]?",
                "(fully )?(completed?|implemented|done|finished|closed|achieved|delivered)",
            ),
        ),
        (
            "in_progress",
            (
                r"ne (proces|vijim|vazhdim|zhvillim|zbatim|progres|realizim|punim|ekzekutim)"
                r"( e siper| te \w+)?",
                rf"{_THE}(duke u \w+|filluar|filloi)|ka filluar|vazhdon|(ne )?vazhdimesi|traje",
                "zapocet[aoei]?",
                "u (toku|realizaciji|procesu|izradi|sprovodj?enju|izvodj?enju|implementaciji|izvrsenju)",
                r"in progress|on ?-?going|started|under ?way|in (implementation|process)|active|on track",
            ),
        ),
    )
}
"""The words for statuses in cells, folded; the first that has all of them counts."""
_LATE: Final = re.compile(r"vones|kasni|kasnj|zakasn|delay|\blate\b|overdue|behind|off track|at risk")
"""What says that an action is late, which is no status of its own."""
_EDGES: Final = " .,;:!-–—()[]*"


def reported_role(heading: str, *, numbers: bool, words: bool) -> str:
    """Return what a column tells of an action's progress by its heading; empty where it tells nothing.

    ``numbers`` says that it holds numbers alone, ``words`` that some of its cells are words for a status.
    """
    folded = fold(heading)
    role_named = next((role for role, named in _ABOUT.items() if named.search(folded)), "")
    is_of_doing = _PROGRESS.search(folded) or _DONE.search(folded)
    if numbers:
        amount = "" if role_named == PERCENT else _amount(heading, folded)
        is_share = role_named == PERCENT or (role_named in ("", STATUS) and is_of_doing)
        return amount or (PERCENT if is_share else "")
    if words and role_named in ("", STATUS, PERCENT) and (role_named == STATUS or is_of_doing):
        return STATUS
    if role_named in (STATUS, PERCENT):
        return ""
    return role_named or ("output_reached" if _PROGRESS.search(folded) else "")


def _amount(heading: str, folded: str) -> str:
    year, named = year_of(heading), concepts(heading)
    dated = "" if year is None else f".{year}"
    if is_spent(heading) or (is_expenditure(heading) and "cost" not in named):
        part = next((f".{part}" for part in PARTS if part in named), "")
        return f"{SPENT}{dated}{part}"
    return f"{ALLOCATED}{dated}" if _ALLOCATED.search(folded) else ""


def status_meant(text: str) -> str:
    """Return the code of a status that a cell's words mean; empty where nobody knows."""
    folded = fold(text).strip(_EDGES)
    return next((code for code, words in _STATUSES.items() if words.fullmatch(folded)), "")


def likely_status(text: str) -> str:
    """Return what words that are no status most likely say; empty where nothing does."""
    return "in_progress" if _LATE.search(fold(text)) else ""


def status_of_key(key: str) -> str | None:
    """Return the words whose meaning is assumed under a key, ``status.WORDS``; None for any other key."""
    head, point, words = key.partition(".")
    return words if head == STATUS and point and words.strip() else None


def is_reported(role: str) -> bool:
    """Return whether a role of a column is one of what was reported."""
    return role in FIELDS or _ROLE.fullmatch(role) is not None


def year_of_amount(role: str) -> int | None:
    """Return the year of a role of reported amounts; None where it has none."""
    match = _ROLE.fullmatch(role)
    year = match and (match["spent"] or match["allocated"])
    return int(year) if year else None


def money_field(role: str, year: int | None) -> str:
    """Return the field of the ledger that a role of amounts is: what is of no kind counts as recurrent."""
    match = _ROLE.fullmatch(role)
    assert match is not None
    if role.startswith(ALLOCATED):
        return f"{year_of_amount(role) or year}.allocated"
    return f"{year_of_amount(role) or year}.{match['part'] or 'recurrent'}.spent"
