"""What the texts of cells begin, and which column a heading's words name."""

from __future__ import annotations

import pytest

from planreader import labels
from planreader.headwords import role_of, year_of
from planreader.targetheads import target_roles


@pytest.mark.parametrize(
    ("text", "kind", "nr", "title"),
    [
        ("1.1 Objektivi specifik: Shërbimet", "specific", "1.1", "Shërbimet"),
        ("Qëllimi strategjik 1 – Shërbimet", "strategic", "1", "Shërbimet"),
        ("POSEBNI CILJ br. 2.1: Usluge", "specific", "2.1", "Usluge"),
        ("Specific objective 1.1. Services", "specific", "1.1", "Services"),
        ("Objektivi i përgjithshëm II: Shërbimet", "strategic", "II", "Shërbimet"),
        ("Objektivi specifik: Shërbimet", "specific", "", "Shërbimet"),
        ("Goal 2: Services ........ 14", "strategic", "2", "Services"),
    ],
)
def test_labels_of_objectives(text: str, kind: str, nr: str, title: str) -> None:
    found = labels.objective(text)
    assert found is not None
    assert (found.kind, found.nr, found.rest) == (kind, nr, title)


@pytest.mark.parametrize(
    "text",
    [
        "Objektivi strategjik 1 synon të rrisë cilësinë",
        "Gjithsej objektivi specifik 1.1",
        "Ky plan ka dy objektiva",
        "Improvement of the objective 1.1",
    ],
)
def test_what_is_no_label_of_an_objective(text: str) -> None:
    assert labels.objective(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "nr"),
    [
        ("Gjithsej objektivi specifik 1.1", "total", "1.1"),
        ("Ukupno za specifični cilj 2.1:", "total", "2.1"),
        ("Subtotal", "total", ""),
        ("Totali për objektivin strategjik 1", "higher_total", "1"),
        ("Sveukupno", "grand_total", ""),
        ("Total budget of the Action Plan", "grand_total", ""),
    ],
)
def test_labels_of_totals(text: str, kind: str, nr: str) -> None:
    found = labels.total(text)
    assert found is not None
    assert (found.kind, found.nr) == (kind, nr)


@pytest.mark.parametrize("text", ["Opšti cilj 1: Usluge", "Numri total i përfituesve sipas treguesit", "MPB"])
def test_what_is_no_label_of_a_total(text: str) -> None:
    assert labels.total(text) is None


def test_numbers_of_actions_behind_their_word() -> None:
    assert labels.action("Aktiviteti 1.1.1: Hartimi") == labels.Label("action", "1.1.1", "Hartimi")
    assert labels.action("Aktivitet i 1.1.1") == labels.Label("action", "1.1.1", "")
    assert labels.action("2 ligje") is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Nosilac aktivnosti", "institutions"),
        ("Partnerët", "support"),
        ("Kosto financiare", "budget"),
        ("Burimet financiare", "funding"),
        ("Potrebna sredstva", "budget"),
        ("Izvor verifikacije", "notes"),
        ("Vremenski okvir", "deadline"),
        ("Implementation period", "deadline"),
        ("Treguesi i produktit", "output"),
        ("Lidhja me dokumente të tjera", "documents"),
        ("Objektivi specifik", "objective"),
        ("Ukupno", "sum"),
        ("Rreziku", ""),
    ],
)
def test_roles_of_columns(text: str, role: str) -> None:
    assert role_of(text) == role


def test_years_of_columns() -> None:
    assert [year_of(text) for text in ("2024. godina", "Kosto 2024 (€)", "2022-2024", "Y2025")] == [
        2024,
        2024,
        None,
        2025,
    ]


def test_columns_of_indicators_by_words_and_by_place() -> None:
    heads = [
        "R. br.",
        "Pokazatelj učinka",
        "Početno stanje",
        "Bazna godina",
        "Međucilj",
        "Krajnji cilj",
        "Ishod",
    ]
    assert target_roles(heads) == ["nr", "title", "baseline", "baseline year", "interim", "final", "result"]
    years = ["Indicator", "Baseline 2021", "Target 2022", "Target 2023", "Target 2024", "Result"]
    assert target_roles(years) == ["title", "baseline", "interim", "notes", "final", "result"]
    assert target_roles(["Indicator", "Source of funding", "Deadline", "Budget"]) == []
