"""Many random mixtures, always the same: ``python -m tests.sync.server.soak [COUNT] [FIRST]``."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from sync.server.tables import make_tables
from tests.support.postgres import cluster
from tests.sync.server.mixtures import mixture

HISTORIES: Final = 5_000
_CHUNK: Final = 50


def live_through(seeds: range) -> Counter[str]:
    """What happened in some histories, on a server of their own; those that broke an invariant are told."""
    found: Counter[str] = Counter()
    with cluster() as server:
        make_tables(server.url("postgres"))
        server.run("postgres", "CREATE ROLE desk LOGIN IN ROLE terren_desk")
        for seed in seeds:
            found["histories"] += 1
            try:
                with mixture(server, "postgres", seed) as world:
                    world.hold()
                    found += world.happened
            except Exception as error:
                found["FAILED"] += 1
                sys.stderr.write(f"{seed}: {type(error).__name__}: {error}\n")
    return found


def main() -> int:
    """Live through COUNT histories on all processors, and sum up; 1 where one failed."""
    given = [int(text) for text in sys.argv[1:]]
    count, first = given[0] if given else HISTORIES, given[1] if len(given) > 1 else 0
    started = time.monotonic()
    total: Counter[str] = Counter()
    chunks = [range(at, min(at + _CHUNK, first + count)) for at in range(first, first + count, _CHUNK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(live_through, chunks):
            total += found
            done = f"{total['histories']}/{count}, {time.monotonic() - started:.0f} s"
            sys.stderr.write(f"\r{done}, failed: {total['FAILED']}")
    sys.stdout.write(f"\n{time.monotonic() - started:.0f} s\n")
    sys.stdout.writelines(f"{what}: {number}\n" for what, number in sorted(total.items()))
    return 1 if total["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main())
