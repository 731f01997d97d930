"""What ``make mutate`` plants."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.mutate import mutants


@pytest.mark.parametrize(
    ("source", "planted"),
    [
        ("a = b == c\n", ["a = (b != c)\n"]),
        (
            "if a and not b:\n    go()\n",
            ["if (a or not b):\n    go()\n", "if a and (b):\n    go()\n", "if a and not b:\n    pass\n"],
        ),
        ("for a in b:\n    continue\n", ["for a in b:\n    break\n"]),
        (
            "ë = 'ç' if d else e + 1\n",
            ["ë = ('ç' if not d else e + 1)\n", "ë = 'ç' if d else (e - 1)\n", "ë = 'ç' if d else e + 2\n"],
        ),
        (
            "def f(a: int | None = 3) -> bool | None:\n    'Say.'\n",
            ["def f(a: int | None = 4) -> bool | None:\n    'Say.'\n"],
        ),
    ],
)
def test_each_mistake_stands_in_the_place_of_one_expression(source: str, planted: list[str]) -> None:
    data = source.encode()
    made = [
        (data[: one.start] + one.planted.encode() + data[one.end :]).decode()
        for one in mutants("a.py", source)
    ]
    assert sorted(made) == sorted(planted)


def test_every_mistake_can_be_read() -> None:
    path = Path(__file__).parents[1] / "store" / "ledger" / "branches.py"
    data = path.read_bytes()
    places = list(mutants("branches.py", data.decode()))
    assert len(places) > 50
    for one in places:
        ast.parse(data[: one.start] + one.planted.encode() + data[one.end :])
