"""Options and fixtures of the interface's tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

import pytest

from language import use
from tests.support.documents import documents_read_once
from tests.support.lengths import REFRESH
from tests.tui.stylesheets import stylesheets_parsed_once

NOON = datetime(2022, 9, 15, 12, 0).timestamp()


@pytest.fixture(autouse=True)
def _english_at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Recorded moments are of one day, so that screens can be compared.

    Every test begins in English, and with all signs.
    """
    import store.ledger.append

    class Clock:
        time = staticmethod(lambda: NOON)

    monkeypatch.setattr(store.ledger.append, "time", Clock)
    use("en")
    yield
    use("sq")


@pytest.fixture
def refresh() -> bool:
    """Whether the kept screens are to be written anew."""
    return REFRESH


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    # an interface that has started keeps all there is from the search for garbage: the tests before it, too
    with documents_read_once(), stylesheets_parsed_once(), patch.object(gc, "freeze"):
        yield
