"""Everything that was received is listed, and what is refused is kept and explained."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from time import time
from typing import Any
from unittest.mock import patch

from tests.terren.conftest import At, Exchange

ACTING = "\x1b[2J\u202e"


def inbox(at: At, *options: str) -> Any:
    return json.loads(at("hq", "inbox", "--json", *options).out)


def test_what_is_refused_is_kept_and_explained(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    written = Path(at("peja", "export", "--to", exchange.stick).out.strip())
    whole = written.read_bytes()
    cut = exchange.stick / f"{ACTING}cut.terren"
    cut.write_bytes(whole[:-9])
    assert at("hq", "receive", cut).code == 1
    cut.unlink()
    (refused,) = inbox(at)["refused"]
    assert (refused["code"], refused["name"]) == ("changeset_truncated", "[2Jcut.terren")
    assert refused.keys() == {"name", "check_code", "at", "bytes", "code", "message"}
    assert refused["bytes"] == len(whole) - 9
    assert abs(datetime.fromisoformat(refused["at"]).timestamp() - time()) < 600
    listed = at("hq", "inbox")
    assert (listed.code, "cut off" in listed.out) == (3, True)
    assert not set(ACTING) - {"[", "2", "J"} & set(listed.out)
    # the same file again is one entry
    cut.write_bytes(whole[:-9])
    at("hq", "receive", cut)
    assert len(inbox(at)["refused"]) == 1
    assert at("hq", "inbox", "--drop", "AAAA").code == 1
    assert at("hq", "inbox", "--drop", refused["check_code"]).code == 0
    assert inbox(at)["refused"] == []


def test_what_was_refused_is_taken_once_it_can_be_read(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    written = at("peja", "export", "--to", exchange.stick).out.strip()
    with patch("sync.wire.format.READER", 0):
        assert at("hq", "receive", written).code == 1
    Path(written).unlink()
    assert [one["code"] for one in inbox(at)["refused"]] == ["changeset_newer"]
    form = inbox(at, "--again")
    assert (form["refused"], [one["new"] for one in form["taken"]]) == ([], [1])
    assert at("hq", "inbox").code == 0


def test_a_folder_is_refused_as_one(at: At, exchange: Exchange) -> None:
    refused = at("hq", "receive", exchange.stick)
    assert (refused.code, "is a folder. Name the files in it" in refused.err) == (1, True)


def test_what_is_missing_of_whom(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    exchange.carry("peja", "hq")
    exchange.carry("hq", "peja")
    at("peja", "set", "1.1.2", "--status", "implemented")
    later = at("peja", "export", "--to", exchange.stick).out.strip()
    came = at("peja2", "receive", later)
    assert (came.code, "Waiting for changes 1 to 1 of peja, Pejë" in came.err) == (3, True)
    form = json.loads(at("peja2", "inbox", "--json").out)
    assert [(one["first"], one["last"], one["officer"]) for one in form["missing"]] == [(1, 1, "peja")]
    assert "Waiting for changes 1 to 1 of peja" in at("peja2", "inbox").out
    assert [one["parked"] for one in form["taken"]] == [1]
