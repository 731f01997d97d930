"""Names that a narrow column always prints on two lines: one half never stands without the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from planreader.sources.text.lines import WRAP
from planreader.sources.text.words import kind_of
from planreader.vocabulary.fold import fold

_FEWEST: Final = 3
"""Times that a half stands in the document, at least, to be known as one."""
_OFTEN: Final = 6
"""Times that two halves stand on lines that follow, at least, for a page's end to be an exception."""
_NOTHING: Final = ""


@dataclass(slots=True)
class Unit:
    """A piece of a list that is in one entry for sure; ``ended`` says that a separator stands behind it."""

    text: str
    gap: int
    ended: bool = False

    @property
    def acronym(self) -> bool:
        """Whether it is nothing but short forms."""
        return all(
            kind_of(word) in ("acronym", "mark", "dash") or word[:1] in "(&" for word in self.text.split()
        )


def with_halves(cells: Sequence[Sequence[Unit]], known: Collection[str] = ()) -> list[list[Unit]]:
    """The pieces of cells, halves of one name put together; ``known`` are whole names, folded."""
    ahead, behind, torn = _firsts(cells), _seconds(cells), _torn(cells)
    return [_joined(units, ahead, behind, torn, known) for units in cells]


def _joined(
    units: Sequence[Unit],
    ahead: dict[str, str],
    behind: dict[str, str],
    torn: Collection[tuple[str, str]],
    known: Collection[str],
) -> list[Unit]:
    found: list[Unit] = []
    last = _NOTHING
    for unit in units:
        own = fold(unit.text)
        goes_on = bool(found) and not found[-1].ended
        wraps = goes_on and unit.gap == WRAP
        if (goes_on and (last, own) in torn) or (
            wraps and (ahead.get(last) == own or behind.get(own) == last or f"{last} {own}" in known)
        ):
            found[-1] = Unit(f"{found[-1].text} {unit.text}", found[-1].gap, unit.ended)
        else:
            found.append(Unit(unit.text, unit.gap, unit.ended))
        last = own
    return found


def _firsts(cells: Iterable[Sequence[Unit]]) -> dict[str, str]:
    """What one and the same piece always follows on the next line; a short form is a name by itself."""
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for units in cells:
        for unit, follower in pairwise([*units, None]):
            if unit is not None and not unit.acronym:
                after[fold(unit.text)][_half(unit, follower)] += 1
    return _always(after)


def _seconds(cells: Iterable[Sequence[Unit]]) -> dict[str, str]:
    """Single words that always follow on one and the same piece on the line before."""
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for units in cells:
        for first, unit in pairwise([None, *units]):
            if unit is not None and " " not in unit.text and not unit.acronym:
                goes_on = first is not None and bool(_half(first, unit))
                before[fold(unit.text)][fold(first.text) if first and goes_on else _NOTHING] += 1
    return _always(before)


def _torn(cells: Iterable[Sequence[Unit]]) -> set[tuple[str, str]]:
    """Halves that stand together in many cells, and that nothing but a page's end parts, once at most.

    A page's end leaves more than a line's end between them, or the one half at the end of what is left of a
    cell and the other at the beginning of its rest.
    """
    together: Counter[tuple[str, str]] = Counter()
    after, before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    left, rest = Counter[str](), Counter[str]()
    for units in cells:
        for first, second in pairwise([None, *units, None]):
            one, other = _folded(first), _folded(second)
            after[one].add(other)
            before[other].add(one)
            if first and second and not first.ended and second.gap == WRAP:
                together[one, other] += 1
            else:
                left[one] += 1
                rest[other] += 1
    return {
        (one, other)
        for (one, other), times in together.items()
        if times >= _OFTEN
        and after[one] <= {other, _NOTHING}
        and before[other] <= {one, _NOTHING}
        and left[one] <= 1
        and rest[other] <= 1
    }


def _folded(unit: Unit | None) -> str:
    return _NOTHING if unit is None or unit.acronym else fold(unit.text)


def _half(unit: Unit, follower: Unit | None) -> str:
    if follower is None or unit.ended or follower.gap != WRAP:
        return _NOTHING
    return fold(follower.text)


def _always(counted: dict[str, Counter[str]]) -> dict[str, str]:
    return {
        one: other
        for one, beside in counted.items()
        for other, times in beside.items()
        if other and len(beside) == 1 and times >= _FEWEST
    }
