"""Redacting on the command line: headquarters alone, with a question, and it reaches the laptops."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.terren.conftest import At, Exchange
from tests.terren.plan.test_revision import FIRST, revised

SECRET = "ARDIT GASHI"


def entry(at: At, who: str, nr: str = "1.1.1", kind: str = "notes") -> str:
    return str(json.loads(at(who, "show", nr, "--json").out)[kind][0]["entry"])


def known(at: At, who: str, home: Path) -> bool:
    """Whether a laptop shows the text anywhere, or has it in its database."""
    said = [
        at(who, *words).out for words in (("show", "1.1.1"), ("log",), ("log", "--json"), ("state", "--json"))
    ]
    files = [path.read_bytes() for path in (home / who).glob("terren.db*")]
    return any(SECRET in text for text in said) or any(SECRET.encode() in data for data in files)


def test_a_note_that_has_left_is_redacted_everywhere(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "note", "1.1.1", SECRET)
    exchange.carry("peja", "hq")
    assert known(at, "hq", tmp_path) and known(at, "peja", tmp_path)
    listed = json.loads(at("hq", "redact", "1.1.1", "--json").out)
    assert [(one["kind"], one["value"]) for one in listed] == [("note", SECRET)]
    name = listed[0]["entry"]

    asked = at("hq", "redact", "1.1.1", name[:4])
    assert asked.code == 1 and "--yes" in asked.err and known(at, "hq", tmp_path)
    refused = at("peja", "redact", "1.1.1", name, "--yes")
    assert refused.code == 1
    done = at("hq", "redact", "1.1.1", name[:4], "--yes", "--json")
    assert done.code == 0, done.err
    form = json.loads(done.out)
    assert [one["kind"] for one in form.pop("recorded")] == ["decision"]
    assert form == {
        "kind": "note", "nr": "1.1.1", "unit": "17", "entry": name, "changes": 1, "left": 0, "scrubbed": True,
        "kept_by": [],
    }  # fmt: skip
    exchange.carry("hq", "peja")
    assert not known(at, "hq", tmp_path) and not known(at, "peja", tmp_path)
    for who in ("hq", "peja"):
        assert at(who, "verify").code == 0
        assert "redacted" in at(who, "log", "1.1.1").out
    assert at("hq", "redact", "1.1.1", "--json").out.strip() == "[]"
    assert at("hq", "redact", "1.1.1", name, "--yes").code == 1


def texts_in(folder: Path) -> Iterator[str]:
    """The files in which the secret is, unpacked where they are archives or packed streams."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        parts = [data]
        if data.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
        for mark in re.finditer(b"\x78[\x01\x5e\x9c\xda]", data):
            with suppress(zlib.error):
                parts.append(zlib.decompressobj().decompress(data[mark.start() :]))
        if any(SECRET.encode() in part for part in parts):
            yield path.relative_to(folder).as_posix()


def test_what_is_redacted_of_an_action_that_left_is_nowhere(
    at: At, tmp_path: Path, exchange: Exchange
) -> None:
    """In no report, archive, draft or search; of an action that no revision in force has any more."""
    today = ("--period", "2022")
    at("peja", "note", "1.1.1", SECRET)
    at("peja", "evidence", "1.1.1", SECRET, "--ref", "kutia 7")
    exchange.carry("peja", "hq")
    at("hq", "revision", "publish", revised(tmp_path / "ii.plan.toml", FIRST[1:]), "--yes")
    listed = json.loads(at("hq", "redact", "1.1.1", "--revision", "1", "--json").out)
    assert {one["kind"] for one in listed} == {"evidence", "note"}
    [note] = [one["entry"] for one in listed if one["kind"] == "note"]
    draft = {"title": "Note", "fields": {"earlier": note, "text": SECRET}}
    drafts = tmp_path / "hq" / "drafts.json"
    other = {"title": "Note", "fields": {"text": "mine"}}
    drafts.write_text(json.dumps({"x NoteScreen 1.1.1": draft, "x other": other}))
    for one in listed:
        done = at("hq", "redact", "1.1.1", one["entry"], "--revision", "1", "--yes")
        assert done.code == 0, done.err
    assert list(json.loads(drafts.read_text())) == ["x other"]
    exchange.carry("hq", "peja")
    for who in ("hq", "peja"):
        at(who, "backup")
        assert at(who, "tidy", "--redacted").code == 0
    assert SECRET not in at("hq", "list", "--text", SECRET).out
    reports = tmp_path / "reports"
    reports.mkdir()
    for ending in ("html", "json", "docx", "xlsx", "zip", "xml"):
        assert at("hq", "report", *today, "-o", reports / f"r.{ending}").code == 0
    for folder in (tmp_path / "hq", tmp_path / "peja", reports):
        assert not list(texts_in(folder))


def test_a_number_that_only_an_earlier_revision_has_names_the_action_that_left(
    at: At, tmp_path: Path
) -> None:
    at("hq", "note", "1.1.4", SECRET)
    at("hq", "revision", "publish", revised(tmp_path / "ii.plan.toml", FIRST[:3]), "--yes")
    listed = json.loads(at("hq", "redact", "1.1.4", "--json").out)
    assert [one["value"] for one in listed] == [SECRET]
    assert at("hq", "redact", "9.9.9").code == 1


def test_a_note_withdrawn_before_the_export_never_leaves(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "note", "1.1.1", SECRET)
    at("peja", "note", "1.1.1", "--withdraw", entry(at, "peja"))
    at("peja", "note", "1.1.1", f"{SECRET} 2")
    at("peja", "undo")
    exchange.carry("peja", "hq")
    assert not known(at, "hq", tmp_path)
    assert at("hq", "verify").code == at("peja", "verify").code == 0
