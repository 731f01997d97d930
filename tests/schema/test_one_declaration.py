"""One more field is one more declaration: everything that has the fields of a report has it too."""

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
TESTS: Final = "tests/schema/one_more_field.py"
END: Final = """    ),
)
\"\"\"What a unit reports of an action"""


def patched(folder: Path) -> Path:
    """The source tree below ``folder``: links to everything, but a schema with one more field."""
    for entry in ROOT.iterdir():
        if entry.name != "schema":
            (folder / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("__pycache__"))
    declared = folder / "schema" / "registers.py"
    source = declared.read_text("utf-8")
    assert source.count(END) == 1
    source = source.replace(END, f"{FIELD}{END}").replace("    Day,\n", "    Choice,\n    Day,\n", 1)
    declared.write_text(source, "utf-8")
    return folder


def test_a_declared_field_is_on_every_face_and_in_every_file(tmp_path: Path) -> None:
    root = patched(tmp_path)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *("-q", "-n", "0", "-p", "no:cacheprovider"), TESTS],
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
