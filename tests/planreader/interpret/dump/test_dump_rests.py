"""Small things of text dumps: targets beside titles, outputs that count, numbers of pages, cut totals."""

from __future__ import annotations

from pathlib import Path

import pytest

from planreader import read
from planreader.build.names import Lexicon
from planreader.interpret.headings import labels
from planreader.interpret.headings.targetheads import target_roles
from planreader.sources.form import Cell, Part
from planreader.sources.text.words import kind_of
from planreader.vocabulary.headwords import role_of
from tests.planreader.interpret.dump.test_dump_cells import PLAIN, read_row
from tests.support.paths import SAMPLE


def test_an_output_that_counts_is_not_over_behind_the_number(tmp_path: Path) -> None:
    own = [*PLAIN[:5], ("1 Udhëzim Administrativ i hartuar ", "dhe i miratuar "), ("Ligji i punës ",)]
    found = read_row(tmp_path, *own)
    assert found.outputs == ("1 Udhëzim Administrativ i hartuar dhe i miratuar",)
    assert found.documents == ("Ligji i punës",)


def test_a_page_number_behind_a_row_is_no_part_of_its_last_cell(tmp_path: Path) -> None:
    found = read_row(tmp_path, *PLAIN[:6], ("Ligji i punës ",), ("", "14 ", "", " "))
    assert found.documents == ("Ligji i punës",)


def test_a_plus_parts_sources() -> None:
    cells = [Cell("funding", (Part("BK + IPA II"),)), Cell("funding", (Part("BK +"), Part("KfW/SECO")))]
    assert [Lexicon(cells).entries(cell) for cell in cells] == [("BK", "IPA II"), ("BK", "KfW/SECO")]


def test_the_amount_for_the_whole_plan_is_a_total() -> None:
    found = labels.total("Amount for the whole plan:")
    assert found is not None and found.kind == "grand_total"


@pytest.mark.parametrize("text", ["Kvartal i godina", "Tremujori", "Kvartali"])
def test_quarters_head_deadlines(text: str) -> None:
    assert role_of(text) == "deadline"


def test_aims_at_the_middle_and_the_end_of_a_period_are_targets() -> None:
    heading = [
        "Indikator učinka",
        "Bazna vrednost",
        "Cilj na sredini perioda",
        "Cilj na kraju perioda",
        "Ishod",
    ]
    assert target_roles(heading) == ["title", "baseline", "interim", "final", "result"]


def test_a_quarter_is_no_short_form() -> None:
    assert kind_of("TM4") == "deadline"


def test_the_sample_keeps_its_names() -> None:
    plan = read(SAMPLE)
    names = {action.nr: action.institutions.names for action in plan.actions()}
    assert names["1.2.5"][-2:] == ("Shoqëria Civile", "Caritas Zvicran")
    assert names["2.2.10"] == ("FRONTEX", "PK")


def test_a_deadline_in_words_is_whole(tmp_path: Path) -> None:
    title, _deadline, *rest = PLAIN
    assert (
        read_row(tmp_path, title, ("nga 2022 ", "deri më 2023 "), *rest).deadline.raw
        == "nga 2022 deri më 2023"
    )
    during = read_row(tmp_path, title, ("gjatë vitit ", "2023 "), ("  3,000 ",), *rest[1:])
    assert (during.deadline.raw, during.deadline.start) == ("gjatë vitit 2023", 2023)
