"""Names on two lines of a list in a narrow column."""

from __future__ import annotations

import pytest

from planreader.interpret.namelists.halves import Unit, with_halves
from planreader.sources.text.lines import BLOCK, WRAP


def _cells(*texts: str) -> list[list[Unit]]:
    """Cells whose pieces stand on a line each; a comma ends a name, an empty line lies before ``|``."""
    return [
        [
            Unit(piece.strip("|,"), BLOCK if piece.startswith("|") else WRAP, piece.endswith(","))
            for piece in text.split(" / ")
        ]
        for text in texts
    ]


WHOLE, HALVES = ["Këshilli Kombëtar i Pyjeve"], ["Këshilli", "Kombëtar i Pyjeve"]
TOGETHER = "Këshilli / Kombëtar i Pyjeve"


@pytest.mark.parametrize(
    ("texts", "known", "first"),
    [
        (["UN / Women", "BK / UN / Women", "UN / Women / BK"], (), ["UN Women"]),
        (["UN / Women", "BK"], (), ["UN", "Women"]),
        (["UN / Women", "BK"], ("un women",), ["UN Women"]),
        (["Lidhja e / Komunave"] * 3, (), ["Lidhja e Komunave"]),
        (["Lidhja / Komunat", "Lidhja / MPB", "Lidhja / Komunat"], (), ["Lidhja", "Komunat"]),
        (["Policia, / Komunat"] * 3, (), ["Policia", "Komunat"]),
        (["Policia / |Komunat"] * 3, (), ["Policia", "Komunat"]),
        (["MPB / Policia e Kosovës"] * 3, (), ["MPB", "Policia e Kosovës"]),
        (["Këshilli / |Kombëtar i Pyjeve", *[TOGETHER] * 6], (), WHOLE),
        ([*[TOGETHER] * 6, "Këshilli"], (), WHOLE),
        ([*[TOGETHER] * 6, "Këshilli", "MPB / Këshilli"], (), HALVES),
        ([*[TOGETHER] * 6, "Këshilli / Policia"], (), HALVES),
        (["Këshilli / |Kombëtar i Pyjeve", *[TOGETHER] * 2], (), HALVES),
    ],
)
def test_a_half_never_stands_without_the_other(
    texts: list[str], known: tuple[str, ...], first: list[str]
) -> None:
    assert [unit.text for unit in with_halves(_cells(*texts), known)[0]] == first
