"""Searching the actions by text; ``store.query.filters.filter`` combines it with what else may be asked.

Every word of a search must stand somewhere in an action. Where it stands decides the order: see RANKS.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final

from store.db.text import fold, sought
from store.plan.lookup import INSTITUTIONS, code_of, current_revision
from store.plan.units import every_name
from store.search.field_texts import FieldTexts
from store.search.near_words import errors_allowed, near_words

RANKS: Final = (
    "number", "beginning of number", "word of title", "title", "institution", "output", "note", "near"
)  # fmt: skip
"""Where a word may stand, the best place first. An action ranks by the sum over all words."""

NEAR: Final = len(RANKS) - 1
_CHUNK: Final = 200

_ABSENT: Final = 127
"""In the place of a rank or of a sum: the action is out. Two of them still fit into a byte."""
_MOST_SUMMED: Final = (_ABSENT - 1) // NEAR
_SUMS: Final = bytes(min(total, _ABSENT) for total in range(256))
_BEST: Final = bytes((_ABSENT, 5, 4, 4, 3, 3, 3, 3)).ljust(256)
"""The rank by where a word stands: 4 for title, 2 for institution, 1 for output."""
_KEPT: Final = 50

_word: Final = re.compile(r"\w+")


class PrefixIndex:
    """Texts, one a place, in an order in which those with one beginning stand together."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._places = sorted(range(len(texts)), key=texts.__getitem__)
        self._texts = [texts[place] for place in self._places]

    def places(self, beginning: str) -> tuple[list[int], list[int]]:
        """Return the places of the texts that are ``beginning``, and of all those that begin with it."""
        length = len(beginning)
        first = bisect_left(self._texts, beginning)
        # cut to its length, a text with the beginning is the beginning, whatever follows
        end = bisect_right(self._texts, beginning, first, key=lambda text: text[:length])
        same = bisect_right(self._texts, beginning, first, end)
        return self._places[first:same], self._places[first:end]


class SearchIndex:
    """The texts of the current revision, folded once, for searches that keep up with typing.

    What the plan says stays as long as the revision; notes are read again after :meth:`forget_notes`.
    """

    def __init__(self, conn: sqlite3.Connection, *, at_once: bool = True) -> None:
        """Read the plan. Without ``at_once`` the texts are folded by :meth:`build`. Raises ``db_no_plan``."""
        self.revision = current_revision(conn)
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for action, role, name in conn.execute(
            f"SELECT action, CASE WHEN {INSTITUTIONS} THEN 'institution' ELSE role END, name FROM action_name"
            f" WHERE revision = ? AND ({INSTITUTIONS} OR role = 'output')",
            (self.revision,),
        ):
            names[action, role].append(every_name(name) if role == "institution" else name)
        self._rows = conn.execute(
            "SELECT id, nr, title FROM action WHERE revision = ? ORDER BY position",
            (self.revision,),
        ).fetchall()
        self._names = names
        self.ids: list[str] = [row[0] for row in self._rows]
        self._texts = FieldTexts(), FieldTexts(), FieldTexts()
        self._titled: dict[str, list[int]] = defaultdict(list)
        self._notes: dict[int, str] | None = None
        self._where: dict[str, list[int]] = defaultdict(list)
        self._known: list[str] | None = None
        self._kept: dict[str, bytes] = {}
        self._building = self._fold()
        if at_once:
            self.finish()

    def build(self) -> bool:
        """Fold some of the texts; false when there are none left."""
        return next(self._building, None) is not None

    def finish(self) -> None:
        """Fold what is left."""
        while self.build():
            pass

    def _fold(self) -> Iterator[int]:
        numbers: list[str] = []
        for n, (action, nr, title) in enumerate(self._rows):
            numbers.append(code_of(fold(nr)))
            folded = (
                sought(title),
                *(sought(" ".join(self._names[action, role])) for role in ("institution", "output")),
            )
            for texts, text in zip(self._texts, folded, strict=True):
                texts.add(text)
            words, *others = ({*_word.findall(text)} for text in folded)
            for word in words:
                self._titled[word].append(n)
            for word in words.union(*others):
                self._where[word].append(n)
            if n % _CHUNK == _CHUNK - 1:
                yield n
        self._numbers = PrefixIndex(numbers)
        yield len(numbers)
        self._bare = PrefixIndex([number.replace(".", "") for number in numbers])

    def forget_notes(self) -> None:
        """Read the notes again with the next search."""
        self._notes = None
        self._kept.clear()

    def _read_notes(self, conn: sqlite3.Connection) -> dict[int, str]:
        """Return folded notes by the place of their action."""
        if self._notes is None:
            places = {action: n for n, action in enumerate(self.ids)}
            texts_by_place: dict[int, list[str]] = defaultdict(list)
            for action, value in conn.execute(
                "SELECT target, value FROM state WHERE kind = 'note' AND value <> 'null'"
            ):
                note = json.loads(value)
                if isinstance(note, str) and action in places:
                    texts_by_place[places[action]].append(sought(note))
            self._notes = {n: " ".join(folded) for n, folded in texts_by_place.items()}
        return self._notes

    def find(self, conn: sqlite3.Connection, wanted: str) -> list[str]:
        """Return the ids of the actions in which every word of ``wanted`` stands: the best first.

        Neither case nor diacritics count. A word that stands nowhere may be mistyped: then those near it do.
        """
        self.finish()
        notes = self._read_notes(conn)
        ranks = [self._ranks(word, notes) for word in dict.fromkeys(sought(wanted).split())]
        if not ranks:
            return list(self.ids)
        if len(ranks) > _MOST_SUMMED:
            sums = {n: sum(each) for n, each in enumerate(zip(*ranks, strict=True)) if _ABSENT not in each}
            return [self.ids[n] for n in sorted(sums, key=sums.__getitem__)]
        total, *others = ranks
        for more in others:
            total = _combined(_number(total) + _number(more), len(total)).translate(_SUMS)
        return [
            action
            for rank in range(_ABSENT)
            if rank in total
            for action in compress(self.ids, total.translate(_only(rank)))
        ]

    def _ranks(self, word: str, notes: dict[int, str]) -> bytes:
        """Return the best rank of one word in each action, a byte each.

        It is kept, since typing changes only one word.
        """
        ranks = self._kept.get(word)
        if ranks is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            ranks = self._kept[word] = self._ranked(word, notes)
        return ranks

    def _ranked(self, word: str, notes: dict[int, str]) -> bytes:
        titles, institutions, outputs = self._texts
        in_title = titles.holding(word)
        stands = _number(in_title) << 2
        # where all titles have it, no other text can matter
        if 0 in in_title:
            stands |= _number(institutions.holding(word)) << 1 | _number(outputs.holding(word))
        ranks = bytearray(_combined(stands, len(self.ids)).translate(_BEST))
        for n, text in notes.items():
            if ranks[n] == _ABSENT and word in text:
                ranks[n] = 6
        for n in self._titled.get(word, ()):
            ranks[n] = 2
        number = code_of(word)
        places = [numbers.places(number) for numbers in self._likely_numbers(number)]
        for _same, beginning in places:
            for n in beginning:
                ranks[n] = 1
        for same, _beginning in places:
            for n in same:
                ranks[n] = 0
        if ranks.count(_ABSENT) == len(ranks):
            for n in self._near(word, notes):
                ranks[n] = NEAR
        return bytes(ranks)

    def _likely_numbers(self, word: str) -> Sequence[PrefixIndex]:
        """Return numbers as they are, and without full stops where the word has digits but no full stop."""
        if not word:
            return ()
        bare = word.isalnum() and not word.isalpha() and len(word) > 1
        return (self._bare, self._numbers) if bare else (self._numbers,)

    def _near(self, word: str, notes: dict[int, str]) -> Iterator[int]:
        errors = errors_allowed(word)
        if not errors:
            return
        if self._known is None:
            self._known = sorted(self._where)
        for near in near_words(word, self._known, errors):
            yield from self._where[near]
        for n, text in notes.items():
            if any(near_words(word, sorted({*_word.findall(text)}), errors)):
                yield n


def _number(lanes: bytes) -> int:
    """Return bytes as one number, so that all of them are shifted, joined or added at once."""
    return int.from_bytes(lanes, "little")


def _combined(number: int, length: int) -> bytes:
    """Return the bytes of a number that :func:`_number` made of so many."""
    return number.to_bytes(length, "little")


def _only(rank: int) -> bytes:
    """Return a table that leaves 1 of one rank and 0 of all others."""
    return bytes(rank) + b"\1" + bytes(255 - rank)
