"""What a command reads from the person: answers at the terminal, and texts from standard input (“-”)."""

from __future__ import annotations

import sys
from typing import Final

from store.db.errors import UserError
from store.db.text import fold
from terren import output

_YES: Final = frozenset({"y", "yes", "p", "po", "d", "da"})
_MOST: Final = 1024 * 1024
"""Characters that are read of a text: many times what an entry may have."""


def is_typed() -> bool:
    """Return True if a person types, who can be asked unless the questions go elsewhere."""
    return sys.stdin.isatty()


def at_terminal() -> bool:
    """Return True if a person can be asked."""
    return is_typed() and sys.stderr.isatty()


def asked(question: str) -> str | None:
    """Return what a person answers, None at the end of input."""
    output.stop_progress()
    output.say(question, end=" ")
    line = sys.stdin.readline()
    return line.strip() if line else None


def agreed(question: str) -> bool:
    """Return True if a person answers a question with yes."""
    return fold(asked(question) or "") in _YES


def confirm(question: str, unasked: str, declined: str, **params: object) -> None:
    """Go on only where a person agrees.

    Raises UserError of the code ``unasked`` where nobody can be asked, else ``declined``.
    """
    if not at_terminal():
        raise UserError(unasked, **params)
    if not agreed(question):
        raise UserError(declined, **params)


def given(text: str) -> str:
    """Return a text of the command line, or where it is “-”, that of standard input.

    Raises UserError ``input_encoding`` where that is no UTF-8; nor is what has a NUL, mostly UTF-16.
    """
    if text != "-":
        return text
    try:
        read = sys.stdin.read(_MOST)
    except UnicodeDecodeError as error:
        raise UserError("input_encoding") from error
    if "\0" in read:
        raise UserError("input_encoding")
    return read.removeprefix("\ufeff")
