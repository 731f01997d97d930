"""Redacting on the command line: headquarters alone, with a question, and it reaches the laptops."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terren.conftest import At, Exchange

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
        "kind": "note", "nr": "1.1.1", "unit": "17", "entry": name, "changes": 1, "scrubbed": True
    }  # fmt: skip
    exchange.carry("hq", "peja")
    assert not known(at, "hq", tmp_path) and not known(at, "peja", tmp_path)
    for who in ("hq", "peja"):
        assert at(who, "verify").code == 0
        assert "redacted" in at(who, "log", "1.1.1").out
    assert at("hq", "redact", "1.1.1", "--json").out.strip() == "[]"
    assert at("hq", "redact", "1.1.1", name, "--yes").code == 1


def test_a_note_withdrawn_before_the_export_never_leaves(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "note", "1.1.1", SECRET)
    at("peja", "note", "1.1.1", "--withdraw", entry(at, "peja"))
    at("peja", "note", "1.1.1", f"{SECRET} 2")
    at("peja", "undo")
    exchange.carry("peja", "hq")
    assert not known(at, "hq", tmp_path)
    assert at("hq", "verify").code == at("peja", "verify").code == 0
