"""Where a change stands on its way to headquarters, and what is said when no receipt comes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from tests.terren.conftest import At, Exchange


def states(at: At, who: str) -> list[str]:
    return [change["state"] for change in json.loads(at(who, "log", "--json").out)]


def test_a_change_is_local_then_in_a_file_then_accepted(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    assert states(at, "peja") == ["local"]
    assert exchange.carry("peja", "hq").code == 0
    assert states(at, "peja") == ["in_file"]
    (change,) = json.loads(at("peja", "show", "1.1.1", "--json").out)["changes"]
    assert f"in file {change['file']['check_code'][:4]}" in at("peja", "log").out
    assert states(at, "hq") == ["accepted"]
    assert exchange.carry("hq", "peja").code == 0
    assert states(at, "peja") == ["accepted"]


def test_two_values_stand_in_conflict_until_one_is_decided(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    at("peja2", "set", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    exchange.carry("peja2", "hq")
    assert states(at, "hq") == ["conflict", "conflict"]
    assert "(in conflict)" in at("hq", "log").out
    (conflict,) = json.loads(at("hq", "conflicts", "--json").out)
    at("hq", "resolve", conflict["id"], "--keep", "implemented")
    assert states(at, "hq") == ["accepted"] * 3


def test_a_missing_receipt_is_told_after_so_many_days(at: At, tmp_path: Path, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    at("peja", "export", "--to", exchange.stick)
    assert "no receipt" not in at("peja", "list").err
    (moment,) = {change["file"]["at"] for change in json.loads(at("peja", "log", "--json").out)}
    sent = datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()
    with patch("time.time", return_value=sent + 14 * 86_400):
        assert "1 of your changes has no receipt for 14 days" in at("peja", "list").err
        (tmp_path / "peja" / "config.toml").write_text("receipt_days = 15\n")
        assert "no receipt" not in at("peja", "list").err
        (tmp_path / "peja" / "config.toml").write_text("receipt_days = 0\n")
        assert at("peja", "list").code == 1


def test_only_those_that_wait_too_long_are_counted(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented", "--percent", "100")
    at("peja", "export", "--to", exchange.stick)
    moment = json.loads(at("peja", "log", "--json").out)[0]["file"]["at"]
    sent = datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()
    with patch("time.time", return_value=sent + 30 * 86_400):
        at("peja", "set", "1.1.2", "--status", "in_progress")
        late = at("peja", "list").err
        assert "2 of your changes have no receipt; the oldest for 30 days" in late
        (check,) = (
            one for one in json.loads(at("peja", "doctor", "--json").out) if one["subject"] == "exchange"
        )
        assert check["params"] == {"changes": 2, "days": 30}


def test_a_list_says_how_far_each_action_has_got(at: At, exchange: Exchange) -> None:
    def stood() -> list[tuple[str, str | None]]:
        rows = json.loads(at("peja", "list", "--json").out)
        return [(row["nr"], row["state"]) for row in rows if row["state"] is not None]

    at("peja", "set", "1.1.1", "--status", "implemented")
    at("peja", "set", "1.1.2", "--status", "implemented")
    assert stood() == [("1.1.1", "local"), ("1.1.2", "local")]
    exchange.carry("peja", "hq")
    at("peja", "set", "1.1.2", "--status", "in_progress")
    assert stood() == [("1.1.1", "in_file"), ("1.1.2", "local")]
    assert "(today)" in at("peja", "list", "--unsent").out
    exchange.carry("hq", "peja")
    assert stood() == [("1.1.2", "local")]


def test_a_held_change_says_why(at: At, exchange: Exchange) -> None:
    at("peja", "set", "1.1.1", "--status", "implemented")
    at("hq", "trust", "accept", _fingerprint(at, "peja"), "--unit", "Prizren")
    assert exchange.carry("peja", "hq").code == 3
    assert "does not report for this unit" in at("hq", "log").out
    assert [row["state"] for row in json.loads(at("hq", "list", "--json").out)].count("held") == 1


def _fingerprint(at: At, who: str) -> str:
    believed = json.loads(at("hq", "trust", "list", "--json").out)
    return next(str(one["fingerprint"]) for one in believed if one["officer"] == who)
