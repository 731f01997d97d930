"""Money, deadlines, numbers, targets, and entries of lists, as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pytest

from planreader.build.budget import BudgetLine, place
from planreader.build.entries import documents
from planreader.build.names import Lexicon
from planreader.sources.form import Cell, Part
from planreader.sources.text.lines import BLANK, BLOCK, WRAP, is_page_mark
from planreader.vocabulary import money, numbers
from planreader.vocabulary.deadlines import read_deadline
from planreader.vocabulary.targets import read_target
from store.plan.model import ADMIN, Target
from tests.support.lengths import soak


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("162,000", 16200000),
        ("1'200'000", 120000000),
        ("12 5", None),
        ("1 2500", None),
        ("2000 3000", None),
        ("5 000 3 000", None),
        ("5000 1", None),
        ("45 2026", None),
        ("90,000 €", 9000000),
        ("€ 5.000", 500000),
        ("1000", 100000),
        ("12 500,50", 1250050),
        ("12.500,5", 1250050),
        ("1,234,567.89", 123456789),
        ("1\u00a0200\u00a0000", 120000000),
        ("0", 0),
        ("12,3456", None),
        ("1,23,000", None),
        ("1,923,00", None),
        ("1.234,567", None),
        ("10.000 evra", 1000000),
        ("15,000 euros", 1500000),
        ("20.000*", 2000000),
        ("5 mijë euro", 500000),
        ("2,5 mil. €", 250000000),
        ("5 miljon", 500000000),
        ("1.5 million", 150000000),
        ("5 persona", None),
        ("KA", None),
        ("", None),
    ],
)
def test_amounts(text: str, cents: int | None) -> None:
    assert money.amount(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "KA",
        "AC",
        "at",
        "A.T.",
        "K/A",
        "K. Adm.",
        "Shpenzime administrative",
        "Administrativni tr.",
        "Kosto administrative",
        "Administr. troškovi",
        "Kosto adm.",
        "Administrativni troškovi",
        "Administrative costs",
    ],
)
def test_administrative_cost(text: str) -> None:
    assert money.cell(text) == ADMIN


@pytest.mark.parametrize("text", ["", " ", "-", "–", "/", "N/A"])
def test_blank_cells(text: str) -> None:
    assert money.cell(text) is None


def test_text_in_a_budget_cell() -> None:
    with pytest.raises(ValueError, match="sipas"):
        money.cell("sipas nevojës")


_DEADLINES: Final[Mapping[tuple[int | None, int | None, int | None, int | None, bool], Sequence[str]]] = {
    (None, None, None, None, False): (
        "тековно",
        "постојано",
        "годишно",
        "секоја година",
        "на секои шест месеци",
        "Gjatë tërë periudhës",
        "Tokom celog perioda",
        "Vazhdimisht",
        "Vjetor",
        "Çdo tremujor",
        "svakog meseca",
    ),
    (None, None, None, None, True): ("", "Nov-10", "COVID-19"),
    (2027, 2027, None, None, False): ("во текот на 2027",),
    (2026, 2026, 7, 12, False): ("6 mujori i dytë 2026",),
    (2021, 2021, None, None, False): ("2021",),
    (2021, 2021, None, None, True): ("2021-2021",),
    (2021, 2022, None, None, False): ("2021 – 2022",),
    (2021, 2023, None, None, False): ("2021-2023", "2021-23", "2021, 2022, 2023"),
    (2021, 2023, None, None, True): ("2021 2023",),
    (2022, None, None, None, False): ("2022 e tutje",),
    (2022, None, 7, None, False): ("July 2022 onwards",),
    (2022, 2022, 1, 9, False): ("TM1-TM3 2022",),
    (2022, 2022, 10, 12, False): ("TM4 2022",),
    (2022, 2023, 1, 9, False): ("TM1 2022 - TM3 2023",),
    (2022, 2024, None, None, True): ("2022-2023 (revised 2022-2024)",),
    (2023, 2023, None, None, True): ("2023-2021",),
    (2023, 2023, 4, 6, False): ("Tremujori i dytë 2023",),
    (2023, 2023, 7, 12, False): ("Second half of 2023",),
    (2023, 2023, 12, 12, False): ("Dhjetor 2023",),
    (2024, None, None, None, False): ("kontinuirano od 2024.", "2024+"),
    (2024, None, None, None, True): ("duke filluar nga fillimi i vitit 2024", "nakon 2024."),
    (2024, None, 3, None, True): ("from March 2024", "Од марта 2024.", "nga marsi 2024", "from 1 March 2024"),
    (2024, 2024, None, None, False): ("2024*",),
    (2024, 2024, None, None, True): ("TM4-1 2024", "13/2024", "TM5 2024"),
    (2024, 2024, 1, 3, False): ("TM 1 2024", "Janar-Mars 2024"),
    (2024, 2024, 1, 6, False): ("6-mujori i parë 2024",),
    (2024, 2024, 1, 9, False): ("I – III kvartal 2024",),
    (2024, 2024, 2, 2, True): ("30.02.2024", "30 shkurt 2024", "30. februar 2024"),
    (2024, 2024, 3, 6, False): ("from March to June 2024", "01.03–30.06.2024."),
    (2024, 2024, 4, 6, False): ("Q2 2024",),
    (2024, 2024, 6, 6, False): (
        "before June 2024",
        "do juna 2024.",
        "deri më qershor 2024",
        "2024-06-30",
        "2024-06",
    ),
    (2024, 2024, 6, 6, True): ("31.12.2023 → 30.06.2024", "31.12.23 -> 30.06.24"),
    (2024, 2024, 10, 12, True): (
        "Q2 → Q4 2024",
        "Q2 2024 (revised: Q4 2024)",
        "Q2 2024, produženo do Q4",
        "Q4 2024 (was Q2 2024)",
    ),
    (2024, 2024, 12, 12, False): ("31.12.2024", "Dec 2024", "31.12.24", "deri më 31 dhjetor 2024"),
    (2024, 2025, 3, 6, False): ("od marta 2024. do juna 2025.", "March 2024 – June 2025"),
    (2025, None, None, None, False): ("2025 dhe në vazhdimësi",),
    (2025, None, None, None, True): ("2025 – 6 muaj",),
    (2025, None, 1, None, False): ("TM1 2025 – vazhdimisht",),
    (2025, None, 3, None, False): ("01.03.2025 - kontinuirano",),
    (2025, None, 3, None, True): ("01.03.2025 – 90 ditë",),
    (2025, 2025, None, None, False): ("vazhdimisht 2025",),
    (2025, 2025, 1, 6, False): ("I i II kvartal 2025. godine",),
    (2025, 2025, 1, 12, False): ("Q1 2025 – 12 months",),
    (2025, 2025, 3, 8, False): ("01.03.2025 – 6 muaj",),
    (2025, 2025, 3, 9, False): ("15.03.2025 – 6 meseci", "15 mars 2025, 6 muaj", "2025-03-15 (6 months)"),
    (2025, 2025, 4, 6, False): ("April–juni 2025",),
    (2025, 2025, 4, 9, False): ("Tremujori II-III, 2025",),
    (2025, 2025, 6, 6, False): ("do 30. juna 2025.",),
    (2025, 2025, 7, 9, False): ("K3/2025", "kvIII 2025", "Kv. III 2025"),
    (2025, 2025, 12, 12, True): ("TM2 2024 (afati i ri: dhjetor 2025)",),
    (2025, 2026, None, None, False): ("2025 – 2 vjet",),
    (2025, 2026, None, 9, True): ("2025/Q3 – 2026/Q4",),
    (2025, 2026, 10, 11, False): ("Oktobar 2025 – 14 meseci",),
    (2025, 2027, None, None, False): (
        "2025-2027, vazhdimisht",
        "Periudha 2025-2027",
        "Vitet 2025-2027",
        "Për periudhën 2025-2027",
        "Gjatë viteve 2025-2027",
        "from 2025 through 2027",
    ),
    (2026, 2026, None, None, False): (
        "до крајот на 2026",
        "fundi i vitit 2026",
        "do kraja 2026. godine",
        "by the end of 2026",
        "Vit 2026",
        "Më së largu deri në vitin 2026",
        "tokom cijele 2026. godine",
        "Viti kalendarik 2026",
        "Fiscal year 2026",
        "In the course of 2026",
        "ka kraju 2026",
        "Plani 2026",
        "2026 (pas miratimit)",
    ),
    (2026, 2026, None, None, True): (
        "II/2026",
        "IV / 2026",
        "III.2026",
        "Lipjan 2026",
        "mesi i 2026",
        "sredina 2026",
        "početak 2026. godine",
        "vera e vitit 2026",
        "kvartal 2026",
        "IV 2026",
        "I-IV 2026",
        "TM V 2026",
        "tremujori V 2026",
        "Seanca X 2026",
    ),
    (2026, 2026, 1, 3, False): ("прв квартал 2026",),
    (2026, 2026, 3, 6, False): ("III–VI 2026",),
    (2026, 2026, 4, 4, False): ("30.IV.2026",),
    (2026, 2026, 4, 6, False): ("TM II/2026", "втор квартал 2026"),
    (2026, 2026, 6, 6, False): ("VI/2026", "lipanj 2026", "deri më 30.VI.2026"),
    (2026, 2026, 9, 9, False): ("2026/IX",),
    (2026, 2026, 10, 10, False): ("октомври 2026", "do kraja listopada 2026"),
    (2026, 2026, 10, 12, True): ("Q4 2026 (shtyrë nga Q2 2026)",),
    (2026, 2026, 11, 11, False): ("ноември 2026",),
    (2026, 2026, 12, 12, False): ("prosinac 2026.", "XII 2026", "Dec-26", "до Dec'26"),
    (2026, 2027, 12, 6, False): ("Dec-26 – Jun-27",),
    (2027, 2027, 6, 6, False): ("30-Jun-27", "qer-27"),
    (2026, 2027, 10, 3, False): ("X 2026 – III 2027",),
    (2027, 2027, 4, 6, True): ("Q2 2027 (pomereno sa Q4 2026)",),
}
"""Years, months, and whether something is wrong, with the texts that are read so."""


@pytest.mark.parametrize(
    ("raw", "read"), [(raw, read) for read, texts in _DEADLINES.items() for raw in texts]
)
def test_deadlines(raw: str, read: tuple[int | None, int | None, int | None, int | None, bool]) -> None:
    deadline, malformed = read_deadline(raw)
    assert (*deadline, malformed) == (raw, *read)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("50% (2021)", Target("50%", 2021)),
        ("2021 (50%)", Target("50%", 2021)),
        ("(2021)", Target(None, 2021)),
        ("2 ligje (2023)", Target("2 ligje", 2023)),
        ("35%", Target("35%", None)),
        ("(2021) 35%", Target("35%", 2021)),
        ("2021: 35%", Target("35%", 2021)),
        ("12000", Target("12000", None)),
        ("1.2000", Target("1.2000", None)),
        ("12000 (2023)", Target("12000", 2023)),
        ("35% - 2021", Target("35%", 2021)),
        ("35% në 2021", Target("35%", 2021)),
        ("2021-2023", Target("2021-2023", None)),
        ("2021 - 2023", Target("2021 - 2023", None)),
        ("50% (2021. god.)", Target("50%", 2021)),
        ("50% (2021. godine)", Target("50%", 2021)),
        ("50% (viti 2021)", Target("50%", 2021)),
        ("5 (në 2023)", Target("5", 2023)),
        ("50% (year 2021)", Target("50%", 2021)),
        ("2021. god.: 50%", Target("50%", 2021)),
        ("2 ligje për 3 god.", Target("2 ligje për 3 god.", None)),
        ("", None),
        ("-", None),
    ],
)
def test_targets(text: str, target: Target | None) -> None:
    assert read_target(text) == target


def test_numbers_keep_their_text_and_have_an_order() -> None:
    assert numbers.key("1.10") > numbers.key("1.9")
    assert numbers.key("IV.1") == (4, 1)
    assert numbers.is_number("I.1.1.")
    assert not numbers.is_number("162,000")


@pytest.mark.parametrize("text", ["P a g e  | 8 ", "Faqe 3", "Strana 4/20", "Page 3 of 12", "- 12 -"])
def test_page_marks(text: str) -> None:
    assert is_page_mark(text)


@pytest.mark.parametrize("text", ["12", "Page of the book", "2021 – 2022", "Plani 4"])
def test_what_is_no_page_mark(text: str) -> None:
    assert not is_page_mark(text)


def _cell(*parts: tuple[str, int]) -> Cell:
    return Cell("institutions", tuple(Part(text, gap) for text, gap in parts))


def test_names_one_an_entry() -> None:
    alone = _cell(("Komunat", BLOCK))
    pair = _cell(("MPB", BLOCK), ("Zyra", WRAP), ("Qendrore", WRAP))
    run = _cell(("MPB MFPT", WRAP), ("Komunat", WRAP), ("Zyra", WRAP), ("Qendrore", WRAP))
    nested = _cell(("Donatorët(A1B, GIZ,", BLOCK), ("JRC)", BLOCK), ("MPB,", BLOCK), ("(DSP)", WRAP))
    lexicon = Lexicon([alone, pair, run, nested])
    assert lexicon.entries(run) == ("MPB", "MFPT", "Komunat", "Zyra Qendrore")
    assert lexicon.entries(pair) == ("MPB", "Zyra Qendrore")
    assert lexicon.entries(nested)[0] == "Donatorët(A1B, GIZ, JRC)"


def test_references_one_an_entry() -> None:
    cell = _cell(
        ("Rregullorja për", BLOCK),
        ("Huaj", WRAP),
        ("QRK 09/2019", BLOCK),
        ("Pakti Global", BLANK),
        ("për Migrim", WRAP),
    )
    assert documents(cell) == ("Rregullorja për Huaj QRK 09/2019", "Pakti Global për Migrim")


def test_totals_place_what_the_deadline_would_not() -> None:
    years = (2021, 2022, 2023)
    rows = [BudgetLine((1000,), (2022, 2023)), BudgetLine((500, 700, 900))]
    placed, totals = place(rows, BudgetLine((500, 700, 1900)), years)
    assert placed[0].cells == {2021: None, 2022: None, 2023: 1000}
    assert placed[0].reason == "total"
    assert totals.cells == {2021: 500, 2022: 700, 2023: 1900}


@soak
def test_many_rows_to_place_take_bounded_effort() -> None:
    years = tuple(range(2020, 2025))
    rows = [BudgetLine((n * 137, n * 311)) for n in range(1, 40)]
    placed, _totals = place(rows, BudgetLine((1, 2, 3, 4, 5)), years)
    assert len(placed) == 39


def test_two_names_are_not_one_because_two_cells_list_both() -> None:
    alone = [_cell(("Donatorët e tjerë", WRAP)), _cell(("Miqtë e Shkollës", WRAP))]
    both = [_cell(("Donatorët e tjerë", WRAP), ("Miqtë e Shkollës", WRAP)) for _ in range(2)]
    listed = [_cell(("MPB", BLOCK), ("MFPT", BLANK)) for _ in range(8)]
    lexicon = Lexicon([*alone * 3, *listed, *both])
    assert [lexicon.entries(cell) for cell in both] == [("Donatorët e tjerë", "Miqtë e Shkollës")] * 2


def test_what_only_looks_like_a_roman_number_is_a_name() -> None:
    cell = _cell(("UAKDEF", BLANK), ("IIIV", BLANK))
    assert Lexicon([cell]).entries(cell) == ("UAKDEF", "IIIV")


def test_a_programmes_period_stays_with_its_name() -> None:
    cell = _cell(("EBRD, IPA III, GIZ", BLOCK), ("IPA II", BLOCK))
    assert Lexicon([cell]).entries(cell) == ("EBRD", "IPA III", "GIZ", "IPA II")


@pytest.mark.parametrize(
    "lines",
    [
        (("Program Vlade, Nacionalna strategija, Direktiva 2000/60/EZ", BLOCK),),
        (("Program Vlade,", BLOCK), ("Nacionalna strategija,", WRAP), ("Direktiva 2000/60/EZ", WRAP)),
    ],
)
def test_a_reference_begins_behind_a_comma_wherever_the_line_ends(lines: tuple[tuple[str, int], ...]) -> None:
    found = documents(_cell(*lines))
    assert found == ("Program Vlade", "Nacionalna strategija", "Direktiva 2000/60/EZ")


def test_a_comma_within_a_reference_parts_nothing() -> None:
    assert documents(_cell(("Ligji për ujërat, pyjet dhe tokat", BLOCK))) == (
        "Ligji për ujërat, pyjet dhe tokat",
    )


def test_the_next_reference_is_not_taken_for_the_rest_of_a_line() -> None:
    cell = _cell(("Plan for SAA", BLOCK), ("Implementation", WRAP), ("Progress Report", BLANK))
    assert documents(cell) == ("Plan for SAA Implementation", "Progress Report")


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Donacion, EU4Digital", ("Donacion", "EU4Digital")),
        ("BK,UNDP", ("BK", "UNDP")),
        ("Buxheti i Kosovës, donatorë", ("Buxheti i Kosovës", "donatorë")),
        ("Donacija, IPA III, budžet", ("Donacija", "IPA III", "budžet")),
        ("Fondi për kulturë, rini", ("Fondi për kulturë, rini",)),
    ],
)
def test_a_comma_parts_sources_of_funding(text: str, sources: tuple[str, ...]) -> None:
    cell = Cell("funding", (Part(text),))
    assert Lexicon([cell]).entries(cell) == sources
