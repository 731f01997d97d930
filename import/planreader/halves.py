"""Names that a narrow column always prints on two lines: one half never stands without the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from planreader.fold import fold
from planreader.lines import WRAP
from planreader.words import kind_of

_FEWEST: Final = 3
"""Times that a half stands in the document, at least, to be known as one."""
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
    ahead, behind = _firsts(cells), _seconds(cells)
    return [_joined(units, ahead, behind, known) for units in cells]


def _joined(
    units: Sequence[Unit], ahead: dict[str, str], behind: dict[str, str], known: Collection[str]
) -> list[Unit]:
    found: list[Unit] = []
    last = _NOTHING
    for unit in units:
        own = fold(unit.text)
        goes_on = bool(found) and unit.gap == WRAP and not found[-1].ended
        if goes_on and (ahead.get(last) == own or behind.get(own) == last or f"{last} {own}" in known):
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
