"""What went wrong, as data: rendered in three languages at the edge, never here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class UserError(Exception):
    """Something was refused and nothing changed.

    ``code`` names the message in the catalogs (``language.messages``); ``params`` are what it quotes:
    file, line, cell, number, what was found, what is known.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value!r}" for key, value in self.params.items())])


@contextmanager
def library_needed(extra: str) -> Iterator[None]:
    """Turn a library that is not installed into UserError ``library_missing``; ``extra`` would bring it."""
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        raise UserError("library_missing", library=library, extra=extra) from error
