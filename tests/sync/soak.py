"""Many random histories, the same for the same numbers: ``python -m tests.sync.soak [COUNT] [FIRST]``.

Each lives through everything of tests/sync/histories.py and must hold what test_convergence asks for.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from tests.sync.histories import FIELDS, MOST, TARGETS, Step, lived
from tests.sync.test_convergence import hold

HISTORIES: Final = 20_000
_CHUNK: Final = 50
_KINDS: Final = (
    *("edit", "edit", "decide", "up", "late", "down") * 2,
    *("clone", "image", "back", "restore", "center_image", "center_restore"),
)


def history(seed: int) -> list[Step]:
    """A history of 8 to 30 steps."""
    rng = random.Random(seed)
    return [_step(rng, rng.choice(_KINDS)) for _ in range(rng.randint(8, 30))]


def _step(rng: random.Random, kind: str) -> Step:
    edit = rng.choice(TARGETS), rng.choice(FIELDS), rng.choice("123"), rng.randint(-1000, 1000)
    if kind == "edit":
        return kind, rng.randrange(MOST), *edit
    if kind == "decide":
        return kind, *edit
    if kind in ("up", "down"):
        return kind, rng.randrange(MOST), rng.random() < 0.5
    if kind == "late":
        return kind, rng.randint(0, MOST), rng.randint(0, 30)
    if kind == "center_restore":
        return kind, rng.random() < 0.5
    return (kind,) if kind == "center_image" else (kind, rng.randrange(MOST))


def live_through(seeds: range) -> Counter[str]:
    """What happened in some histories; those that broke an invariant are told on the spot."""
    found: Counter[str] = Counter()
    for seed in seeds:
        steps = history(seed)
        found["histories"] += 1
        try:
            with lived(steps) as world:
                hold(world, steps)
                found["with conflicts"] += any(one["conflict"] for one in world.center.one.state)
                found["with forks set aside"] += world.counts["forks"] > 0
                found["with new identities"] += world.counts["renewed"] > 0
                found["with files that waited for a fork point"] += world.counts["refused"] > 0
                found["with copied folders"] += len(world.laptops) > 3
                found["with headquarters restored"] += world.center.node.epoch > 0
                found["files exchanged"] += len(world.files)
        except Exception as error:
            found["FAILED"] += 1
            sys.stderr.write(f"{seed}: {type(error).__name__}: {error}\n")
    return found


def main() -> int:
    """Live through COUNT histories on all processors and sum up; 1 where one failed."""
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
