"""What the text of a cell or a line begins: an objective, a total or its parts, an action, an indicator."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from planreader.vocabulary import numbers
from planreader.vocabulary.deadlinewords import is_deadline_word
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts, says
from planreader.vocabulary.vocabulary import SUMS, listed

_SCALE: Final = frozenset({"strategic", "specific", "general"})
_SIGNS: Final = " :.–—-)"
_OF: Final = frozenset({"i", "e", "te"})
_BULLETS: Final = "•▪●*–- "
_LONGEST_INDICATOR: Final = 7
"""Words of an indicator's label."""
_OF_INDICATORS: Final = frozenset({"indicator", "output", "objective", "strategic", "specific", "nr"})
"""What the words of an indicator's label say besides."""
_LONGEST_TOTAL: Final = 16
_ALL: Final = frozenset({"all", "sve", "svih", "gjitha"})
_LONGEST_WORD: Final = 2
_STEM: Final = 4
"""Letters by which the words of labels are the same."""
_DOTS: Final = re.compile(r"\s?(?:(?<!\.)\.{3,}|(?<!…)…+)\s?\d{1,4}$")
"""Dots and a page's number, as in a table of contents."""
_QUOTES: Final = "\"“”„«'‘"
_NUMBERED: Final = re.compile(
    r"(?:(?P<words>[^\W\d_][^\d:;.,()]{0,60}?)[.\s]{0,2})?"
    r"(?P<nr>(?:\d{1,2}|\b[IVX]{1,5})(?:\.\d{1,2}){0,2})(?![\w/])(?P<sign>\.?[\s:.)–—-]*)"
)
_NO_LABELS: Final = listed("numbered")
"""What documents number besides objectives."""


class Label(NamedTuple):
    """A label: its kind, the number in it, and the text behind it.

    Kinds are ``strategic``, ``specific``, ``action``, ``total`` (of a specific objective), ``higher_total``
    (of a strategic one), ``grand_total`` and ``split``. ``named`` says that words tell the kind and not the
    number alone, ``words`` how those begin that call an objective.
    """

    kind: str
    nr: str
    rest: str
    named: bool = True
    words: frozenset[str] = frozenset()


def _number_at(words: list[str], at: int) -> str:
    if at >= len(words):
        return ""
    bare = words[at].rstrip(_SIGNS)
    return bare if numbers.is_number(bare) else ""


def objective(text: str) -> Label | None:
    """Return the label of ``1.1 Objektivi specifik: …`` or ``Posebni cilj br. 2.``, or None.

    The number may be missing where words and a colon tell the label and the level.
    """
    first, _slash, second = text.partition(" / ")
    label = objective(first) if second else None
    if label is not None and not label.rest:
        # in two languages: "Objektivi 1 / Cilj 1: …"
        other = objective(second)
        return other if other is not None and other.nr == label.nr else label._replace(rest=second)
    words = text.split()
    nr = _number_at(words, 0)
    at = end = next((n for n, word in enumerate(words) if n + (not nr) and word.strip(_SIGNS)), 0)
    while end < len(words) and _is_of_label(words[end]) and (end == at or not _ends(words[end - 1])):
        end += 1
    named = concepts(" ".join(words[at:end]))
    if "objective" not in named:
        return None
    closed = _ends(words[end - 1])
    own = _number_at(words, end) if not closed else ""
    if own and nr in ("", own):
        # "1.1 Specific objective 1.1: …" says its number twice
        nr, end = own, end + 1
    if not nr and not (closed and named & {"strategic", "specific"}):
        return None
    if not (closed or end == len(words) or _sign_or_capital(words, end)):
        # a sentence that speaks of an objective
        return None
    kind = (
        "specific" if "specific" in named or (not named & _SCALE and numbers.depth(nr) > 1) else "strategic"
    )
    return Label(kind, nr, _title(" ".join(words[end:])), words=_beginnings(words[at:end]))


def _beginnings(words: Sequence[str]) -> frozenset[str]:
    """Return how words begin, whatever their endings are."""
    told = (word.strip(_SIGNS) for word in words if "nr" not in concepts(word))
    return frozenset(fold(word)[:_STEM] for word in told if not numbers.is_number(word)) - {"", *_OF}


def _is_of_label(word: str) -> bool:
    """Return whether a word may stand in an objective's label: "general" may, "total" may not."""
    told = bool(concepts(word) & {"objective", "nr", *_SCALE}) and not fold(word).startswith(SUMS)
    return told or fold(word) in _OF


def numbered(text: str, vouched: Collection[str] | None = None) -> Label | None:
    """Return the label of an objective in words of another template or none: ``Boshti 1: …``, ``1.1 …``.

    The number has to be one of ``vouched``, or any. None where the words name something else of a plan, or
    what documents number besides: results and measures may be objectives.
    """
    match = _NUMBERED.match(text.strip())
    if match is None or (vouched is not None and match["nr"] not in vouched):
        return None
    words, rest = match["words"] or "", text.strip()[match.end() :].strip()
    named = concepts(words) - {"nr", "objective", *_SCALE, "action", "output"}
    other = says(words, (*_NO_LABELS, *SUMS))
    begins = rest[:1].isupper() or rest.startswith(tuple(_QUOTES))
    alone = not rest and (bool(words) or vouched is None)
    if named or other or is_deadline_word(text.split()[0]):
        # "Q2-Q3 2025" is a deadline
        return None
    if not (begins or alone or (words and match["sign"].strip())):
        return None
    called = _beginnings(words.split())
    return Label(level_of(match["nr"]), match["nr"], _title(rest), named=False, words=called)


def level_of(nr: str) -> str:
    """Return the level of the objective that a number is of."""
    return "strategic" if numbers.depth(nr) == 1 else "specific"


def _ends(word: str) -> bool:
    return word[-1:] in ":–—"


def _sign_or_capital(words: list[str], at: int) -> bool:
    after = words[at][:1]
    return words[at - 1][-1:] in ":.)–—-" or after in "–—-:" or after in _QUOTES or after.isupper()


def _title(text: str) -> str:
    return _DOTS.sub("", text).lstrip(_SIGNS).strip()


def total(text: str) -> Label | None:
    """Return the label of ``Buxheti për objektivin 1.1:``, ``Ukupno:``, ``Subtotal 1.1``, or None."""
    words = text.split()
    if not words or len(words) > _LONGEST_TOTAL or words[0][0] in "*¹" or "notes" in concepts(words[0]):
        return None
    named = concepts(text)
    head = concepts(" ".join(words[:3]))
    opens = head & {"general"} or (head & {"budget", "cost"} and named & {"objective", "general", "plan"})
    if not opens or objective(text) is not None or named & {"indicator"}:
        return None
    # "TOTALI I PËRGJITHSHËM": between two words a single letter is no number
    numbered = [word.lstrip("(") for n, word in enumerate(words) if word != "I" or n + 1 == len(words)]
    nr = next((nr for n in range(len(numbered)) if (nr := _number_at(numbered, n))), "")
    if not nr and "objective" in named and any(fold(word) in _ALL for word in words):
        # "Total for all objectives"
        return Label("grand_total", "", text)
    if named & {"objective"} or nr:
        higher = "strategic" in named and "specific" not in named
        return Label("higher_total" if higher else "total", nr, text)
    sums = [word for word in map(fold, words) if "general" in concepts(word)]
    whole = named & {"plan"} or sum(not word.startswith(("shum", "sum")) for word in sums) > 1
    whole = whole or any(word.startswith(("sveukup", "grand")) for word in sums)
    return Label("grand_total" if whole else "total", "", text)


def split(text: str) -> bool:
    """Return whether a label is that of the capital or the recurrent part of a total."""
    return bool(concepts(" ".join(text.split()[:5])) & {"capital", "recurrent"}) and objective(text) is None


def action(text: str) -> Label | None:
    """Return the label of ``1.1.1 Title``, ``Aktiviteti 1.1.1: …``; None without a number of two parts."""
    words = text.split()
    start = next((n for n in range(min(len(words), _LONGEST_WORD + 1)) if _number_at(words, n)), None)
    if start is None:
        return None
    # a narrow column may have cut the word before the number
    if start and not any("action" in concepts(word) for word in (words[0], "".join(words[:start]))):
        return None
    nr = _number_at(words, start)
    if not start and numbers.depth(nr) < 2:
        return None
    return Label("action", nr, _title(" ".join(words[start + 1 :])), named=bool(start))


def indicator(text: str) -> str | None:
    """Return what stands behind ``Treguesi:``, ``Outcome indicator 2:``, ``Indikator 1. Broj``, or None.

    A number that ends the label needs no sign behind it where the title begins with a capital letter.
    """
    named = False
    words = text.lstrip(_BULLETS).replace(":", ": ").split()
    for n, word in enumerate(words[:_LONGEST_INDICATOR]):
        bare = word.rstrip(_SIGNS)
        named_here, number = concepts(bare), numbers.is_number(bare)
        if (
            bare
            and not number
            and fold(bare) not in _OF
            and not (named_here and named_here <= _OF_INDICATORS)
        ):
            return None
        named = named or "indicator" in named_here
        rest = " ".join(words[n + 1 :])
        if named and (word[-1:] in ":–—-" or (number and rest[:1].isupper())):
            return rest
    return None
