"""An export survives a change that no file can carry: all else goes, and what was left out is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from store.exchange.change_sets import attest, author, introduce
from store.ledger.append import read_chains
from store.ledger.change import history_form
from store.ledger.intake import Intake
from sync.mailbox import exchange_folder
from sync.receive.receive import receive
from sync.wire.keys import sign
from terren.__main__ import run
from tests.sync.world import Installation, believe, headquarters, installation

POISON: Final = (10**3999, 2**63, "a\x07b", "\u202egnp", "e\u0301", [[[[[[[[[1]]]]]]]]], "x" * 70_000)


def values(one: Installation, kind: str) -> set[str]:
    return {row[0] for row in one.store.conn.execute("SELECT value FROM change WHERE kind = ?", (kind,))}


def poisoned(tmp_path: Path, poison: Any) -> tuple[Installation, Installation, Path]:
    """A laptop whose second change no file can carry, and headquarters."""
    center, field = headquarters(tmp_path / "center"), installation(tmp_path / "field")
    believe(center, field)
    (tmp_path / "stick").mkdir()
    for name, value in (("aaaaaaaaaaaa", "before"), ("bbbbbbbbbbbb", poison), ("cccccccccccc", "after")):
        field.edit("1.1.1", name, value, kind="note")
    return center, field, tmp_path / "stick"


def let_in(center: Installation, field: Installation) -> None:
    """Headquarters took the laptop's changes with a version that did not look at them."""
    (length, head) = read_chains(field.store.conn)[field.replica]
    with center.store.writing() as conn:
        introduce(conn, field.author, field.replica)
        intake = Intake(conn)
        rows = field.store.conn.execute(
            "SELECT * FROM change WHERE replica = ? ORDER BY seq", (field.replica,)
        )
        intake.extend(field.replica, ((row, tuple(json.loads(row[12]))) for row in rows))
        intake.finish()
        signature = sign(field.places, field.replica, history_form(field.replica, length, head))
        attest(conn, field.replica, length, signature)


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_its_author_sends_what_stands_before(tmp_path: Path, poison: Any) -> None:
    center, field, stick = poisoned(tmp_path, poison)
    for _ in range(2):
        written = field.export(stick)
        (left,) = written.left_out
        assert (left.params["replica"], left.params["seq"]) == (field.replica[:8], 2)
        assert (left.params["nr"], left.params["field"]) == ("1.1.1", "bbbbbbbbbbbb")
        center.receive(written.path, accept=False)
    assert values(center, "note") == {'"before"'}


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_headquarters_sends_everybody_elses(tmp_path: Path, poison: Any) -> None:
    """The signature is over the whole chain, and the key is not here: nothing of the laptop's goes."""
    center, field, stick = poisoned(tmp_path, poison)
    other, sound = headquarters(tmp_path / "other"), installation(tmp_path / "sound", unit="04")
    believe(center, field, other, sound)
    let_in(center, field)
    sound.edit("1.1.2", "dddddddddddd", "sound", kind="note", unit="04")
    center.receive(sound.export(stick).path, accept=False)
    center.edit("1.1.1", "status", "implemented", kind="assessment", unit="")
    written = center.export(stick)
    assert [(one.params["replica"], one.params["seq"]) for one in written.left_out] == [
        (field.replica[:8], 2)
    ]
    other.receive(written.path, accept=False)
    assert (values(other, "note"), values(other, "assessment")) == ({'"sound"'}, {'"implemented"'})
    assert author(other.store.conn, field.replica) is None


@pytest.mark.parametrize(
    "poison",
    [
        "UPDATE trust SET at = 1099511627776 WHERE replica = ?",
        "UPDATE trust SET officer = 'a' || char(7) WHERE replica = ?",
        "UPDATE trust SET ends = '[[1]]', kept = 1 WHERE replica = ?",
        "UPDATE trust SET ends = '{', kept = 1 WHERE replica = ?",
        "UPDATE trust SET revoked_from = 'yesterday' WHERE replica = ?",
        "UPDATE replica SET officer = 'a' || char(8238) WHERE id = ?",
        "UPDATE replica SET unit = '' WHERE id = ?",
        "UPDATE replica SET public_key = x'00' WHERE id = ?",
    ],
)
def test_who_cannot_be_told_of_is_left_out_and_named(tmp_path: Path, poison: str) -> None:
    """An acceptance, or a name, that no reader takes: everybody else's goes all the same."""
    center, field, stick = poisoned(tmp_path, "sound")
    other, sound = headquarters(tmp_path / "other"), installation(tmp_path / "sound", unit="04")
    believe(center, field, other, sound)
    sound.edit("1.1.2", "dddddddddddd", "theirs", kind="note", unit="04")
    for one in (field, sound):
        center.receive(one.export(stick).path, accept=False)
    center.store.conn.execute(poison, (field.replica,))
    written = center.export(stick)
    assert {(one.code, one.params["replica"]) for one in written.left_out} == {
        ("export_unknown", field.replica[:8])
    }
    taken = receive(other.store, other.places, written.path)
    assert taken.new == written.changes
    assert '"theirs"' in values(other, "note")


def test_a_sound_export_leaves_nothing_out(tmp_path: Path) -> None:
    _, field, stick = poisoned(tmp_path, "sound")
    written = field.export(stick)
    assert (written.left_out, written.changes) == ((), 3)


def test_a_mailbox_gets_one_file_and_no_other(tmp_path: Path) -> None:
    _, field, stick = poisoned(tmp_path, 2**63)
    first = exchange_folder(field.store, field.places, stick).written
    assert first is not None and first.changes == 1 and len(first.left_out) == 1
    assert exchange_folder(field.store, field.places, stick).written is None


@pytest.mark.parametrize("command", [["export", "--to"], ["sync"]])
def test_it_is_said_with_a_code_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    _, field, stick = poisoned(tmp_path, 2**63)
    monkeypatch.setenv("TERREN_HOME", str(field.places.database.parent))
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    assert run(["--db", str(field.store.path), *command, str(stick), "--json"]) == 3
    said = capsys.readouterr()
    assert "change 2 of Zyrtari" in said.err and "1.1.1, Note" in said.err
    form = json.loads(said.out)
    (left,) = form.get("written", form)["left_out"]
    assert (left["replica"], left["seq"], left["kind"]) == (field.replica[:8], 2, "note")
