"""Units as a table."""

from __future__ import annotations

from language import speaking
from report.lists.unit_lists import units_list
from report.periodic.words import name_of_unit
from store.query.unit_overview import Laptop, UnitOverview


def test_a_unit_has_the_newest_revision_of_its_laptops_and_none_where_none_is_known() -> None:
    laptops = tuple(Laptop(replica, replica, None) for replica in ("aa", "bb", "cc"))
    units = [
        UnitOverview(unit, "", laptops[n:], 4, 1, 0, 0, 1, 3)
        for n, unit in enumerate(("17", "13", "12", "11"))
    ]
    with speaking("en"):
        table = units_list(units, {"aa": 1, "bb": 3})
    at = [column.code for column in table.columns].index("revision")
    assert [row[at] for row in table.rows] == [3, 3, None, None]


def test_a_unit_is_called_as_the_plan_prints_it() -> None:
    with speaking("en"):
        assert name_of_unit("MPB", "Ministria e Brendshme") == "Ministria e Brendshme"
        assert name_of_unit("17") == "Pejë"
