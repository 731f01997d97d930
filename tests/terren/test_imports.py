"""Short commands load no interface, no sqlite-utils and no document library: read from ``sys.modules``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = (
    "textual", "rich", "sqlite_utils", "babel", "nacl", "nacl.bindings", "tomli", "tomli_w", "tomlkit", "csv",
    "hashlib", "dataclasses", "tui", "report", "planreader", "docx", "openpyxl", "pdfplumber",
)  # fmt: skip

SCRIPT = """
import sys
import click
before = set(sys.modules)
from terren.__main__ import run
code = run(sys.argv[1:])
loaded = {name.partition(".")[0] for name in set(sys.modules) - before} | {"nacl.bindings"} & set(sys.modules)
sys.stderr.write("\\nLOADED " + " ".join(sorted(loaded)))
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--version",), set()),
        (("--help",), set()),
        # of the interface only what reads values as people type them (tui.typed), which knows no screen
        (("show", "1.1.1"), {"csv", "tui"}),
        # recording hashes the change and signs it, with libsodium alone
        (("set", "1.1.1", "--status", "implemented"), {"hashlib", "nacl", "tui"}),
    ],
)
def test_what_a_short_command_loads(enrolled: Path, arguments: tuple[str, ...], allowed: set[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    loaded = set(result.stderr.rpartition("LOADED ")[2].split())
    assert "terren" in loaded
    assert loaded & set(FORBIDDEN) - allowed == set()
    if arguments[0] == "--version":
        assert not loaded & {"sqlite3", "json", "pathlib", "gettext"}


NOT_YET = {
    "click",
    "csv",
    "shlex",
    "language.dates",
    "store.db.plan_tables",
    "store.integrity.verify",
    "store.ledger.append",
    "store.plan.names",
    "store.search.search",
    "store.edits.edits",
}


def test_what_the_first_screen_does_not_need_is_loaded_after_it() -> None:
    modules = "terren.__main__, tui.app.start, tui.app.application, tui.plan.screen"
    script = f"import sys, {modules}; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    loaded = set(result.stdout.split())
    assert "textual.app" in loaded
    assert loaded & NOT_YET == set()
