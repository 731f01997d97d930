"""A photograph goes along with evidence, and headquarters opens it: by commands alone."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

from tests.terren.conftest import At, Exchange

PHOTO = b"\xff\xd8\xff\xe0 a photograph"


def photo(folder: Path, name: str = "Ura e re.jpg") -> Path:
    path = folder / name
    path.write_bytes(PHOTO)
    return path


def entry(at: At, home: str) -> str:
    return str(json.loads(at(home, "show", "1.1.1", "--json").out)["evidence"][0]["entry"])


def test_it_goes_from_the_laptop_to_headquarters_and_is_opened_and_saved(
    exchange: Exchange, tmp_path: Path
) -> None:
    at = exchange.at
    done = at("peja", "evidence", "1.1.1", "Ura", "--attach", photo(tmp_path), "--kind", "photo")
    assert done.code == 0, done.err
    [said] = json.loads(at("peja", "show", "1.1.1", "--json").out)["evidence"]
    assert said["ref"] == "Ura e re.jpg" and said["attachment"]["type"] == "image/jpeg"
    written = at("peja", "export", "--to", exchange.stick)
    assert "1 attachment goes along." in written.err
    came = at("hq", "receive", written.out.strip())
    assert "1 attachment came." in came.err
    shown = at("hq", "show", "1.1.1").out.partition("Evidence")[2].partition("Last changes")[0]
    assert "Photo" in shown and "attached: Ura e re.jpg (1 kB)" in shown
    (tmp_path / "out").mkdir()
    saved = at("hq", "evidence", "1.1.1", "--save", entry(at, "hq"), "-o", tmp_path / "out")
    assert saved.code == 0 and Path(saved.out.strip()).read_bytes() == PHOTO
    opened: list[Path] = []
    with patch("store.db.system.open_file", opened.append):
        assert at("hq", "evidence", "1.1.1", "--open", entry(at, "hq")[:5]).code == 0
    assert [path.read_bytes() for path in opened] == [PHOTO]
    assert "1 attachment is not in it" in at("hq", "backup").err


def test_what_is_missing_is_named_and_a_file_from_a_mail_brings_it(
    exchange: Exchange, tmp_path: Path
) -> None:
    at = exchange.at
    at("peja", "evidence", "1.1.1", "Ura", "--attach", photo(tmp_path))
    written = at("peja", "export", "--to", exchange.stick)
    [lies] = exchange.stick.glob("*.terren-attachment")
    mailed = lies.rename(tmp_path / lies.name)
    came = at("hq", "receive", written.out.strip())
    assert "1 attachment is not here." in came.err
    verified = at("hq", "verify")
    assert verified.code == 0 and "Ura e re.jpg" in verified.err
    assert "not here yet" in at("hq", "evidence", "1.1.1", "--open", entry(at, "hq")).err
    assert "1 attachment came." in at("hq", "receive", mailed).err
    again = at("hq", "receive", mailed)
    assert again.code == 0 and "Nothing that is asked for here" in again.err


def test_what_cannot_be_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    at = exchange.at
    wrong = tmp_path / "x.jpg"
    wrong.write_bytes(b"MZ")
    assert "neither a photograph" in at("peja", "evidence", "1.1.1", "t", "--attach", wrong).err
    assert at("peja", "evidence", "1.1.1", "t", "--open", "a").code == 2
    assert at("peja", "evidence", "1.1.1", "--save", "a").code == 2
    for lone in (("t", "--ref", "nr. 1"), ("--open", "a"), ("--open", "a", "--save", "b")):
        assert at("peja", "evidence", "1.1.1", *lone, "-o", tmp_path / "out.jpg").code == 2, lone
    at("peja", "evidence", "1.1.1", "t", "--ref", "nr. 1")
    assert "Nothing is attached" in at("peja", "evidence", "1.1.1", "--open", entry(at, "peja")).err


def test_one_of_another_unit_s_evidence_is_told_as_never_coming(exchange: Exchange, tmp_path: Path) -> None:
    """A laptop asks for what its own unit names, and for nothing else."""
    at = exchange.at
    done = at("hq", "evidence", "1.1.1", "Ura", "--attach", photo(tmp_path), "--unit", "MPB")
    assert done.code == 0, done.err
    came = at("peja", "receive", at("hq", "export", "--to", exchange.stick).out.strip())
    assert came.code in (0, 3), came.err
    said = at(
        "peja", "evidence", "1.1.1", "--save", entry(at, "peja"), "-o", tmp_path / "got", "--unit", "MPB"
    )
    assert said.code == 1
    assert "evidence of another unit" in said.err
    assert "not here yet" not in said.err
