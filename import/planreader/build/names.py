"""Entries of list cells: institutions and sources of funding, one name an entry.

A body may list what it is for: ``Ministry of Education, Science and Innovation`` is one name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat, takewhile
from typing import Final

from planreader.build.namesigns import LEADS, SUPPORTS, split_acronyms, told_behind, with_signs
from planreader.sources.form import Cell, Part
from planreader.sources.listing import BULLET, COLUMN, counted, is_text, unclosed
from planreader.sources.text.lines import BLANK, BLOCK, WRAP
from planreader.sources.text.words import is_open, kind_of
from planreader.vocabulary.fold import begins_body, fold, is_group, is_municipality, lists_its_fields
from planreader.vocabulary.vocabulary import CONJUNCTIONS, DONORS, OPEN_WORDS, PAYING, listed
from store.plan.model import Institutions

_SEPARATOR: Final = re.compile(r"\s*;\s*|\s*,(?:\s+|(?=[^\W\d]))|,$|\s*[•▪●]\s*|\s+[+/](?:\s+|$)")
_QUOTES: Final = '"“”„'
_QUOTED_NAME: Final = re.compile(r"[“\"„‘][^“”\"„‘’]+[”\"“’] \w+")
"""A name that begins with its own name in quotation marks."""
_ENDS: Final = re.compile(r"^[ ,;+/•▪●]+|(?: \+)?[ ,;/•▪●]*$")
"""What stands at the ends of a piece and is no part of a name: the sign of ``ESF+`` is one."""
_NOTE: Final = re.compile(r"(?<=[^\W¹²³⁴-⁹])[*¹²³⁴-⁹]+(?=[\s,;)]|$)")
"""The mark of a footnote behind a name."""
_PURPOSES: Final = listed("purposes")
_AGENT: Final = re.compile(r"^\w+(?:uar|ur|ed|ano|eno|ana|ena|an|en) (?:nga|od|by) ")
"""``Implementuar nga …``, ``Implemented by …``: says who carries out what was named before."""
COMMA: Final = "\ue000"
"""Stands for a comma within a name, so that nothing parts the name there."""
_WORD: Final = r"[^\W\d_][\w-]*"
_AND: Final = "|".join(sorted(CONJUNCTIONS))
_FIELDS: Final = re.compile(
    rf"(?: i)?(?: (?!(?:{_AND}) ){_WORD}){{1,5}}(?:, {_WORD}(?: {_WORD}){{0,3}}){{1,3}}"
    rf" (?:{_AND}) {_WORD}(?: {_WORD})?"
)
"""What a body is for: the first field, others behind commas, and the last one behind ``and``."""
_PARTED: Final = re.compile(rf",| (?:{_AND}) (?!.*,)")
_MOST: Final = 6
"""Pieces of the longest name."""
_LONGEST: Final = 500
"""Letters of a name that goes on: a longer one would be looked through at each of its commas."""
_LONG_NAME: Final = 3
_BEYOND: Final = 2.0
"""What it costs to go on behind a name of so many words that stands elsewhere."""
_WRAP_PART: Final = 1.65
"""What it costs to part names at a line's end."""


@dataclass(slots=True)
class _Unit:
    """A piece of a list that is in one entry for sure; ``ended`` says that a separator stands behind it.

    ``told`` is the sign of what the cell says of it, empty where it says nothing.
    """

    text: str
    gap: int
    told: str = ""
    ended: bool = False

    @property
    def acronym(self) -> bool:
        """Return whether it is nothing but short forms."""
        return all(kind_of(word) in ("acronym", "mark", "dash") for word in self.text.split())


def _units(cell: Cell) -> list[_Unit]:
    units: list[_Unit] = []
    paying = cell.role == "funding"
    bare = [part._replace(text=with_signs(_NOTE.sub("", part.text))) for part in counted(cell.parts)]
    told = ""
    for part in sealed(bare):
        text = BULLET.sub("", part.text)
        gap = COLUMN if text != part.text else part.gap
        for signed, ended in _pieces(text, paying=paying):
            piece = signed.lstrip(LEADS + SUPPORTS)
            told = signed[0] if piece != signed else told
            if not piece:
                continue
            last = units[-1] if units and gap < COLUMN and units[-1].told == told else None
            over = last is None or (last.ended and not _continues(last.text, piece, paying=paying))
            if last is not None and not over and _glues(last.text, piece, gap):
                last.text = f"{last.text} {piece}"
            else:
                units += [
                    _Unit(name, BLANK if m else min(gap, BLANK), told)
                    for m, name in enumerate(split_acronyms(piece, paying=paying))
                ]
            units[-1].ended = ended
            gap = COLUMN
    for unit in units:
        unit.text = _ENDS.sub("", unit.text).replace(COMMA, ",")
    return [unit for unit in units if unit.text]


def sealed(parts: Sequence[Part]) -> list[Part]:
    """Return parts in which the commas within names of bodies are :data:`COMMA`, over line ends as well.

    No name goes on over an empty line or in the next column.
    """
    sealed_parts: list[Part] = []
    for n, part in enumerate(parts):
        if n and part.gap < BLANK:
            continue
        run = [part, *takewhile(lambda after: after.gap < BLANK, parts[n + 1 :])]
        # what stands for the end of a part stands in none
        text = _sealed("\0".join(part.text.replace("\0", "\ufffd") for part in run))
        sealed_parts += [part._replace(text=piece) for part, piece in zip(run, text.split("\0"), strict=True)]
    return sealed_parts


def _sealed(text: str) -> str:
    for kind in re.finditer(_WORD, text):
        fields = _FIELDS.match(text.replace("\0", " "), kind.end()) if lists_its_fields(kind[0]) else None
        is_field = _is_place if is_municipality(kind[0]) else _is_field
        if fields is not None and all(map(is_field, _PARTED.split(fields[0]))):
            begin, end = fields.span()
            text = text[:begin] + text[begin:end].replace(",", COMMA) + text[end:]
    return text


def _is_field(text: str) -> bool:
    """Return whether a text names what a body is for, and no other body."""
    words = text.split()
    plain = all(kind_of(word) in ("capital", "lower") for word in words) and not any(map(is_group, words))
    return plain and not begins_body(words) and not any(map(lists_its_fields, words))


def _is_place(text: str) -> bool:
    """Return whether a text names where a municipality is, and no other body."""
    return _is_field(text) and all(kind_of(word) == "capital" or is_open(word) for word in text.split())


def _pieces(text: str, *, paying: bool) -> list[tuple[str, bool]]:
    """Return a part's text at separators that stand between names, with whether a separator ended each piece.

    ``paying`` says that they are the names of those who pay.
    """
    pieces: list[tuple[str, bool]] = []
    begin = 0
    for match in _SEPARATOR.finditer(text):
        left, right = text[begin : match.start()], text[match.end() :]
        goes_on = right and ";" not in match[0] and _continues(left, right, paying=paying)
        # a mark that is not closed further on is none: 5" screen
        quoted = sum(map(left.count, _QUOTES)) % 2 and any(mark in right for mark in _QUOTES)
        if right.startswith((LEADS, SUPPORTS)) or not (unclosed(left) or quoted or goes_on):
            pieces.append((text[begin : match.end()].strip(), True))
            begin = match.end()
    pieces.append((text[begin:].strip(), False))
    return [(piece, ended) for piece, ended in pieces if piece]


def _continues(left: str, right: str, *, paying: bool) -> bool:
    """Return whether a name goes on behind a separator, in quotation marks or brackets or in small letters.

    One of those who are ``paying`` may begin in small letters, and donors everywhere: ``BK, donatorë``.
    Others do where what stands before lists nothing that it is for: ``MASHTI, komunat``.
    """
    first = right.split(maxsplit=1)[0]
    if not 0 < len(left) <= _LONGEST or fold(first).startswith(PAYING if paying else DONORS):
        return False
    if kind_of(first) != "lower":
        return first[0] in '"“„‘(' and left[-1] not in '"”’“' and not _QUOTED_NAME.match(right)
    before = left.split()
    if fold(first) in OPEN_WORDS or is_open(before[-1]):
        return True
    words = set(map(fold, before))
    lists = any(map(lists_its_fields, before)) or not words.isdisjoint(_PURPOSES)
    return lists and words.isdisjoint(CONJUNCTIONS) and not is_group(first)


def _glues(before: str, after: str, gap: int) -> bool:
    """Return whether a name is not over yet, or the next piece cannot begin one."""
    first, last = after.split()[0], before.split()[-1]
    if (
        unclosed(before)
        or before.endswith(COMMA)
        or first[0] in "(-–—/&+“„"
        or kind_of(first) == "lower"
        or (gap <= BLOCK and _AGENT.match(fold(after)))
    ):
        return True
    whole = before.endswith(",") or (kind_of(last) == "acronym" and last[-1].isalnum())
    return not whole and is_open(last)


class Lexicon:
    """Parts runs of names by the names that the document prints by themselves elsewhere.

    Of all ways to part a run the one with the shortest description is sought: a known name costs little, a
    new one by its length, and to join over an empty line or part within a block a little.
    """

    def __init__(self, cells: Sequence[Cell], names: Iterable[str] = ()) -> None:
        self._reference = Counter({fold(name): 2 for name in names})
        self._runs = {cell: _runs(_units(cell)) for cell in cells}
        runs = [run for cell in cells for run in self._runs[cell] if not run[0].acronym]
        self._counts = self._reference + Counter(
            fold(name) for run in runs for name in _parted(run, self._reference)
        )

    def entries(self, cell: Cell) -> tuple[str, ...]:
        """Return the names in a cell, in order."""
        return tuple(name for name, _told in self._named(cell))

    def institutions(self, cell: Cell, usual: str = "") -> Institutions:
        """Return who leads and who supports by a cell of both: where it does not say, the first leads.

        ``usual`` is the sign of what its column says of all names.
        """
        ahead = self._named(cell)
        behind = [told_behind(*pair) for pair in ahead]
        told = {sign for _name, sign in behind} - {""}
        untold: Iterator[str] = repeat(usual or LEADS)
        if behind != ahead and LEADS in told:
            # where a word behind a name says that it leads, the others do not
            untold = repeat(SUPPORTS)
        elif not usual and (behind != ahead or not told):
            untold = chain([LEADS], repeat(SUPPORTS))
        named = [(name, sign or next(untold)) for name, sign in behind]
        return Institutions(
            tuple(name for name, sign in named if sign == LEADS),
            tuple(name for name, sign in named if sign == SUPPORTS),
        )

    def _named(self, cell: Cell) -> list[tuple[str, str]]:
        """Return the names in a cell, each with the sign of what is said of it."""
        listed: list[tuple[str, str]] = []
        for run in self._runs.get(cell) or _runs(_units(cell)):
            counts = self._counts
            if len(run) > 1:
                # what this run alone tells makes no name known
                counts = counts - Counter(map(fold, _parted(run, self._reference)))
            listed += [
                (" ".join(name.split()), run[0].told) for name in _parted(run, counts) if is_text(name)
            ]
        return listed


def _parted(run: Sequence[_Unit], counts: Mapping[str, int]) -> list[str]:
    """Return the cheapest way to part a run, by how often names stand elsewhere."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        options: list[tuple[float, list[str]]] = []
        for begin in range(max(0, end - _MOST), end):
            name = " ".join(unit.text for unit in run[begin:end])
            count = counts.get(fold(name), 0)
            if end - begin > 1 and count < min(counts.get(fold(unit.text), 0) for unit in run[begin:end]):
                # names that each stand alone more often are not one because two cells list both
                count = 0
            cost = 1.0 - min(0.5, 0.1 * count) if count else 1.2 + end - begin
            cost += sum(unit.gap != WRAP for unit in run[begin + 1 : end])
            if not count and _goes_beyond_name(run[begin:end], counts):
                cost += _BEYOND
            cost += _WRAP_PART if begin and run[begin].gap == WRAP else 0.0
            options.append((best[begin][0] + cost, [*best[begin][1], name]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def _goes_beyond_name(units: Sequence[_Unit], counts: Mapping[str, int]) -> bool:
    """Return whether units begin with a name that stands alone elsewhere, and another follows: the first is
    a long one of a body, or the next begins like a body or one who pays."""
    for end in range(1, len(units)):
        name, after = " ".join(unit.text for unit in units[:end]), units[end].text
        if not counts.get(fold(name), 0) or not after[:1].isupper():
            continue
        long = len(name.split()) >= _LONG_NAME and begins_body(name.split())
        if long or begins_body(after.split()) or fold(after).startswith(PAYING):
            return True
    return False


def _runs(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Return units between acronyms, separators and blank paragraphs."""
    runs: list[list[_Unit]] = []
    for n, unit in enumerate(units):
        before = units[n - 1] if n else None
        apart = before is None or before.acronym or unit.acronym or before.ended or before.told != unit.told
        if apart or unit.gap == BLANK:
            runs.append([unit])
        else:
            runs[-1].append(unit)
    return runs
