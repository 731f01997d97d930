"""One more field, or language, is one more declaration: everything that has the others has it too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.support.paths import ROOT

FIELD: Final = """
        Field(
            "risk",
            Choice("risk", {"low": N_("Low risk"), "high": N_("High risk")}),
            N_("Risk level"),
            N_("How likely it is that the action fails."),
            when=_OPEN,
        ),
"""
LAST_FIELD: Final = """    ),
)
\"\"\"What a unit reports of an action"""
LANGUAGE: Final = """    Language("qq", "Invented", "qq", "de_CH", "de-CH", ".", "'"),
"""
LAST_LANGUAGE: Final = """)
\"\"\"The languages; the first is the default."""


def patched(folder: Path, package: str) -> Path:
    """The source tree below ``folder``: links to everything, but a package that may be altered."""
    for entry in ROOT.iterdir():
        if entry.name != package:
            (folder / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def put_before(path: Path, place: str, more: str) -> None:
    source = path.read_text("utf-8")
    assert source.count(place) == 1
    path.write_text(source.replace(place, f"{more}{place}"), "utf-8")


def assert_pass(root: Path, tests: str) -> None:
    """Run tests, which must pass, over an altered source tree."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *("-q", "-n", "0", "-p", "no:cacheprovider"),
            f"tests/schema/{tests}",
        ],
        cwd=root,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "import")]),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stdout


def test_a_declared_field_is_on_every_face_and_in_every_file(tmp_path: Path) -> None:
    root = patched(tmp_path, "schema")
    declared = root / "schema" / "registers.py"
    put_before(declared, LAST_FIELD, FIELD)
    put_before(declared, "    Day,\n    DeadlineType,\n", "    Choice,\n")
    assert_pass(root, "one_more_field.py")


def test_a_language_is_a_line_and_a_catalog(tmp_path: Path) -> None:
    root = patched(tmp_path, "language")
    put_before(root / "language" / "__init__.py", LAST_LANGUAGE, LANGUAGE)
    shutil.copytree(root / "language" / "catalogs" / "sq", root / "language" / "catalogs" / "qq")
    assert_pass(root, "one_more_language.py")
