"""Entries of list cells: institutions and sources of funding, one name an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from planreader.build.compound import COMMA, sealed, unsealed
from planreader.build.namepieces import continues, is_unquoted, pieces, split_acronyms
from planreader.sources.form import Cell, Part
from planreader.sources.listing import BULLET, COLUMN, counted, is_text, unclosed
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import fold
from planreader.vocabulary.headwords import concepts

_AGENT: Final = re.compile(r"^\w+(?:uar|ur|ed|ano|eno|ana|ena|an|en) (?:nga|od|by) ")
"""``Implementuar nga …``, ``Implemented by …``: says who carries out what was named before."""
_ROLE: Final = re.compile(r"(?P<before>^|[;,•]\s*)(?P<words>[^\W\d_]+(?: [^\W\d_]+){0,2}):(?:\s+|$)")
_ROUNDS: Final = 3
_MOST: Final = 6
"""Pieces of the longest name."""
_WRAP_PART: Final = 1.65
"""What it costs to part names at a line's end."""
_PERIOD: Final = re.compile(rf"(?:{numbers.ROMAN.pattern}|\d{{1,2}})[,.]?")
"""``IPA III``: the number of a programme's period belongs to its name."""


@dataclass(slots=True)
class _Unit:
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


def _glues(before: str, after: str, gap: int) -> bool:
    """Whether a name is not over yet, or the next piece cannot begin one."""
    first = after.split()[0]
    if (
        unclosed(before)
        or before.endswith(COMMA)
        or (gap == WRAP and is_unquoted(before))
        or first[:1] in "(-–—/&+“„"
        or kind_of(first) == "lower"
    ):
        return True
    if gap <= BLOCK and _AGENT.match(fold(after)):
        return True
    if _PERIOD.fullmatch(first) and not before.endswith(","):
        return True
    last = before.split()[-1]
    if kind_of(last) == "acronym" and last[-1].isalnum():
        return False
    return is_open(last) and not before.endswith(",")


def _units(cell: Cell) -> list[_Unit]:
    units: list[_Unit] = []
    paying = cell.role == "funding"
    for part in sealed(_unlabelled(counted(cell.parts))):
        bulleted = bool(BULLET.match(part.text))
        text = BULLET.sub("", part.text) if bulleted and len(part.text) > 2 else part.text
        for n, (piece, ended) in enumerate(pieces(text, paying=paying)):
            gap = (BLANK if part.wide else min(part.gap, BLANK)) if n == 0 else BLANK
            over = bool(units) and units[-1].ended and not continues(units[-1].text, piece, paying=paying)
            over = over or (n == 0 and part.gap == COLUMN)
            goes_on = bool(units) and _glues(units[-1].text, piece, gap)
            if goes_on and not over and not bulleted and n == 0:
                units[-1].text = f"{units[-1].text} {piece}"
                units[-1].ended = ended
                continue
            names = split_acronyms(piece)
            units += [_Unit(name, gap if m == 0 else BLANK) for m, name in enumerate(names)]
            units[-1].ended = ended
            if bulleted and len(names) == 1:
                units[-1].gap = BLANK
    for unit in units:
        unit.text = unsealed(unit.text.strip(" ,;+/"))
    return [unit for unit in units if unit.text]


def _unlabelled(parts: Sequence[Part]) -> list[Part]:
    """Parts without the words that say who leads and who supports: ``Lead: MPB; Support: …``.

    What follows on such a word that stands alone on its line goes on with no entry.
    """
    found: list[Part] = []
    alone = False
    for part in parts:
        text = _ROLE.sub(_without_role, part.text)
        if text.strip():
            found.append(replace(part, text=text, gap=COLUMN if alone and found else part.gap))
        alone = not text.strip()
    return found


def _without_role(match: re.Match[str]) -> str:
    return match["before"] if concepts(match["words"]) & {"institution", "support"} else match[0]


class Lexicon:
    """Parts runs of names by the names that the document prints by themselves elsewhere.

    Of all ways to part the document's runs the one with the shortest description is sought: a known name
    costs little, a new one by its length, and to join over an empty line or part within a block a little.
    """

    def __init__(self, cells: Sequence[Cell], known: Iterable[str] = ()) -> None:
        given = Counter({fold(name): 2 for name in known})
        found = [_runs(_units(cell)) for cell in cells]
        self._runs = dict(zip(map(id, cells), found, strict=True))
        named = [run for runs in found for run in runs if not run[0].acronym]
        parted: list[list[str]] = [[] for _ in named]
        self._counts = given
        for _ in range(_ROUNDS):
            parted = [self._parted(run, own) for run, own in zip(named, parted, strict=True)]
            self._counts = given + Counter(fold(name) for names in parted for name in names)
        self._names = {id(run): names for run, names in zip(named, parted, strict=True)}

    def entries(self, cell: Cell) -> tuple[str, ...]:
        """The names in a cell, in order."""
        runs = self._runs[id(cell)] if id(cell) in self._runs else _runs(_units(cell))
        listed = [name for run in runs for name in self._names.get(id(run)) or self._parted(run, ())]
        return tuple(" ".join(name.split()) for name in listed if is_text(name))

    def _parted(self, run: Sequence[_Unit], own: Sequence[str]) -> list[str]:
        """The cheapest way to part a run; standing in its ``own`` last parting does not make a name known."""
        if len(run) == 1:
            return [run[0].text]
        mine = Counter(fold(name) for name in own)
        best: list[tuple[float, list[str]]] = [(0.0, [])]
        for end in range(1, len(run) + 1):
            options: list[tuple[float, list[str]]] = []
            for begin in range(max(0, end - _MOST), end):
                name = " ".join(unit.text for unit in run[begin:end])
                count = self._known(name, mine)
                size = end - begin
                if size > 1 and count < min(self._known(unit.text, mine) for unit in run[begin:end]):
                    # names that each stand alone more often are not one because two cells list both
                    count = 0
                cost = 1.0 - min(0.5, 0.1 * count) if count > 0 else 1.2 + size + 0.7 * max(0, size - 3)
                cost += sum(unit.gap != WRAP for unit in run[begin + 1 : end])
                cost += _WRAP_PART if begin and run[begin].gap == WRAP else 0.0
                options.append((best[begin][0] + cost, [*best[begin][1], name]))
            best.append(min(options, key=lambda option: option[0]))
        return best[-1][1]

    def _known(self, name: str, mine: Counter[str]) -> int:
        return self._counts[fold(name)] - mine[fold(name)]


def _runs(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Units between acronyms, separators and blank paragraphs."""
    runs: list[list[_Unit]] = []
    for n, unit in enumerate(units):
        before = units[n - 1] if n else None
        if before is None or before.acronym or unit.acronym or before.ended or unit.gap == BLANK:
            runs.append([unit])
        else:
            runs[-1].append(unit)
    return runs
