"""A row that cannot be read is named; what goes wrong in a sound database stays what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from store.db.damage import first_damaged_row
from store.db.errors import Refused
from store.edits.edits import StatusReport, report_status
from tests.plans import enrolled

TODAY = date(2022, 9, 15)


@pytest.mark.parametrize(
    ("table", "damage", "column"),
    [
        ("plan", "years = '{}'", "years"),
        ("change", "supersedes = '[1]'", "supersedes"),
        ("change", "value = '\"implemented'", "value"),
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
        with pytest.raises(Refused, match="db_row_damaged") as refused, store.reading():
            raise TypeError
        place = str(refused.value.params["place"])
        assert place.startswith(f"{table} ")
        assert place.endswith(f": {column}")
        assert refused.value.params["file"] == str(store.path)


def test_a_mistake_of_the_program_is_not_blamed_on_a_sound_database(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store, pytest.raises(TypeError), store.reading():
        raise TypeError
