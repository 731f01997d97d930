"""What the texts of cells begin, and which column a heading's words name."""

from __future__ import annotations

import pytest

from planreader.interpret.gridpayers import payer_of
from planreader.interpret.headings import labels
from planreader.interpret.headings.targetheads import target_roles
from planreader.vocabulary.headwords import role_of, says_of_budget, says_report, year_of

_KNOWN = frozenset({"1", "1.1", "2", "II", "II.1"})


@pytest.mark.parametrize(
    ("text", "kind", "nr", "title"),
    [
        ("Boshti 1: Uji", "strategic", "1", "Uji"),
        ("SO1 – Water", "strategic", "1", "Water"),
        ("PC 1.1: Voda", "specific", "1.1", "Voda"),
        ("Masa 1.1: Uji", "specific", "1.1", "Uji"),
        ("Orientation II.1 Water", "specific", "II.1", "Water"),
    ],
)
def test_labels_in_words_of_another_template(text: str, kind: str, nr: str, title: str) -> None:
    found = labels.objective(text) or labels.numbered(text, _KNOWN)
    assert found is not None
    assert (found.kind, found.nr, found.rest) == (kind, nr, title)


@pytest.mark.parametrize(
    "text",
    [
        "Tabela 1: Treguesit",
        "Figure 1.1. Water",
        "Treguesi 1.1: Pjesa e ujit",
        "Totali 1.1",
        "Boshti 3: Uji",
        "Versioni 1.1 i planit",
        "Buxheti 2: 12,000",
        "Grupi i 12 komunave",
    ],
)
def test_what_documents_number_besides_objectives(text: str) -> None:
    assert labels.numbered(text, _KNOWN) is None


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
        ("Shtylla 1: Shërbimet", "strategic", "1", "Shërbimet"),
        ("Operativni cilj 1.2: Usluge", "specific", "1.2", "Usluge"),
        ("Nënobjektivi 1.2: Shërbimet", "specific", "1.2", "Shërbimet"),
        ("Objektivi specifik 1.1 „Shërbimet“", "specific", "1.1", "„Shërbimet“"),
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
        ("Shuma totale (€)", "total", ""),
        ("TOTALI I PËRGJITHSHËM", "grand_total", ""),
        ("Totali për objektivin I", "total", "I"),
        ("BUXHETI I PËRGJITHSHËM PËR OBJEKTIVIN SPECIFIK 1.1", "total", "1.1"),
        ("Totali për objektivin strategjik 1", "higher_total", "1"),
        ("Sveukupno", "grand_total", ""),
        ("Total budget of the Action Plan", "grand_total", ""),
    ],
)
def test_labels_of_totals(text: str, kind: str, nr: str) -> None:
    found = labels.total(text)
    assert found is not None
    assert (found.kind, found.nr) == (kind, nr)


@pytest.mark.parametrize("text", ["Objektivi strategjik II: Kapital njerëzor", "Tekuće aktivnosti cilja"])
def test_capital_in_the_title_of_an_objective_is_no_part_of_a_total(text: str) -> None:
    assert labels.split("nga të cilat kapitale")
    assert labels.split(text) is not text.startswith("Objektivi")


@pytest.mark.parametrize("text", ["Opšti cilj 1: Usluge", "Numri total i përfituesve sipas treguesit", "MPB"])
def test_what_is_no_label_of_a_total(text: str) -> None:
    assert labels.total(text) is None


def test_numbers_of_actions_behind_their_word() -> None:
    assert labels.action("Aktiviteti 1.1.1: Hartimi") == labels.Label("action", "1.1.1", "Hartimi")
    assert labels.action("Aktivitet i 1.1.1") == labels.Label("action", "1.1.1", "")
    assert labels.action("2 ligje") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Indikator 1. Broj korisnika", "Broj korisnika"),
        ("Treguesi 2 Numri i përfituesve", "Numri i përfituesve"),
        ("KPI: Number of services", "Number of services"),
        ("KPI 1.2: Number of services", "Number of services"),
        ("Outcome indicator: Number of services", "Number of services"),
        ("Treguesi i rezultatit 1 – Numri", "Numri"),
        ("Treguesi i kënaqësisë – sipas anketës", None),
        ("Indikator 1. stepena", None),
        ("Number of indicators: all", None),
        ("Indikator 1.", None),
    ],
)
def test_labels_of_indicators(text: str, title: str | None) -> None:
    assert labels.indicator(text) == title


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Nosilac aktivnosti", "institutions"),
        ("Partnerët", "support"),
        ("Ostali učesnici", "support"),
        ("In charge", "institutions"),
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
        ("Rreziku", "notes"),
        ("Ser. no.", "nr"),
        ("Action no.", "nr"),
        ("Mera br.", "nr"),
        ("Masat për arritjen e objektivit", "title"),
        ("Quarter of completion", "deadline"),
        ("Dëshmia e përfundimit", "notes"),
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
    aimed = ["Treguesit", "Gjendja fillestare (2020)", "Synimi final (2021)", "Rezultati i synuar"]
    assert target_roles(aimed) == ["title", "baseline", "final", "result"]
    aimed[2:2] = ["Synimi i përkohshëm"]
    assert target_roles(aimed) == ["title", "baseline", "interim", "final", "result"]
    years = ["Treguesi", "Baza", "Rezultati i synuar 2022", "Rezultati i synuar 2023"]
    assert target_roles(years) == ["title", "baseline", "interim", "final"]
    effects = ["KPI", "Starting value", "Milestone", "Target", "Effect"]
    assert target_roles(effects) == ["title", "baseline", "interim", "final", "result"]
    behind = ["Pokazatelj", "Početna vrednost", "Ciljana vrednost u poslednjoj godini AP", "Bazna godina"]
    assert target_roles(behind) == ["title", "baseline", "final", "baseline year"]
    before = ["Pokazatelj", "Bazna godina", "Početna vrednost", "Ciljana vrednost 2027"]
    assert target_roles(before) == ["title", "baseline year", "baseline", "final"]
    each = ["Treguesi", "Vlera bazë", "Viti bazë", "Vlera e synuar", "Viti i synuar"]
    assert target_roles(each) == ["title", "baseline", "baseline year", "final", "final year"]
    twice = ["Indicator", "Baseline", "Year", "Interim target", "Target year", "Target", "Target year"]
    years = ["baseline year", "interim", "interim year", "final", "final year"]
    assert target_roles(twice) == ["title", "baseline", *years]
    assert target_roles(["Indicator", "Base year", "Target year"]) == []
    assert target_roles(["Indicator", "Source of funding", "Deadline", "Budget"]) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Zyrtari përgjegjës", "notes"),
        ("Odgovorno lice", "notes"),
        ("Responsible person", "notes"),
        ("Institucioni dhe zyrtari përgjegjës", "institutions"),
        ("Financuesi", "funding"),
        ("Funded by", "funding"),
        ("Učinak", "output"),
        ("Akterët", "institutions"),
        ("Institucioni për informacion", "institutions"),
        ("Rok i izvor", "deadline"),
        ("Additional information", "notes"),
        ("Baza ligjore", "documents"),
        ("Fillimi", "deadline"),
        ("Mbarimi", "deadline"),
        ("Ref. documents", "documents"),
        ("Ref. no.", "nr"),
        ("Viti i zbatimit", "deadline"),
        ("Rok izvršenja", "deadline"),
        ("Izvršilac", "institutions"),
        ("Shtylla", "objective"),
        ("Aktet referuese", "documents"),
        ("Zakonski osnov", "documents"),
        ("Policy basis", "documents"),
        ("Implikimet financiare", "budget"),
        ("Shpenzimet", "budget"),
        ("Dorëzimi", "output"),
        ("Efekat", "output"),
        ("Planned funds", "budget"),
        ("Fondet e nevojshme", "budget"),
        ("Financohet nga", "funding"),
    ],
)
def test_roles_of_columns_in_other_words(text: str, role: str) -> None:
    assert role_of(text) == role


@pytest.mark.parametrize(
    "text", ["* Shuma është indikative", "Napomena: ukupan budžet zavisi od donatora", "Note: total amounts"]
)
def test_a_note_on_the_amounts_is_no_total(text: str) -> None:
    assert labels.total(text) is None


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("Buxheti i Kosovës 2026", "Buxheti i Kosovës"),
        ("2026 (u dinarima) Budžet grada", "Budžet grada"),
        ("Funding sources 2024 Donors", "Donors"),
        ("Planned budget 2024 Budget of Kosovo", "Budget of Kosovo"),
        ("Izvori finansiranja Donacije", "Donacije"),
        ("Nga e cila Donatorë", "Donatorë"),
        ("IPA 2025", "IPA"),
        ("Buxheti 2025", ""),
        ("Buxheti total 2025", ""),
        ("Planned budget", ""),
        ("Kosto 2026 (€)", ""),
        ("Sources of funding", ""),
        ("Capital 2026", ""),
    ],
)
def test_the_source_that_a_heading_names(heading: str, source: str) -> None:
    assert payer_of(heading) == source


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Kosto për njësi", "apiece"),
        ("Unit price (€)", "apiece"),
        ("Human resources (person-days)", "apiece"),
        ("Budžet jedinice lokalne samouprave", ""),
        ("Buxheti nga United Nations", ""),
        ("Humanitarian fund (€)", ""),
        ("Committed (€)", "held"),
        ("Committee budget (€)", ""),
        ("Linja buxhetore", "codes"),
        ("Linearni trošak", ""),
    ],
)
def test_what_a_heading_says_of_a_budget_beside_it(heading: str, kind: str) -> None:
    assert says_of_budget(heading) == kind


@pytest.mark.parametrize("heading", ["Rok investicije", "Resort", "Procena"])
def test_words_that_are_almost_those_of_reports_are_none(heading: str) -> None:
    assert not says_report(heading)
    assert says_report("Rok za izveštavanje") and says_report("Afati i raportimit")
