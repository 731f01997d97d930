"""Filters under names: one line each in the configuration, whatever else stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from store.db.errors import UserError
from store.query.filters.filter import Filter
from store.query.filters.filter_form import write_filter
from store.query.filters.named_filters import (
    MAX_NAME,
    forget_filter,
    named_filter,
    named_filters,
    save_filter,
)

MINE = Filter(mine=True, overdue=True, lead='MPB "x"', statuses=frozenset({"implemented"}))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "config.toml"


def checked_refusal(config: Path, name: str, code: str, wanted: Filter = MINE) -> UserError:
    before = config.read_bytes() if config.exists() else None
    with pytest.raises(UserError) as caught:
        save_filter(config, name, wanted)
    assert caught.value.code == code
    assert (config.read_bytes() if config.exists() else None) == before
    return caught.value


def test_a_filter_is_saved_found_and_replaced(config: Path) -> None:
    assert named_filters(config) == {}
    assert save_filter(config, "Të miat", MINE) is None
    assert named_filter(config, "Të miat") == MINE
    assert save_filter(config, "all", Filter()) is None
    assert save_filter(config, "Të miat", Filter(due=2022)) is not None
    assert (
        config.read_text(encoding="utf-8")
        == """[filters]
"Të miat" = "due=2022"
"all" = ""
"""
    )
    with pytest.raises(UserError) as caught:
        named_filter(config, "mine")
    assert (caught.value.code, caught.value.params["known"]) == ("filter_unknown", ["Të miat", "all"])


def test_a_filter_is_forgotten(config: Path) -> None:
    save_filter(config, "Të miat", MINE)
    save_filter(config, "all", Filter())
    assert forget_filter(config, "Të miat") == write_filter(MINE)
    assert named_filters(config) == {"all": ""}
    with pytest.raises(UserError) as caught:
        forget_filter(config, "Të miat")
    assert caught.value.code == "filter_unknown"
    forget_filter(config, "all")
    assert config.read_text("utf-8") == "[filters]\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_other_lines_stay(config: Path, end: str) -> None:
    text = end.join(
        [
            "# ours",
            'language = "sr"  # of the office',
            "",
            " [ filters ] # saved",
            "# the first",
            "old = 'overdue'",
            "",
            "# keys",
            "[keys]",
            'old = "x"',
        ]
    )
    config.parent.mkdir()
    config.write_bytes(text.encode())
    save_filter(config, "new", Filter(mine=True))
    save_filter(config, "old", Filter(unsent=True))
    expected = text.replace("old = 'overdue'", '"old" = "unsent"') + end
    lines = expected.split(end)
    lines.insert(6 + 2, '"new" = "mine"')
    assert config.read_bytes().decode() == end.join(lines)


@pytest.mark.parametrize(
    "text",
    [
        'filters = {old = "overdue"}\n',
        'filters.old = "overdue"\n',
        'editor = """\n[filters]\n"""\n',
        '[filters]\nnew = """\nmine"""\n',
    ],
)
def test_what_a_line_cannot_do_is_left_to_people(config: Path, text: str) -> None:
    config.parent.mkdir()
    config.write_text(text, encoding="utf-8")
    figures = checked_refusal(config, "new", "config_by_hand").params
    assert str(figures["line"]).startswith('"new" = "mine overdue ')


@pytest.mark.parametrize("text", ['filters = {old = "overdue"}\n', '[filters]\nold = """\nmine"""\n'])
def test_what_is_not_one_line_is_forgotten_by_people(config: Path, text: str) -> None:
    config.parent.mkdir()
    config.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        forget_filter(config, "old")
    assert caught.value.code == "config_remove_by_hand"
    assert config.read_text("utf-8") == text


@pytest.mark.parametrize("text", ["filters = 3\n", "[filters]\nnew = 3\n", "filters\n", "[filters"])
def test_an_unreadable_configuration_is_refused(config: Path, text: str) -> None:
    config.parent.mkdir()
    config.write_text(text, encoding="utf-8")
    checked_refusal(config, "new", "config_unreadable")
    with pytest.raises(UserError):
        named_filters(config)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\x1b", "x" * (MAX_NAME + 1), " x"])
def test_names_are_one_short_line(config: Path, name: str) -> None:
    checked_refusal(config, name, "filter_name")


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "# [filters]",
            "[filters]",
            "[other]",
            'a = "mine"',
            "b = 1",
            '"x y" = "due=2022"',
            "c.d = 2",
            "\u2028#",
        ]
    ),
    max_size=7,
)


@given(
    lines=LINES, last=st.sampled_from(["", "\n"]), name=st.sampled_from(["a", "x y", "b", "[filters]", "é=#"])
)
def test_saving_changes_one_filter_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], last: str, name: str
) -> None:
    config = tmp_path_factory.mktemp("c") / "config.toml"
    text = "\n".join(lines) + last
    config.write_bytes(text.encode())
    try:
        save_filter(config, name, MINE)
    except UserError:
        assert config.read_bytes().decode() == text
        return
    assert named_filter(config, name) == MINE
    before, after = tomli.loads(text), tomli.loads(config.read_bytes().decode())
    before.setdefault("filters", {})[name] = after["filters"][name]
    assert after == before
    assert {line for line in lines if line.startswith("#")} <= {*config.read_bytes().decode().split("\n")}
    forget_filter(config, name)
    del before["filters"][name]
    assert tomli.loads(config.read_bytes().decode()) == before
