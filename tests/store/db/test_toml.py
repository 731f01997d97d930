"""TOML of people is read within bounds, and whatever is wrong with it is one error."""

from __future__ import annotations

import pytest

from store.db.toml import parse_toml


def test_values_are_read() -> None:
    assert parse_toml('a = 1\n[b.c]\nd = ["x", {e = 9223372036854775807}]') == {
        "a": 1,
        "b": {"c": {"d": ["x", {"e": 2**63 - 1}]}},
    }


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "9" * 5000,
        "a = 9223372036854775808",
        "a = [[{b = -9223372036854775809}]]",
        "a = " + "[" * 5000,
        "a = " + "[" * 50 + "]" * 50,
        ".".join("a" * 5000) + " = 1",
        "a = " + "{b = " * 2000 + "1" + "}" * 2000,
        "a = ",
        "\x00\x01",
    ],
    ids=range(9),
)
def test_what_is_monstrous_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_toml(text)
