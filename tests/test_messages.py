"""Everything that can go wrong or be noticed has its sentence, and every sentence its use."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from language.build import ROOT, ROOTS
from language.faults import FAULTS
from language.messages import MESSAGES
from language.reading.findings import FINDINGS
from store.db import database, durable

SOURCES = [path for root in ROOTS for path in sorted((ROOT / root).rglob("*.py"))]
TABLES = {"UserError": MESSAGES, "AmountError": MESSAGES, "Finding": FINDINGS, "Fault": FAULTS}
ALWAYS = {"Finding": {"where"}, "AmountError": {"found"}}
"""Figures that a constructor adds by itself."""


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


class Source(NamedTuple):
    """What the modules say: strings by module, and each ``name("code", …)`` by name.

    Of a call the place, the code, and the figures given by keyword, which are None where they are computed.
    """

    strings: dict[Path, set[str]]
    calls: dict[str, list[tuple[str, str, set[str] | None]]]


@cache
def source() -> Source:
    read = Source({}, defaultdict(list))
    for path in SOURCES:
        said = read.strings[path] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(str(value)):
                    said.add(value)
                case ast.Call(ast.Name(name), [ast.Constant(str(code)), *_], keywords):
                    given = {keyword.arg for keyword in keywords}
                    figures = None if None in given else {figure for figure in given if figure}
                    read.calls[name].append((f"{path.relative_to(ROOT)}:{node.lineno}", code, figures))
    return read


@pytest.mark.parametrize("name", TABLES)
def test_every_code_of_the_source_has_a_sentence(name: str) -> None:
    found = source().calls[name]
    assert len(found) >= 3
    assert [(place, code) for place, code, _ in found if code not in TABLES[name]] == []


@pytest.mark.parametrize("name", ["UserError", "AmountError"])
def test_every_sentence_is_given_the_figures_that_it_quotes(name: str) -> None:
    known = ALWAYS.get(name, set())
    lacking = [
        (place, code, sorted(missing))
        for place, code, figures in source().calls[name]
        if figures is not None and (missing := placeholders(MESSAGES.get(code, "")) - figures - known)
    ]
    assert lacking == []


def test_errors_of_the_system_and_of_sqlite_have_sentences_for_what_is_known_then() -> None:
    for code in durable.DISK_CODES:
        assert placeholders(MESSAGES[code]) <= {"folder", "file", "needed", "detail"}
    for _, code in database._CODES:
        assert placeholders(MESSAGES[code]) <= {"file", "detail"}


@pytest.mark.parametrize("table", [MESSAGES, FAULTS], ids=["messages", "faults"])
def test_no_sentence_is_left_without_a_use(table: dict[str, str]) -> None:
    tables = {ROOT / "language" / name for name in ("messages.py", "faults.py")}
    used = (said for path, said in source().strings.items() if path not in tables)
    assert sorted(set(table).difference(*used)) == []
