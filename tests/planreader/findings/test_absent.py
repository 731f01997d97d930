"""What a document never had is not missed: documents of the set, whole and without one of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from openpyxl.utils import coordinate_to_tuple

from planreader.build.builder import assemble
from planreader.findings.findings import find
from planreader.interpret.mapping.entry import read_tables
from planreader.sources.grid import GridRow
from planreader.sources.xlsx_reader import read_xlsx
from store.plan.model import Finding, Plan
from tests.support.paths import SET


def _read(rows: Sequence[GridRow]) -> tuple[Plan, list[Finding]]:
    plan, marks = assemble(read_tables(rows, "set"))
    return plan, list(find(plan, marks))


def _without(rows: Sequence[GridRow], column: int) -> Iterator[GridRow]:
    """The rows without the cells of one column; wider ones, such as objectives, stay."""
    for row in rows:
        cells = (cell for cell in row.cells if (cell.left, cell.right) != (column, column + 1))
        yield row._replace(cells=tuple(cells))


@pytest.mark.parametrize(
    ("name", "role", "code"),
    [
        ("sq-4y-6003-seeded", "outputs", "output_blank"),
        ("en-1y-6005-seeded", "documents", "documents_blank"),
        ("en-2y-6011-seeded", "funding", "funding_blank"),
    ],
)
def test_a_column_that_the_document_does_not_have_leaves_nothing_blank(
    name: str, role: str, code: str
) -> None:
    rows = read_xlsx((SET / f"{name}.xlsx").read_bytes(), name)
    whole, noticed = _read(rows)
    assert code in [one.code for one in noticed], "a blank cell of the column is one"
    first = next(action.nr for action in whole.actions() if getattr(action, role))
    place = whole.provenance[f"{first}/{role}"].place
    plan, left = _read(list(_without(rows, coordinate_to_tuple(place.rpartition(" ")[2])[1])))
    assert [action.nr for action in plan.actions()] == [action.nr for action in whole.actions()]
    assert not any(getattr(action, role) for action in plan.actions())
    assert [one.code for one in left if one.code == code] == []
    assert {(one.code, one.where) for one in left} <= {(one.code, one.where) for one in noticed}


def test_no_indicators_and_no_split_of_capital_and_recurrent_are_missed() -> None:
    plan, noticed = _read(read_xlsx((SET / "en-2y-501011-seeded.xlsx").read_bytes(), "set"))
    assert not any(one.indicators for one in plan.strategic_objectives)
    assert not any(one.indicators for one in plan.specific_objectives())
    assert {"result_blank", "target_blank", "split_blank"}.isdisjoint(one.code for one in noticed)
