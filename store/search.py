"""Searching the actions by text; ``store.filters`` combines it with what else may be asked.

Every word of a search must stand somewhere in an action. Where it stands decides the order: see RANKS.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from store.database import Store
from store.lookup import current_revision, plan_years
from store.nearwords import errors_allowed, near_words
from store.outline import ActionRow
from store.plan import Action
from store.published import load_actions
from store.text import fold

RANKS: Final = (
    "number", "beginning of number", "word of title", "title", "institution", "output", "note", "near"
)  # fmt: skip
"""Where a word may stand, the best place first. An action ranks by the sum over all words."""

NEAR: Final = len(RANKS) - 1
_CHUNK: Final = 200

_word: Final = re.compile(r"\w+")


class SearchIndex:
    """The texts of the current revision, folded once, for searches that keep up with typing.

    What the plan says stays as long as the revision; notes are read again after :meth:`forget_notes`.
    """

    def __init__(self, conn: sqlite3.Connection, *, at_once: bool = True) -> None:
        """Read the plan. Without ``at_once`` the texts are folded by :meth:`build`. Raises ``db_no_plan``."""
        self.revision = current_revision(conn)
        names: dict[str, list[str]] = defaultdict(list)
        for action, name in conn.execute(
            "SELECT action, name FROM action_name WHERE revision = ? AND role = 'institution'",
            (self.revision,),
        ):
            names[action].append(name)
        self._rows = conn.execute(
            "SELECT id, nr, title, coalesce(product, '') FROM action WHERE revision = ? ORDER BY position",
            (self.revision,),
        ).fetchall()
        self._institutions = names
        self.ids: list[str] = [row[0] for row in self._rows]
        self._numbers: list[str] = []
        self._bare: list[str] = []
        self._words: list[str] = []
        self._texts: tuple[list[str], list[str], list[str]] = ([], [], [])
        self._notes: dict[int, str] | None = None
        self._where: dict[str, list[int]] = defaultdict(list)
        self._known: list[str] | None = None
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
        titles, institutions, products = self._texts
        for n, (action, nr, title, product) in enumerate(self._rows):
            number = fold(nr).rstrip(".")
            self._numbers.append(number)
            self._bare.append(number.replace(".", ""))
            titles.append(fold(title))
            institutions.append(fold(" ".join(self._institutions[action])))
            products.append(fold(product))
            words = _word.findall(titles[n])
            self._words.append(f" {' '.join(words)} ")
            for word in {*words, *_word.findall(institutions[n]), *_word.findall(products[n])}:
                self._where[word].append(n)
            if n % _CHUNK == _CHUNK - 1:
                yield n

    def forget_notes(self) -> None:
        """Read the notes again with the next search."""
        self._notes = None

    def _read_notes(self, conn: sqlite3.Connection) -> dict[int, str]:
        """Folded notes by the place of their action."""
        if self._notes is None:
            places = {action: n for n, action in enumerate(self.ids)}
            found: dict[int, list[str]] = defaultdict(list)
            for action, value in conn.execute(
                "SELECT target, value FROM state WHERE kind = 'note' AND value <> 'null'"
            ):
                note = json.loads(value)
                if isinstance(note, str) and action in places:
                    found[places[action]].append(fold(note))
            self._notes = {n: " ".join(texts) for n, texts in found.items()}
        return self._notes

    def find(self, conn: sqlite3.Connection, wanted: str) -> list[str]:
        """The ids of the actions in which every word of ``wanted`` stands: the best first.

        Neither case nor diacritics count. A word that stands nowhere may be mistyped: then those near it do.
        """
        self.finish()
        notes = self._read_notes(conn)
        total: dict[int, int] | None = None
        for word in dict.fromkeys(fold(wanted).split()):
            ranks = self._ranks(word, notes)
            if total is None:
                total = ranks
            else:
                total = {n: rank + ranks[n] for n, rank in total.items() if n in ranks}
        if total is None:
            return list(self.ids)
        by_rank: dict[int, list[int]] = defaultdict(list)
        for n, rank in total.items():
            by_rank[rank].append(n)
        return [self.ids[n] for rank in sorted(by_rank) for n in sorted(by_rank[rank])]

    def _ranks(self, word: str, notes: dict[int, str]) -> dict[int, int]:
        """The best rank of one word in each action where it stands."""
        titles, institutions, products = self._texts
        number, whole = word.rstrip("."), f" {word} "
        in_title = [n for n, text in enumerate(titles) if word in text]
        ranks: dict[int, int] = {}
        # where all titles have it, no other text can matter
        if len(in_title) < len(titles):
            ranks.update(dict.fromkeys((n for n, text in notes.items() if word in text), 6))
            for rank, texts in ((5, products), (4, institutions)):
                ranks.update(dict.fromkeys([n for n, text in enumerate(texts) if word in text], rank))
        ranks.update(dict.fromkeys(in_title, 3))
        if in_title:
            ranks.update(dict.fromkeys([n for n in in_title if whole in self._words[n]], 2))
        for numbers in self._likely_numbers(number):
            beginning = [n for n, text in enumerate(numbers) if text.startswith(number)]
            ranks.update((n, min(ranks.get(n, 1), 0 if numbers[n] == number else 1)) for n in beginning)
        return ranks or dict.fromkeys(self._near(word, notes), NEAR)

    def _likely_numbers(self, word: str) -> Sequence[list[str]]:
        """Numbers as they are, and without full stops where the word has digits and none of its own."""
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


def with_plan(store: Store, rows: Iterable[ActionRow]) -> list[tuple[ActionRow, Action]]:
    """Rows with what the plan says of each."""
    with store.reading() as conn:
        actions = {
            action.id: action for _, action in load_actions(conn, current_revision(conn), plan_years(conn))
        }
    return [(row, actions[row.id]) for row in rows]
