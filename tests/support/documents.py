"""A document that many tests review is read once by each process of tests: reading it takes a second."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from planreader import apart
from planreader.apart import assembled_apart
from planreader.build.marks import Marks
from store.plan.model import Plan

_known: Final[dict[tuple[Any, ...], tuple[Plan, Marks]]] = {}


def _read_once(path: Path, **options: Any) -> tuple[Plan, Marks]:
    """As :func:`planreader.apart.assembled_apart`; what the same bytes said before under the same limits."""
    if not path.is_file():
        return assembled_apart(path, **options)
    digest = hashlib.sha256(path.read_bytes()).digest()
    key = (path.name, digest, apart.LIMITS, apart._START, *sorted(options.items(), key=str))
    if key not in _known:
        _known[key] = assembled_apart(path, **options)
    return _known[key]


@contextmanager
def documents_read_once() -> Iterator[None]:
    """Let reviews in the block read each document once; tests of the reader itself are not concerned."""
    with patch("planreader.review.reading.assembled_apart", _read_once):
        yield
