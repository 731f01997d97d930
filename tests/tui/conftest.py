"""Options and fixtures of the interface's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

import pytest

from language import use
from language.signs import use_plain
from tests.support.documents import documents_read_once

NOON = datetime(2022, 9, 15, 12, 0).timestamp()


@pytest.fixture(autouse=True)
def _english_at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Recorded moments are of one day, so that screens can be compared; every test begins in English, with
    the usual signs."""
    import store.ledger.append

    class Clock:
        time = staticmethod(lambda: NOON)

    monkeypatch.setattr(store.ledger.append, "time", Clock)
    use("en")
    use_plain(False)
    yield
    use("sq")


@pytest.fixture
def refresh() -> bool:
    """Whether the kept screens are to be written anew."""
    return bool(os.environ.get("TERREN_REFRESH_SCREENS"))


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    with documents_read_once():
        yield
