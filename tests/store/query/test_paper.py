"""Paper forms: the order of the page, its code, and that what is typed is what the same edits record."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from language import Unreadable
from report.forms.paper import paper_html, paper_pdf
from report.pdf import printed
from schema.choices import REASON, STATUS
from schema.paper import DIGITS, TypedRow, read_row, read_status
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.recording import Recording
from store.edits.reported.record import record_table
from store.edits.reviewing import return_report
from store.plan.save import save_plan
from store.query.paper import SaidRow, find_row, paper_code, paper_form, paper_table
from store.query.unit_form import UnitForm, unit_forms
from tests.plans import enrolled, small_plan
from tests.support.lengths import cases
from tests.support.speech import speaking

TODAY = date.today()
UNIT = "17"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="HQ") as opened:
        yield opened


def typed(text: str) -> TypedRow:
    return read_row(*read_status(text), TODAY)


def test_a_line_is_read_by_its_signs() -> None:
    assert typed("2 500") == TypedRow({"status": "in_progress", "recurrent.spent": "500"})
    assert typed("- 5") == TypedRow({"recurrent.spent": "5"})
    assert typed("500 000,50 / 20") == TypedRow({"recurrent.spent": "500 000,50", "capital.spent": "20"})
    assert typed("0").values == {"status": None}
    full = typed("6 40 % /7 !2 ill @3.2.2022 #asked @ office, 5% less")
    assert full.on == date(2022, 2, 3)
    assert full.values == {
        "status": "cancelled",
        "percent": "40",
        "capital.spent": "7",
        "reason": "lack_of_staff",
        "reason_text": "ill",
        "note": "asked @ office, 5% less",
    }
    assert typed("!procurement").values == {"reason": "procurement"}
    for wrong in ("7", "2 !0", "2 !nonsense words", "2 40% 50%", "2 @1.1. @2.1.", "1/2/3"):
        with pytest.raises(Unreadable):
            typed(wrong)


def test_the_page_and_whoever_types_it_go_in_one_order(store: Store) -> None:
    form = next(unit_forms(store, [UNIT], None, TODAY))
    page = paper_html([form], "")
    paper = paper_form(store, UNIT, None, paper_code(form), TODAY)
    places = [page.index(f'<span class="nr">{row.nr}</span>') for row in paper.rows]
    assert len(places) > 2 and places == sorted(places)


def test_the_page_repeats_what_stands_and_has_a_box_for_each_status(store: Store) -> None:
    report = StatusReport(
        "in_progress", on=date(2022, 3, 14), percent=40, reason="procurement", next_steps="Tenderi"
    )
    report_status(store, "1.1.1", report, today=TODAY, unit=UNIT)
    spent: dict[str, Amount | None] = {"recurrent.spent": Amount(123_450), "capital.spent": Amount(700)}
    report_money(store, "1.1.1", 2023, spent, Recording(TODAY, UNIT))
    return_report(store, "1.1.1", "Which part <is missing>?", unit=UNIT)
    with speaking("en"):
        page = paper_html([*unit_forms(store, [UNIT], None, TODAY)], "")
    first, other = page.split('<div class="action">')[1:3]
    said = "<b>In progress (14 Mar 2022)</b> · 40% · Spent 2023, recurrent, EUR: 1,234.50"
    said += " · Spent 2023, capital, EUR: 7.00 · Procurement · Next steps: Tenderi</div>"
    assert f"Last reported: {said}" in first
    assert "<b>Returned by headquarters</b>: Which part &lt;is missing&gt;?" in first
    assert "Last reported: <b>Not reported</b></div>" in other and "Returned" not in other
    for action in (first, other):
        assert re.findall(r'class="box">(.)</span>', action) == [*DIGITS]
        assert action.count('class="wide"') == 2 and action.count('class="box"></span>') == 3 + 8


@pytest.mark.parametrize("prints", [paper_pdf, lambda forms, contact: printed(paper_html(forms, contact))])
def test_each_unit_begins_on_a_page_of_its_own(
    store: Store, prints: Callable[[Sequence[UnitForm], str], bytes]
) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    forms = [*unit_forms(store, [UNIT, "MPB"], None, TODAY)]
    with speaking("en"), pdfplumber.open(BytesIO(prints(forms, "038 200 200"))) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    codes = [paper_code(form) for form in forms]
    of = [[code for code in codes if code in page] for page in pages]
    assert of == sorted(of) and {*map(tuple, of)} == {(code,) for code in codes}
    begun = [page for page in pages if "038 200 200" in page]
    assert [f"Report of {unit}" in page for unit, page in zip(("Pejë", "MIA"), begun, strict=True)] == [
        True
    ] * 2


def test_of_a_code_one_letter_wrong_is_noticed(store: Store) -> None:
    form = next(unit_forms(store, [UNIT], None, TODAY))
    code = paper_code(form)
    assert paper_form(store, UNIT, None, code.replace("-", " "), TODAY).code == code
    for wrong in (code[:-1] + str((int(code[-1]) + 1) % 10), f"2{code[1:]}", "x", f"9{code}"):
        with pytest.raises(UserError, match="paper_code_wrong"):
            paper_form(store, UNIT, None, wrong, TODAY)
    with pytest.raises(UserError, match="paper_code_wrong"):
        paper_form(store, "MPB", None, code, TODAY)
    assert find_row(store, paper_form(store, UNIT, None, code, TODAY), "1.1.3").nr == "1.1.3"


def test_amounts_are_of_the_year_of_the_page_else_of_its_day(store: Store) -> None:
    def years(code: str, day: date) -> set[str]:
        paper = paper_form(store, UNIT, None, code, TODAY)
        said = [SaidRow(paper.rows[0].id, typed("2 700/7"))]
        table = paper_table(paper, said, person="Besa", day=day, today=TODAY)
        return {field[:4] for row in table.rows for field in row.values if field != "status"}

    assert years("", date(2021, 12, 20)) == {"2021"}
    assert years("", date(2022, 10, 5)) == {"2022"}
    assert years("", TODAY) == {"2023"} and years("", date(2019, 1, 1)) == {"2021"}
    printed = next(unit_forms(store, [UNIT], None, date(2022, 12, 20)))
    assert years(paper_code(printed), date(2023, 1, 10)) == {"2022"}


@pytest.mark.parametrize("seed", range(cases(4, 100)))
def test_what_is_typed_records_what_the_same_edits_do(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with (
        enrolled(tmp_path / "a.db", role="headquarters", unit="HQ") as by_paper,
        enrolled(tmp_path / "b.db", role="headquarters", unit="HQ") as by_hand,
    ):
        code = paper_code(next(unit_forms(by_paper, [UNIT], None, TODAY)))
        paper = paper_form(by_paper, UNIT, None, code, TODAY)
        said = []
        for row in paper.rows:
            digit = chance.randrange(1, 7)
            percent, amount = chance.randrange(101), chance.randrange(10**6)
            day = TODAY - timedelta(days=chance.randrange(300))
            reason = chance.randrange(1, len(REASON.codes) + 1)
            said.append(SaidRow(row.id, typed(f"{digit} {percent}% {amount}/7 @{day} !{reason} words #seen")))
            report = StatusReport(
                STATUS.codes[digit - 1],
                percent=percent,
                reason=REASON.codes[reason - 1],
                reason_text="words",
                on=day,
            )
            report_status(by_hand, row.nr, report, today=TODAY, unit=UNIT)
            amounts: dict[str, Amount | None] = {
                "recurrent.spent": Amount(amount * 100),
                "capital.spent": Amount(700),
            }
            report_money(by_hand, row.nr, int(paper.money[0][:4]), amounts, Recording(TODAY, UNIT))
            add_note(by_hand, row.nr, "seen", unit=UNIT)
        record_table(
            by_paper, paper_table(paper, said, person="Besa", day=TODAY, today=TODAY), Recording(TODAY)
        )
        assert values(by_paper) == values(by_hand)


def values(store: Store) -> list[tuple[str, ...]]:
    """What stands, and since when; notes without the names of their registers."""
    rows = store.conn.execute(
        "SELECT kind, target, unit, iif(kind = 'note', '', field), value, effective_on FROM state"
        " WHERE kind <> 'source'"
    )
    return sorted(tuple(map(str, row)) for row in rows)


def test_a_page_of_an_older_version_is_typed_by_its_own_numbers(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db", role="headquarters", unit="HQ") as store:
        code = paper_code(next(unit_forms(store, [UNIT], None, TODAY)))
        plan = small_plan()
        first, second = plan.strategic_objectives
        (one,) = first.specific_objectives
        kept, gone, third, last = one.actions
        # the third action bears the number of the one that leaves, the first goes to the end
        moved = (third._replace(nr="1.1.1"), last._replace(nr="1.1.2"), kept._replace(nr="1.1.3"))
        below = (one._replace(actions=moved),)
        save_plan(
            store,
            plan._replace(strategic_objectives=(first._replace(specific_objectives=below), second)),
            source_name="prove.txt",
            source_sha256="01",
        )
        paper = paper_form(store, UNIT, None, code, TODAY)
        assert [row.nr for row in paper.rows[:2]] == ["1.1.1", "1.1.3"]
        assert find_row(store, paper, "1.1.1").id == kept.id
        assert find_row(store, paper_form(store, UNIT, None, "", TODAY), "1.1.1").id == third.id
        with pytest.raises(UserError, match="action_left"):
            find_row(store, paper, gone.nr)
