"""Entries of list cells: institutions, sources of funding, reference documents, one name an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from planreader.build.compound import COMMA, sealed, unsealed
from planreader.build.listhabits import Habits, habits_of
from planreader.build.namepieces import continues, pieces, split_acronyms, unquoted
from planreader.build.units import Unit
from planreader.sources.form import Cell, Part
from planreader.sources.listing import BULLET, COLUMN, counted, is_text, unclosed
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary import numbers
from planreader.vocabulary.fold import begins_body, fold
from planreader.vocabulary.headwords import concepts
from planreader.vocabulary.vocabulary import PAYING

_AGENT: Final = re.compile(r"^\w+(?:uar|ur|ed|ano|eno|ana|ena|an|en) (?:nga|od|by) ")
"""``Implementuar nga …``, ``Implemented by …``: says who carries out what was named before."""
_ROLE: Final = re.compile(r"(?P<before>^|[;,•]\s*)(?P<words>[^\W\d_]+(?: [^\W\d_]+){0,2}):(?:\s+|$)")
_AND: Final = re.compile(r"\s+(?:i|dhe|and)\s+")
_AND_ALBANIAN: Final = re.compile(r"\s+(?:dhe|and)\s+")
_ROUNDS: Final = 3
_WRAP_PART: Final = 0.3
_PARAGRAPHS: Final = 1.5
"""What it costs to part names at a line's end, and how much more where each name is a paragraph."""
_FEW_WRAPPED: Final = 0.25
"""The part of names with only a line's end between, below which each name is a paragraph."""
_TOGETHER: Final = 0.75
"""How often of all times two pieces stand together that are one name."""
_PERIOD: Final = re.compile(rf"(?:{numbers.ROMAN.pattern}|\d{{1,2}})[,.]?")
"""``IPA III``: the number of a programme's period belongs to its name."""


def _is_body(name: str, role: str) -> bool:
    words = name.split()
    pays = role == "funding" and fold(words[0]).startswith(PAYING)
    body = begins_body(words) if len(words) > 1 else kind_of(words[0]) == "acronym"
    return pays or body


def _glues(before: str, after: str, gap: int) -> bool:
    """Whether a name is not over yet, or the next piece cannot begin one."""
    first = after.split()[0]
    if (
        unclosed(before)
        or before.endswith(COMMA)
        or (gap == WRAP and unquoted(before))
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


def _units(cell: Cell, habits: Habits) -> list[Unit]:
    """Pieces that are in one entry for sure."""
    units: list[Unit] = []
    paying = cell.role == "funding"
    parts = sealed(_unlabelled(counted(cell.parts, single=habits.numbered)))
    for part in parts:
        bulleted = bool(BULLET.match(part.text))
        text = BULLET.sub("", part.text) if bulleted and len(part.text) > 2 else part.text
        for n, (piece, ended) in enumerate(pieces(text, habits, paying=paying)):
            gap = (BLANK if part.wide else min(part.gap, BLANK)) if n == 0 else BLANK
            over = bool(units) and units[-1].ended and not continues(units[-1].text, piece, paying=paying)
            over = over or (n == 0 and part.gap == COLUMN)
            over = over or (habits.slashes and bool(units) and units[-1].text.endswith(" /"))
            goes_on = bool(units) and _glues(units[-1].text, piece, gap)
            if goes_on and not over and not bulleted and n == 0:
                units[-1].text = f"{units[-1].text} {piece}"
                units[-1].ended = ended
                continue
            names = split_acronyms(piece)
            units += [Unit(name, gap if m == 0 else BLANK) for m, name in enumerate(names)]
            units[-1].ended = ended
            if bulleted and len(names) == 1:
                units[-1].gap = BLANK
    for unit in units:
        unit.text = unsealed(unit.text.strip(" ,;+/" if habits.slashes or habits.slashed else " ,;+"))
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

    def __init__(self, cells: Sequence[Cell], known: Iterable[str] = (), language: str = "") -> None:
        # "Buxheti i UNDP": in Albanian the word is no conjunction
        self._and = _AND_ALBANIAN if language == "sq" else _AND
        given = Counter({fold(name): 2 for name in known})
        self._given = frozenset(given)
        roles = {cell.role for cell in cells}
        self._habits = {role: habits_of(cell for cell in cells if cell.role == role) for role in roles}
        units = [_units(cell, self._habits[cell.role]) for cell in cells]
        wrapped = _wrapped(units)
        self._part = _WRAP_PART + _PARAGRAPHS * (1 - wrapped)
        self._pairs = _inseparable(units) if wrapped < _FEW_WRAPPED else frozenset[tuple[str, str]]()
        self._cells = [(cell, _runs(found)) for cell, found in zip(cells, units, strict=True)]
        runs = [run for _cell, found in self._cells for run in found]
        named = [run for run in runs if not run[0].acronym]
        parted = [[] if wrapped > 0.5 and len(run) > 1 else self._joined(run) for run in named]
        self._counts = given + Counter(fold(name) for names in parted for name in names)
        for _ in range(_ROUNDS):
            parted = [self._parted(run, own) for run, own in zip(named, parted, strict=True)]
            self._counts = given + Counter(fold(name) for names in parted for name in names)
        self._names = {id(run): names for run, names in zip(named, parted, strict=True)}
        self._of = {id(cell): found for cell, found in self._cells}

    def entries(self, cell: Cell) -> tuple[str, ...]:
        """The names in a cell, in order."""
        runs = self._of[id(cell)] if id(cell) in self._of else _runs(_units(cell, Habits()))
        listed = [name for run in runs for name in self._names.get(id(run)) or self._parted(run, ())]
        found = [one for name in listed for one in self._conjoined(name, cell.role)]
        return tuple(" ".join(name.split()) for name in found if is_text(name))

    def _conjoined(self, name: str, role: str) -> list[str]:
        """The two names of ``Budžet Kosova i UNDP``: one stands alone elsewhere, the other is a body.

        Of institutions both are known or bodies: "civil society and media" is one partner.
        """
        if fold(name) in self._given:
            return [name]
        filling = self._habits[role].filling if role in self._habits else frozenset[str]()
        for match in self._and.finditer(name):
            pair = [name[: match.start()], name[match.end() :]]
            known = [fold(one) in filling or self._counts[fold(one)] > 0 for one in pair]
            # "Kuvendi i Komunës" is one: in Albanian the word is no conjunction
            bodily = [match[0].strip() != "i" and _is_body(one, role) for one in pair]
            if all(either or other for either, other in zip(known, bodily, strict=True)):
                return pair
            if role == "funding" and known[0] and _is_body(pair[1], role):
                return pair
        return [name]

    def _parted(self, run: Sequence[Unit], own: Sequence[str]) -> list[str]:
        """The cheapest way to part a run; standing in its ``own`` last parting does not make a name known."""
        if len(run) == 1:
            return [run[0].text]
        mine = Counter(fold(name) for name in own)
        best: list[tuple[float, list[str]]] = [(0.0, [])]
        for end in range(1, len(run) + 1):
            options: list[tuple[float, list[str]]] = []
            for begin in range(max(0, end - 6), end):
                name = " ".join(unit.text for unit in run[begin:end])
                count = self._counts[fold(name)] - mine[fold(name)]
                size = end - begin
                if size > 1 and count < min(self._known(unit.text, mine) for unit in run[begin:end]):
                    # names that each stand alone more often are not one because two cells list both
                    count = 0
                cost = 1.0 - min(0.5, 0.1 * count) if count > 0 else 1.2 + size + 0.7 * max(0, size - 3)
                cost += sum(unit.gap != WRAP for unit in run[begin + 1 : end])
                if begin and run[begin].gap == WRAP:
                    cost += _WRAP_PART if self._begins_another(run, begin) else self._part
                options.append((best[begin][0] + cost, [*best[begin][1], name]))
            best.append(min(options, key=lambda option: option[0]))
        return best[-1][1]

    def _known(self, name: str, mine: Counter[str]) -> int:
        return self._counts[fold(name)] - mine[fold(name)]

    def _joined(self, run: Sequence[Unit]) -> list[str]:
        """A run parted at its empty lines, and where the kind of a body begins a line."""
        names = [run[0].text]
        for n, unit in enumerate(run[1:], 1):
            if unit.gap == WRAP and not self._begins_another(run, n):
                names[-1] = f"{names[-1]} {unit.text}"
            else:
                names.append(unit.text)
        return names

    def _begins_another(self, run: Sequence[Unit], at: int) -> bool:
        """Whether a line begins another name by its words, and is not always the rest of the same one."""
        pair = fold(run[at - 1].text), fold(run[at].text)
        return pair not in self._pairs and _begins_another(run, at)


def _inseparable(cells: Iterable[Sequence[Unit]]) -> frozenset[tuple[str, str]]:
    """Pieces that stand on two lines, and hardly ever one without the other."""
    count: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for units in cells:
        count.update(fold(unit.text) for unit in units)
        pairs.update(
            (fold(unit.text), fold(below.text))
            for unit, below in pairwise(units)
            if below.gap == WRAP and not unit.ended
        )
    return frozenset(
        pair for pair, times in pairs.items() if times > max(1, _TOGETHER * max(count[one] for one in pair))
    )


def _begins_another(run: Sequence[Unit], at: int) -> bool:
    """Whether a second body is named from here on: a ministry stands before, and another follows."""
    words = [word for unit in run[:at] for word in unit.text.split()]
    return begins_body(run[at].text.split()) and any(begins_body([word]) for word in words)


def _wrapped(cells: Iterable[Sequence[Unit]]) -> float:
    """Of neighbouring acronyms, which are names by themselves, the part with only a line's end between."""
    gaps = [
        after.gap == WRAP and not before.ended
        for units in cells
        for before, after in pairwise(units)
        if before.acronym and after.acronym
    ]
    return (sum(gaps) + 1) / (len(gaps) + 2)


def _runs(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units between acronyms, separators and blank paragraphs."""
    runs: list[list[Unit]] = []
    for n, unit in enumerate(units):
        before = units[n - 1] if n else None
        if before is None or before.acronym or unit.acronym or before.ended or unit.gap == BLANK:
            runs.append([unit])
        else:
            runs[-1].append(unit)
    return runs
