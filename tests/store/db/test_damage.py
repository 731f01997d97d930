"""A row that cannot be read is named; what goes wrong in a sound database stays what it is."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from store.db.damage import first_damaged_row
from store.db.database import row_damage
from store.db.errors import UserError
from store.edits.edits import StatusReport, report_status
from tests.plans import enrolled

TODAY = date(2022, 9, 15)


@pytest.mark.parametrize(
    ("table", "damage", "column"),
    [
        ("plan", "years = '{}'", "years"),
        ("change", "supersedes = '[1]'", "supersedes"),
        ("change", "value = '\"implemented'", "value"),
        ("change", "value = '~'", "value"),
        ("change", "value = '~5'", "value"),
        ("change", "officer = CAST(x'ff41' AS TEXT)", "officer"),
        ("change", "effective_on = '2022-13-01'", "effective_on"),
        ("state", "head = 'nobody'", "head"),
        ("state", "head = 'nobody:1'", "head"),
        ("state", "target = '1.1.2'", "head"),
        ("state", "others = '[[]]'", "others"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, table: str, damage: str, column: str) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        with store.reading() as conn:
            assert first_damaged_row(conn) is None
        with store.writing() as conn:
            conn.execute(f"UPDATE {table} SET {damage}")
        refused = row_damage(store.path, store.conn)
        assert refused is not None
        place = str(refused.params["place"])
        assert (refused.code, refused.params["file"]) == ("db_row_damaged", str(store.path))
        assert place.startswith(f"{table} ")
        assert place.endswith(f": {column}")


@pytest.mark.parametrize("damage", ["value = '\"implemented'", "officer = CAST(x'ff41' AS TEXT)"])
def test_a_text_that_cannot_be_decoded_is_told_where_it_is_read(tmp_path: Path, damage: str) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        store.conn.execute(f"UPDATE change SET {damage}")
        with pytest.raises(UserError, match="db_row_damaged"), store.reading() as conn:
            for value, _ in conn.execute("SELECT value, officer FROM change"):
                json.loads(value)


@pytest.mark.parametrize("mistake", [TypeError, LookupError, AttributeError, ValueError, AssertionError])
def test_a_mistake_of_the_program_is_none_of_the_database(tmp_path: Path, mistake: type[Exception]) -> None:
    """Also where a row is damaged that has nothing to do with it, and where a change is half written."""
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        with pytest.raises(mistake), store.writing() as conn:
            conn.execute("DELETE FROM change")
            raise mistake
        store.conn.execute("UPDATE plan SET years = '{}'")
        with pytest.raises(mistake), store.reading():
            raise mistake


def test_a_text_of_ours_within_a_change_half_written_is_none_of_the_database(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        report_status(store, "1.1.1", StatusReport("implemented"), today=TODAY)
        with pytest.raises(json.JSONDecodeError), store.writing() as conn, store.reading():
            conn.execute("DELETE FROM change")
            json.loads("{")


def test_a_wrong_statement_is_none_of_the_database(tmp_path: Path) -> None:
    for wrong in ("SELECT 1 FROM nothing", "SELECT nothing FROM change", "SELECT change.nothing FROM change"):
        with (
            enrolled(tmp_path / "a.db") as store,
            pytest.raises(sqlite3.OperationalError),
            store.reading() as conn,
        ):
            conn.execute(wrong)
        (tmp_path / "a.db").unlink()
    with enrolled(tmp_path / "a.db") as store:
        store.conn.execute("ALTER TABLE state RENAME COLUMN others TO otters")
        store.conn.execute("ALTER TABLE clock RENAME TO block")
        for lacking in ("SELECT others FROM state", "SELECT * FROM clock"):
            with pytest.raises(UserError, match="db_corrupt"), store.reading() as conn:
                conn.execute(lacking)
