"""Check codes and numbers in letters large enough to be read across a room."""

from __future__ import annotations

from typing import Final

_ROWS: Final = {
    "0": (7, 5, 5, 5, 7),
    "1": (2, 6, 2, 2, 7),
    "2": (7, 1, 7, 4, 7),
    "3": (7, 1, 7, 1, 7),
    "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7),
    "6": (7, 4, 7, 5, 7),
    "7": (7, 1, 1, 2, 2),
    "8": (7, 5, 7, 5, 7),
    "9": (7, 5, 7, 1, 7),
    "A": (2, 5, 7, 5, 5),
    "B": (6, 5, 6, 5, 6),
    "C": (3, 4, 4, 4, 3),
    "D": (6, 5, 5, 5, 6),
    "E": (7, 4, 6, 4, 7),
    "F": (7, 4, 6, 4, 4),
    "G": (3, 4, 5, 5, 3),
    "H": (5, 5, 7, 5, 5),
    "J": (1, 1, 1, 5, 2),
    "K": (5, 5, 6, 5, 5),
    "M": (5, 7, 7, 5, 5),
    "N": (6, 5, 5, 5, 5),
    "P": (6, 5, 6, 4, 4),
    "Q": (2, 5, 5, 7, 3),
    "R": (6, 5, 6, 5, 5),
    "S": (3, 4, 2, 1, 6),
    "T": (7, 2, 2, 2, 2),
    "V": (5, 5, 5, 5, 2),
    "W": (5, 5, 7, 7, 5),
    "X": (5, 5, 2, 5, 5),
    "Y": (5, 5, 2, 2, 2),
    "Z": (7, 1, 2, 4, 7),
    "-": (0, 0, 7, 0, 0),
    ".": (0, 0, 0, 0, 2),
}
"""Letters of the check code's alphabet and the point, three pixels wide and five high, one number a row."""

_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def is_drawable(text: str) -> bool:
    """Return True if every letter can be drawn large."""
    return all(letter in _ROWS for letter in text.upper())


def big(text: str) -> list[str]:
    """Return ``text`` in three lines of half blocks, without letters that are not in the alphabet."""
    letters = [(*_ROWS[letter], 0) for letter in text.upper() if letter in _ROWS]
    return [
        " ".join(
            "".join(_HALVES[rows[y] >> bit & 1, rows[y + 1] >> bit & 1] for bit in (2, 1, 0))
            for rows in letters
        )
        for y in (0, 2, 4)
    ]
