"""Where the sources of funding end and the institutions begin in one list of names.

The first name behind the budget is a source, the last before the output an institution. What the
document shows in rows that leave no choice decides the others: expectation maximisation over all rows,
which learns who is a source and who an institution.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from planreader.interpret.segments.chunks import Chunk
from planreader.interpret.segments.learned import keys_of
from planreader.sources.text.lines import WRAP

_MISSING: Final = 0.03
"""How likely a row has no source, or no institution."""
_FURTHER: Final = 0.7
"""How likely each further source is."""
_KNOWN: Final = 1.5
"""For how many rows it counts that a name is known."""
_EVEN: Final = (0.5, 0.25, 0.25)
"""What is believed of a name of which nothing is known: it pays, it leads, it supports."""
_PLACE: Final = 0.15
"""How little it matters whether an institution has led or supported elsewhere: the first may be anyone."""
_ROUNDS: Final = 6


class _Names(NamedTuple):
    """The names of one row: units that cannot be parted, and the keys of each."""

    row: int
    units: list[list[int]]
    keys: list[list[str]]


def _units_of(chunks: Sequence[Chunk], members: Sequence[int]) -> list[list[int]]:
    """The places of ``members`` among the chunks, those together that are one name."""
    units: list[list[int]] = []
    for at in members:
        chunk = chunks[at]
        glued = bool(units) and (
            chunk.kinds[0] in ("lower", "mark", "number", "dash")
            or chunk.words[0][:1] in "(“"
            or (chunk.gap <= WRAP and chunk.kinds[0] == "capital" and _goes_on(chunks, units[-1]))
        )
        if glued:
            units[-1].append(at)
        else:
            units.append([at])
    return units


def _goes_on(chunks: Sequence[Chunk], unit: Sequence[int]) -> bool:
    kinds = [kind for at in unit for kind in chunks[at].kinds]
    return kinds[-1] in ("capital", "lower") or "lower" in kinds


def _keys(chunks: Sequence[Chunk], unit: Sequence[int]) -> list[str]:
    words = [word for n in unit for word in chunks[n].words]
    kinds = [kind for n in unit for kind in chunks[n].kinds]
    named = [word for word, kind in zip(words, kinds, strict=True) if kind in ("acronym", "capital")]
    return [key for word in (named or words) for key in keys_of(word)]


def part_names(
    rows: Sequence[Sequence[Chunk]], labels: Sequence[list[str]], known: Mapping[str, str]
) -> list[list[str]]:
    """Labels with the edge between funding and institutions drawn anew.

    ``known`` says of names known from elsewhere whether they are a ``source`` or an ``institution``. The edge
    in rows whose names a page's end tore apart stays.
    """
    lists: list[_Names] = []
    for row, (chunks, found) in enumerate(zip(rows, labels, strict=True)):
        members = [n for n, role in enumerate(found) if role in ("funding", "institutions")]
        if members and members[-1] - members[0] + 1 == len(members):
            units = _units_of(chunks, members)
            lists.append(_Names(row, units, [_keys(chunks, unit) for unit in units]))
    beliefs = _learn(lists, known)
    parted = [list(found) for found in labels]
    for names in lists:
        odds = _odds(names, beliefs)
        edge = max(range(len(odds)), key=odds.__getitem__)
        for n, unit in enumerate(names.units):
            for at in unit:
                parted[names.row][at] = "funding" if n < edge else "institutions"
    for chunks, found in zip(rows, parted, strict=True):
        _keep_sources(chunks, found, beliefs)
    return parted


def _keep_sources(chunks: Sequence[Chunk], labels: list[str], beliefs: Mapping[str, Sequence[float]]) -> None:
    """Behind a page's end, what follows on a source that goes on is a source too, if it mostly is one."""
    page = next((n for n, chunk in enumerate(chunks) if chunk.page and n), None)
    if page is None or "institutions" not in labels[:page]:
        return
    for n in range(page + 1, len(chunks)):
        if labels[n] == "institutions" and labels[n - 1] == "funding":
            keys = [key for word in chunks[n].words for key in keys_of(word)]
            if _shares(keys, beliefs)[0] > 0.5:
                labels[n] = "funding"


def _shares(keys: Sequence[str], beliefs: Mapping[str, Sequence[float]]) -> tuple[float, float, float]:
    """How much a unit is a source, the leading institution, or a supporting one."""
    funds = leads = supports = 0.0
    for key in keys or [""]:
        funding, leading, supporting = beliefs.get(key, _EVEN)
        funds += funding
        leads += leading
        supports += supporting
    # who pays may support elsewhere, but hardly leads: of these two a name is what it mostly is
    source = funds * funds / (funds * funds + leads * leads)
    whole = funds + leads + supports
    return (
        source * (funds + leads) / whole,
        (1 - source) * (funds + leads) / whole,
        supports / whole,
    )


def _odds(names: _Names, beliefs: Mapping[str, Sequence[float]]) -> list[float]:
    """How likely the institutions begin at each unit, or behind the last, unnormalised."""
    shares = [_shares(keys, beliefs) for keys in names.keys]
    scores: list[float] = []
    for edge in range(len(shares) + 1):
        score = _FURTHER**edge if edge else _MISSING
        if edge == len(shares):
            score *= _MISSING
        for unit, (funds, leads, supports) in enumerate(shares):
            if unit < edge:
                score *= funds
            else:
                member = (leads if unit == edge else supports) / (leads + supports)
                score *= (leads + supports) * (_PLACE + member) / (_PLACE + 0.5)
        scores.append(score)
    return scores


def _learn(lists: Sequence[_Names], known: Mapping[str, str]) -> dict[str, list[float]]:
    """For each name, how much it has stood among sources, as the lead, and as support.

    The first round counts only what is sure: the first name of a list and the last.
    """
    funds, leads, supports = _EVEN
    priors = {
        name: [funds + _KNOWN, leads, supports]
        if kind == "source"
        else [funds, leads + _KNOWN, supports + _KNOWN]
        for name, kind in known.items()
    }
    beliefs = priors
    for turn in range(_ROUNDS):
        counts: dict[str, list[float]] = defaultdict(lambda: list(_EVEN))
        counts.update((name, list(prior)) for name, prior in priors.items())
        for names in lists:
            odds = _odds(names, beliefs)
            whole = sum(odds) or 1.0
            past, last = 0.0, len(names.units) - 1
            for unit in range(last + 1):
                here = odds[unit] / whole
                if last and (turn or unit in (0, last)):
                    for key in names.keys[unit]:
                        for n, amount in enumerate((max(1 - past - here, 0.0), here, past)):
                            counts[key][n] += amount
                past += here
        beliefs = counts
    return beliefs
