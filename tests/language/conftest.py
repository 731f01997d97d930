"""Every test starts in English and leaves the language as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language.current()
    language.use("en")
    yield
    language.use(before)
