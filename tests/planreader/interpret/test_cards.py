"""Cards: tables of an action each, whose labels are the columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document

from planreader import assembled
from planreader.review.mapped import mapping_typed
from store.db.errors import UserError
from store.plan.model import Plan
from tests.planreader.tables import Rows

FIELDS: Final[Rows] = (("Nosilac", "Opština"), ("Rok", "2027"), ("Trošak", "1.000 EUR"))
TITLES: Final = ("Obuka sestara", "Nabavka vozila", "Obnova doma")


def cards(folder: Path, tables: Sequence[Rows], headings: Sequence[str] = ()) -> Path:
    """A Word document with a table for each card, below its heading where there are such."""
    document = Document()
    document.add_heading("Plan mera u zdravstvu 2026-2028", 0)
    for n, rows in enumerate(tables):
        document.add_paragraph(headings[n] if headings else "")
        table = document.add_table(0, max(map(len, rows)))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
    document.save(str(folder / "cards.docx"))
    return folder / "cards.docx"


def read(path: Path, *columns: str) -> Plan:
    return assembled(path, mapping=mapping_typed(columns, ["objective=Zdravlje"], str(path)))[0]


def test_the_line_above_a_card_is_its_action(tmp_path: Path) -> None:
    path = cards(tmp_path, [FIELDS] * 3, TITLES)
    plan = read(path)
    assert [one.title for one in plan.actions()] == list(TITLES)
    assert {(one.deadline.raw, one.institutions.names) for one in plan.actions()} == {("2027", ("Opština",))}


def test_what_has_no_actions_though_all_is_said_is_refused_as_that(tmp_path: Path) -> None:
    path = cards(tmp_path, [FIELDS] * 3)
    with pytest.raises(UserError) as caught:
        read(path, "Nosilac=remark", "Rok=deadline", "Trošak=objective")
    assert caught.value.code == "document_unmapped", "no column is that of the actions"
    blank = cards(tmp_path, [(*FIELDS, ("Opis", ""))] * 3)
    with pytest.raises(UserError) as caught:
        read(blank, "Opis=action")
    assert (caught.value.code, caught.value.params["missing"]) == ("document_no_actions", "–")


def test_an_action_may_bear_its_number_behind_the_word_for_it(tmp_path: Path) -> None:
    path = cards(
        tmp_path, [FIELDS] * 3, [f"Mera {n}: {title}" for n, title in zip((2, 3, 7), TITLES, strict=True)]
    )
    assert [(one.nr, one.title) for one in read(path).actions()] == [
        ("1.1.2", TITLES[0]),
        ("1.1.3", TITLES[1]),
        ("1.1.7", TITLES[2]),
    ]


def test_a_blank_beside_the_second_label_of_a_row_takes_no_other_field(tmp_path: Path) -> None:
    wide = [
        (("Mera", title, "", ""), ("Nosilac", "Opština", "Partneri", who), ("Rok", "2027", "Trošak", sum_))
        for title, who, sum_ in zip(TITLES, ("UNICEF", "", "SZO"), ("10 EUR", "", ""), strict=True)
    ]
    plan = read(cards(tmp_path, wide))
    assert [one.institutions.names for one in plan.actions()] == [
        ("Opština", "UNICEF"),
        ("Opština",),
        ("Opština", "SZO"),
    ]
    assert [(one.deadline.raw, one.budget_total) for one in plan.actions()] == [
        ("2027", 1000),
        ("2027", None),
        ("2027", None),
    ]


def test_a_label_of_the_action_may_count(tmp_path: Path) -> None:
    tables = [((f"Mera {n}", title), *FIELDS) for n, title in zip((2, 3, 7), TITLES, strict=True)]
    assert [(one.nr, one.title) for one in read(cards(tmp_path, tables)).actions()] == [
        ("1.1.2", TITLES[0]),
        ("1.1.3", TITLES[1]),
        ("1.1.7", TITLES[2]),
    ]


def test_a_row_of_a_card_that_is_no_label_with_its_text_is_told(tmp_path: Path) -> None:
    tables = [(("Mera", title), *FIELDS, ("Napomena 12", "Hitno")) for title in TITLES]
    path = cards(tmp_path, tables)
    marks = assembled(path, mapping=mapping_typed([], ["objective=Zdravlje"], str(path)))[1]
    assert [(one.place, one.text) for one in marks.passed] == [
        (f"table {n}, row 5", "Napomena 12 · Hitno") for n in (1, 2, 3)
    ]
    with pytest.raises(UserError) as caught:
        assembled(path)
    columns: Any = caught.value.params["columns"]
    assert next(one["samples"] for one in columns if one["name"] == "Mera") == list(TITLES)


def test_a_text_beside_a_blank_label_may_belong_elsewhere(tmp_path: Path) -> None:
    unlabelled = [FIELDS, (FIELDS[0], ("", "2027"), FIELDS[2]), FIELDS]
    plan = read(cards(tmp_path, unlabelled, TITLES))
    assert list(plan.actions())[1].institutions.names == ("Opština", "2027")
    reasons = [plan.provenance[f"1.1.{n}/lead"].reason for n in (1, 2, 3)]
    assert reasons == ["", "label_blank", ""]
