"""The process in which :mod:`planreader.apart` has a document read."""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import threading
import time
from typing import Final

from planreader import assembled
from planreader.apart import OUT_OF_MEMORY
from planreader.memory import bound, resident
from store.db.errors import Refused

_LOOK_EVERY: Final = 0.05


def main() -> None:
    """Read the document that standard input names, and answer on standard output."""
    path, said, limits = pickle.load(sys.stdin.buffer)
    # what a library prints must not stand in the answer
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    threading.Thread(target=_watch, args=(limits.memory,), daemon=True).start()
    bound(*limits)
    try:
        try:
            found: tuple[object, ...] = ("", *assembled(path, **said))
        except Refused as refused:
            found = (refused.code, dict(refused.params))
        pickle.dump(found, answer, pickle.HIGHEST_PROTOCOL)
        answer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    # nothing is left to be tidied up
    os._exit(0)


def _watch(limit: int) -> None:
    with contextlib.suppress(OSError):
        while resident() <= limit:
            time.sleep(_LOOK_EVERY)
        os._exit(OUT_OF_MEMORY)
