"""Names on the command line: suggested, grouped at headquarters, and carried to the field."""

from __future__ import annotations

import json

from tests.terren.conftest import Exchange


def test_groups_of_headquarters_reach_the_field(exchange: Exchange) -> None:
    joined = exchange.at("hq", "names", "join", "Ministria", "MPB", "XYZQ")
    assert joined.code == 0
    assert "Institutions, Name: XYZQ: – → Ministria" in joined.err
    assert "already" in exchange.at("hq", "names", "join", "Ministria", "MPB").err
    refused = exchange.at("peja", "names", "join", "X", "MPB")
    assert refused.code == 1
    assert exchange.at("peja", "list", "--lead", "Ministria").code == 1
    assert exchange.carry("hq", "peja").code == 0
    (group,) = json.loads(exchange.at("peja", "names", "list", "--json").out)
    assert (group["role"], group["name"]) == ("institution", "Ministria")
    assert [spelling["name"] for spelling in group["spellings"]] == ["MPB", "XYZQ"]
    assert len(json.loads(exchange.at("peja", "list", "--lead", "XYZQ", "--json").out)) == 8
    assert exchange.at("hq", "names", "part", "XYZQ").code == 0
    assert exchange.carry("hq", "peja").code == 0
    assert exchange.at("peja", "names", "list").out == ""


def test_suggestions_are_accepted_by_number(exchange: Exchange) -> None:
    shown = exchange.at("hq", "names", "suggest")
    assert (shown.code, shown.out) == (0, "")
    wrong = exchange.at("hq", "names", "suggest", "--accept", "3")
    assert (wrong.code, "Choose one of: none." in wrong.err) == (2, True)
    assert exchange.at("hq", "names", "list", "--role", "colour").code == 2
    everything = exchange.at("hq", "names", "list", "--all", "--role", "funding").out
    assert everything == "Funding: BK\n    BK (8 actions)\n"
