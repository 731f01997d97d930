"""The layers of docs/architecture.md: each of import-linter's contracts would catch a breach.

That they hold is looked at by ``make layers``, and the sizes by ``make form``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
import tomli

from tests.support.lengths import soak
from tests.support.paths import ROOT
from tools.rules import places, sizes

CONTRACTS = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
NAMES = [contract["name"] for contract in CONTRACTS["contracts"]]
FOLDERS = {
    "planreader": Path("import/planreader"),
    "planreader.vocabulary": Path("import/planreader/vocabulary"),
}

BREACHES = {
    "layers point down only": ("schema", "import store"),
    "rooms of the reader point down only": ("planreader.vocabulary", "import planreader.sources.grid"),
    "rooms of the store point down only": ("store.db", "import store.query.filters.filter"),
    "rooms of sync point down only": ("sync.wire", "import sync.receive.receive"),
    "rooms of the interface point down only": ("tui.widgets", "import tui.screens.form"),
    "the store says nothing in words": ("store", "import language.terms"),
    "the schema needs of language what reads and writes values": ("schema", "import language.messages"),
    "widgets know nothing of plans": ("tui.widgets", "def late() -> None:\n    import store.status.outline"),
    "click in terren only": ("tui", "import click"),
    "Textual in tui only": ("report", "from rich.text import Text"),
    "sqlite-utils and sqlite3 in store only": ("sync", "def late() -> None:\n    import sqlite3"),
    "PyNaCl in sync only": ("terren", "import nacl.signing"),
    "pyrage in sync only": ("terren", "def late() -> None:\n    import pyrage"),
    "Babel in language only": ("planreader", "import babel"),
    "document libraries in planreader and report only": ("store", "import docx"),
    "readers of plan documents in planreader only": ("report", "import pdfplumber"),
    "what writes reports in report only": ("terren", "def late() -> None:\n    import xlsxwriter"),
}
"""For each contract a package of ours and what it must not say, also where the import is a lazy one."""


def linted(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the packages below ``root``."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "import")]),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def breached(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the source with one breach of each contract."""
    root = tmp_path_factory.mktemp("breached")
    shutil.copy(ROOT / "pyproject.toml", root)
    for package in CONTRACTS["root_packages"]:
        folder = FOLDERS.get(package, Path(*package.split(".")))
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "*.db"))
    for n, (package, statement) in enumerate(BREACHES.values()):
        (root / FOLDERS.get(package, Path(*package.split("."))) / f"breach_{n}.py").write_text(
            f"{statement}\n", "utf-8"
        )
    result = linted(root)
    assert result.returncode == 1
    return result.stdout


@soak
@pytest.mark.parametrize("name", NAMES)
def test_a_breach_is_caught(breached: str, name: str) -> None:
    assert f"{name} BROKEN" in breached
    package, _ = BREACHES[name]
    assert f"{package}.breach_{list(BREACHES).index(name)}" in breached


def test_every_package_has_its_layer() -> None:
    layers = next(contract for contract in CONTRACTS["contracts"] if contract["type"] == "layers")["layers"]
    named = {name for layer in layers for name in layer.replace(":", "|").split(" | ")}
    assert named == set(CONTRACTS["root_packages"])


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports within functions and for types alone count as well."""
    graph = grimp.build_graph(*CONTRACTS["root_packages"])
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    # it raises CycleError
    assert {*TopologicalSorter(imported).static_order()} == graph.modules


def test_what_is_too_large_is_told(tmp_path: Path) -> None:
    for n in range(21):
        (tmp_path / "store" / "db").mkdir(parents=True, exist_ok=True)
        (tmp_path / "store" / "db" / f"m{n}.py").write_text("\n" * (280 + n), "utf-8")
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "app.py").write_text("\n" * 301, "utf-8")
    assert list(sizes.faults(tmp_path)) == [
        "store/db: 21 modules, at most 20",
        "tui/app.py: 301 lines, at most 300",
    ]


def test_a_file_of_an_office_in_the_source_is_told(tmp_path: Path) -> None:
    for place in (
        "plan.db",
        "dist/terren.db",
        ".venv/a.key",
        "trial/keys/a.key",
        "a.terren",
        "tests/sync/golden/a.terren",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    told = [fault.split(":")[0] for fault in places.faults(tmp_path)]
    assert told == ["a.terren", "trial/keys/a.key"]


def test_a_circle_is_told() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()
