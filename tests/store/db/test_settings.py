"""The configuration: every setting typed, nothing guessed, one rule for mistakes."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.db.settings import Settings, read_settings


def written(folder: Path, text: str) -> Settings:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


def test_every_setting_is_read(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        'database = "a.db"\nlanguage = "sr"\nreceipt_days = 3\nkeep_days = 4\ntrust = "first_sight"\n'
        'seal = true\nask = "never"\nascii = false\ntheme = "light"\neditor = "nano"\n'
        '[filters]\nlate = "overdue"\n[keys]\nnote = "f6 N"\nundo = ["z"]\n',
    )
    assert found == Settings(
        database=tmp_path / "a.db",
        language="sr",
        receipt_days=3,
        keep_days=4,
        trust="first_sight",
        seal=True,
        ask="never",
        filters={"late": "overdue"},
        ascii=False,
        theme="light",
        editor="nano",
        keys={"note": ("f6", "N"), "undo": ("z",)},
    )


def test_every_setting_says_what_it_means() -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(Settings)))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef)).body
    for field, after in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign):
            assert isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant), ast.dump(field)


def test_no_file_is_all_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none" / "config.toml") == Settings()


@pytest.mark.parametrize(
    "line",
    [
        "database = 3",
        'database = "a\\u0000b"',
        'language = "xx"', "language = 3", "receipt_days = 0", "receipt_days = true",
        "keep_days = '1'", 'trust = "everybody"', "seal = 1", 'ask = "often"', "filters = 3",
        "[filters]\nx = 3", "x = [", "x = 1\nx = 2",
    ],
)  # fmt: skip
def test_a_mistake_in_what_work_goes_by_is_refused(tmp_path: Path, line: str) -> None:
    found = written(tmp_path, f"{line}\n")
    assert found._replace(refusal=None) == Settings()
    with pytest.raises(UserError) as caught:
        found.checked()
    assert (caught.value.code, caught.value.params["file"]) == (
        "config_unreadable",
        str(tmp_path / "config.toml"),
    )


def test_a_name_that_is_no_setting_is_refused_with_the_nearest(tmp_path: Path) -> None:
    found = written(tmp_path, 'langage = "en"\nseal = true\n')
    assert found.seal and found.language is None
    with pytest.raises(UserError, match="setting_unknown") as caught:
        found.checked()
    assert caught.value.params["found"] == "langage"
    assert caught.value.params["nearest"] == ["language"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ascii = 1", "config_unreadable"),
        ("theme = 3", "config_unreadable"),
        ("editor = []", "config_unreadable"),
        ('editor = "a\\u0000b"', "config_unreadable"),
        ("keys = 3", "config_unreadable"),
        ("[keys]\nnote = 3", "keys_unreadable"),
        ("[keys]\nnote = []", "keys_unreadable"),
        ("[keys]\nnote = [1]", "keys_unreadable"),
    ],
)
def test_a_mistake_in_looks_is_told_and_hinders_nobody(tmp_path: Path, line: str, code: str) -> None:
    found = written(tmp_path, f"seal = true\n{line}\n")
    assert found.checked().seal
    assert [problem.code for problem in found.problems] == [code]
    assert found._replace(problems=()) == Settings(seal=True)
