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
