"""Numbers of actions with a letter in front: ``A1.1.1``, or ``A1`` to ``A12`` through the whole plan.

They are read without the letter, as all others are, and stand in the plan as they are printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from planreader.sources.form import Row
from planreader.vocabulary import numbers
from planreader.vocabulary.headwords import concepts

_WHOLE: Final = re.compile(
    r"(?![IVX]+\.|[A-H](?:\.\d{1,2}){2}[.:)]?$)(?P<letters>[A-Z]{1,3})[.-]?(?P<nr>\d{1,2}(?:\.\d{1,2}){1,3})[.:)]?"
)
_RUNNING: Final = re.compile(r"(?P<letters>[A-Z]{1,2})[.-]?(?P<nr>\d{1,3})[.:)]?")
_LEAST: Final = 2
_LEVELS: Final = 2
_LEAST_RUNNING: Final = 3
_STEP: Final = 2
_LABEL: Final = 4
"""Words of an objective's label in which its number stands."""
_SIGNS: Final = ".:;,()–—-"
"""How often numbers of a kind stand at least, levels of an objective's number, and by how much the next of
those that run on is higher at most."""


class Lettered(NamedTuple):
    """How actions are numbered: the letters in front, and whether nothing but a count stands behind them."""

    letters: str
    running: bool

    def parse(self, text: str) -> tuple[str, str] | None:
        """A number as it is printed, and without the letters; None of any other text."""
        match = (_RUNNING if self.running else _WHOLE).fullmatch(text)
        if match is None or match["letters"] != self.letters:
            return None
        return text.rstrip(".:)"), match["nr"]


def lettered(texts: Sequence[str]) -> Lettered | None:
    """How the actions are numbered whose rows these words begin; None where no letters stand in front."""
    whole = Counter(match["letters"] for text in texts if (match := _WHOLE.fullmatch(text)) is not None)
    if whole and max(whole.values()) >= _LEAST:
        return Lettered(max(whole, key=lambda letters: whole[letters]), running=False)
    if sum(numbers.is_number(text) and numbers.depth(text) > _LEVELS for text in texts) >= _LEAST:
        # what begins with a letter there is a quarter or a risk
        return None
    runs: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        match = None if numbers.is_number(text) else _RUNNING.fullmatch(text)
        if match is not None:
            runs[match["letters"]].append(int(match["nr"]))
    told = {letters: found for letters, found in runs.items() if _runs_on(found)}
    best = max(told, key=lambda letters: len(told[letters]), default=None)
    return Lettered(best, running=True) if best is not None else None


def _runs_on(found: Sequence[int]) -> bool:
    """Whether numbers count on, or begin anew with 1."""
    counts = all(after == 1 or 0 < after - before <= _STEP for before, after in pairwise(found))
    return len(found) >= _LEAST_RUNNING and found[0] == 1 and counts


def as_printed(rows: Iterable[Row], printed: Mapping[str, str], texts: Iterable[str] = ()) -> tuple[Row, ...]:
    """Rows with the numbers of actions as they are ``printed``, where (nearly) all of them have letters.

    Objectives have them too where the document's ``texts`` begin with labels that print them so.
    """
    found = tuple(rows)
    actions = [row.nr for row in found if row.kind == "action"]
    letters = {whole.removesuffix(nr) for nr, whole in printed.items() if whole.endswith(nr)}
    if len(letters) == 1 and sum(nr in printed for nr in actions) * 2 > len(actions):
        # a page's end may have cut a number
        printed = {**{nr: f"{next(iter(letters))}{nr}" for nr in actions}, **printed}
    if not all(nr in printed for nr in actions) or len({printed[nr] for nr in actions}) < len(actions):
        return found
    objectives = _objectives(found, texts, next(iter(letters))) if len(letters) == 1 else {}
    named = {**objectives, **printed}
    return tuple(
        _printed(row, named[row.nr]) if row.kind == "action" or row.nr in objectives else row for row in found
    )


def _objectives(rows: Sequence[Row], texts: Iterable[str], letters: str) -> dict[str, str]:
    """The numbers of objectives with letters in front, by those without, where most are printed so."""
    own = {row.nr for row in rows if row.kind in ("strategic", "specific")}
    lettered_ones, plain = set[str](), set[str]()
    for text in texts:
        words = text.split()[:_LABEL]
        if not any(concepts(word) & {"objective", "general"} for word in words):
            continue
        for word in words:
            bare = word.strip(_SIGNS)
            if bare.removeprefix(letters) in own:
                (plain if bare in own else lettered_ones).add(bare.removeprefix(letters))
    if len(lettered_ones) * 2 <= len(own) or lettered_ones & plain:
        return {}
    return {nr: f"{letters}{nr}" for nr in own}


def _printed(row: Row, nr: str) -> Row:
    known = row.cells.get("nr")
    cells = row.cells
    if known is not None:
        parts = tuple(replace(part, text=nr) for part in known.parts[:1])
        cells = {**cells, "nr": replace(known, parts=parts, certain=True, reason="")}
    label = row.cells.get("label")
    if label is not None:
        plain = re.compile(rf"(?<![\w.]){re.escape(row.nr)}(?![\d.]*\d)")
        parts = tuple(replace(part, text=plain.sub(nr, part.text, 1)) for part in label.parts)
        cells = {**cells, "label": replace(label, parts=parts)}
    return replace(row, nr=nr, cells=cells)
