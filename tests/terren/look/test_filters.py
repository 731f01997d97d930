"""More filters of a list, its orders, and filters saved under names."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.terren.conftest import Terren


@pytest.fixture(autouse=True)
def database(enrolled: Path) -> Path:
    return enrolled


def numbers(terren: Terren, *arguments: str) -> list[str]:
    result = terren("list", *arguments, "--json")
    assert result.code == 0, result.err
    return [action["nr"] for action in json.loads(result.out)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--objective", "2"), ["2.1.1", "2.1.2", "2.1.3", "2.1.4"]),
        (("--objective", "1.1.", "--due", "2022"), ["1.1.2", "1.1.4"]),
        (("--funding", "bk", "--objective", "1.1", "--mine"), ["1.1.1", "1.1.3"]),
        (("--warnings",), ["1.1.1"]),
        (("--warnings", "--objective", "2"), []),
    ],
)
def test_more_filters(terren: Terren, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert terren("spend", "1.1.1", "--year", "2021", "--capital", "5").code == 0
    assert numbers(terren, *arguments) == expected


def test_texts_are_found_the_best_first(terren: Terren) -> None:
    assert terren("note", "1.1.3", "Në pritje të XYZQ").code == 0
    assert numbers(terren, "--find", "xyzq", "--objective", "1") == ["1.1.2", "1.1.4", "1.1.3"]
    assert numbers(terren, "XYZQ", "--find", "1.1", "--sort", "number") == ["1.1.2", "1.1.3", "1.1.4"]
    assert numbers(terren, "--find", "prodkuti 212") == ["2.1.2"]
    assert numbers(terren, "--unassessed", "--find", "21") == ["2.1.1", "2.1.2", "2.1.3", "2.1.4"]
    assert numbers(terren, "--assessed") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--objective", "7"), "no objective or action 7"),
        (("--funding", "MIMAK"), "no funding source “MIMAK”"),
        (("--filter", "Të miat"), "No filter is saved under “Të miat”"),
        (("--save-filter", " "), "cannot be the name of a filter"),
    ],
)
def test_what_is_unknown_is_refused(
    terren: Terren, home: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = terren("list", *arguments)
    assert (result.code, result.out) == (1, "")
    assert words in result.err
    assert not (home / "config.toml").exists()


def test_an_unknown_order_is_wrong_usage(terren: Terren) -> None:
    result = terren("list", "--sort", "title")
    assert (result.code, result.out) == (2, "")
    assert "number, deadline, execution" in result.err


def test_orders(terren: Terren) -> None:
    terren("spend", "1.1.4", "--year", "2022", "--capital", "4", "--allocated", "10")
    terren("spend", "1.1.2", "--year", "2022", "--capital", "20000", "--allocated", "10000")
    in_plan = ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]
    assert numbers(terren, "--objective", "1", "--sort", "number") == in_plan
    by_deadline = ["1.1.2", "1.1.4", "1.1.1", "1.1.3"]
    assert numbers(terren, "--objective", "1", "--sort", "deadline") == by_deadline
    by_execution = ["1.1.4", "1.1.2", "1.1.1", "1.1.3"]
    assert numbers(terren, "--objective", "1", "--sort", "execution") == by_execution


def test_a_saved_filter_is_used_added_to_and_replaced(terren: Terren, home: Path) -> None:
    config = home / "config.toml"
    config.write_text('# of the office\nlanguage = "en"\n', encoding="utf-8")
    result = terren("list", "masa", "--lead", "MPB", "--status", "not_reported", "--save-filter", "Të miat")
    assert result.code == 0
    assert "Saved as “Të miat”: status=not_reported lead=MPB text=masa\n" in result.err
    assert config.read_text(encoding="utf-8") == (
        '# of the office\nlanguage = "en"\n\n[filters]\n'
        '"Të miat" = "status=not_reported lead=MPB text=masa"\n'
    )
    terren("set", "1.1.1", "--status", "2")
    assert numbers(terren, "--filter", "Të miat") == ["1.1.3", "2.1.1", "2.1.3"]
    assert numbers(terren, "2.1", "--filter", "Të miat") == ["2.1.1", "2.1.3"]
    assert numbers(terren, "--filter", "Të miat", "--status", "2") == ["1.1.1"]
    again = terren("list", "--filter", "Të miat", "--objective", "2", "--save-filter", "Të miat", "--csv")
    assert "lead=MPB text=masa → status=not_reported lead=MPB objective=2 text=masa" in again.err
    assert [row["nr"] for row in csv.DictReader(io.StringIO(again.out))] == ["2.1.1", "2.1.3"]
    assert numbers(terren, "--filter", "Të miat") == ["2.1.1", "2.1.3"]


def test_a_filter_of_this_year_is_saved_and_forgotten(terren: Terren, home: Path) -> None:
    assert terren("list", "--due", "this", "--save-filter", "now").code == 0
    assert (home / "config.toml").read_text("utf-8") == '[filters]\n"now" = "due=this"\n'
    result = terren("list", "--forget-filter", "now")
    assert (result.code, result.out, result.err) == (0, "", "No longer saved as “now”: due=this\n")
    assert terren("list", "--filter", "now").code == 1
    assert terren("list", "--forget-filter", "now").code == 1
    assert terren("list", "--due", "that").code == 2


def test_a_filter_that_cannot_be_met_is_not_saved(terren: Terren, home: Path) -> None:
    assert terren("list", "--lead", "MPBB", "--save-filter", "x").code == 1
    assert not (home / "config.toml").exists()


def test_a_filter_from_another_hand_is_read_as_data(terren: Terren, home: Path) -> None:
    (home / "config.toml").write_text('[filters]\nx = "mine; rm"\ny = 3\n', encoding="utf-8")
    result = terren("list", "--filter", "x")
    assert (result.code, "[filters]" in result.err) == (1, True)
    (home / "config.toml").write_text('[filters]\nx = "mine; rm"\n', encoding="utf-8")
    result = terren("list", "--filter", "x")
    assert (result.code, "is no filter" in result.err) == (1, True)
