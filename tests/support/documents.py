"""What a process of its own reads for the program, the process of the tests reads itself, where it may.

Such a process costs a third of a second, most of it to import what the tests have long imported. It is
started in ``make soak``, for tests of it (:func:`apart_each_time`), where a test has set other limits or
another reader, and by every program that a test starts. And a document that many tests review is read once.
"""

from __future__ import annotations

import hashlib
import importlib
import pickle
import subprocess
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import language
from planreader import plan_and_marks
from planreader.apart import assembled_apart
from planreader.build.marks import Marks
from store.db import apart
from store.db.errors import UserError
from store.plan.model import Plan
from tests.support.lengths import WHOLE

_USUAL: Final = (apart.LIMITS, apart._START)
_known: Final[dict[tuple[Any, ...], tuple[Plan, Marks | None]]] = {}
_run_apart: Final = apart._run


def _is_usual() -> bool:
    return (apart.LIMITS, apart._START) == _USUAL


def _run_here(command: list[str], request: bytes, seconds: int) -> subprocess.CompletedProcess[bytes]:
    """As ``store.db.apart._run``: what comes and goes is pickled, and begins in the first language."""
    task, given, limits = pickle.loads(request)
    if limits != apart.LIMITS or not _is_usual():
        return _run_apart(command, request, seconds)
    module, _, name = task.partition(":")
    try:
        with language.speaking(language.LANGUAGES[0]):
            result = ("", getattr(importlib.import_module(module), name)(*given))
    except UserError as refused:
        result = (refused.code, dict(refused.params))
    except MemoryError:
        return subprocess.CompletedProcess(command, apart.OUT_OF_MEMORY, b"", b"")
    except Exception:
        return subprocess.CompletedProcess(command, 1, b"", traceback.format_exc().encode())
    return subprocess.CompletedProcess(command, 0, pickle.dumps(result, pickle.HIGHEST_PROTOCOL), b"")


@contextmanager
def read_here() -> Iterator[None]:
    """Let the process of the tests read in the block what the usual reader would; not in ``make soak``."""
    with patch.object(apart, "_run", _run_apart if WHOLE else _run_here):
        yield


@contextmanager
def apart_each_time() -> Iterator[None]:
    """Let a process of its own read each file in the block."""
    with patch.object(apart, "_run", _run_apart):
        yield


def _read_once(path: Path, **options: Any) -> tuple[Plan, Marks | None]:
    """As :func:`planreader.apart.assembled_apart`; what the same bytes said before."""
    if not path.is_file() or not _is_usual():
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
