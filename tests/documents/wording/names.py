"""Names of institutions and donors of a made-up plan: known and unknown acronyms, words, pairs, brackets."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from tests.documents.wording.words import Words

KNOWN: Final = ("MPB", "MFPT", "MAPL", "MASHTI", "MMPHI", "MKRS", "ZKM", "AQM", "IKSHP")
KNOWN_DONORS: Final = ("IPA", "GIZ", "UNDP", "UNICEF", "BE")
_RESERVED: Final = frozenset({"KA", "AC", "AT", "BK", "KB", "EUR", "VRK", "QRK", "GRK"})
_CONSONANTS: Final = "BDFGKLMNPRSTVZ"
_VOWELS: Final = "AEIOU"


class Names(NamedTuple):
    """The pool of one plan: every name is spelled in one way and no two acronyms are near each other."""

    institutions: tuple[str, ...]
    funding: tuple[str, ...]


def distance(a: str, b: str) -> int:
    """Edits between two short words."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    return row[-1]


class _Acronyms:
    """Gives acronyms that differ from all that were given before, and from reserved ones, in two letters."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.taken: list[str] = []

    def _is_free(self, name: str) -> bool:
        return all(distance(name, other) >= 2 for other in (*self.taken, *_RESERVED, *KNOWN, *KNOWN_DONORS))

    def known(self, pool: tuple[str, ...], count: int) -> list[str]:
        names: list[str] = []
        for name in self.rng.sample(pool, len(pool)):
            if len(names) < count and all(distance(name, other) >= 2 for other in self.taken):
                self.taken.append(name)
                names.append(name)
        return names

    def new(self) -> str:
        while True:
            letters = [
                self.rng.choice(_CONSONANTS if self.rng.random() < 0.7 else _VOWELS)
                for _ in range(self.rng.randint(4, 6))
            ]
            name = "".join(letters)
            if self._is_free(name):
                self.taken.append(name)
                return name


def make_names(words: Words, rng: Random) -> Names:
    """A pool of names for one plan."""
    acronyms = _Acronyms(rng)
    known = acronyms.known(KNOWN, rng.randint(3, 6))
    unknown = [acronyms.new() for _ in range(rng.randint(3, 6))]
    named = rng.sample(words.institutions, rng.randint(2, 5))
    pairs = [f"{acronyms.new()}/{acronyms.new()}"]
    bracketed = [f"{acronyms.new()} ({acronyms.new()})"]
    donors = acronyms.known(KNOWN_DONORS, rng.randint(1, 3))
    new_donors = [acronyms.new() for _ in range(rng.randint(1, 3))]
    donor_pairs = [f"{acronyms.new()}/{acronyms.new()}"]
    donor_brackets = [f"{acronyms.new()} ({acronyms.new()})"] if rng.random() < 0.6 else []
    donor_names = rng.sample(words.donors, rng.randint(1, 3))
    return Names(
        institutions=(*known, *unknown, *named, *pairs, *bracketed),
        funding=(words.budget_source, *donors, *new_donors, *donor_pairs, *donor_brackets, *donor_names),
    )
