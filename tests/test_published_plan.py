"""The committed plan.db is what an import of the sample document makes today."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.support.paths import ROOT, SAMPLE


def contents(path: Path) -> dict[str, object]:
    """Schema and rows of every table, with the pragmas that mark the file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        tables = conn.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        found: dict[str, object] = {
            name: (sql, sorted(map(repr, conn.execute(f"SELECT * FROM [{name}]"))))
            for name, sql in tables
            if sql and sql.startswith("CREATE TABLE")
        }
        found["pragmas"] = [
            conn.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
        return found


def plan_title() -> str:
    match = re.search(r"^PLAN_TITLE := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert match is not None
    return match.group(1)


def test_a_rebuild_has_the_same_contents(tmp_path: Path) -> None:
    rebuilt = tmp_path / "plan.db"
    sample = SAMPLE
    result = subprocess.run(
        [sys.executable, "-m", "terren", "import", str(sample), "--title", plan_title(), "-o", str(rebuilt)],
        env={**os.environ, "TERREN_HOME": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    assert contents(rebuilt) == contents(ROOT / "plan.db")


def test_the_published_plan_has_no_identity_and_no_change() -> None:
    with closing(sqlite3.connect(f"file:{ROOT / 'plan.db'}?mode=ro", uri=True)) as conn:
        for table in ("identity", "replica", "change", "state", "change_set"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
