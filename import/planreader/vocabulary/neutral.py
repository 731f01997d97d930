"""Whether every word of a heading is understood, so that none of them makes it another column's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from planreader.vocabulary.currency import code_of, is_unit, scale_of
from planreader.vocabulary.deadlinewords import folded, is_said_of_years, pieces
from planreader.vocabulary.fold import begins_body, fold, month_of
from planreader.vocabulary.vocabulary import KINDS, OPEN_WORDS, PAYERS, listed
from store.plan.units import municipality_codes, unit_code

_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CHOICES: Final = re.compile(r"[/,;|]")
_SMALL: Final = OPEN_WORDS.union(listed("small", "neutral"), listed("municipal"))
_STEMS: Final = {
    role: (*listed("any", "neutral"), *listed(role, "neutral"))
    for role in ("status", "percent", "spent", "allocated", "new_deadline")
}
"""By role, stems of words that say nothing of a heading but that it is of this role."""
_BESIDE_DAYS: Final = (*listed("any", "neutral"), *listed("day", "neutral"))
"""The same of lines that name the day of a report, or on which something was handed in."""
_OF_MONEY: Final = (*KINDS, *PAYERS, *listed("of_money", "neutral"))
_TO_COME: Final = re.compile(r"(?:per|za|for|to|do te)\b")
"""What says at the beginning of a heading that something is yet to come."""
_LONGEST_ACRONYM: Final = 8
_LONGEST_NAME: Final = 4
"""Words of the longest name of a municipality."""


def understood(heading: str, role: str, status_of: Callable[[str], str]) -> bool:
    """Return whether a heading of a role says no more than that: ``Statusi i planifikuar`` is no status.

    Besides neutral words it may name times, units, and of amounts who pays and in what money they are; in
    brackets it may list the statuses (``status_of``) of which one is chosen. A role of texts may say more.
    """
    kind = role.partition(".")[0]
    if kind not in _STEMS:
        return True
    heading = _BRACKETS.sub(lambda inner: "" if _are_choices(inner[1], status_of) else inner[0], heading)
    if is_unit(heading):
        return True
    stems = _STEMS[kind] + (_OF_MONEY if kind in ("spent", "allocated") else ())
    words = _WORDS.findall(heading)
    if _TO_COME.match(fold(heading)):
        return False
    return all(
        len(word) == 1 or fold(word) in _SMALL or _is_neutral(word, stems, heading)
        for word in _without_names(words)
    )


def words_beside_day(line: str) -> list[bool]:
    """Return of each word of a line, but small ones and names, whether it says no more than that the day
    beside it is a report's: ``Memorandumi i datës 5.5.2022`` is of something else."""
    words = _without_names(_WORDS.findall(line))
    told = (word for word in words if len(word) > 1 and fold(word) not in _SMALL)
    return [_is_neutral(word, _BESIDE_DAYS, line) for word in told]


def _is_neutral(word: str, stems: tuple[str, ...], text: str) -> bool:
    may_be_acronym = not text.isupper() and word[:2].isupper() and len(word) <= _LONGEST_ACRONYM
    return may_be_acronym or fold(word).startswith(stems) or _is_of_time_or_money(word)


def _are_choices(text: str, status_of: Callable[[str], str]) -> bool:
    return len({code for own in _CHOICES.split(text) if (code := status_of(own))}) > 1


def _is_of_time_or_money(word: str) -> bool:
    is_time = is_said_of_years(word) or month_of(word) or any(p.months for p in pieces(folded(word)))
    return bool(is_time or code_of(word) or scale_of(word) > 1)


def _without_names(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a heading that stand in no name of a municipality; of a body that is one of the
    first words of its name what is in front of it."""
    at = 0
    while at < len(words):
        if begins_body(words[at : at + 1]) and not fold(words[at]).startswith(PAYERS):
            return
        spans = range(min(len(words), at + _LONGEST_NAME), at, -1) if words[at][0].isupper() else ()
        names = ((end, " ".join(words[at:end])) for end in spans)
        end = next((end for end, name in names if _is_municipality(name)), at)
        if end == at:
            yield words[at]
        at = max(end, at + 1)


def _is_municipality(name: str) -> bool:
    return any(unit_code(called) in municipality_codes() for called in (name, f"Komuna e {name}"))
