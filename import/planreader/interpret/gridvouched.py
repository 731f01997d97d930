"""The objectives that the numbers of a document's actions vouch for, whatever word calls them so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from planreader.interpret.headings import labels
from planreader.sources.grid import GridRow
from planreader.vocabulary import numbers


@dataclass(frozen=True, slots=True)
class Vouched:
    """The numbers of objectives that actions name.

    Those among ``results`` stand right above actions or above such, and nothing calls them objectives:
    ``Outcome 1``, ``Mera 1`` may.
    """

    known: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()


def parents_of(rows: Sequence[GridRow]) -> frozenset[str]:
    """The numbers of objectives that the numbers of actions in tables name."""
    return frozenset(above for nr in _actions(rows) for above in numbers.objectives_above(nr))


def vouched_for(rows: Sequence[GridRow]) -> Vouched:
    """What actions vouch for; those of one level of objectives, numbered 1.1, do so for a number alone."""
    known = parents_of(rows) or frozenset(nr.partition(".")[0] for nr in _actions(rows))
    return Vouched(known, known - _called(rows, known))


def _actions(rows: Sequence[GridRow]) -> list[str]:
    """The numbers of two components and more that begin rows of tables."""
    found: list[str] = []
    for row in rows:
        if not row.table or len(row.filled) < 3:
            continue
        for cell in row.filled[:2]:
            label = labels.action("".join(cell.text.split()) if _is_cut(cell.text) else cell.text)
            if label is not None and numbers.depth(label.nr) > 1:
                found.append(label.nr)
    return found


def _called(rows: Sequence[GridRow], known: Collection[str]) -> frozenset[str]:
    """The objectives that a line of their own calls objectives, or calls nothing."""
    found: set[str] = set()
    for row in rows:
        if len(row.filled) < 3:
            text = " ".join(cell.text for cell in row.filled)
            label = labels.objective(text) or labels.bare_objective(text)
            found |= {label.nr} if label is not None else set()
    return frozenset(found)


def _is_cut(text: str) -> bool:
    tight = "".join(text.split())
    return numbers.is_number(tight)
