"""Where the sources of funding end and the institutions begin in one list of names.

The first name behind the budget is a source, the last before the output an institution. What the document
shows in rows that leave no choice decides the others: expectation maximisation over all rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import add
from typing import Final, NamedTuple

from planreader.interpret.dump.learned import keys_of
from planreader.interpret.dump.pieces import Piece
from planreader.sources.text.lines import WRAP

_MISSING: Final = 0.03
"""How likely a row has no source, or no institution."""
_FURTHER: Final = 0.7
"""How likely each further source is."""
_EVEN: Final = (0.5, 0.25, 0.25)
"""For how many rows it counts that a name of which nothing is known pays, leads, supports."""
_KNOWN: Final = 1.5
"""For how many rows it counts that a name is known."""
_ANYONE: Final = 0.15
"""How much an institution may lead, or support, that has not done so elsewhere."""
_ROUNDS: Final = 6


class _Name(NamedTuple):
    """The pieces of one name of a list, and its keys."""

    pieces: list[Piece]
    keys: tuple[str, ...]


def part_names(rows: Sequence[Sequence[Piece]], kinds: Mapping[str, str]) -> None:
    """Draw the edge between funding and institutions anew.

    ``kinds`` says of names known from elsewhere whether they are a ``source`` or an ``institution``. The edge
    in rows whose names a page's end tore apart stays.
    """
    lists: list[list[_Name]] = []
    for pieces in rows:
        members = [n for n, piece in enumerate(pieces) if piece.role in ("funding", "institutions")]
        if members and members[-1] - members[0] + 1 == len(members):
            lists.append(_names(pieces[members[0] : members[-1] + 1]))
    beliefs = _learn(lists, kinds)
    for pieces in rows:
        _keep_sources(pieces, beliefs)
    for names, odds in zip(lists, _every_odds(lists, beliefs), strict=True):
        edge = max(range(len(odds)), key=odds.__getitem__)
        for n, name in enumerate(names):
            for piece in name.pieces:
                piece.role = "funding" if n < edge else "institutions"


def _keep_sources(pieces: Sequence[Piece], beliefs: Mapping[str, Sequence[float]]) -> None:
    """Make what follows behind a page's end on a source that goes on a source too, if it mostly is one."""
    page = next((n for n, piece in enumerate(pieces) if piece.page and n), len(pieces))
    if all(piece.role != "institutions" for piece in pieces[:page]):
        return
    for before, piece in pairwise(pieces[page:]):
        if (before.role, piece.role) == ("funding", "institutions"):
            pays, leads, _supports = _weights(_keys([piece]), beliefs)
            piece.role = "funding" if pays > leads else piece.role


def _names(pieces: Sequence[Piece]) -> list[_Name]:
    """Return the names that pieces are, one or several together."""
    units: list[list[Piece]] = []
    for piece in pieces:
        goes_on = piece.kinds[0] in ("lower", "mark", "number", "dash") or piece.words[0][0] in "(“"
        if units and piece.gap <= WRAP and piece.kinds[0] == "capital":
            kinds = [kind for before in units[-1] for kind in before.kinds]
            goes_on = goes_on or kinds[-1] in ("capital", "lower") or "lower" in kinds
        if units and goes_on:
            units[-1].append(piece)
        else:
            units.append([piece])
    return [_Name(unit, _keys(unit)) for unit in units]


def _keys(unit: Sequence[Piece]) -> tuple[str, ...]:
    words = [pair for piece in unit for pair in zip(piece.words, piece.kinds, strict=True)]
    named = [word for word, kind in words if kind in ("acronym", "capital")] or [
        word for word, _kind in words
    ]
    return tuple(key for word in named for key in keys_of(word)) or ("",)


def _weights(keys: Sequence[str], beliefs: Mapping[str, Sequence[float]]) -> Iterator[float]:
    """Return how often names of these keys pay, lead and support."""
    return map(sum, zip(*(beliefs.get(key, _EVEN) for key in keys), strict=True))


def _shares(keys: Sequence[str], beliefs: Mapping[str, Sequence[float]]) -> tuple[float, float, float]:
    """Return how likely names of these keys pay, lead and support."""
    pays, leads, supports = _weights(keys, beliefs)
    # who pays may support elsewhere, but hardly leads: of these two a name is what it mostly is
    source, whole = pays**2 / (pays**2 + leads**2), pays + leads + supports
    source, lead, support = (
        source * (pays + leads) / whole,
        (1 - source) * (pays + leads) / whole,
        supports / whole,
    )
    anyone, most = _ANYONE * (lead + support), _ANYONE + 0.5
    return source, (lead + anyone) / most, (support + anyone) / most


def _every_odds(
    lists: Sequence[Sequence[_Name]], beliefs: Mapping[str, Sequence[float]]
) -> Iterator[list[float]]:
    """For each list how likely the institutions begin at each name, or behind the last, unnormalised."""
    every = {name.keys for names in lists for name in names}
    shares = {keys: _shares(keys, beliefs) for keys in every}
    return (_odds([shares[name.keys] for name in names]) for names in lists)


def _odds(shares: Sequence[tuple[float, float, float]]) -> list[float]:
    """For one list, of whose names each pays, leads and supports in these shares."""
    odds: list[float] = []
    for edge in range(len(shares) + 1):
        score = _FURTHER**edge if edge else _MISSING
        for n, (source, lead, support) in enumerate(shares):
            score *= source if n < edge else lead if n == edge else support
        odds.append(score * (_MISSING if edge == len(shares) else 1.0))
    return odds


def _learn(lists: Sequence[Sequence[_Name]], kinds: Mapping[str, str]) -> dict[str, list[float]]:
    """For each name, how often it pays and how often it carries out.

    The first round counts only what is sure: the first name of a list and the last.
    """
    weights = {"source": (_KNOWN, 0.0, 0.0), "institution": (0.0, _KNOWN, _KNOWN)}
    by_kind = {name: list(map(add, _EVEN, weights[kind])) for name, kind in kinds.items()}
    beliefs = by_kind
    for turn in range(_ROUNDS):
        counts = defaultdict(lambda: list(_EVEN), {name: list(weight) for name, weight in by_kind.items()})
        for names, odds in zip(lists, _every_odds(lists, beliefs), strict=True):
            whole = sum(odds) or 1.0
            leads = [odd / whole for odd in odds]
            last = len(names) - 1
            for n, name in enumerate(names):
                if last and (turn or n in (0, last)):
                    amounts = sum(leads[n + 1 :]), leads[n], sum(leads[:n])
                    for key in name.keys:
                        counts[key] = list(map(add, counts[key], amounts))
        beliefs = counts
    return beliefs
