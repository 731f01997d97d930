"""The texts of one field, and in which of them a word stands."""

from __future__ import annotations

from itertools import repeat
from operator import contains
from typing import Final

_FEW: Final = 256
"""As many different texts can be told apart by one byte."""


class FieldTexts:
    """Folded texts, one an action. Answers are bytes, one an action, which need no loop to combine."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._different: dict[str, int] = {}
        self._codes: bytes | None = None
        self._missing = ""

    def add(self, text: str) -> None:
        """Take the text of the next action."""
        self._texts.append(text)
        self._different.setdefault(text, len(self._different))
        self._codes = None

    def holding(self, word: str) -> bytes:
        """Return 1 for each text in which ``word`` (not empty) stands, 0 for the others."""
        if self._missing and self._missing in word:
            return bytes(len(self._texts))
        if len(self._different) > _FEW:
            marks = bytes(map(contains, self._texts, repeat(word)))
        else:
            marks = self._coded().translate(
                bytes(map(contains, self._different, repeat(word))).ljust(256, b"\0")
            )
        if 1 not in marks:
            # what is typed behind it stands nowhere either
            self._missing = word
        return marks

    def _coded(self) -> bytes:
        """Return which of the different texts each action has."""
        if self._codes is None:
            self._codes = bytes(map(self._different.__getitem__, self._texts))
        return self._codes
