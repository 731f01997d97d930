"""Pieces of a list of names."""

from __future__ import annotations

from dataclasses import dataclass

from planreader.sources.text.words import kind_of


@dataclass(slots=True)
class Unit:
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
