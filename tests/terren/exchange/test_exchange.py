"""Change sets on the command line: the road from an officer to headquarters and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.wire.format import Container, open_container
from tests.terren.conftest import At


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def exported(at: At, who: str, stick: Path) -> Path:
    result = at(who, "export", "--to", stick)
    assert result.code == 0, result.err
    return Path(result.out.strip())


def test_a_fault_with_one_file_keeps_no_other_from_being_taken(at: At, tmp_path: Path) -> None:
    files = []
    for who in ("peja", "peja2"):
        at(who, "set", "1.1.1", "--status", "in_progress")
        files.append(at(who, "export", "--to", tmp_path).out.strip())

    def broken(data: bytes, file: str) -> Container:
        if file == files[0]:
            raise ZeroDivisionError("of ours")
        return open_container(data, file)

    with patch("sync.receive.receive.open_container", broken):
        came = at("hq", "receive", *files, "--json")
        assert (came.code, [one["path"] for one in json.loads(came.out)]) == (3, files[1:])
        assert all(words in came.err for words in (files[0], "ZeroDivisionError: of ours"))
        assert "Traceback" not in came.err
        assert at("hq", "receive", files[0]).code == 1
    assert at("hq", "receive", files[0]).code == 0


def test_headquarters_sees_what_the_officer_reported(at: At, stick: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    at("peja", "note", "1.1.1", "U krye.")
    written = json.loads(at("peja", "export", "--to", stick, "--json").out)
    assert set(written) == {
        "path", "file_id", "check_code", "changes", "bytes", "sections", "sealed",
        "attachments", "attachments_left"
    }  # fmt: skip
    assert written["changes"] == 2
    assert "stick" in at("peja", "export", "--to", stick).err
    received = at("hq", "receive", written["path"], "--json")
    assert received.code == 0, received.err
    (form,) = json.loads(received.out)
    assert (form["check_code"], form["new"], form["conflicts"]) == (written["check_code"], 2, [])
    assert written["check_code"] in received.err
    assert at("hq", "state", "--json").out == at("peja", "state", "--json").out
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["status"] == "partially_implemented"
    again = at("hq", "receive", written["path"])
    assert (again.code, "already received" in again.err) == (0, True)


def test_a_receipt_comes_back(at: At, stick: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    at("hq", "receive", exported(at, "peja", stick))
    back = exported(at, "hq", stick)
    assert json.loads(at("peja", "list", "--unsent", "--json").out) != []
    assert at("peja", "receive", back).code == 0
    assert json.loads(at("peja", "list", "--unsent", "--json").out) == []


def test_a_conflict_waits_for_a_person(at: At, stick: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    at("peja2", "set", "1.1.1", "--status", "in_progress")
    files = exported(at, "peja", stick), exported(at, "peja2", stick)
    result = at("hq", "receive", *files)
    assert result.code == 3, result.err
    assert "Conflict: 1.1.1, Pejë, Status" in result.err
    assert [a["nr"] for a in json.loads(at("hq", "list", "--conflict", "--json").out)] == ["1.1.1"]
    assert "In conflict" in at("hq", "show", "1.1.1").out
    assert "(in conflict)" in at("hq", "state").out


def test_a_file_that_is_refused_does_not_hinder_the_others(at: At, stick: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    good = exported(at, "peja", stick)
    bad = stick / "bad.terren"
    bad.write_bytes(good.read_bytes()[:-20])
    result = at("hq", "receive", bad, good)
    assert result.code == 3
    assert str(bad) in result.err
    assert len(json.loads(at("hq", "state", "--json").out)) == 1


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut", "flip", "more", "folder"])
def test_a_broken_file_is_refused_and_nothing_changes(at: At, stick: Path, damage: str) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    path = exported(at, "peja", stick)
    data = path.read_bytes()
    path.unlink()
    half = len(data) // 2
    contents = {
        "empty": b"",
        "text": b"Kjo nuk eshte nje skedar shkembimi.\r\n" * 20,
        "cut": data[:half],
        "flip": data[:half] + bytes([data[half] ^ 4]) + data[half + 1 :],
        "more": data + b"x",
    }
    if damage == "folder":
        path.mkdir()
    elif damage != "missing":
        path.write_bytes(contents[damage])
    before = at("hq", "state", "--json").out
    result = at("hq", "receive", path)
    assert (result.code, result.out) == (1, "")
    assert len(result.err.splitlines()) == 1
    assert path.name in result.err
    assert at("hq", "state", "--json").out == before
    assert at("hq", "verify").code == 0


def test_an_export_that_cannot_be_written_counts_for_nothing(at: At, stick: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    shutil.rmtree(stick)
    result = at("peja", "export", "--to", stick)
    assert (result.code, result.out) == (1, "")
    assert str(stick) in result.err
    assert at("peja", "export", "--to", stick.parent, "--for", "Prizren").code == 1
    assert at("peja", "export", "--to", stick.parent, "--for", "Prizrenn").code == 1
    assert list(stick.parent.glob("*.terren")) == []


def test_verify_backup_and_locate(at: At, tmp_path: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    form = json.loads(at("peja", "verify", "--json").out)
    assert (form["changes"], form["faults"]) == (1, [])
    assert at("peja", "verify", "--rebuild").code == 0
    copy = tmp_path / "copy.db"
    assert at("peja", "backup", "-o", copy).out.strip() == str(copy)
    assert at("peja", "backup", "-o", copy).code == 1
    assert at("peja", "show", "1.1.1", "--db", copy).code == 0
    assert Path(at("peja", "backup").out.strip()).parent == tmp_path / "peja"
    places = json.loads(at("peja", "locate", "--json").out)
    assert places["database"] == str(tmp_path / "peja" / "terren.db")
    assert f"Database                     {copy}\n" in at("peja", "locate", "--db", copy).out
    told = " ".join(at("peja", "locate", "--language", "sq").out.split())
    assert f"Baza e të dhënave {tmp_path}" in told and f"Ditari i gabimeve {tmp_path}" in told


def test_a_folder_full_of_junk_takes_few_lines(at: At, stick: Path) -> None:
    for n in range(9):
        (stick / f"j{n}.terren").write_text(f"{n}" * 40)
    came = at("hq", "sync", stick)
    assert came.code == 3
    told = [line for line in came.err.splitlines() if "is not a file that Terren wrote" in line]
    assert [f"j{n}.terren" in line for n, line in enumerate(told)] == [True] * 3
    assert "6 more files were left alone for the same reason." in came.err
    assert len(json.loads(at("hq", "sync", stick, "--json").out)["left"]) == 9


def test_an_own_file_that_was_damaged_in_the_folder_is_written_anew_and_said(at: At, stick: Path) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    assert at("peja", "sync", stick).code == 0
    (own,) = stick.rglob("*.terren")
    whole = own.read_bytes()
    own.write_bytes(whole[:-20] + bytes(20))
    again = at("peja", "sync", stick)
    assert f"{own} was damaged there. It has been written anew." in again.err
    assert own.read_bytes() == whole
    assert "damaged" not in at("peja", "sync", stick).err
    assert at("hq", "sync", stick).code == 0
    assert [one["value"] for one in json.loads(at("hq", "state", "--json").out)] == ["implemented"]
