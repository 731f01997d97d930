"""Reads hostile files for a while: ``python -m tests.sync.wire.fuzz --minutes 30 [--plain] [--seed N]``.

Where atheris is installed (``pip install atheris``; it has no wheels for Windows, hence no dependency) its
coverage guides the search through sync, else chance does. Every file must be taken or refused with its
reason, within five seconds and 300 MB; what is refused changes nothing, what is taken leaves a database
without a fault.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import HealthCheck, given, settings

LARGEST_MB: Final = 300
BUFFER: Final = 800
SEEDS: Final = 200
QUIET: Final = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


def _instrumented(plain: bool) -> AbstractContextManager[Any] | None:
    """What the modules under test are imported in for atheris to see their branches; None without it."""
    if plain:
        return None
    try:
        import atheris
    except ImportError:
        return None
    instrumented: AbstractContextManager[Any] = atheris.instrument_imports(include=["sync"])
    return instrumented


def _guided(read: Callable[[bytes], object], rng: random.Random) -> None:
    """Let atheris search from random beginnings; the process ends in ``read``."""
    import atheris

    with TemporaryDirectory() as name:
        for n in range(SEEDS):
            (Path(name) / str(n)).write_bytes(rng.randbytes(BUFFER))
        options = ["-len_control=0", f"-max_len={BUFFER * 2}", "-rss_limit_mb=2000", "-timeout=60"]
        atheris.Setup([sys.argv[0], *options, f"-seed={rng.randrange(1, 2**31)}", name], read)
        atheris.Fuzz()


def main() -> int:
    """The command line; 1 where a file was read wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    guide = _instrumented(options.plain)
    with guide or nullcontext():
        from tests.sync.wire.hostile import FILES, Hostile
        from tests.sync.wire.hostile_reader import reader
    started, cpu = time.monotonic(), time.process_time()
    wrong: Counter[str] = Counter()
    rng = random.Random(options.seed)
    with reader() as one:

        @QUIET
        @given(FILES)
        def reads(hostile: Hostile) -> None:
            try:
                one.read(hostile)
            except Exception as error:
                # anything but a refusal is what is looked for
                what = f"{type(error).__name__}: {error}"[:200]
                wrong[what] += 1
                if wrong[what] == 1:
                    sys.stderr.write(f"\n{hostile!r}\n{what}\n")
                one.put_back()

        def finished() -> bool:
            return time.monotonic() - started > float(options.minutes) * 60

        def report() -> int:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            sys.stdout.write(
                f"{one.counts['files']} files in {time.monotonic() - started:.0f} s"
                f" ({time.process_time() - cpu:.0f} s of processor), slowest {one.slowest:.2f} s,"
                f" {memory} MB, wrong {sum(wrong.values())}\n"
            )
            sys.stdout.writelines(f"  {what}: {n}\n" for what, n in sorted(one.counts.items()))
            sys.stdout.writelines(f"  WRONG {what}: {n}\n" for what, n in wrong.items())
            sys.stdout.flush()
            return int(bool(wrong) or memory > LARGEST_MB)

        search = reads.hypothesis.fuzz_one_input  # type: ignore[attr-defined]
        if guide is not None:

            def guided(data: bytes) -> None:
                search(data)
                if finished():
                    code = report()
                    one.close()
                    os._exit(code)

            _guided(guided, rng)
        while not finished():
            search(rng.randbytes(BUFFER))
        return report()


if __name__ == "__main__":
    sys.exit(main())
