"""Headings of tables of indicators: title, baseline, targets, result.

They stand in this order in all plans, so that a wording that no vocabulary knows is told by its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from planreader.interpret.headings import labels
from planreader.vocabulary.headwords import concepts, says, year_of
from planreader.vocabulary.vocabulary import listed

_LONGEST_VALUE: Final = 9
_SHORT_YEAR: Final = 2
"""Words of the heading of a target's years, where the word for a year is not the first."""
SUBJECT: Final = frozenset({"objective", "strategic", "specific", "indicator"})
VALUE: Final = frozenset({"baseline", "target", "interim"})
_BESIDE: Final = frozenset({"unit", "verification", "notes", "funding", "institution", "documents"})
"""What columns beside the targets are about."""
_FOREIGN: Final = frozenset({"deadline", "funding", "institution", "budget"})
"""What columns of actions are about."""
_REACHED: Final = listed("reached")
_AHEAD: Final = listed("ahead")


def target_roles(texts: Sequence[str]) -> list[str]:
    """Return the roles of a heading's cells; none where it is no heading of indicators.

    Roles are ``nr``, ``objective`` (whose indicator it is), ``title``, ``baseline``, ``interim``, ``final``,
    ``result``, ``notes``, and ``baseline year`` (or ``interim year``, ``final year``) for the column of a
    target's year.
    """
    named = [concepts(text) for text in texts]
    first = next((n for n, concept_set in enumerate(named[:3]) if concept_set & SUBJECT), None)
    beside = named[first + 1 : first + 2] if first is not None else []
    if first is not None and beside and "indicator" in beside[0] and "indicator" not in named[first]:
        rest = target_roles(texts[first + 1 :])
        return [*["nr"] * first, "objective", *rest] if rest else []
    if first is None or labels.indicator(texts[first]) is not None:
        return []
    values = range(first + 1, len(texts))
    told = [n for n in values if named[n] & (VALUE | {"objective"})]
    if len(values) < 2 or not told or any(len(texts[n].split()) > _LONGEST_VALUE for n in values):
        return []
    # "the aim at the end of the period" is no deadline
    if sum(bool(named[n] & _FOREIGN) and not named[n] & {*VALUE, "objective"} for n in values) > 1:
        return []
    return _placed(texts, named, first)


def _placed(texts: Sequence[str], named: Sequence[frozenset[str]], first: int) -> list[str]:
    values = range(first + 1, len(texts))
    roles = {n: "title" if n == first or not named[n] <= {"nr"} else "nr" for n in range(first + 1)}
    reached = [n for n in values[1:] if _is_reached(texts, named, n)]
    others = [n for n in values[1:] if n not in reached]
    ends = next((n for n in others if _is_result(texts, named, first, n)), len(texts))
    roles.update({n: "result" if n == ends else "notes" for n in range(ends, len(texts))})
    years = [n for n in range(first + 1, ends) if _is_year_column(texts[n], named[n])]
    notes = [n for n in range(first + 1, ends) if named[n] & _BESIDE and not named[n] & VALUE]
    notes += [n for n in reached if n < ends]
    roles.update(dict.fromkeys(notes, "notes"))
    targets = [n for n in range(first + 1, ends) if n not in (*years, *notes)]
    if not targets:
        return []
    if named[targets[0]] & {"baseline"} or not named[targets[0]] & {"target", "interim", "objective"}:
        roles[targets.pop(0)] = "baseline"
    interim = next((n for n in targets if "interim" in named[n]), targets[0] if len(targets) > 1 else None)
    # a plan has one interim and one last target; what stands between them has no place
    roles.update({n: "final" if n == targets[-1] and n != interim else "notes" for n in targets})
    if interim is not None:
        roles[interim] = "interim"
    roles.update({n: _role_of_year(n, roles, named[n]) for n in years})
    return [roles[n] for n in range(len(texts))]


def _role_of_year(at: int, roles: Mapping[int, str], about: frozenset[str]) -> str:
    """Return the role of a column of years: of the target that its heading names, before it or behind."""
    fits: tuple[str, ...] = ("baseline", "interim", "final")
    if about & VALUE:
        fits = fits[:1] if "baseline" in about else fits[1:]
    near = sorted(roles, key=lambda n: (abs(n - at), n))
    return next((f"{roles[n]} year" for n in near if roles[n] in fits), "notes")


def _is_reached(texts: Sequence[str], named: Sequence[frozenset[str]], at: int) -> bool:
    """Return whether a column is of what an indicator has come to: in words for it; a result is one with a
    target behind it."""
    if says(texts[at], _AHEAD) or named[at] & VALUE - {"baseline"}:
        return False
    told = "realised" in named[at] or says(texts[at], _REACHED)
    aimed = any("target" in about and "output" not in about for about in named[at + 1 :])
    return aimed and (told or year_of(texts[at]) is not None) if "output" in named[at] else told


def _is_result(texts: Sequence[str], named: Sequence[frozenset[str]], first: int, at: int) -> bool:
    """Return whether a column is of results; an "aimed at" one stands behind targets and has no year."""
    if "output" not in named[at]:
        return False
    before = named[first + 1 : at]
    told = any(about & {"target", "interim"} and "output" not in about for about in before)
    return "target" not in named[at] or (told and year_of(texts[at]) is None)


def _is_year_column(text: str, about: frozenset[str]) -> bool:
    """Return whether a column holds nothing but a target's year: ``Base year``, ``Year of the target``."""
    words = text.split()
    is_named = about <= {"year", "baseline"} or (
        about <= {"year", *VALUE} and (len(words) <= _SHORT_YEAR or "year" in concepts(words[0]))
    )
    return "year" in about and is_named and year_of(text) is None and "[" not in text
