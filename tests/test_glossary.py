"""What ``make check`` says of names: a word of one's own is told."""

from __future__ import annotations

import pytest

from tools.rules.glossary import is_known


@pytest.mark.parametrize("name", ["Heeding", "ToldScreen", "SectionsOf", "Xyz"])
def test_a_word_of_ones_own_is_not_known(name: str) -> None:
    assert not is_known(name, "store/ledger")
