"""What holds for all tests."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from language import use_plain
from tests.support.databases import created_once, left_open
from tests.support.documents import read_here
from tests.support.lengths import REFRESH, WHOLE, cases
from tests.support.paths import MEMORY, ROOT
from tests.support.postgres import _tables, database, postgres, url

__all__ = ["_tables", "database", "postgres", "url"]
"""Fixtures that a test of a server asks for."""

if MEMORY.is_dir():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# what the person who starts the tests has set for the program or the terminal is none of theirs
OURS: Final = ("TERREN_LONG", "TERREN_REFRESH_SCREENS")
for name in {*os.environ} - {*OURS}:
    if name.startswith("TERREN_") or name in ("COLUMNS", "LINES"):
        del os.environ[name]

# how long a case takes says how busy the machine is
settings.register_profile("terren", deadline=None, max_examples=cases(25, 100))
settings.load_profile("terren")

LONGEST: Final = (
    "test_everything_holds_with_copies_and_restores",
    "test_the_demonstration_has_everything_to_try",
    "test_the_worst_files_are_done_with_in_bounded_time_and_memory",
    "test_whatever_is_broken_off_leaves_the_state_before_or_after",
    "test_from_the_first_run_to_the_export",
    "test_after_every_kill_the_database_is_whole_and_every_acknowledged_edit_is_there",
    "test_what_a_window_shows_survives_a_kill",
    "test_floors_and_findings",
    "test_a_session_goes_through",
    "test_no_word_overflows_its_place",
    "test_a_closed_terminal_keeps_text_place_and_what_is_open",
)
"""Tests of many seconds, which begin first: a long one that begins last leaves the other processors idle."""

# what is imported and collected stays to the end: looking through it for garbage took a quarter of that time
gc.disable()


@pytest.hookimpl
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors: some tests wait for a process, and each worker reads all anew."""
    del config
    return 1 + (os.cpu_count() or 1)


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Each worker begins to import elsewhere: in a fresh clone one finds compiled what another has."""
    workers, name = (os.environ.get(f"PYTEST_XDIST_WORKER{what}", "") for what in ("_COUNT", ""))
    config = session.config
    if name and config.args == config.getini("testpaths"):
        files = sorted(Path(__file__).parent.rglob("test_*.py"))
        first = len(files) * int(name.removeprefix("gw")) // int(workers)
        for file in (*files[first:], *files[:first]):
            # what cannot be imported is told where it is collected
            with suppress(Exception, pytest.skip.Exception):
                importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def _runs(item: pytest.Item) -> bool:
    """Return whether a test is of this run; kept screens are written anew whole."""
    written = REFRESH and "refresh" in getattr(item, "fixturenames", ())
    return WHOLE or written or item.get_closest_marker("soak") is None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs in ``make soak`` alone, and begin with what takes longest."""
    left_out = [item for item in items if not _runs(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _runs(item)]
    items.sort(key=lambda item: getattr(item, "originalname", "") not in LONGEST)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on there is garbage; it is looked for seldom, which was a fifteenth of all that tests did."""
    del session
    gc.freeze()
    gc.set_threshold(50_000, 50, 10)
    gc.enable()


@pytest.fixture(autouse=True)
def _closed_installations() -> Iterator[None]:
    yield
    use_plain(False)
    while left_open:
        left_open.pop().close()


@pytest.fixture(scope="session", autouse=True)
def _for_all() -> Iterator[None]:
    with created_once(), read_here():
        yield
