"""Whatever happens to server, folder, sticks and programs, all come to the same as by files alone."""

from __future__ import annotations

import pytest

from tests.support.lengths import cases
from tests.support.postgres import Cluster
from tests.sync.server.mixtures import mixture


@pytest.mark.parametrize("seed", range(cases(4, 40)))
def test_mixtures_of_server_folder_and_sticks_come_to_the_same(
    postgres: Cluster, database: str, seed: int
) -> None:
    with mixture(postgres, database, seed) as world:
        world.check_invariants()
