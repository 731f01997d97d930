"""A document that many tests review is read once by each process of tests, in that process.

Reading one takes a second, and a process of its own a fifth of one more; what that process does beside
reading is tested where it is (tests.planreader.sources.test_apart).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from planreader import plan_and_marks
from planreader.apart import assembled_apart
from planreader.build.marks import Marks
from store.db import apart
from store.plan.model import Plan

_USUAL: Final = (apart.LIMITS, apart._START)
_known: Final[dict[tuple[Any, ...], tuple[Plan, Marks | None]]] = {}


def _read_once(path: Path, **options: Any) -> tuple[Plan, Marks | None]:
    """As :func:`planreader.apart.assembled_apart`; what the same bytes said before.

    Where a test has set other limits or another reader, a process of its own reads.
    """
    if not path.is_file() or (apart.LIMITS, apart._START) != _USUAL:
        return assembled_apart(path, **options)
    digest = hashlib.sha256(path.read_bytes()).digest()
    key = (path.name, digest, *sorted(options.items(), key=str))
    if key not in _known:
        _known[key] = plan_and_marks(path, **options)
    return _known[key]


@contextmanager
def documents_read_once() -> Iterator[None]:
    """Let reviews in the block read each document once; tests of the reader itself are not concerned."""
    with patch("planreader.review.reading.assembled_apart", _read_once):
        yield
