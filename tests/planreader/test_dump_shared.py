"""Cells of a text dump that share lines, broken amounts, headings and indicators in further shapes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from planreader import read
from planreader.interpret.dump.pages import without_page_numbers
from planreader.interpret.dump.sections import total_at
from planreader.interpret.dump.starts import starts
from planreader.interpret.dump.texthead import heading_before
from planreader.interpret.dump.textmeasures import measures_at, over_lines
from planreader.interpret.headings.labels import numbered
from planreader.interpret.segments.chunks import chunks_of
from planreader.interpret.segments.figures import Figures
from planreader.sources.text.lines import logical_lines
from planreader.sources.text.tornlines import with_figures
from planreader.sources.text.words import kind_of
from store.db.errors import Refused
from store.plan.model import Target
from tests.planreader.dumps import CELLS, blocks, dump, read_dump

_HEAD: Sequence[Sequence[str]] = (
    ("Nr. Veprimi ",),
    ("Afati ",),
    ("Buxheti 2024 Buxheti 2025 ",),
    ("Burimi i ", "financimit ",),
    ("Institucioni ", "udhëheqës ",),
    ("Produkti ",),
    ("Dokumentet ", "referente ",),
)  # fmt: skip
_TITLES = (
    "Hartimi i planit për mjedisin ",
    "Blerja e pajisjeve të reja ",
    "Trajnimi i zyrtarëve të rinj ",
    "Ndërtimi i qendrës së re ",
)


def _plan(*rows: Sequence[str], head: Sequence[Sequence[str]] = _HEAD) -> str:
    """A dump of actions of which each cell is given as lines parted by bars."""
    return dump(*[[tuple(cell.split("|")) for cell in row] for row in rows], head=head)


def test_a_reference_on_the_line_of_the_output_again_and_again(tmp_path: Path) -> None:
    ends = ("12 zyrtarë të trajnuar ", "40 pajisje të blera ", "3 raporte të miratuara ", "Qendra e hapur ")
    rows = [
        (title, "2024 ", "1,000 2,000 ", "BK ", "MPB ", f"{end}Opsionet e zonave malore ")
        for title, end in zip(_TITLES, ends, strict=True)
    ]
    found = list(read_dump(tmp_path, _plan(*rows)).actions())
    assert [one.product for one in found] == [end.strip() for end in ends]
    assert {one.documents for one in found} == {("Opsionet e zonave malore",)}


def test_who_leads_and_who_supports_in_words(tmp_path: Path) -> None:
    rows = [
        (
            title,
            "2024 ",
            "1,000 2,000 ",
            "BK ",
            "Udhëheqës: MPB |Mbështetës: ",
            "Agjencia e Pyjeve ",
            "Plani ",
        )
        for title in _TITLES
    ]
    found = list(read_dump(tmp_path, _plan(*rows)).actions())
    assert {one.institutions for one in found} == {("MPB", "Agjencia e Pyjeve")}


@pytest.mark.parametrize("amount", ["18.00.0 x", "15O00", "1.100.00"])
def test_a_broken_amount_stands_in_its_year(tmp_path: Path, amount: str) -> None:
    rows: list[tuple[str, ...]] = [
        (title, "2024-2025 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for title in _TITLES
    ]
    rows[1] = (_TITLES[1], "2024-2025 ", f"1,000 {amount} BK ", "MPB ", "Pajisjet ", "Ligji ")
    found = read_dump(tmp_path, _plan(*rows))
    one = list(found.actions())[1]
    assert (one.budget, one.funding) == ({2024: 100000, 2025: None}, ("BK",))
    (unread,) = [finding for finding in found.findings if finding.code == "amount_unreadable"]
    assert (unread.where, unread.figures["found"]) == ("1.1.2", amount)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("18.00.0", "broken"),
        ("0?0", "broken"),
        ("4.3.4", "code"),
        ("1.250,50", "amount"),
        ("e-Qeverisja", "capital"),
    ],
)
def test_what_words_look_like(word: str, kind: str) -> None:
    assert kind_of(word) == kind


def test_the_word_for_years_belongs_to_the_deadline(tmp_path: Path) -> None:
    rows = [
        (title, "2024-2025. |god. ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for title in _TITLES
    ]
    found = list(read_dump(tmp_path, _plan(*rows)).actions())
    assert {one.deadline.raw for one in found} == {"2024-2025. god."}
    assert {tuple(one.budget.values()) for one in found} == {(100000, 200000)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zbatuar Ligji nr. 04/L-125 ", ["Zbatuar", "Ligji nr. 04/L-125"]),
        ("Maps published Sendai Framework ", ["Maps published", "Sendai Framework"]),
        ("Banka UN Women ", ["Banka", "UN Women"]),
    ],
)
def test_words_that_no_cell_parts(text: str, words: list[str]) -> None:
    chunks = chunks_of(logical_lines(f"1.1.1 {text}"), 1, figures=Figures())
    assert [chunk.text for chunk in chunks] == words


def test_a_column_of_priorities_is_a_remark(tmp_path: Path) -> None:
    head = [("Nr. Veprimi Prioriteti ",), *_HEAD[1:]]
    rows = [
        (f"{title}", "I lartë ", "2024 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ")
        for title in _TITLES
    ]
    found = list(read_dump(tmp_path, _plan(*rows, head=head)).actions())
    assert [one.title for one in found] == [title.strip() for title in _TITLES]
    assert {tuple(remark.text for remark in one.remarks) for one in found} == {("I lartë",)}


def test_indicators_as_lines_below_the_heading_of_the_actions(tmp_path: Path) -> None:
    rows = [(title, "2024 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for title in _TITLES]
    text = _plan(*rows)
    lines = "Treguesi: Cilësia e ujit \n\nVlera bazë: 12 (2022) \n\nSynimi i vitit të fundit: 55 (2025) \n\n"
    label = "Objektivi i veçantë 1.1 – Shërbimet \n\n"
    moved = text.replace(label, "").replace(blocks(_HEAD), f"{blocks(_HEAD)}{lines}{label}")
    found = read_dump(tmp_path, moved)
    (above,) = found.strategic_objectives
    (indicator,) = above.indicators
    assert (indicator.title, indicator.baseline) == ("Cilësia e ujit", Target("12", 2022))
    assert [one.funding for one in found.actions()] == [("BK",)] * 4


def test_a_label_broken_over_lines_names_the_owner_of_an_indicator() -> None:
    lines = logical_lines("Specific \nObjective 1.1 \n\nLosses in the network \n\n58% 50% 42% \n\n")
    assert over_lines(lines, 0) == "Specific Objective 1.1"
    assert over_lines(lines, 2) == ""


def test_targets_with_units_and_one_beside_a_blank_one(tmp_path: Path) -> None:
    head = "Treguesi \n\nVlera bazë \n(2023) \n\nSynimi i vitit të fundit \n(2025) \n\nRezultati \n\n"
    for row, baseline, final in (
        ("Gjatësia e rrugëve 120 km 150 km Rrugë më të mira \n\n", "120 km", "150 km"),
        ("Pagat e paguara 96 mil. € 140 mil. € Rrugë më të mira \n\n", "96 mil. €", "140 mil. €"),
        ("Gjatësia e rrugëve 34 km  \nRrugë më të mira \n\n", "34 km", None),
    ):
        found = next(
            iter(read_dump(tmp_path, dump(CELLS, CELLS, above=f"{head}{row} \n")).specific_objectives())
        )
        (indicator,) = found.indicators
        assert indicator.baseline == Target(baseline, 2023)
        assert indicator.final == Target(final, 2025)
        assert indicator.result == "Rrugë më të mira"


def test_years_in_brackets_belong_to_the_cell_above() -> None:
    lines = logical_lines(
        "Treguesi Vlera bazë \n\n[Viti] \n\nSynimi \n\n[Viti] \n\nRezultati \n\n12 (2023) \n"
    )
    found = measures_at(lines, 0, len(lines))
    assert found is not None
    assert found.roles == ("title", "baseline", "final", "result")


@pytest.mark.parametrize("text", ["Q2-Q3 2025 APC 180,000", "T1-T3 2024"])
def test_a_quarter_is_no_label(text: str) -> None:
    assert numbered(text, {"1", "2"}) is None


def test_totals_right_below_a_cell_and_the_title_behind_them(tmp_path: Path) -> None:
    prose = "Sekretariati përgatit raport çdo vit për zbatimin e planit dhe e dërgon në Qeveri."
    behind = f" \n\nMonitorimi dhe raportimi \n\n{prose} \n\n"
    text = dump(*[CELLS] * 4, behind=behind)
    joined = text.replace("Lumina \n\nTotali i", "Lumina \nTotali i").replace(
        "1.1 \n\n \n", "1.1 4 000 8 000 \n\n \n"
    )
    found = read_dump(tmp_path, joined)
    (one,) = found.specific_objectives()
    assert one.total_label == "Totali i objektivit specifik 1.1"
    assert not [finding for finding in found.findings if finding.code == "totals_stray_text"]


def test_numbers_of_pages_that_leave_one_out_are_no_cells() -> None:
    rows = [f"1.1.{n} Veprimi {n}\n\n\n\n\n{page}\n\n" for n, page in ((1, 1), (2, 3), (3, 4))]
    rows.append("Fundi i planit")
    assert without_page_numbers("\n".join(rows)).count("\nPage ") == 3
    marked = "\n".join([*rows, "P a g e  | 5"])
    assert without_page_numbers(marked) == marked


def test_starts_do_not_take_quarters_for_objectives() -> None:
    text = (
        "Strategic objective 2: Air \n\nSpecific objective 2.1: Seas \n\n2.1.1 \n\nTell \n\nQ2-Q3 2025 \n\n"
    )
    assert [start.nr for start in starts(logical_lines(text))] == ["2", "2.1"]


def test_titles_that_stand_elsewhere_are_told_from_short_ones(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        _plan(*[(t, "2024 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for t in _TITLES])
    )
    assert [one.title for one in read(path).actions()] == [title.strip() for title in _TITLES]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("554,30 \n\n0 \n464,000 \n", ["554,300", "464,000"]),
        ("2,078, \n\n400 \n\n", ["2,078,400"]),
        ("7 \n500,50 \n\n7 \n500,50 \n", ["7", "500,50", "7", "500,50"]),
    ],
)
def test_amounts_cut_over_an_empty_line_are_whole(text: str, amounts: list[str]) -> None:
    lines = with_figures(logical_lines(text), cents=False)
    assert [word for line in lines for word in line.text.split()] == amounts


def test_a_slash_between_two_names_parts_no_cell() -> None:
    chunks = chunks_of(logical_lines("1.1.1 Plani KA KB / EU Draft law "), 1, figures=Figures())
    assert [chunk.text for chunk in chunks] == ["Plani", "KA", "KB / EU", "Draft law"]


@pytest.mark.parametrize(
    ("text", "kind", "nr"),
    [
        ("GRAND TOTAL \n€569,300 \n", "grand_total", ""),
        ("Ukupno I.1 11.000 56.200 15.500 \n", "total", "I.1"),
    ],
)
def test_rows_of_totals(text: str, kind: str, nr: str) -> None:
    start = total_at(logical_lines(text), 0)
    assert start is not None
    assert (start.kind, start.nr) == (kind, nr)


def test_years_in_brackets_below_a_heading_belong_to_its_cells() -> None:
    text = (
        "Pokazatelj \nPočetna vrednost \n\n(2024) \nSrednjoročna vrednost (2026) Krajnja vrednost (2027) \n\n"
    )
    found = measures_at(logical_lines(f"{text}Stopa nezaposlenosti 20% 17% 12% \n"), 0, 5)
    assert found is not None
    assert found.targets == (("baseline", 2024), ("interim", 2026), ("final", 2027))


def test_the_rest_of_a_heading_behind_an_empty_line() -> None:
    text = "Pokazatelj Početna vrednost \nPrivremena ciljna \n\nvrednost \nCiljna vrednost u \n"
    lines = logical_lines(f"{text}poslednjoj godini \n\nRezultat \n\nPokazatelj: Stopa 18% (2023) \n")
    found = measures_at(lines, 0, len(lines))
    assert found is not None
    assert found.roles == ("title", "baseline", "interim", "final", "result")


def test_what_speaks_of_risks_above_a_heading_is_no_part_of_it() -> None:
    text = "Rreziku nga shpërthimet \nështë zvogëluar \n\nNr. Veprimi \nAfati \n\n2024 \n\n"
    lines = logical_lines(f"{text}Institucioni \n\nProdukti \n\n")
    found = heading_before(lines, 0, len(lines))
    assert found is not None
    assert (found.begin, found.columns[0].role) == (2, "nr")


def test_indicators_of_a_list_with_values_in_a_sentence(tmp_path: Path) -> None:
    above = "• Treguesi: Numri i vizitorëve: vlera bazë 210 (2023), synimi 260 (2025) \n\n"
    above += "o Rezultati: Më shumë të ardhura \n\n"
    (one,) = read_dump(tmp_path, dump(*[CELLS] * 4, above=above)).specific_objectives()
    (indicator,) = one.indicators
    assert (indicator.title, indicator.result) == ("Numri i vizitorëve", "Më shumë të ardhura")
    assert (indicator.baseline, indicator.final) == (Target("210", 2023), Target("260", 2025))


def test_rows_with_the_numbers_of_actions_elsewhere_are_refused(tmp_path: Path) -> None:
    rows = [(title, "2024 ", "1,000 2,000 ", "BK ", "MPB ", "Plani ", "Ligji ") for title in _TITLES]
    numbers = "".join(f"1.1.1.{n} Veprimi \n\n" for n in range(1, 12))
    with pytest.raises(Refused) as caught:
        read_dump(tmp_path, f"{numbers}{_plan(*rows)}")
    assert caught.value.code == "document_order_lost"
