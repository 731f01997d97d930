"""Pairing the entries of two revisions of a plan by number and title; what cannot be paired is asked.

An entry goes on as another where its title is the same and stands once on each side, wherever its number has
moved; or where number and title are together alike and nothing else that is left comes as near. What has a
candidate and is not settled by this becomes a question: never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from store.db.likeness import TitleIndex, likeness
from store.db.text import fold

LIKE: Final = 75
"""The likeness from which on a title under the same number counts as the same title, corrected."""
ASK: Final = 50
"""The likeness from which on an entry is a candidate."""
_MOST_CANDIDATES: Final = 5


class RevisionEntry(NamedTuple):
    """An action or an indicator of one revision.

    ``key`` is its number, of an indicator the objective's and its position (``1.1/2``). ``within`` names the
    objective that it stands in, the same on both sides where the objectives are known to be the same.
    """

    key: str
    title: str
    within: str = ""


class Candidate(NamedTuple):
    """An old entry that a new one may continue; ``likeness`` of their titles is 0 to 100."""

    key: str
    title: str
    likeness: int


class Question(NamedTuple):
    """A new entry of which nobody but headquarters can say what it continues: one of these, or nothing."""

    key: str
    title: str
    candidates: tuple[Candidate, ...]


class Matching(NamedTuple):
    """Pairs of old and new keys, and what has no partner, each in the order of its own revision."""

    pairs: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    questions: tuple[Question, ...]


def match(
    old: Sequence[RevisionEntry],
    new: Sequence[RevisionEntry],
    *,
    same: Mapping[str, str] | None = None,
    added: Iterable[str] = (),
    removed: Iterable[str] = (),
) -> Matching:
    """Pair two revisions' entries; the order in which they are given changes no pair.

    ``same`` (old keys by new ones), ``added`` and ``removed`` are headquarters' answers and come first. While
    there are questions, the old entries that are candidates are neither paired nor removed.
    """
    table = _EntryTable(old, new, same or {}, frozenset(added), frozenset(removed))
    table.pair_same_titles()
    table.pair_like_titles()
    questions = tuple(table.questions())
    asked = {question.key for question in questions}
    open_old = {candidate for question in table.wanted.values() for candidate in question}
    return Matching(
        tuple((table.pairs[entry.key], entry.key) for entry in new if entry.key in table.pairs),
        tuple(entry.key for entry in new if entry.key not in table.pairs and entry.key not in asked),
        tuple(entry.key for entry in old if entry.key not in table.continued and entry.key not in open_old),
        questions,
    )


class _EntryTable:
    """The entries that are left, and the pairs found so far (old keys by new ones)."""

    def __init__(
        self,
        old: Sequence[RevisionEntry],
        new: Sequence[RevisionEntry],
        same: Mapping[str, str],
        added: frozenset[str],
        removed: frozenset[str],
    ) -> None:
        self.pairs = dict(same)
        self.continued = set(same.values())
        self.wanted: dict[str, set[str]] = {}
        self._old = {entry.key: entry for entry in old if entry.key not in self.continued | removed}
        self._new = {entry.key: entry for entry in new if entry.key not in same and entry.key not in added}
        self._order = {entry.key: n for n, entry in enumerate(old)}

    def _pair(self, old: str, new: str) -> None:
        self.pairs[new] = old
        self.continued.add(old)
        del self._old[old], self._new[new]

    def pair_same_titles(self) -> None:
        """Pair titles that stand once on each side, in an objective or the plan, or under equal numbers."""
        titles = _grouped(self._old.values()), _grouped(self._new.values())
        for title in titles[0].keys() & titles[1].keys():
            mine, theirs = titles[0][title], titles[1][title]
            inside = _grouped_within(mine), _grouped_within(theirs)
            for within in inside[0].keys() & inside[1].keys():
                self._pair_group(inside[0][within], inside[1][within])
            self._pair_group(
                [entry for entry in mine if entry.key in self._old],
                [entry for entry in theirs if entry.key in self._new],
            )

    def _pair_group(self, mine: list[RevisionEntry], theirs: list[RevisionEntry]) -> None:
        if len(mine) == len(theirs) == 1:
            self._pair(mine[0].key, theirs[0].key)
        elif (keys := {entry.key for entry in mine}) == {entry.key for entry in theirs}:
            for key in keys:
                self._pair(key, key)

    def pair_like_titles(self) -> None:
        """Pair what has the same number and a like title, where nothing that is left is as like to either."""
        mine, theirs = (
            TitleIndex((entry.key, entry.title) for entry in side.values()) for side in (self._old, self._new)
        )
        matches = []
        for key in self._old.keys() & self._new.keys():
            old, new = self._old[key].title, self._new[key].title
            alike = likeness(old, new)
            if alike >= LIKE and not _rivals(mine, new, key, alike) and not _rivals(theirs, old, key, alike):
                matches.append(key)
        for key in matches:
            self._pair(key, key)

    def questions(self) -> Iterator[Question]:
        """Yield the new entries that are left and have candidates, which are noted in ``wanted``."""
        near = TitleIndex((entry.key, entry.title) for entry in self._old.values())
        for entry in self._new.values():
            scores = dict(near.near(entry.title, ASK))
            if entry.key in self._old:
                scores[entry.key] = likeness(entry.title, self._old[entry.key].title)
            ranked = sorted(scores, key=lambda key: (-scores[key], key != entry.key, self._order[key]))
            if ranked:
                self.wanted[entry.key] = set(ranked)
                yield Question(
                    entry.key,
                    entry.title,
                    tuple(
                        Candidate(key, self._old[key].title, scores[key]) for key in ranked[:_MOST_CANDIDATES]
                    ),
                )


def _rivals(among: TitleIndex, title: str, key: str, alike: int) -> bool:
    return any(other != key for other, _ in among.near(title, alike))


def _grouped(entries: Iterable[RevisionEntry]) -> dict[str, list[RevisionEntry]]:
    groups: dict[str, list[RevisionEntry]] = defaultdict(list)
    for entry in entries:
        if title := fold(entry.title):
            groups[title].append(entry)
    return groups


def _grouped_within(entries: Iterable[RevisionEntry]) -> dict[str, list[RevisionEntry]]:
    groups: dict[str, list[RevisionEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.within].append(entry)
    return groups
