"""A database that somebody has altered writes no file that a reader would refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.db.errors import UserError
from sync.mailbox import exchange_folder
from sync.proof import prove
from terren.__main__ import run
from tests.sync.world import Installation, believe, headquarters, installation

ALTERATIONS = (
    "UPDATE change SET value = '9223372036854775808' WHERE seq = 1",
    "UPDATE change SET value = '\"a' || char(7) || '\"' WHERE seq = 1",
    "UPDATE change SET value = '\"another text\"' WHERE seq = 1",
    "UPDATE change SET lamport = -1 WHERE seq = 1",
    "UPDATE replica SET officer = 'a' || char(8238) WHERE public_key IS NOT NULL",
    "UPDATE trust SET revoked_from = 'yesterday'",
)


def altered(tmp_path: Path, alteration: str) -> tuple[Installation, Path]:
    """A laptop with one note whose database was altered, and the folder that it writes into."""
    center, field = headquarters(tmp_path / "center"), installation(tmp_path / "field")
    believe(center, field)
    (tmp_path / "stick").mkdir()
    field.edit("1.1.1", "aaaaaaaaaaaa", "a text", kind="note")
    field.store.conn.execute(alteration)
    return field, tmp_path / "stick"


@pytest.mark.parametrize("alteration", ALTERATIONS, ids=range(len(ALTERATIONS)))
def test_nothing_is_written_and_verify_says_where(tmp_path: Path, alteration: str) -> None:
    field, stick = altered(tmp_path, alteration)
    with pytest.raises(UserError, match="export_damaged"):
        field.export(stick)
    visit = exchange_folder(field.store, field.places, stick)
    assert visit.unwritten is not None and visit.unwritten.code == "export_damaged"
    assert [*stick.rglob("*.terren")] == []
    assert prove(field.store, field.places).faults


def test_it_is_said_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    field, stick = altered(tmp_path, ALTERATIONS[0])
    monkeypatch.setenv("TERREN_HOME", str(field.places.database.parent))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    assert run(["--db", str(field.store.path), "export", "--to", str(stick)]) == 1
    assert "terren verify" in capsys.readouterr().err
