"""Approving and returning on the command line, and what the unit sees of it."""

from __future__ import annotations

import json

from tests.terren.conftest import Exchange


def test_the_unit_of_which_a_report_is_approved_is_named_also_where_it_is_ones_own(
    exchange: Exchange,
) -> None:
    exchange.at("hq", "set", "1.1.1", "--status", "in_progress", "--unit", "MPB")
    assert "1.1.1, MIA, Review of the report: – → Approved" in exchange.at("hq", "approve", "1.1.1").err


def test_a_report_is_returned_answered_and_approved(exchange: Exchange) -> None:
    exchange.at("peja", "set", "1.1.1", "--status", "in_progress")
    exchange.carry("peja", "hq")
    returned = exchange.at("hq", "return", "1.1.1", "--reason", "Evidence is missing")
    assert (returned.code, "Returned: Evidence is missing" in returned.err) == (0, True)
    assert exchange.carry("hq", "peja").code == 0
    shown = exchange.at("peja", "show", "1.1.1").out
    assert "Review of the report: Returned: Evidence is missing" in shown
    exchange.at("hq", "period", "open", "2022", "--due", "2023-01-15")
    for language, words in (
        ("en", "1 of 4 reports have arrived, 3 still outstanding, 1 returned"),
        ("sq", "të arritura: 1 nga 4 raporte, mungojnë 3, u kthye 1"),
        ("sr", "stiglo je 1 od 4 izveštaja, nedostaju 3, vraćen 1"),
    ):
        owed = exchange.at("hq", "--language", language, "period", "owing", "2022", "--unit", "Pejë")
        assert owed.out.splitlines()[0].endswith(words)
    (row,) = json.loads(exchange.at("peja", "list", "--returned", "--json").out)
    assert (row["nr"], row["returned"]) == ("1.1.1", True)
    exchange.at("peja", "evidence", "1.1.1", "Decision", "--ref", "nr. 12")
    assert json.loads(exchange.at("peja", "list", "--returned", "--json").out) == []
    exchange.carry("peja", "hq")
    assert exchange.at("hq", "list", "--unreviewed").out.startswith("1.1.1")
    assert exchange.at("hq", "approve", "1.1.1", "--unit", "Pejë").code == 0
    (said,) = json.loads(exchange.at("hq", "show", "1.1.1", "--json").out)["reviews"]
    assert said == {"unit": "17", "state": "approved", "reason": "", "stands": True}
    assert exchange.at("hq", "list", "--approved").out.startswith("1.1.1")
    # an approval that is taken back leaves that of the report before, and reads as no approval
    exchange.at("peja", "set", "1.1.1", "--status", "implemented")
    exchange.carry("peja", "hq")
    exchange.at("hq", "approve", "1.1.1", "--unit", "Pejë")
    assert "Pejë, Review of the report: Approved → Approved" in exchange.at("hq", "undo").err


def test_a_unit_reviews_nothing(exchange: Exchange) -> None:
    exchange.at("peja", "set", "1.1.1", "--status", "in_progress")
    refused = exchange.at("peja", "approve", "1.1.1")
    assert (refused.code, "headquarters" in refused.err) == (1, True)
    nothing = exchange.at("hq", "return", "1.1.2", "--reason", "x")
    assert (nothing.code, "1.1.2" in nothing.err) == (1, True)
