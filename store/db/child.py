"""The process in which :mod:`store.db.apart` has a document read, in the bounds that the system has."""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import sys
import threading
import time
from pathlib import Path
from typing import Final

from store.db.apart import OUT_OF_MEMORY
from store.db.errors import UserError

_LOOK_EVERY: Final = 0.05
_STATM: Final = Path("/proc/self/statm")

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h: its size and the page faults, then eight sizes."""

        _fields_ = (("words", wintypes.DWORD * 2), ("sizes", ctypes.c_size_t * 8))

    def _held() -> int:
        counters = _Counters()
        counters.words[0] = ctypes.sizeof(counters)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        ask = kernel.K32GetProcessMemoryInfo
        ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        if not ask(kernel.GetCurrentProcess(), ctypes.byref(counters), ctypes.sizeof(counters)):
            raise ctypes.WinError(ctypes.get_last_error())
        # PagefileUsage
        return int(counters.sizes[6])

    def _bound(seconds: int, memory: int) -> None:
        """Nothing: this system has no limits of a process that the standard library could set."""

else:
    import resource

    def _held() -> int:
        """Return bytes of memory that this process has. Raises OSError."""
        if sys.platform == "darwin":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return int(_STATM.read_bytes().split()[1]) * resource.getpagesize()

    def _bound(seconds: int, memory: int) -> None:
        """Let the system end this process some time after ``seconds`` of work, and refuse it half as much
        again as ``memory``: only a jump between two looks at :func:`_held` comes so far."""
        for which, most in ((resource.RLIMIT_CPU, seconds + 10), (resource.RLIMIT_AS, memory * 3 // 2)):
            # macOS knows the second and sets none
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(which, (most, most))


def main() -> None:
    """Do what standard input asks for, and answer on standard output."""
    task, given, limits = pickle.load(sys.stdin.buffer)
    # what a library prints must not stand in the answer
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # before the system refuses memory, at which a library may crash
    _look(limits.memory)
    threading.Thread(target=_watch, args=(limits.memory,), daemon=True).start()
    _bound(*limits)
    module, _, name = task.partition(":")
    try:
        try:
            result: tuple[str, object] = ("", getattr(importlib.import_module(module), name)(*given))
        except UserError as refused:
            result = (refused.code, dict(refused.params))
        pickle.dump(result, answer, pickle.HIGHEST_PROTOCOL)
        answer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    # nothing is left to be tidied up
    os._exit(0)


def _watch(limit: int) -> None:
    while True:
        time.sleep(_LOOK_EVERY)
        _look(limit)


def _look(limit: int) -> None:
    """End this process where it has more memory than it may."""
    with contextlib.suppress(OSError):
        if _held() > limit:
            os._exit(OUT_OF_MEMORY)
