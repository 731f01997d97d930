"""What is published equals the views, is written as far as it changed, and is there whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pytest

import store.publishing.publishing as publishing
from language.messages import message
from store.db.errors import UserError
from store.publishing.columns import VIEWS, is_amount, is_number
from store.publishing.publishing import SPOKEN, PublishedTables, publish_data
from tests.support.postgres import Cluster
from tests.sync.world import Installation, headquarters
from tests.test_data import PAGE, described

Read = Callable[[str], Counter[tuple[Any, ...]]]


@pytest.fixture
def center(tmp_path: Path) -> Installation:
    """Headquarters with a few entries of every kind."""
    center = headquarters(tmp_path / "center")
    center.edit("1.1.1", "status", "implemented")
    center.edit("1.1.1", "next_steps", "Ë\n=1+1\t“x”")
    center.edit("1.1.1", "2022.capital.spent", 1234, kind="money")
    center.edit("1.1.1", "2022.capital.spent", 1234, kind="money", unit="18")
    return center


def views(center: Installation, name: str) -> Counter[tuple[Any, ...]]:
    return Counter(center.store.conn.execute(f"SELECT * FROM {name}").fetchall())


def columns(name: str) -> str:
    """The columns of a view, in its order."""
    return ", ".join(column for column, _ in dict(described(PAGE))[name])


def in_file(path: Path, name: str) -> Counter[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as conn:
        return Counter(conn.execute(f"SELECT {columns(name)} FROM {name}"))


def on_server(server: Cluster, database: str, name: str) -> Counter[tuple[Any, ...]]:
    rows = server.run(database, f"SELECT {columns(name)} FROM terren_data.{name}")
    return Counter(
        tuple(float(value) if isinstance(value, Decimal) else value for value in row) for row in rows
    )


def changes(done: PublishedTables) -> dict[str, tuple[int, int]]:
    return {table.name: (table.added, table.removed) for table in done.tables}


def test_the_types_of_columns_are_those_that_are_described() -> None:
    told = dict(described(PAGE))
    for name in VIEWS:
        for column, form in told[name]:
            assert is_number(column) == (form in ("number", "flag", "percent", "cents")), (name, column)
            assert is_amount(column) == (form == "amount"), (name, column)


def test_a_file_equals_the_views_and_only_what_changed_is_written(
    center: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "data.sqlite"
    first = publish_data(center.store, str(file), program="1")
    assert {name: views(center, name) for name in VIEWS} == {name: in_file(file, name) for name in VIEWS}
    assert all(table.rows == table.added for table in first.tables)
    before = file.read_bytes()
    again = publish_data(center.store, str(file), program="1")
    assert set(changes(again).values()) == {(0, 0)}
    assert len(before) == file.stat().st_size
    center.edit("1.1.1", "status", "in_progress")
    done = changes(publish_data(center.store, str(file), program="1"))
    assert {name: views(center, name) for name in VIEWS} == {name: in_file(file, name) for name in VIEWS}
    assert done["v_report"] == (1, 1)
    # the change itself, and the one that does not stand any more
    assert done["v_change"] == (2, 1)
    assert done["v_money"] == (0, 0)


@pytest.mark.parametrize("language", SPOKEN)
def test_what_codes_are_called_can_be_said_in_another_language(
    center: Installation, tmp_path: Path, language: str
) -> None:
    """The words of the plan's language each mean one code; everything else stays."""
    file = tmp_path / "data.sqlite"
    words = center.store.conn.execute(f"SELECT words, {language} FROM v_word").fetchall()
    assert len({said for said, _ in words}) == len(words)
    publish_data(center.store, str(file), program="1", language=language)
    said = dict(words)
    for name in VIEWS:
        columns = [row[1] for row in center.store.conn.execute(f"PRAGMA table_info({name})")]
        expected = [
            tuple(
                said.get(value, value) if column.endswith("words") else value
                for column, value in zip(columns, row, strict=True)
            )
            for row in views(center, name)
        ]
        assert sorted(in_file(file, name), key=repr) == sorted(expected, key=repr), name
    (state,) = [row for row in in_file(file, "v_word") if row[:2] == ("status", "implemented")]
    assert state[2] == {"en": "Implemented", "sq": "Zbatuar", "sr": "Sprovedeno"}.get(language), state


def test_a_server_equals_the_views_and_only_what_changed_is_written(
    center: Installation, postgres: Cluster, database: str
) -> None:
    where = postgres.url(database)
    publish_data(center.store, where, program="1")
    center.edit("1.1.2", "status", "in_progress")
    done = changes(publish_data(center.store, where, program="1"))
    assert done["v_change"] == (1, 0)
    for name in VIEWS:
        assert views(center, name) == on_server(postgres, database, name), name
    assert set(changes(publish_data(center.store, where, program="1")).values()) == {(0, 0)}
    (row,) = postgres.run(database, "SELECT DISTINCT plan, program FROM terren_data.publication")
    assert row[1] == "1"


ALTERATIONS = (
    "UPDATE {}v_action SET status = 'cancelled', position = 999",
    "UPDATE {}v_money SET spent = 1",
    "UPDATE {}v_change SET officer = NULL",
    "UPDATE {}v_report SET row_digest = 'x' || row_digest",
    "DELETE FROM {}v_word",
    "INSERT INTO {}v_expected (nr, row_digest) VALUES ('1', '1')",
)


def test_what_somebody_else_wrote_there_is_written_anew(
    center: Installation, tmp_path: Path, postgres: Cluster, database: str
) -> None:
    """Values, digests, rows that are missing, and rows too many; then nothing is left to write."""
    file = tmp_path / "data.sqlite"
    places = (str(file), postgres.url(database))
    for where in places:
        publish_data(center.store, where, program="1")
    with closing(sqlite3.connect(file)) as conn:
        for statement in ALTERATIONS:
            conn.execute(statement.format(""))
        conn.commit()
    postgres.run(database, *(statement.format("terren_data.") for statement in ALTERATIONS))
    for where in places:
        done = changes(publish_data(center.store, where, program="1"))
        assert done["v_action"] == (n := sum(views(center, "v_action").values()), n)
        assert done["v_expected"] == (0, 1)
    for name in VIEWS:
        assert views(center, name) == in_file(file, name) == on_server(postgres, database, name), name
    for where in places:
        assert set(changes(publish_data(center.store, where, program="1")).values()) == {(0, 0)}


def test_what_is_broken_off_leaves_what_stood(
    center: Installation, tmp_path: Path, postgres: Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {str(tmp_path / "data.sqlite"): in_file, postgres.url(database): on_server}
    for where in places:
        publish_data(center.store, where, program="1")
    before = [in_file(tmp_path / "data.sqlite", "v_change"), on_server(postgres, database, "v_change")]
    center.edit("1.1.2", "status", "in_progress")
    broken = Counter[str]()

    def fail(*arguments: Any) -> Any:
        broken["times"] += 1
        if broken["times"] > 4:
            raise ZeroDivisionError
        return published(*arguments)

    published = publishing._publish
    monkeypatch.setattr(publishing, "_publish", fail)
    for where in places:
        broken.clear()
        with pytest.raises(ZeroDivisionError):
            publish_data(center.store, where, program="1")
    after = [in_file(tmp_path / "data.sqlite", "v_change"), on_server(postgres, database, "v_change")]
    assert before == after
    broken.clear()
    with pytest.raises(ZeroDivisionError):
        publish_data(center.store, str(tmp_path / "new.sqlite"), program="1")
    assert not (tmp_path / "new.sqlite").exists()


def test_who_has_a_schema_publishes_there_without_a_right_on_the_database(
    center: Installation, postgres: Cluster, database: str
) -> None:
    postgres.run(database, "CREATE SCHEMA ministry AUTHORIZATION desk")
    where = postgres.url(database, "desk")
    for _ in range(2):
        assert publish_data(center.store, where, program="1", schema="ministry").tables


def test_what_a_server_says_against_publishing_is_told_of_publishing(
    center: Installation, postgres: Cluster, database: str
) -> None:
    """No words of an exchange: a login without the right, two at once, a server that lets only read."""
    where = postgres.url(database, "desk")
    with pytest.raises(UserError, match="data_forbidden") as refused:
        publish_data(center.store, where, program="1")
    assert "terren_desk" not in message(refused.value.code, refused.value.params)
    postgres.run(database, f"GRANT CREATE ON DATABASE {database} TO desk")
    with psycopg.connect(where) as other:
        other.execute("CREATE SCHEMA terren_data")
        closing_soon = Timer(0.5, other.commit)
        closing_soon.start()
        with pytest.raises(UserError, match="data_busy"):
            publish_data(center.store, where, program="1")
        closing_soon.join()
    publish_data(center.store, where, program="1")
    postgres.run(database, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    center.edit("1.1.2", "status", "in_progress")
    with pytest.raises(UserError, match="data_refused"):
        publish_data(center.store, where, program="1")


def test_what_is_not_ours_is_left_alone(center: Installation, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("CREATE TABLE precious (x)")
    kept = other.read_bytes()
    text = tmp_path / "text.sqlite"
    text.write_bytes(b"no database at all")
    for where, code in (
        (other, "data_other_file"),
        (center.store.path, "data_other_file"),
        (text, "data_other_file"),
        (tmp_path / "nowhere" / "x.sqlite", "folder_missing"),
        (tmp_path, "write_failed"),
    ):
        with pytest.raises(UserError, match=code):
            publish_data(center.store, str(where), program="1")
    assert other.read_bytes() == kept
    assert text.read_bytes() == b"no database at all"


def test_a_damaged_file_is_published_anew_and_no_backup_is_advised(
    center: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "data.sqlite"
    publish_data(center.store, str(file), program="1")
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(UserError, match="data_damaged") as refused:
        publish_data(center.store, str(file), program="1")
    words = message(refused.value.code, refused.value.params)
    assert (str(file) in words, "restore" in words) == (True, False)
    file.unlink()
    publish_data(center.store, str(file), program="1")
    assert {name: views(center, name) for name in VIEWS} == {name: in_file(file, name) for name in VIEWS}


def test_what_is_wrong_with_the_database_is_not_told_of_the_file(
    center: Installation, tmp_path: Path
) -> None:
    center.store.conn.execute("DROP VIEW v_money")
    file = tmp_path / "data.sqlite"
    with pytest.raises(sqlite3.OperationalError, match="v_money"):
        publish_data(center.store, str(file), program="1")
    assert not file.exists()


@pytest.mark.parametrize("name", ["v_money", "publication"])
def test_tables_of_others_are_left_alone(
    center: Installation, tmp_path: Path, postgres: Cluster, database: str, name: str
) -> None:
    file = tmp_path / "data.sqlite"
    with closing(sqlite3.connect(file)) as conn:
        conn.execute(f"CREATE TABLE {name} (precious)")
    kept = file.read_bytes()
    with pytest.raises(UserError, match="data_other_file"):
        publish_data(center.store, str(file), program="1")
    assert file.read_bytes() == kept
    postgres.run(database, "CREATE SCHEMA terren_data", f"CREATE TABLE terren_data.{name} (precious text)")
    with pytest.raises(UserError, match="data_other_tables") as refused:
        publish_data(center.store, postgres.url(database), program="1")
    assert refused.value.params["found"] == name
    assert postgres.run(database, f"SELECT precious FROM terren_data.{name}") == []
    # among what desks exchange nothing is put either
    with pytest.raises(UserError, match="data_other_tables"):
        publish_data(center.store, postgres.url(database), program="1", schema="terren")


def test_two_plans_do_not_mix(center: Installation, tmp_path: Path) -> None:
    file = tmp_path / "data.sqlite"
    publish_data(center.store, str(file), program="1")
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("UPDATE publication SET plan = 'another'")
        conn.commit()
    kept = file.read_bytes()
    with pytest.raises(UserError, match="data_other_plan"):
        publish_data(center.store, str(file), program="1")
    assert file.read_bytes() == kept


def test_a_later_version_with_more_columns_takes_no_right_away(
    center: Installation, tmp_path: Path, postgres: Cluster, database: str
) -> None:
    file = tmp_path / "data.sqlite"
    publish_data(center.store, str(file), program="1")
    publish_data(center.store, postgres.url(database), program="1")
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("ALTER TABLE v_report DROP COLUMN next_steps")
        conn.commit()
    postgres.run(
        database,
        "ALTER TABLE terren_data.v_report DROP COLUMN next_steps, ADD COLUMN mine text",
        "GRANT USAGE ON SCHEMA terren_data TO desk",
        "GRANT SELECT ON terren_data.v_report TO desk",
        "CREATE VIEW public.mine AS SELECT nr, mine FROM terren_data.v_report",
    )
    for _ in range(2):
        publish_data(center.store, str(file), program="1")
        done = publish_data(center.store, postgres.url(database), program="1")
    assert changes(done)["v_report"] == (0, 0)
    asked = "SELECT count(*), count(next_steps) FROM terren_data.v_report"
    assert (
        postgres.run(database, asked, user="desk")
        == center.store.conn.execute("SELECT count(*), count(next_steps) FROM v_report").fetchall()
    )
    assert len(postgres.run(database, "SELECT * FROM public.mine")) > 0
    assert views(center, "v_report") == in_file(file, "v_report") == on_server(postgres, database, "v_report")


def test_a_full_disk_leaves_what_stood(center: Installation, tmp_path: Path) -> None:
    """A file system with little room, where this machine lets one be made."""
    import subprocess

    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", "size=16k", "none", str(small)), capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        with pytest.raises(UserError, match="db_disk_full"):
            publish_data(center.store, str(small / "data.sqlite"), program="1")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(("umount", str(small)), check=True)
        shutil.rmtree(small)
