"""Many random mixtures, always the same: ``python -m tests.sync.server.soak [COUNT] [FIRST]``."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Final

from sync.server.tables import make_tables
from tests.support.postgres import cluster
from tests.sync.convergence.soak import failed
from tests.sync.server.mixtures import mixture

HISTORIES: Final = 5_000


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
                    world.check_invariants()
                    found += world.happened
            except Exception as error:
                # whatever it finds is told with its seed, and the other histories go on
                found["FAILED"] += 1
                sys.stderr.write(f"{seed}: {type(error).__name__}: {error}\n")
    return found


if __name__ == "__main__":
    sys.exit(failed(live_through, HISTORIES))
