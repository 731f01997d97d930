"""How much memory this process has, and bounds on it as far as the system has any."""

from __future__ import annotations

import contextlib
import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in (
                    "PeakWorkingSetSize",
                    "WorkingSetSize",
                    "QuotaPeakPagedPoolUsage",
                    "QuotaPagedPoolUsage",
                    "QuotaPeakNonPagedPoolUsage",
                    "QuotaNonPagedPoolUsage",
                    "PagefileUsage",
                    "PeakPagefileUsage",
                )
            ),
        )

    def resident() -> int:
        """Bytes of memory that this process has. Raises OSError."""
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        ask = kernel.K32GetProcessMemoryInfo
        ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        if not ask(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb):
            raise ctypes.WinError(ctypes.get_last_error())
        return int(counters.PagefileUsage)

    def bound(seconds: int, memory: int) -> None:
        """Nothing: this system has no limits of a process that the standard library could set."""

else:
    import resource
    from pathlib import Path

    _STATM = Path("/proc/self/statm")

    def resident() -> int:
        """Bytes of memory that this process has. Raises OSError."""
        if sys.platform == "darwin":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return int(_STATM.read_bytes().split()[1]) * resource.getpagesize()

    def bound(seconds: int, memory: int) -> None:
        """Let the system end this process some time after ``seconds`` of work, and refuse it half as much
        again as ``memory``: only a jump between two looks at :func:`resident` comes so far."""
        for which, most in ((resource.RLIMIT_CPU, seconds + 10), (resource.RLIMIT_AS, memory * 3 // 2)):
            # macOS knows the second and sets none
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(which, (most, most))
