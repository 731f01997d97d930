"""What the words of a table's heading say of its column: the role, and the year of a budget's column."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from planreader.vocabulary.currency import is_unit, named
from planreader.vocabulary.fold import Stems, begins_body, fold, tags
from planreader.vocabulary.vocabulary import HEADINGS, OPEN_WORDS, ROLES, THEREOF, listed

LONGEST: Final = 14
"""Words of the longest cell of a heading."""
_LONGEST_YEAR: Final = 8
_LONGEST_COUNT: Final = 6
"""Letters of the word for a number that begins a heading: ``Ser. no.``."""
_YEAR: Final = re.compile(r"(?<![\d.,/–-])(?:19|20)\d\d(?!\d|[/–-]\d)")
_PARTS: Final = re.compile(r"[\s/()\[\]\-–—,;:]+")

_STEMS: Final = Stems((stem, concept) for concept, stems in HEADINGS.items() for stem in stems)

_FINANCIAL: Final = listed("financial")

_SENTENCE_END: Final = re.compile(r"(?<!\d{4})\.$")
"""A full stop that belongs to no year: ``AKCIONI PLAN 2022.-2024.`` is no sentence."""
_PLACE_AND_DAY: Final = re.compile(r"[^\W\d]+,?(?: [^\W\d]+)?,? (?:19|20)\d\d\.?")
"""``PRISHTINË, MARS 2024`` stands below a title."""
_SENTENCES: Final = listed("sentences")
"""What sentences of a plan begin with, and no title does."""
_PROGRAMMES: Final = listed("programmes")
"""What plans call themselves besides."""
_PERIOD: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)\.?\s?[-–—/]\s?((?:19|20)\d\d)(?!\d)")
MOST_YEARS: Final = 10
"""Years of a plan."""
_LONGEST_TITLE: Final = 25
"""Words of a plan's title."""
PLANNED: Final = listed("planned")
"""What a plan's title says that its headings do not: "akcioni plan", "plani i masave", "plan mjera"."""

_ENDS: Final = frozenset(listed("ends"))
"""Headings of the beginning and the end of an action, which mean nothing within others."""
_DAYS: Final = Stems((stem, name) for name in ("beginnings", "endings", "reporting") for stem in listed(name))
"""What headings of deadlines say of them."""
_UNLIKE: Final = listed("unlike")
_OFFICES: Final = listed("offices")
PLACES: Final = frozenset(listed("places"))
"""Headings of the places of actions, whose municipalities are responsible where no other column says who."""
_NOT_NUMBERED: Final = frozenset(listed("not_numbered"))
"""What a column is about whose heading begins like that of numbers: "Ref. documents"."""
_NOT_REALISED: Final = frozenset(listed("not_realised"))
"""What else may be realised than money."""
_EXPENDITURE: Final = listed("expenditure")
_BESIDE: Final = {
    "lacking": re.compile("|".join(listed("lacking"))),
    "held": re.compile("|".join((*listed("held"), *THEREOF))),
    "apiece": re.compile("|".join(listed("apiece"))),
    "codes": re.compile("|".join(listed("codes"))),
}
"""What headings say of a budget beside them, at the beginning of words; likeness finds too much here."""
_YEARLY: Final = listed("yearly")
_VALUES: Final = listed("values")
_MONEY: Final = listed("money")
_LEVELS: Final = listed("levels")
_CHAPTERS: Final = listed("chapters")
DESCRIBED: Final = frozenset(listed("described"))
"""Headings of what may be the actions where no other column lists them."""
_RULES: Final = tuple(
    (frozenset(named.split()), frozenset(unless.split()), role) for named, unless, role in ROLES
)
"""What a heading names, unless it names something else, and the role that this gives; the first counts."""


@cache
def _of_word(word: str) -> frozenset[str]:
    folded = fold(word).strip(".,;“”\"'*")
    if folded.startswith(_UNLIKE):
        return frozenset()
    meanings = frozenset((*tags(word), *_STEMS.of(folded)))
    # "financial" means are a budget, their "financing" is a source
    return meanings - {"funding"} if folded.startswith(_FINANCIAL) else meanings


def says(text: str, stems: tuple[str, ...]) -> bool:
    """Return whether a word of a text begins with one of these stems."""
    return any(word.startswith(stems) for word in _PARTS.split(fold(text)))


def title_rank(text: str) -> int:
    """Return how surely a text is a plan's title: 2 an action plan, 1 a plan of some year, else 0."""
    words = text.split()
    if len(words) > _LONGEST_TITLE or fold(text).startswith(_SENTENCES):
        return 0
    plans = [n for n, word in enumerate(words) if "plan" in tags(word)]
    actions = [n for n, word in enumerate(words) if _is_of_actions(word)]
    if any(0 < abs(n - m) <= 3 for n in plans for m in actions) and not _SENTENCE_END.search(text):
        return 2
    return int(bool((plans or says(text, _PROGRAMMES)) and text[-1:] not in ".:;" and years_in(text)))


def title_goes_on(title: str, line: str) -> bool:
    """Return whether a plan's title goes on in the line below: in capitals, small letters, with its years."""
    words = line.split()
    if len(title.split()) + len(words) > _LONGEST_TITLE or (line[-1:] in ".:;" and not _YEAR.search(line)):
        return False
    if period_of(line) is not None and not any(map(str.isalpha, line)):
        return True
    if fold(title.split()[-1]) in OPEN_WORDS or line[:1].islower():
        return True
    return title.isupper() and line.isupper() and not (begins_body(words) or _PLACE_AND_DAY.fullmatch(line))


def _is_of_actions(word: str) -> bool:
    return "action" in tags(word) or fold(word).startswith(PLANNED)


@lru_cache(maxsize=8192)
def concepts(text: str) -> frozenset[str]:
    """Return the concepts that a heading's words name."""
    return frozenset(tag for word in _PARTS.split(text) if word for tag in _of_word(word))


@lru_cache(maxsize=8192)
def role_of(text: str) -> str:
    """Return the role that a heading's text gives its column, empty where it gives none.

    Besides those of ``planreader.sources.form.ROLES``: ``nr``, ``support`` (institutions that support),
    ``sum``, and ``objective`` for a column that repeats an action's objective.
    """
    text = whole_words(text)
    words = text.split()
    languages = {role_of(own) for own in text.split("/")} if "/" in text else {""}
    if len(languages) == 1 and "" not in languages:
        return languages.pop()
    if not words or len(words) > LONGEST:
        return ""
    if is_unit(text):
        return "budget"
    about = concepts(text)
    if len(words) == 1 and fold(text) in _ENDS:
        return "deadline"
    if len(words) == 1 and fold(text).startswith(_OFFICES):
        return "institutions"
    if fold(text) in _CHAPTERS:
        return "objective"
    if "project" in about and (len(words) == 1 or about == {"project", "name"}):
        # others are its manager, its partner, its value
        return "title"
    if (
        len(words) == len(("Activity", "code"))
        and "nr" in _of_word(words[1])
        and about & {"action", "project"}
    ):
        return "nr"
    # "No. of the action", and "Ser. no."
    naming = [words[0], *(word for word in words[1:2] if len(words) == 2 and len(word) <= len("no."))]
    counts = any("nr" in _of_word(word) for word in naming) and len(words[0]) <= _LONGEST_COUNT
    if (
        text.strip() == "#"
        or fold(text) in _LEVELS
        or (counts and len(words) <= 3 and not about & _NOT_NUMBERED)
    ):
        return "nr"
    if about & {"general"} and len(words) <= 3 and not about - {"general", "budget", "cost"}:
        return "sum"
    if about - {"realised"} == {"year"} and len(words) > 1 and year_of(text) is None:
        # "year of implementation", but "first year (€)"
        return "budget" if named(text) else "deadline"
    if is_spent(text):
        return "notes"
    role = next((role for named, unless, role in _RULES if named <= about and not about & unless), "")
    is_part = role == "funding" and "origin" not in about and says(text, THEREOF)
    return "notes" if is_part or (role == "budget" and is_value(text)) else role


def is_spent(text: str) -> bool:
    """Return whether a heading is of money that is spent, and not of any that is planned."""
    about = concepts(whole_words(text)) - ({"year"} if year_of(text) is not None else set())
    told = "spent" in about or ("realised" in about and not about & _NOT_REALISED)
    return told and "needed" not in about


def is_value(text: str) -> bool:
    """Return whether a heading is of an indicator's value, baseline or target, and of no money."""
    text = whole_words(text)
    return says(text, _VALUES) and not says(text, _MONEY)


def is_expenditure(text: str) -> bool:
    """Return whether a heading is of expenditure: the plan's, or what is spent of a budget beside it."""
    return names_expenditure(text) and not concepts(text) & {"needed", "plan", "capital", "recurrent"}


def names_expenditure(text: str) -> bool:
    """Return whether a heading has a word for expenditure, planned or not."""
    return says(text, _EXPENDITURE)


def is_planned(text: str) -> bool:
    """Return whether a heading names the plan or the budget, and no expenditure."""
    return bool(concepts(text) & {"needed", "plan", "budget"}) and not is_expenditure(text)


def says_of_budget(text: str) -> str:
    """Return what a heading says of a budget beside it: ``held`` in it, ``lacking``, a price ``apiece`` or a
    count of people, the ``codes`` of its lines; empty where it says none of these."""
    words = [word.strip("([.)]:,;") for word in re.split(r"[\s\-–/]+", fold(text))]
    kind = next((kind for kind, begins in _BESIDE.items() if any(map(begins.match, words))), "")
    # "human and financial resources", "budget of the local unit"
    is_money = any(word.startswith(_FINANCIAL) or "budget" in tags(word) for word in words)
    return "" if kind == "apiece" and is_money else kind


def says_yearly(text: str) -> bool:
    """Return whether a heading is of money of each year, and names none."""
    return year_of(text) is None and says(text, _YEARLY)


def says_begin(text: str) -> bool:
    """Return whether a heading is of the beginning of actions."""
    return "beginnings" in _days(text)


def says_end(text: str) -> bool:
    """Return whether a heading is of the end of actions, or of how long they last."""
    return "endings" in _days(text)


def says_part_of_year(text: str) -> bool:
    """Return whether a heading is of years, or of parts of one, which together are a deadline."""
    return any(tags(word) & {"year", "quarter", "half"} for word in text.split())


def says_report(text: str) -> bool:
    """Return whether a heading is of reports, of those who look at actions, or who benefit."""
    return "reporting" in _days(text)


def _days(text: str) -> set[str]:
    return {day for word in _PARTS.split(fold(text)) for day in _DAYS.of(word)}


def year_of(text: str) -> int | None:
    """Return the single year that a heading's cell names."""
    years = {int(match) for match in _YEAR.findall(whole_words(text))}
    # in several languages a heading says the same as often
    if len(years) != 1 or any(len(own.split()) > _LONGEST_YEAR for own in text.split("/")):
        return None
    return years.pop()


@lru_cache(maxsize=8192)
def whole_words(text: str) -> str:
    """Return a heading with years and words whole that a narrow column cut: ``Year 202 2``."""
    words: list[str] = []
    for word in text.split():
        before = words[-1] if words else ""
        if before and (_YEAR.fullmatch(before + word) or _is_cut(before, word)):
            words[-1] = before + word
        else:
            words.append(word)
    return " ".join(words)


def _is_cut(before: str, word: str) -> bool:
    """Return whether two pieces, of which neither says anything, are a word that a heading is made of."""
    if not (before.isalpha() and word.isalpha() and word.islower()):
        return False
    return bool(_of_word(before + word)) and not (_of_word(before) or _of_word(word))


def period_of(title: str) -> tuple[int, int] | None:
    """Return the first and the last year that a title names, ``2024-2026`` or ``2024``; None of any other."""
    period = _PERIOD.search(title)
    if period is not None:
        begin, end = int(period[1]), int(period[2])
        return (begin, end) if begin <= end < begin + MOST_YEARS else None
    years = set(years_in(title))
    return (min(years), max(years)) if len(years) == 1 else None


def years_in(text: str) -> list[int]:
    """Return the years that a text names; ``no. 05/2021`` names none."""
    return [int(year) for year in re.findall(r"(?<!\d)(?<!\b\d/)(?<!\b\d\d/)(?:19|20)\d\d(?!\d)", text)]
