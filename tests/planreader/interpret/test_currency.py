"""In what money a plan is: told by headings, lines and cells, asked where nobody knows the word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader import read
from planreader.vocabulary import currency, money
from planreader.vocabulary.headwords import role_of
from store.plan.model import Plan
from tests.planreader.tables import HEAD, Rows, action, objective, plan, workbook
from tests.support.paths import SET


def headed(budget: str = "Buxheti", years: tuple[object, object] = (2022, 2023)) -> Rows:
    first, _ = HEAD
    return tuple(budget if cell == "Buxheti" else cell for cell in first), ("", "", "", *years, *[""] * 4)


def plan_of(path: Path, head: Rows, *cells: object, line: str = "") -> Plan:
    above = [objective(line)] if line else []
    objectives, rows = plan()[:2], [action("1.1.1", "Hartimi i planit", *cells), action("1.1.2")]
    return read(workbook(path / "plan.xlsx", [*above, *objectives, *head, *rows]))


def asked(found: Plan) -> list[tuple[str, str, object]]:
    return [(one.code, one.where, one.figures["found"]) for one in found.findings if "currency" in one.code]


@pytest.mark.parametrize(
    ("text", "code", "scale"),
    [
        ("Buxheti (€)", "EUR", 1),
        ("Sredstva u 000 din.", "RSD", 1000),
        ("Budžet (u hiljadama dinara)", "RSD", 1000),
        ("Вредност у 000 дин.", "RSD", 1000),
        ("Budžet u hilj. RSD", "RSD", 1000),
        ("Buxheti në mijë lekë", "ALL", 1000),
        ("Буџет (во илјади денари)", "MKD", 1000),
        ("Budget (in thousands of EUR)", "EUR", 1000),
        ("Budžet (u milionima dinara)", "RSD", 1_000_000),
        ("Buxheti (në milionë lekë)", "ALL", 1_000_000),
        ("Sredstva u mil. RSD", "RSD", 1_000_000),
        ("Iznos u KM", "BAM", 1),
        ("Buxheti (k€)", "EUR", 1000),
        ("Budget (thous. EUR)", "EUR", 1000),
        ("Budget (th. EUR)", "EUR", 1000),
        ("Budget (EUR 000s)", "EUR", 1000),
        ("Budget (TEUR)", "EUR", 1000),
        ("Budžet (tis. EUR)", "EUR", 1000),
        ("Buxheti (mij. €)", "EUR", 1000),
        ("Budget (in 1000 EUR)", "EUR", 1000),
        ("Budget (EUR x1000)", "EUR", 1000),
        ("Shumat në 1.000 €", "EUR", 1000),
        ("Iznosi u 1.000 RSD", "RSD", 1000),
        ("Sve u hiljadama", "", 1000),
        ("Budget (€m)", "EUR", 1_000_000),
        ("Budget (M€)", "EUR", 1_000_000),
        ("Budžet (milijardi RSD)", "RSD", 1_000_000_000),
        ("Budžet (mlrd. din.)", "RSD", 1_000_000_000),
        ("12.500 din", "RSD", 1),
        ("500 km", "BAM", 1),
        ("$12,500", "USD", 1),
        ("Price (EUR/m2)", "EUR", 1),
        ("TALL", "", 1),
        ("All measures within 10 km", "", 1),
        ("Ministria e drejtësisë", "", 1),
    ],
)
def test_a_heading_says_the_currency(text: str, code: str, scale: int) -> None:
    assert currency.named(text) == ((code,) if code else ())
    assert currency.scale_of(text) == scale


@pytest.mark.parametrize(
    "text", ["5.000 din.", "RSD 5.000", "5 mijë lekë", "5.000 KM", "5000 den.", "5.000,00 дин.", "5 hilj. €"]
)
def test_amounts_in_any_currency(text: str) -> None:
    assert money.amount(text) == 500000


@pytest.mark.parametrize("text", ["u 000 din.", "(në mijë lekë)", "RSD", "000 €"])
def test_words_for_money_are_a_column_of_money(text: str) -> None:
    assert role_of(text) == "budget"
    assert role_of(f"Izvor finansiranja {text}") == "funding"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (headed("Budžet (u 000 din.)"), ""),
        (headed(years=("2022 (u 000 RSD)", "2023 (u 000 RSD)")), ""),
        ((*headed(), ("", "", "", "u 000 din.", "u 000 din.", *[""] * 4)), ""),
        (headed(), "Sve vrednosti su u hiljadama dinara"),
        (headed(), "(u 000 RSD)"),
    ],
)
def test_the_plan_is_in_thousands_of_dinars(tmp_path: Path, head: Rows, line: str) -> None:
    found = plan_of(tmp_path, head, "5.000", "KA", line=line)
    assert (found.currency, found.years) == ("RSD", (2022, 2023))
    assert next(found.actions()).budget == {2022: 500_000_000, 2023: "admin"}
    assert next(found.actions()).funding == ("BK",)
    assert found.provenance["plan/currency"].place
    assert asked(found) == []


def test_a_plan_in_millions(tmp_path: Path) -> None:
    found = plan_of(tmp_path, headed("Budžet (u milionima RSD)"), "2,5", "KA")
    assert next(found.actions()).budget == {2022: 250_000_000, 2023: "admin"}
    nr = next(found.actions()).nr
    assert found.provenance[f"{nr}/budget/2022"].reason == "amounts_in_millions"


def test_money_beside_its_source_is_no_source(tmp_path: Path) -> None:
    head = (
        ("Br.", "Aktivnost", "Rok", "Finansiranje", "", "Nosilac", "Rezultat"),
        ("", "", "", "Izvor finansiranja", "u 000 din.", "", ""),
    )
    rows = [("1.1.1", "Izrada plana", "2022", "Budžet", "5.000", "MUP", "Usvojen plan")] * 1
    objectives = [(row[0], *[""] * 6) for row in plan()[:2]]
    found = read(workbook(tmp_path / "plan.xlsx", [*objectives, *head, *rows]))
    first = next(found.actions())
    assert (first.funding, first.budget, found.currency) == (("Budžet",), {2022: 500_000_000}, "RSD")


def test_cells_tell_where_nothing_else_does(tmp_path: Path) -> None:
    found = plan_of(tmp_path, headed(), "5.000 lekë", "1.000 ALL")
    assert (found.currency, next(found.actions()).budget) == ("ALL", {2022: 500_000, 2023: 100_000})
    assert plan_of(tmp_path, headed()).currency == "EUR"


def test_two_currencies_are_told_where_they_stand(tmp_path: Path) -> None:
    found = plan_of(tmp_path, headed("Buxheti (€)"), "5.000 din.", "100 €")
    assert (found.currency, asked(found)) == ("EUR", [("currency_mixed", "1.1.1", "RSD")])
    found = plan_of(tmp_path, headed("Buxheti (€)"), line="Iznosi su u dinarima")
    assert (found.currency, asked(found)) == ("EUR", [("currency_mixed", "plan", "RSD")])


@pytest.mark.parametrize(
    ("head", "word_", "code"),
    [
        ("Iznos u CHF", "CHF", "CHF"),
        ("Budžet u hiljadama talira", "talira", "EUR"),
        ("Buxheti ($)", "USD", "USD"),
    ],
)
def test_an_unknown_word_for_money_is_asked(tmp_path: Path, head: str, word_: str, code: str) -> None:
    found = plan_of(tmp_path, headed(head))
    assert (found.currency, found.years) == (code, (2022, 2023))
    assert asked(found) == [("currency_unknown", "plan", word_)]


@pytest.mark.parametrize("head", ["Buxheti 2022 (in 1000 EUR)", "Buxheti 2022 (EUR x 1000)"])
def test_a_figure_in_a_heading_says_what_each_unit_counts(tmp_path: Path, head: str) -> None:
    first = tuple("" if cell == "Buxheti" else cell for cell in HEAD[0])
    heading = (*first[:3], head, head.replace("2022", "2023"), *first[5:])
    found = read(workbook(tmp_path / "plan.xlsx", [*plan()[:2], heading, action("1.1.1", "Plan", 350, 12.5)]))
    assert next(found.actions()).budget == {2022: 35_000_000, 2023: 1_250_000}


def test_an_unknown_word_before_the_currency_is_asked(tmp_path: Path) -> None:
    assert asked(plan_of(tmp_path, headed("Budžet (zonk. EUR)"))) == [("currency_unknown", "plan", "zonk")]


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ('#,##0.00 "RSD"', "RSD"),
        ("[$USD] #,##0.00", "USD"),
        ("[$€-407] #,##0", "EUR"),
        ('"£"#,##0', "GBP"),
        ('"$"#,##0_);("$"#,##0)', "EUR"),
        ('0 "persona"', "EUR"),
    ],
)
def test_a_numbers_format_says_the_currency(tmp_path: Path, look: str, code: str) -> None:
    def change(sheet: Any) -> None:
        for row in sheet.iter_rows(min_row=5, min_col=4, max_col=5):
            for cell in row:
                cell.number_format = look

    rows = [*plan()[:4], action("1.1.1", first=125_000.5, second=300)]
    found = read(workbook(tmp_path / "plan.xlsx", rows, change))
    assert (found.currency, next(found.actions()).budget) == (code, {2022: 12_500_050, 2023: 30_000})


def test_a_dump_in_thousands(tmp_path: Path) -> None:
    text = (SET / "sq-4y-9001003-seeded.cells.txt").read_text("utf-8")
    found, plain = tmp_path / "plan.txt", tmp_path / "plain.txt"
    found.write_text(text.replace("(€)", "(u 000 din.)"), "utf-8")
    plain.write_text(text, "utf-8")
    dinars, euros = read(found), read(plain)
    assert (dinars.currency, euros.currency) == ("RSD", "EUR")
    cells = [cell for one in euros.actions() for cell in one.budget.values()]
    assert [cell for one in dinars.actions() for cell in one.budget.values()] == [
        cell * 1000 if isinstance(cell, int) else cell for cell in cells
    ]


@pytest.mark.parametrize(
    "heading", ["Budget 2024 (in thousands)", "Budžet 2024 (000)", "Buxheti 2024 në mijë EUR"]
)
def test_an_amount_that_contradicts_the_scale_of_its_heading_is_told(tmp_path: Path, heading: str) -> None:
    amounts = ["20", 15, "20,000 EUR", "20.000 €", "30 EUR", "20 mijë", "1,250", "18,000", 9, 8, 7]
    rows: list[list[Any]] = [
        ["Action plan 2024", *[""] * 4],
        ["No.", "Action", "Responsible institution", "Deadline", heading],
        ["1.", "Objektivi strategjik: Qeverisja", *[""] * 3],
        ["1.1", "Objektivi specifik: Rrugët", *[""] * 3],
        *([f"1.1.{n}", f"Road {n}", "MIT", "2024", amount] for n, amount in enumerate(amounts, 1)),
    ]
    found = read(workbook(tmp_path / "a.xlsx", rows))
    read_as = [action.budget[2024] for action in found.actions()]
    assert read_as == [2e6, 1.5e6, 2e6, 2e6, 3e6, 2e6, 1.25e8, 1.8e9, 9e5, 8e5, 7e5]
    told = {one.where: one.figures["other"] for one in found.findings if one.code == "amount_two_ways"}
    assert told == {"1.1.3": 2e9, "1.1.4": 2e9, "1.1.5": 3000, "1.1.8": 1.8e6}


def test_a_sign_beside_every_amount_in_thousands_contradicts_nothing(tmp_path: Path) -> None:
    rows = [
        ["Action plan 2024", *[""] * 4],
        ["No.", "Action", "Responsible institution", "Deadline", "Budget 2024 (in thousands EUR)"],
        ["1.", "Objektivi strategjik: Qeverisja", *[""] * 3],
        ["1.1", "Objektivi specifik: Rrugët", *[""] * 3],
        *([f"1.1.{n}", f"Road {n}", "MIT", "2024", f"{n}0 €"] for n in range(1, 5)),
    ]
    found = read(workbook(tmp_path / "a.xlsx", rows))
    assert [action.budget[2024] for action in found.actions()] == [1e6, 2e6, 3e6, 4e6]
    assert "amount_two_ways" not in {one.code for one in found.findings}


@pytest.mark.parametrize(
    ("line", "title", "found"),
    [
        ("", "Plani i Veprimit 2022-2023", []),
        ("", "Akcioni plan 2022-2023: mere za pravosuđe, rok, nosilac, budžet i izvor finansiranja", [None]),
        ("Za mere je potrebno 4,9 miliona dinara.", "Plani i Veprimit 2022-2023", ["RSD"]),
        ("Rruga është 5 km e gjatë.", "Plani i Veprimit 2022-2023", []),
        ("GROWTH 2030 FOR ALL", "Plani i Veprimit 2022-2023", []),
        ("Viti 2022: 300 dinara.", "Plani i Veprimit 2022-2023", ["RSD"]),
    ],
)
def test_a_document_that_names_no_money_is_asked_where_it_may_be_another(
    tmp_path: Path, line: str, title: str, found: list[str | None]
) -> None:
    serbian = (
        "R. br.",
        "Mera",
        "Rok",
        "Budžet",
        "",
        "Izvor finansiranja",
        "Nosilac",
        "Proizvod",
        "Dokumenta",
    )
    head = headed() if title.startswith("Plani") else (serbian, headed()[1])
    read_ = plan_of(tmp_path, head, line=line or title)
    told = [one for one in read_.findings if one.code == "currency_untold"]
    assert (read_.currency, [one.figures.get("found") for one in told]) == ("EUR", found)
    assert "currency_mixed" not in {one.code for one in read_.findings}
