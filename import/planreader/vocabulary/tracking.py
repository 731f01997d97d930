"""Columns that tell what was done and spent, and the words for how an action stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from planreader.vocabulary.deadlinewords import BETWEEN, days_in
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import LONGEST, concepts, is_expenditure, is_spent, says, year_of
from planreader.vocabulary.neutral import understood, words_beside_day
from planreader.vocabulary.times import is_period, last_days
from planreader.vocabulary.vocabulary import (
    KINDS,
    MARKS,
    NO_MARKS,
    NOT_APPLICABLE,
    REPORTED,
    STATUSES,
    listed,
)

STATUS: Final = "status"
UNIT: Final = "unit"
"""What is assumed of names: ``unit.WORDS`` says whose the rows below them are."""
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
"""The same of amounts: ``spent``, ``spent.2026``, ``spent.2026.capital``; without a part of both together."""
PARTS: Final = ("capital", "recurrent")
_ROLE: Final = (
    r"(?:(?P<amount>spent|allocated)(?:\.(?P<year>(?:19|20)\d\d))?(?:\.(?P<part>capital|recurrent))?"
    rf"|{STATUS}\.(?P<status>{'|'.join(STATUSES)}))"
)

_ABOUT: Final = {role: "|".join(patterns) for role, patterns in REPORTED.items()}
"""What folded headings say of the columns of a tracker; the first counts."""
_PROGRESS: Final = "progres|napred|ecuri"
_DONE: Final = "realizim|realizacij|complet|done|zbatim|sprovod|izvrsen|perfundim|zavrset|zavrsenost"
"""What heads numbers that tell how far an action has come, or words that tell how it stands."""
_PROMISED: Final = "commit|obligat|zotuar|kontrah|kontrakt|ugovoren|preuzet"
"""What is said of money that nobody has spent yet."""
_ACTUAL: Final = r"\bactual\b|\bfaktik|\bstvarn|\bostvaren"
"""What heads what came of a plan, and not the plan."""
_OPEN: Final = "|".join((*listed("since"), *listed("by_when")))
_FROM: Final = (
    rf"\b(?:{_OPEN})\W+(?:(?:{'|'.join(BETWEEN)}|vit\w*|god\w*|years?)\W+)*(?:19|20)\d\d\b(?![./-]\d)"
)
_ONWARDS: Final = rf"\b(?:19|20)\d\d(?:\+|\W+(?:{'|'.join(listed('onwards'))})\b)"
_RUNNING: Final = (
    r"deri (tani|tash|me tash|sot)|do sada|\bdosad|to date|so far|kumulativ|cumulative"
    rf"|{_FROM}|{_ONWARDS}"
)
"""What heads amounts that begin with the plan, or with a year and do not end with it."""
_DECIDED: Final = re.compile(rf"\b(?:{'|'.join(listed('decided'))})")
"""What says of a day that it is one of a decision, or one that was set."""
ALLOTTED: Final = r"alok(?:ua|im|ac)|alociran|dodi?j?elj|opredi?j?elj|allocat|\bndar(?:e|j\w*)\b|e ndara\b"
_ALLOCATED: Final = rf"{ALLOTTED}|odobren|approved|miratuar"

_STATUSES: Final = {code: "|".join(patterns) for code, patterns in STATUSES.items()}
"""The words for statuses in cells, folded; the first that has all of them counts."""
_LATE: Final = r"vones|kasni|kasnj|zakasn|delay|\blate\b|overdue|behind|off track|at risk"
"""What says that an action is late, which is no status of its own."""
_NOT: Final = r"\b(nuk|jo|pa|s'?eshte|nije|nisu|nece|not|never|will|to be|do te|bice)\b|\?"
_IN_PART: Final = r"\b(nearly|almost|half|part|pothuajse|gati|skoro|delom)\b|\d ?%"
_EDGES: Final = " .,;:!-–—()[]*"
_BLANK: Final = " -–—/"
_SHARE: Final = re.compile(r"[(\[]?(?<![\d.,])(\d{1,3}) ?%[)\]]?")
_HUNDREDTHS: Final = re.compile(r".*\d ?%|0[.,]\d+|\d{1,2}|100")
_LONGEST_MONTH: Final = 31
"""What whole numbers do not pass that may be days or months."""
_LONGEST_CODE: Final = 4
_APART: Final = re.compile(r"\s+[–—-]\s+|[,;(]\s*")
"""What parts a title from what is said of its statuses."""
_REPORT: Final = "raport|izvest|izvjes|report"


def reported_role(heading: str, *, numbers: bool, words: bool, shares: bool = False) -> str:
    """Return what a column tells of an action's progress by its heading; empty where it tells nothing, or
    says more than that: nobody knows what money is that is "not spent".

    ``numbers`` says that it holds numbers alone, of which some are ``shares`` with their sign, ``words`` that
    some of its cells are words for a status.
    """
    told = likely_role(heading, numbers=numbers, words=words, shares=shares)
    return told if understood(heading, told, status_meant) else ""


def likely_role(heading: str, *, numbers: bool, words: bool, shares: bool = False) -> str:
    """Return what :func:`reported_role` does, whatever else the heading says."""
    role_named = _named(folded := fold(heading))
    is_of_doing = re.search(f"{_PROGRESS}|{_DONE}", folded)
    if numbers:
        if role_named == PERCENT or shares or "%" in heading:
            return PERCENT if role_named == PERCENT or is_of_doing else ""
        return _amount(heading, folded) or (PERCENT if role_named in ("", STATUS) and is_of_doing else "")
    if words and role_named in ("", STATUS, PERCENT) and (role_named == STATUS or is_of_doing):
        return STATUS
    if role_named in (STATUS, PERCENT):
        return ""
    return role_named or ("output_reached" if is_of_doing and re.search(_PROGRESS, folded) else "")


def are_shares(heading: str, texts: Sequence[str]) -> bool:
    """Return whether most of a column are shares of a whole, and no days, months or years."""
    shares = [text for text in texts if _HUNDREDTHS.fullmatch(text)]
    told = "%" in heading or _named(fold(heading)) == PERCENT
    return len(shares) > len(texts) / 2 and any(
        told or not text.isdigit() or int(text) > _LONGEST_MONTH for text in shares
    )


def are_codes(heading: str, texts: Sequence[str]) -> bool:
    """Return whether short words stand below a heading of statuses, of which a legend may say the meaning."""
    short = [text for text in texts if text.isalpha() and len(text) <= _LONGEST_CODE]
    if not names_status(heading) or not 1 < len(short) == len(texts):
        return False
    return not all(is_mark(text) or is_no_mark(text) for text in texts)


def names_status(heading: str) -> bool:
    """Return whether a heading says that statuses stand below it."""
    return _named(fold(heading)) == STATUS


def is_newer(heading: str) -> bool:
    """Return whether a heading is of deadlines that took the place of others."""
    return re.search(_ABOUT[NEW_DEADLINE], fold(heading)) is not None


def is_of_doing(heading: str) -> bool:
    """Return whether days or amounts are what came of a plan, was promised or allocated, and not its own."""
    return re.search(f"{_ACTUAL}|{_PROMISED}|{_ALLOCATED}|{_PROGRESS}", fold(heading)) is not None


def is_running(heading: str) -> bool:
    """Return whether a heading is of amounts of all years so far."""
    return re.search(_RUNNING, fold(heading)) is not None


def is_reporting(text: str) -> bool:
    """Return whether a short text heads a column of a tracker, whatever day or quarter it names."""
    folded = fold(text)
    told = _named(folded) or _amount(text, folded) or is_period(text)
    return len(text.split()) <= LONGEST and bool(told)


def _named(folded: str) -> str:
    return next((role for role, named in _ABOUT.items() if re.search(named, folded)), "")


def _amount(heading: str, folded: str) -> str:
    years, named = {day[:4] for day in days_in(heading)}, concepts(heading)
    year = year_of(heading) or (years.pop() if len(years) == 1 else None)
    dated = "" if year is None or re.search(f"{_FROM}|{_ONWARDS}", folded) else f".{year}"
    # in one of several languages the word for expenditure is that for costs
    spent = [is_expenditure(own) and "cost" not in concepts(own) for own in heading.split("/")]
    part = next((f".{part}" for part in PARTS if part in named), "")
    if is_spent(heading) or any(spent):
        # wages are no total beside what is capital
        is_kind = any(says(word, KINDS) and not is_spent(word) for word in heading.split())
        return f"{SPENT}{dated}{part or ('.recurrent' if is_kind else '')}"
    return f"{ALLOCATED}{dated}{part}" if re.search(_ALLOCATED, folded) else ""


def status_meant(text: str) -> str:
    """Return the code of a status that a cell says, in each of its languages; empty where nobody knows.

    A share beside it has to be all of what is implemented, and less of anything else.
    """
    shares = {share == "100" for share in _SHARE.findall(text)}
    told = {_status_meant(fold(own).strip(_EDGES)) for own in _SHARE.sub("", text).split("/")}
    code = told.pop() if len(told) == 1 else ""
    return code if shares <= {code == "implemented"} else ""


def _status_meant(folded: str) -> str:
    return next((code for code, words in _STATUSES.items() if re.fullmatch(words, folded)), "")


def status_headed(heading: str) -> str:
    """Return the code of the status that a heading names, alone or below another; empty where it does not."""
    words = re.sub(r"[(\[].*?[)\]]|\?$", "", heading).split()
    return next((code for n in range(len(words)) if (code := status_meant(" ".join(words[n:])))), "")


def status_of_mark(role: str) -> str:
    """Return the code of the status for which a mark stands in a column of this role; empty of any other."""
    match = re.fullmatch(_ROLE, role)
    return match["status"] or "" if match else ""


def is_mark(text: str) -> bool:
    """Return whether a cell says that what heads its column holds."""
    # a Cyrillic cross is no Latin one, and no Latin letter either
    return not MARKS.isdisjoint({fold(text).strip(), text.strip().lower()})


def are_marks(texts: Collection[str]) -> bool:
    """Return whether texts are nothing but marks, below the years or the quarters of a plan of work."""
    return any(map(is_mark, texts)) and all(is_mark(text) or is_no_mark(text) for text in texts)


def is_no_mark(text: str) -> bool:
    """Return whether a cell says that what heads its column does not hold."""
    return says_nothing(text) or fold(text).strip() in NO_MARKS


def says_nothing(text: str) -> bool:
    """Return whether a cell is blank, a dash, or says that nothing applies."""
    return not text.strip(_BLANK) or fold(text).strip(" .") in NOT_APPLICABLE


def day_of_state(lines: Sequence[str]) -> str:
    """Return the day, ISO, of which short lines say that things stand so, the last of each; else empty."""
    return _day_of(text for text in _short(lines) if _named(fold(text)) == STATUS)


def day_told(lines: Sequence[str]) -> str:
    """Return the day, ISO, of which the lines above a table say that it is; empty where that is not told.

    A line on how things stand counts before one on the report, and this before one that says nothing else; of
    its days the last. A line of a decision, or of anything else than a report, tells none.
    """
    short = [(text, words_beside_day(text)) for text in _short(lines)]
    reports = [text for text, words in short if all(words[:1]) and _is_of_report(fold(text))]
    others = [text for text, words in short if all(words)]
    return day_of_state(lines) or _day_of(reports if any(map(last_days, reports)) else others)


def _short(lines: Sequence[str]) -> list[str]:
    short = (text for text in lines if len(text.split()) <= LONGEST)
    return [text for text in short if not _DECIDED.search(fold(text))]


def _is_of_report(folded: str) -> bool:
    return _named(folded) == UPDATED or re.search(_REPORT, folded) is not None


def _day_of(lines: Iterable[str]) -> str:
    days = {max(named) for text in lines if (named := last_days(text))}
    return days.pop() if len(days) == 1 else ""


def without_day(title: str) -> str:
    """Return a plan's title without what it says of the day on which things stand so."""
    for mark in _APART.finditer(title):
        rest = title[mark.end() :]
        if mark.start() and days_in(rest) and _named(fold(rest)) == STATUS:
            return title[: mark.start()].rstrip()
    return title


def likely_status(text: str) -> str:
    """Return what words that are no status most likely say; empty where they name none, or several."""
    folded = fold(text)
    named = {code for code, words in _STATUSES.items() if re.search(rf"\b(?:{words})\b", folded)}
    if len(named) == 1 and not re.search(f"{_NOT}|{_IN_PART}", folded):
        return named.pop()
    return "in_progress" if not named and re.search(_LATE, folded) else ""


def is_reported(role: str) -> bool:
    """Return whether a role of a column is one of what was reported."""
    return role in FIELDS or re.fullmatch(_ROLE, role) is not None


def is_amount(role: str) -> bool:
    """Return whether a role of a column is one of reported amounts."""
    return role.partition(".")[0] in AMOUNTS


def year_of_amount(role: str) -> int | None:
    """Return the year of a role of reported amounts; None where it has none."""
    match = re.fullmatch(_ROLE, role)
    return int(match["year"]) if match and match["year"] else None


def whole_of(role: str) -> str:
    """Return the role whose amounts are recorded instead of those of one kind; empty of any other role."""
    whole, _point, part = role.rpartition(".")
    return whole if role.startswith(ALLOCATED) and part in PARTS else ""


def money_field(role: str, year: int | None) -> str:
    """Return the field of the ledger that a role of amounts is, or that stands beside those that it has."""
    match = re.fullmatch(_ROLE, role)
    assert match is not None
    return ".".join(filter(None, (str(year_of_amount(role) or year), match["part"], match["amount"])))
