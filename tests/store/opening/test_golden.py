"""Databases of every released form are opened for ever, to the same state, whatever interrupts it.

``python -m tests.store.opening.test_golden`` writes the database of the present form; a released one stays.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from store.db.errors import UserError
from store.edits.edits import StatusReport, report_status
from store.integrity.verify import verify
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from store.opening.schema import SCHEMA_VERSION
from tests.plans import sign_with_nothing
from tests.support.paths import ROOT
from tests.sync.wire.test_golden import edit_all_kinds
from tests.sync.world import headquarters, installation

FOLDER: Final = Path(__file__).parent / "golden"
FORMS: Final = sorted(FOLDER.glob("form-*.db"))


def form_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("PRAGMA user_version").fetchone()[0])


def copied(golden: Path, folder: Path) -> Path:
    path = folder / "terren.db"
    shutil.copy(golden, path)
    return path


def expected_of(golden: Path) -> object:
    return json.loads(golden.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("golden", FORMS, ids=lambda golden: golden.stem)
def test_a_golden_database_is_opened_to_the_same_state(tmp_path: Path, golden: Path) -> None:
    path, form = copied(golden, tmp_path), form_of(golden)
    assert golden.stem == f"form-{form}"
    with open_store(path) as store:
        assert state_form(store.conn) == expected_of(golden)
        assert verify(store).faults == ()
        sign_with_nothing(store)
        with store.writing() as conn:
            # as its owner's key would have signed what it had recorded
            conn.execute("UPDATE replica SET attested = changes, attestation = x'' WHERE changes > 0")
        report_status(store, "1.1.3", StatusReport("implemented"), today=date(2022, 6, 1))
        assert verify(store).faults == ()
    backups = {backup.name: form_of(backup) for backup in tmp_path.glob("*.backup")}
    assert backups == ({} if form == SCHEMA_VERSION else {f"terren.db.version-{form}.backup": form})


def test_each_form_has_its_golden_database() -> None:
    assert [form_of(golden) for golden in FORMS] == [*range(1, SCHEMA_VERSION + 1)]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("step", ["backup", "migration", "commit"])
def test_a_kill_while_it_is_brought_to_the_present_form_loses_nothing(tmp_path: Path, step: str) -> None:
    golden = FORMS[-1]
    path = copied(golden, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, step, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "import")])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert form_of(path) == form_of(golden)
    with open_store(path) as store:
        assert state_form(store.conn) == expected_of(golden)
        assert verify(store).faults == ()


_KILLED: Final = """
import os, signal, sys
from pathlib import Path
import store.db.snapshot as snapshot
from store.opening import schema
from store.opening.open_store import open_store

step, path = sys.argv[1], Path(sys.argv[2])
schema.MIGRATIONS = (*schema.MIGRATIONS, ("9999_test", lambda conn: conn.execute("CREATE TABLE x (y)")))
schema.SCHEMA_VERSION = len(schema.MIGRATIONS)


def after(function):
    def killed(*given):
        function(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    return killed


if step == "backup":
    snapshot.vacuum_into = after(snapshot.vacuum_into)
elif step == "migration":
    *before, (name, function) = schema.MIGRATIONS
    schema.MIGRATIONS = (*before, (name, after(function)))
else:
    migrate = schema.migrate

    def traced(conn):
        def stop(statement):
            if statement == "COMMIT":
                os.kill(os.getpid(), signal.SIGKILL)

        conn.set_trace_callback(stop)
        migrate(conn)

    schema.migrate = traced
open_store(path)
"""


def test_a_newer_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = copied(FORMS[-1], tmp_path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        open_store(path)
    assert refused.value.code == "db_too_new"
    assert (refused.value.params["found"], refused.value.params["known"]) == (
        SCHEMA_VERSION + 1,
        SCHEMA_VERSION,
    )
    assert path.read_bytes() == before


def write_golden(folder: Path) -> None:
    """Headquarters' database with what two laptops sent: an undo, a held change, an unknown kind."""
    with TemporaryDirectory() as name:
        one, other = installation(Path(name) / "one"), installation(Path(name) / "other")
        edit_all_kinds(one)
        other.edit("1.1.1", "percent", 50)
        center = headquarters(Path(name) / "center")
        for sender in (one, other):
            center.receive(sender.export(Path(name)).path)
        report_status(center.store, "2.1.1", StatusReport("not_started"), today=date(2022, 3, 14))
        folder.mkdir(exist_ok=True)
        target = folder / f"form-{SCHEMA_VERSION}.db"
        target.unlink(missing_ok=True)
        center.store.conn.execute("VACUUM INTO ?", (str(target),))
        text = json.dumps(state_form(center.store.conn), ensure_ascii=False, indent=1, sort_keys=True)
        target.with_suffix(".json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write_golden(FOLDER)
