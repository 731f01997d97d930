"""The language that a whole process speaks, threads of the interface included, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import language


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make ``code`` the language as a person chooses it: whatever runs may choose another meanwhile."""
    before = language.current()
    language.use(code)
    try:
        yield
    finally:
        language.use(before)
