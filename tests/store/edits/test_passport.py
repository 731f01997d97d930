"""The passport of an indicator: written by headquarters, read by its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.db.errors import UserError
from store.edits.passport import read_passports, write_passport
from store.history.history import undo
from tests.plans import enrolled


def test_headquarters_writes_and_clears_fields_of_a_passport(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as store:
        write_passport(store, "1.1", {"measure": "%", "formula": "a / b", "available": "mars"})
        assert read_passports(store.conn) == {
            "1.1/1": {"measure": "%", "formula": "a / b", "available": "mars"}
        }
        write_passport(store, "1.1", {"formula": " ", "responsible": "ASK"})
        assert read_passports(store.conn)["1.1/1"] == {
            "measure": "%",
            "available": "mars",
            "responsible": "ASK",
        }
        undo(store)
        assert read_passports(store.conn)["1.1/1"]["formula"] == "a / b"
        with pytest.raises(UserError, match="indicator_unknown"):
            write_passport(store, "1.1", {"measure": "%"}, indicator=2)
        with pytest.raises(UserError, match="number_unknown"):
            write_passport(store, "9.9", {"measure": "%"})


def test_the_field_does_not(tmp_path: Path) -> None:
    store = enrolled(tmp_path / "a.db")
    with store, pytest.raises(UserError, match="headquarters_only"):
        write_passport(store, "1.1", {"measure": "%"})
