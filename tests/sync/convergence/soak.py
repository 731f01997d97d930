"""Many random histories, always the same: ``python -m tests.sync.convergence.soak [COUNT] [FIRST]``.

Each lives through everything of histories.py beside it and must hold what test_convergence asks for. Then
each mistake of mistakes.py is planted, and must be caught.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from tests.sync.convergence.attacker import ATTACKS
from tests.sync.convergence.histories import CENTERS, FIELDS, LAPTOPS, MOST, TARGETS, Step, lived
from tests.sync.convergence.mistakes import KNOWN, MISTAKES, caught_after
from tests.sync.convergence.test_convergence import check_invariants

HISTORIES: Final = 20_000
MOST_SURVIVED: Final = 2_000
"""Histories after which a planted mistake must have been caught."""
_CHUNK: Final = 50
_KINDS: Final = (
    *("edit", "edit", "edit", "up", "late", "down") * 2,
    *("across", "between", "killed", "renew", "clone", "image", "image", "back", "restore", "restore"),
    *("attack", "attack"),
    *("undo", "decide", "decide"),
)


def history(seed: int) -> list[Step]:
    """A history of 8 to 30 steps."""
    rng = random.Random(seed)
    return [_step(rng, rng.choice(_KINDS)) for _ in range(rng.randint(8, 30))]


def _step(rng: random.Random, kind: str) -> Step:
    somebody, laptop, center = (rng.randrange(n) for n in (MOST + CENTERS, MOST, CENTERS))
    if kind == "edit":
        what = rng.choice(TARGETS), rng.choice(FIELDS), rng.choice("123")
        return kind, somebody, *what, rng.randint(-1000, 1000)
    if kind == "undo":
        return kind, somebody, rng.randint(-1000, 1000)
    if kind == "decide":
        return kind, somebody, rng.choice("123"), rng.random() < 0.7, rng.randint(-1000, 1000)
    if kind in ("up", "down"):
        return kind, laptop, center, rng.random() < 0.6
    if kind == "late":
        return kind, somebody, rng.randint(0, 30)
    if kind == "restore":
        return kind, somebody, rng.random() < 0.5, rng.random() < 0.5
    if kind == "killed":
        return kind, somebody, rng.random() < 0.5
    if kind == "between":
        return kind, center
    if kind == "across":
        return kind, laptop, rng.randrange(MOST)
    if kind == "attack":
        return (
            kind,
            somebody,
            rng.randrange(MOST + CENTERS),
            rng.choice(sorted(ATTACKS)),
            rng.randrange(2**16),
        )
    if kind == "clone":
        both = rng.choice(TARGETS), rng.choice(FIELDS), rng.choice("123"), rng.randint(-1000, 1000)
        return (kind, laptop, *both) if rng.random() < 0.7 else (kind, laptop)
    return kind, somebody


def live_through(seeds: range) -> Counter[str]:
    """What happened in some histories; those that broke an invariant are told on the spot."""
    found: Counter[str] = Counter()
    for seed in seeds:
        steps = history(seed)
        found["histories"] += 1
        try:
            with lived(steps) as world:
                check_invariants(world, steps)
                found["with conflicts"] += any(one["conflict"] for one in world.center.one.state)
                found["with forks"] += world.counts["forks"] > 0
                found["with new identities"] += world.counts["renewed"] > 0
                found["new identities"] += world.counts["renewed"]
                found["copies, restores and renewals"] += world.renewals
                found["with copied folders"] += len(world.laptops) > LAPTOPS
                found["with headquarters restored"] += any(place.node.epoch > 0 for place in world.centers)
                found["edits"] += len(world.typed)
                found["attacks"] += len(world.attacks)
                found["files exchanged"] += len(world.files)
        except Exception as error:
            # whatever it finds is told with its seed, and the other histories go on
            found["FAILED"] += 1
            sys.stderr.write(f"{seed}: {type(error).__name__}: {error}\n")
    return found


def plant() -> int:
    """Plant each mistake and tell after how many histories it is caught; 1 where one survives them all."""
    survivors = 0
    for mistake in MISTAKES:
        after = caught_after(mistake, map(history, range(MOST_SURVIVED - len(KNOWN))))
        by = f" ({mistake.caught_by.__name__})" if callable(mistake.caught_by) else ""
        sys.stdout.write(f"{mistake.title}: {'survives' if after is None else after}{by}\n")
        sys.stdout.flush()
        survivors += after is None
    return min(survivors, 1)


def failed(live_through: Callable[[range], Counter[str]], histories: int) -> int:
    """Live through COUNT histories on all processors, and sum up; 1 where one failed."""
    given = [int(text) for text in sys.argv[1:]]
    count, first = given[0] if given else histories, given[1] if len(given) > 1 else 0
    started = time.monotonic()
    total: Counter[str] = Counter()
    chunks = [range(at, min(at + _CHUNK, first + count)) for at in range(first, first + count, _CHUNK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for happened in pool.map(live_through, chunks):
            total += happened
            done = f"{total['histories']}/{count}, {time.monotonic() - started:.0f} s"
            sys.stderr.write(f"\r{done}, failed: {total['FAILED']}")
    sys.stdout.write(f"\n{time.monotonic() - started:.0f} s\n")
    sys.stdout.writelines(f"{what}: {number}\n" for what, number in sorted(total.items()))
    return 1 if total["FAILED"] else 0


def main() -> int:
    """Live through histories, and plant the mistakes; 1 where one failed."""
    return max(failed(live_through, HISTORIES), plant())


if __name__ == "__main__":
    sys.exit(main())
