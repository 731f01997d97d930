"""Every option that takes a value of some form: a wrong one is wrong usage, whatever the command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import click
import pytest

from tests.terren.conftest import Terren
from tests.terren.declared import ALL

OPTIONS: Final = [
    (name, option)
    for name, command in ALL.items()
    for option in command.params
    if isinstance(option, click.Option) and not option.is_flag
]
TYPED: Final = [
    (name, option) for name, option in OPTIONS if not isinstance(option.type, click.types.StringParamType)
]
FORMS: Final = {"DATE", "N", "Y", "S", "P", "A", "R", "DAYS", "KIND"}
"""What the help calls values that have a form."""


def test_there_are_options_of_every_form() -> None:
    assert {option.metavar for _name, option in TYPED} >= FORMS


def test_no_value_of_some_form_goes_unread() -> None:
    loose = [
        (name, option.opts[-1])
        for name, option in OPTIONS
        if (name, option) not in TYPED
        and (option.metavar in FORMS or re.fullmatch(r"[a-z_]+(\|[a-z_]+)+", option.metavar or ""))
    ]
    assert loose == []


@pytest.mark.parametrize(
    ("name", "option"), TYPED, ids=lambda one: one.opts[-1] if isinstance(one, click.Option) else one
)
def test_a_wrong_value_is_wrong_usage_and_names_its_option(
    terren: Terren, name: str, option: click.Option
) -> None:
    result = terren(*name.split(), option.opts[-1], "§", "--json")
    assert result.code == 2
    assert result.out == ""
    error = json.loads(result.err.splitlines()[0])["error"]
    assert error["field"] == option.opts[-1]
    assert "§" in error["message"] or error["code"] == "choice_unknown"


def test_a_wrong_language_is_wrong_usage(terren: Terren) -> None:
    result = terren("list", "--language", "tlh")
    assert result.code == 2
    assert "“tlh”" in result.err


def test_what_only_this_database_does_not_know_is_refused(terren: Terren, enrolled: Path) -> None:
    assert terren("spend", "1.1.1", "--year", "1999", "--capital", "5").code == 1
    assert terren("set", "1.1.1", "--percent", "5", "--unit", "Atlantida").code == 1
    assert terren("rates", "--period", "1999").code == 1
