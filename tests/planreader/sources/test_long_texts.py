"""Cells of a hostile length: reading one takes a time that grows with its length, and not with its square."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Final

import pytest

from planreader.build.names import Lexicon
from planreader.interpret.headings import labels
from planreader.sources.form import Cell, Part
from planreader.sources.text.words import kind_of
from planreader.vocabulary.headwords import role_of
from planreader.vocabulary.money import by_year, is_about, is_cell

_LENGTH: Final = 60_000
_MOST: Final = 2.0
"""Seconds of the processor, of which with the square it would be ten at least."""


def _names(text: str) -> tuple[str, ...]:
    cell = Cell("institutions", (Part(text),))
    return Lexicon([cell]).entries(cell)


@pytest.mark.parametrize("read", [by_year, is_about, is_cell, kind_of, labels.objective, role_of, _names])
@pytest.mark.parametrize(
    "text",
    [
        f"{';' * _LENGTH}x",
        f"{'A' * _LENGTH}!",
        f"1.1 Objective 1.1: {'.' * _LENGTH}x",
        f"{'1.' * (_LENGTH // 2)}x",
        f"Ministria e Kulturës, rinisë{', artit' * (_LENGTH // 7)}",
        f"{'(me ndihmën e MF ' * (_LENGTH // 17)}",
        f"{'2026: ' * (_LENGTH // 6)}x",
    ],
    ids=lambda text: text[:8],
)
def test_a_long_cell_is_read_in_time(read: Callable[[str], object], text: str) -> None:
    before = process_time()
    read(text)
    assert process_time() - before < _MOST
