"""What a government asks for in a report: the page on top, what is late, annexes, cover, a template."""

from __future__ import annotations

import html
import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import language
from language.dates import period_words
from language.registers import value
from report.periodic.blocks import Annex, Block, Chart, Heading, Paragraph, Series
from report.periodic.carried import carried_by, parts_of, read_report
from report.periodic.chapters import chapters
from report.periodic.data import json_form
from report.periodic.figure_tables import money_table
from report.periodic.forms.docx_parts import chart_part
from report.periodic.forms.example import TABLES as EXAMPLES
from report.periodic.forms.example import example_template
from report.periodic.forms.template import template_fields
from report.periodic.front import cover, facts_of, in_other_words
from report.periodic.issued.drawing import read_for
from report.periodic.making import FORMS, render, write_report
from report.periodic.pages.annexes import TABLES
from report.periodic.pages.beside_tables import BESIDE
from report.periodic.pages.late_and_money import budget
from report.periodic.pages.summary import sentences
from report.periodic.parameters import ReportRequest, checked_annexes, read_annexes
from report.periodic.plan_tables import conflicts_table
from report.periodic.proof import check_report
from report.periodic.tables import every_table
from report.periodic.words import cell_text
from report.table import AMOUNT, Table
from schema.choices import ANNEX
from store.account.money import YearMoney
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import cancel
from store.edits.edits import Amount, StatusReport, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.narrative import write_narrative
from store.edits.published.institution import Institution, emblem_text, write_institution
from store.edits.recording import Recording
from store.figures.beside import ReasonCount
from store.history.conflicts import Conflict, ConflictHead
from store.ledger.change import Register
from tests.plans import enrolled
from tests.support.documents import apart_each_time
from tests.support.lengths import soak, some

DAY, TODAY = date(2022, 12, 31), date(2023, 1, 15)


def png(*extra: tuple[bytes, bytes], width: int = 2) -> bytes:
    """A picture of one colour, with some parts that draw nothing."""
    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), *extra, (b"IDAT", zlib.compress(b"\0" * (width + 1))), (b"IEND", b"")]
    drawn = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(drawn)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A headquarters to which two units reported: 1.1.2 and 2.1.2 are due in 2022, 1.1.1 in 2021 to 2023."""
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as made:
        for nr, unit, status, reason in (
            ("1.1.2", "XYZQ", "implemented", None),
            ("2.1.2", "XYZQ", "in_progress", "procurement"),
            ("1.1.1", "17", "in_progress", None),
        ):
            report = StatusReport(status, on=date(2022, 6, 1), reason=reason, next_steps="a call")
            report_status(made, nr, report, today=TODAY, unit=unit)
        for day, cents in ((date(2022, 2, 1), 40_00), (date(2022, 8, 1), 100_00)):
            amounts: dict[str, Amount | None] = {"capital.spent": Amount(cents)}
            report_money(made, "1.1.2", 2022, amounts, Recording(unit="XYZQ"), spent_on=day)
        yield made


def drawn(store: Store, spoken: str = "en", period: str = "2022", **asked: Any) -> Any:
    day = DAY if period == "2022" else None
    return read_for(store, ReportRequest(period, day, spoken, TODAY, **asked), "")


def blocks_of(store: Store, spoken: str = "en", **asked: Any) -> list[Block]:
    with language.speaking(spoken):
        return list(chapters(drawn(store, spoken, **asked)))


def tables_of(blocks: list[Block]) -> dict[str, Table]:
    return {block.code: block for block in blocks if isinstance(block, Table)}


def test_the_first_page_is_sentences_with_at_most_six_shares_each_once(store: Store) -> None:
    for spoken in language.LANGUAGES:
        for period in ("2022", "2022-Q3", "2021"):
            blocks = blocks_of(store, spoken, period=period)
            end = next(n for n, block in enumerate(blocks) if n and isinstance(block, Heading))
            texts = [block.text for block in blocks[1:end] if isinstance(block, Paragraph)]
            assert texts
            shares = re.findall(r"[0-9]+[.,][0-9]{2}\s?%", " ".join(texts))
            assert len(set(shares)) == len(shares) <= 6
            assert not re.search(r"\b0 (of|nga|od|од) 0\b", " ".join(texts))


def test_the_rate_stands_beside_that_of_the_year_before(store: Store) -> None:
    blocks = blocks_of(store, period="2023")
    text = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "The implementation rate is 0.00%: 0 of 4 actions due." in text
    assert "In the earlier period (2022) it was 25.00%; it has fallen by 25.00 percentage points." in text
    # the plan begins with that year
    assert "In the earlier period" not in texts_of(blocks_of(store, period="2021"))


def test_the_reports_that_are_counted_are_those_of_the_figure(store: Store) -> None:
    made = drawn(store)
    reported = {**made.facts.statuses.reported, "of no period": {"XYZQ": "2022-01-01"}}
    statuses = made.facts.statuses._replace(reported=reported)
    with language.speaking("en"):
        told = dict(facts_of(made._replace(facts=made.facts._replace(statuses=statuses))))
    assert told["Counted reports"].startswith(f"all {made.figures['ever_reported'].numerator}, ")


def test_actions_that_are_overdue_and_carried_over_are_said_once(store: Store) -> None:
    made = drawn(store, period="2023")
    carried = made.beside.late.carried
    assert carried
    for overdue, told in (
        (len(carried), "All are carried over from before." if len(carried) > 1 else "It is carried over"),
        (len(carried) + 1, f"Of these {len(carried)} "),
        (0, "carried over from before, open, and not overdue."),
    ):
        ids = [action.row.id for action in carried] + ["x"]
        figure = made.figures["overdue"]._replace(counted=dict.fromkeys(ids[:overdue], 1))
        with language.speaking("en"):
            said = " ".join(sentences(made._replace(figures={**made.figures, "overdue": figure})))
        assert told in said and said.count("carried over") == 1, said


@pytest.mark.parametrize(
    ("rate", "before", "told"),
    [
        # 53.85% and 46.15% are printed
        ((7, 13), (6, 13), "it has risen by 7.70 percentage points"),
        ((6, 13), (7, 13), "it has fallen by 7.70 percentage points"),
        ((33_334, 100_000), (33_333, 100_000), "The rate is the same as"),
    ],
)
def test_rates_differ_by_as_much_as_is_printed(
    store: Store, rate: tuple[int, int], before: tuple[int, int], told: str
) -> None:
    content = drawn(store, period="2023")
    (span, day, figures), *rest = content.beside.periods

    def with_rate(figures: Any, n: int, of: int) -> Any:
        figure = figures["implementation_rate"]._replace(counted={"x": n}, base={"x": of})
        return {**figures, "implementation_rate": figure}

    beside = content.beside._replace(periods=((span, day, with_rate(figures, *before)), *rest))
    content = content._replace(figures=with_rate(content.figures, *rate), beside=beside)
    with language.speaking("en"):
        assert told in " ".join(sentences(content))


def test_late_actions_stand_with_lead_reason_and_next_step_once(store: Store) -> None:
    tables = tables_of(blocks_of(store))
    late = tables["due_open"]
    rows = {
        row[0]: dict(zip([column.code for column in late.columns], row, strict=True)) for row in late.rows
    }
    assert "1.1.2" not in rows
    assert rows["2.1.2"]["reason"] == "XYZQ: Procurement" or rows["2.1.2"]["reason"] == "Procurement"
    assert "a call" in str(rows["2.1.2"]["next_steps"]) and rows["2.1.2"]["lead"]
    listed = [row[0] for code in ("due_open", "carried_over", "overdue") for row in tables[code].rows]
    assert len(listed) == len(set(listed))
    reasons = {row[0]: row[1] for row in tables["reasons"].rows}
    assert reasons["Procurement"] == 1 and reasons["no reason given"] == len(listed) - 1
    figure = drawn(store).figures["due_open"]
    assert len(late.rows) == figure.numerator


@pytest.mark.parametrize(
    ("spoken", "called"), [("sq", "MPB"), ("sr", "MUP"), ("sr-Cyrl", "МУП"), ("en", "MIA")]
)
def test_institutions_are_called_in_the_language_of_the_report(
    store: Store, spoken: str, called: str
) -> None:
    content = drawn(store, spoken)
    with language.speaking(spoken):
        tables = {table.code: table for table in every_table(content)}
        leads = {row[0] for row in tables["institutions"].rows}
        form = json_form(content)
    assert called in leads
    assert called in {row[0] for row in tables["lead_statuses"].rows}
    assert any(str(row).count(f"'{called}, ") for row in tables["actions"].rows)
    assert called in {row[1] for row in tables["units"].rows}
    assert called in {unit["title"] for unit in form["units"]}
    assert {"MPB", "XYZQ"} <= {unit["unit"] for unit in form["units"]}
    assert [lead["lead"] for lead in form["leads"]] == ["MPB", "XYZQ"]


def test_all_actions_are_counted_by_status_also_where_nothing_is_due(store: Store) -> None:
    for period in ("2022", "2022-Q3"):
        tables = tables_of(blocks_of(store, period=period))
        for code in ("statuses", "lead_statuses"):
            table = tables[code]
            at = [column.code for column in table.columns].index("actions")
            for row in table.rows:
                assert sum(n for n in row[at + 1 :] if isinstance(n, int)) == row[at]
        assert tables["statuses"].rows[-1][1] == "All together"


def test_periods_quarters_and_donors_stand_beside_the_figures(store: Store) -> None:
    tables = tables_of(blocks_of(store))
    assert [row[0] for row in tables["periods"].rows] == ["2022", "2021"]
    assert [row[0] for row in tables_of(blocks_of(store, period="2022-Q3"))["periods"].rows] == [
        "Q3 2022", "Q3 2021", "Q2 2022",
    ]  # fmt: skip
    content = drawn(store)
    assert [quarter.spent for quarter in content.beside.quarters] == [40_00, 0, 60_00, 0]
    assert sum(quarter.spent for quarter in content.beside.quarters) == content.figures["spent"].numerator
    for donor in content.beside.donors:
        assert bool(donor.others) == any(figure.counted for figure in donor.shared.values() if figure.counted)
    alone = sum(donor.alone["planned"].numerator for donor in content.beside.donors)
    combined = sum(g.figures["planned"].numerator for g in content.sources if " + " in g.key)
    unnamed = sum(g.figures["planned"].numerator for g in content.sources if not g.key)
    assert alone + combined + unnamed == content.figures["planned"].numerator


@pytest.mark.parametrize("spoken", ["en", "sq", "sr"])
def test_amounts_name_their_currency_and_nothing_printed_is_a_code(store: Store, spoken: str) -> None:
    blocks = blocks_of(store, spoken)
    for table in tables_of(blocks).values():
        assert all("EUR" in column.name for column in table.columns if column.kind == AMOUNT)
    html = render(drawn(store, spoken), ".html").decode()
    shown = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL)
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", shown)


def test_quarters_are_named_as_offices_name_them(store: Store) -> None:
    for spoken, words in (("en", "Q3 2022"), ("sq", "TM3 2022"), ("sr", "T3 2022")):
        with language.speaking(spoken):
            assert words in dict(facts_of(drawn(store, spoken, period="2022-Q3"))).values()


def test_officers_are_named_only_where_that_is_asked(store: Store) -> None:
    head = ConflictHead("r:1", "r", "Arta Berisha", "17", 0, "implemented", None, None, "17", "r:1", "r:1")
    conflict = Conflict("K", Register("action", "1.1.1", "17", "status"), "1.1.1", (head,))
    for names in (False, True):
        content = drawn(store, names=names)._replace(conflicts=(conflict,))
        with language.speaking("en"):
            (row,) = conflicts_table(content).rows
        assert ("Arta Berisha" in str(row[-1])) is names


def test_annexes_are_chosen_and_prove_as_they_were_chosen(store: Store) -> None:
    def letters(**asked: Any) -> list[str]:
        blocks = blocks_of(store, **asked)
        return [b.text[6] for b in blocks if isinstance(b, Heading) and b.text.startswith("Annex ")]

    assert letters(annexes=checked_annexes("c, a")) == ["A", "C"]
    assert "K" not in letters() and letters(annexes="") == []
    with pytest.raises(UserError, match="annex_unknown"):
        checked_annexes("A,Z")
    assert [read_annexes(text) for text in (" ", "none", "0", "c, a")] == [None, "", "", "AC"]
    for ending in (".html", ".docx", ".json"):
        content = read_for(store, ReportRequest("2022", DAY, "en", TODAY, annexes="AC", names=True), ending)
        carried = carried_by(ending, render(content, ending))
        assert (carried.parameters.annexes, carried.parameters.names) == ("AC", True)
        assert check_report(store, carried).holds


def test_each_annex_bears_the_name_under_which_it_is_chosen(store: Store) -> None:
    for spoken in language.LANGUAGES:
        content = drawn(store, spoken)
        with language.speaking(spoken):
            for letter, name in ANNEX.choices():
                assert TABLES[letter](content).caption.startswith(name)


def test_evidence_stands_behind_the_unit_that_has_it(store: Store) -> None:
    report_status(store, "1.1.1", StatusReport("in_progress", on=date(2022, 6, 1)), today=TODAY, unit="18")
    for unit, text in (("18", "Procesverbal"), ("17", "Vendim")):
        add_evidence(store, "1.1.1", text, "04-136/22", unit=unit)
    with language.speaking("sr"):
        table = TABLES["A"](drawn(store, "sr"))
    at = [column.code for column in table.columns].index("evidence")
    (row,) = [row for row in table.rows if row[0] == "1.1.1"]
    lines = str(row[at]).split("\n")
    assert sorted(line.partition(":")[0] for line in lines) == ["Peć", "Podujevo"]


def test_a_report_on_one_unit_is_short_and_has_its_annex(store: Store) -> None:
    blocks = blocks_of(store, unit="XYZQ")
    headings = [block for block in blocks if isinstance(block, Heading) and block.level == 1]
    assert [heading.text for heading in headings if heading.text.startswith("Annex")] == ["Annex A: Actions"]
    begin = next(n for n, block in enumerate(blocks) if isinstance(block, Annex))
    assert sum(len(table.rows) for table in tables_of(blocks[:begin]).values()) < 120


def test_the_cover_has_what_headquarters_set_and_is_part_of_the_proof(store: Store) -> None:
    picture = emblem_text(png((b"tEXt", b"Comment\0made by Arta")))
    write_institution(
        store,
        {"name.sq": "Qeveria\nMPB", "signatures.sq": "Sekretari", "name.sr": "Vlada", "emblem": picture},
    )
    write_narrative(store, "2022", "protocol", "01-123/2023")
    for spoken, name in (("sq", ("Qeveria", "MPB")), ("sr-Cyrl", ("Влада",)), ("en", ("Qeveria", "MPB"))):
        with language.speaking(spoken):
            page = cover(drawn(store, spoken))
        assert (page.institution, page.signatures) == (name, ("Sekretari",))
        assert "01-123/2023" in dict(page.facts).values()
        assert page.emblem == png()
    for ending in FORMS:
        if ending != ".pdf":
            content = read_for(store, ReportRequest("2022", DAY, "sq", TODAY), ending)
            data = render(content, ending)
            assert check_report(store, carried_by(ending, data)).holds
            if ending == ".html":
                assert b"data:image/png;base64," in data and b"made by Arta" not in data
                forged = data.replace(b'<p class="institution">Qeveria', b'<p class="institution">Vlada', 1)
                assert check_report(store, carried_by(ending, forged)).places == 1


def test_a_report_has_the_title_of_the_plan_in_its_language_where_one_is_given(store: Store) -> None:
    printed = drawn(store, "sq").plan.title
    write_institution(store, {"plan.sr": "Strategija 2021/2025"})
    for spoken, title in (("sq", printed), ("en", printed), ("sr-Cyrl", "Стратегија 2021/2025")):
        with language.speaking(spoken):
            content = drawn(store, spoken)
            assert (cover(content).plan, content.plan.title) == (title, printed)
    with pytest.raises(UserError, match="plan_title_printed"):
        write_institution(store, {"plan.sq": "Tjetër"})
    write_institution(store, {"plan.sr": ""})
    assert drawn(store, "sr").plan_title == printed


def texts_of(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, (Paragraph, Heading)))


def test_a_text_in_serbian_serves_both_scripts_and_one_in_another_language_is_told(store: Store) -> None:
    write_narrative(
        store, "2022", "summary", "Godina je **dobro** počela, v. https://example.org", language="sr"
    )
    write_narrative(store, "2022", "challenges", "Sfidat", language="sq")
    assert "Година је добро почела, в. https://example.org" in texts_of(blocks_of(store, "sr-Cyrl"))
    for spoken, told in (("sr-Cyrl", "Изазови"), ("sr", "Izazovi"), ("en", "Challenges")):
        with language.speaking(spoken):
            assert told in in_other_words(drawn(store, spoken))
            assert told in texts_of(blocks_of(store, spoken))
    # what is for all is in the language of the plan
    write_narrative(store, "2022", "risks", "Rreziqet")
    assert ("risks", "") not in drawn(store, "sq").in_other and ("risks", "") in drawn(store, "sr").in_other
    write_narrative(store, "2022", "summary", "Друго", language="sr-Cyrl")
    assert "Друго" in texts_of(blocks_of(store, "sr-Cyrl"))
    assert "summary" not in dict(drawn(store, "sr-Cyrl").in_other)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_a_report_from_the_beginning_speaks_in_whole_sentences(store: Store, spoken: str) -> None:
    write_narrative(store, "2022-Q3", "summary", "A quarter.")
    with language.speaking(spoken):
        until = period_words("..2022-Q3")
        alone = period_words("2022-Q3")
    text = texts_of(blocks_of(store, spoken, period="..2022-Q3"))
    # a text of a single period is named as that
    before = text.partition("\nA quarter.")[0].splitlines()[-1]
    assert alone in before and before.endswith(":")
    for preposition in ("In ", "Në ", "U periodu "):
        assert preposition + until not in text


def test_a_protocol_number_is_of_one_report_and_a_sentence_names_its_year(store: Store) -> None:
    write_narrative(store, "2022", "protocol", "01-123/2023")
    cancel(store, "2.1.4", today=date(2022, 7, 1), on=date(2022, 7, 1))
    whole, cumulative = drawn(store), drawn(store, period="..2022")
    with language.speaking("en"):
        assert "01-123/2023" in dict(cover(whole).facts).values()
        assert "01-123/2023" not in dict(cover(cumulative).facts).values()
        assert (template_fields(whole)["protocol"], template_fields(cumulative)["protocol"]) == (
            "01-123/2023",
            "",
        )
        said = " ".join(sentences(cumulative))
    assert "since the beginning of 2022; without" in said, said


def test_what_was_spent_of_a_year_stands_beside_its_execution(store: Store) -> None:
    with language.speaking("en"):
        made = drawn(store)
        made = made._replace(years=(*made.years, YearMoney(2024, planned=100)))
        table = money_table(made)
        chart = next(block for block in budget(made) if isinstance(block, Chart))
    shown = table.only(("year", "spent", "execution")).rows
    assert (2022, 10_000) in [row[:2] for row in shown]
    assert (0, 0) in [row[1:] for row in shown]
    assert not [row for row in shown if row[1] is None and row[2] is not None]
    # the chart says the same of a year of which nobody recorded anything
    assert chart.labels[-1] == "2024" and chart.series[1].shown[-1] == "0"


def test_no_word_of_a_heading_of_a_sheet_is_broken(store: Store) -> None:
    for spoken in language.LANGUAGES:
        data = render(drawn(store, spoken), ".xlsx")
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
            columns: Any = sheet.column_dimensions.values()
            wide = {n: of.width for of in columns for n in range(of.min, of.max + 1)}
            for row in sheet.iter_rows():
                # the heading of each table is filled
                for cell in row if row[0].fill.fill_type else ():
                    words = "" if cell.data_type == "f" else str(cell.value or "")
                    longest = max(map(len, words.split()), default=0)
                    assert wide[cell.column or 0] > longest, (sheet, cell.value)


def test_a_document_has_nothing_of_that_from_which_it_is_made(store: Store) -> None:
    with language.speaking("en"):
        files = render(drawn(store), ".docx"), example_template()
    for data in files:
        assert not [name for name in parts_of(data) if "thumbnail" in name or "stylesWithEffects" in name]
    docx = pytest.importorskip("docx")
    headings = [paragraph.text for paragraph in docx.Document(io.BytesIO(files[1])).paragraphs]
    assert headings.count("Executive summary") == 1


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ((2, 1), "The reason given most often is “lack of staff” (for 2 actions)."),
        ((2, 2), "The reasons given most often are “lack of staff”, “procurement” (each for 2 actions)."),
        ((1, 1), "The reasons given most often are “lack of staff”, “procurement” (each for 1 action)."),
        ((1, 1, 1, 1), ""),
    ],
)
def test_reasons_that_are_given_as_often_are_named_together(
    store: Store, actions: tuple[int, ...], said: str
) -> None:
    codes = ("lack_of_staff", "procurement", "donor_funds", "coordination")
    reasons = tuple(ReasonCount(code, n, n) for code, n in zip(codes, actions, strict=False))
    content = drawn(store)
    content = content._replace(beside=content.beside._replace(reasons=reasons))
    with language.speaking("en"):
        told = " ".join(sentences(content))
    assert said in told and ("given most often" in told) == bool(said)


def test_the_first_page_can_be_read_aloud(store: Store) -> None:
    with language.speaking("en"):
        said = " ".join(sentences(drawn(store)))
    for part in (
        "The implementation rate is 25.00%: 1 of 4 actions due.",
        "3 actions are due and not implemented.",
        "Coverage is 1.88%: of 160 reports that units were to give 3 have come.",
        "100 EUR of 200,000 EUR planned were spent",
    ):
        assert part in said, said


def test_a_report_on_a_unit_without_money_or_delays_says_no_zeros(store: Store) -> None:
    write_narrative(store, "2022", "protocol", "01-123/2023")
    blocks = blocks_of(store, unit="XYZQ")
    text = texts_of(blocks)
    assert "No money is allocated for the period." in text
    assert not re.search(r"\b0 (?:actions|of|EUR|has|have)|\(–\)", text)
    with language.speaking("en"):
        assert "01-123/2023" not in dict(cover(drawn(store, unit="XYZQ")).facts).values()
    assert "names no source" not in tables_of(blocks)["donors"].empty


def test_what_was_late_and_is_implemented_is_named(store: Store) -> None:
    report_status(store, "2.1.2", StatusReport("implemented", on=date(2023, 1, 10)), today=TODAY, unit="XYZQ")
    text = texts_of(blocks_of(store, period="2023"))
    assert re.search(r"been implemented since, and stands? in no list: 2\.1\.2\.", text), text


def test_a_new_deadline_is_printed_as_a_day_is(store: Store) -> None:
    for new, told in (("2023-06-30", "30 Jun 2023"), ("2024", "2024")):
        report = StatusReport("in_progress", on=date(2022, 7, 1), new_deadline=new)
        report_status(store, "2.1.2", report, today=TODAY, unit="XYZQ")
        for code in ("due_open", "actions"):
            rows = tables_of(blocks_of(store))[code].rows
            (row,) = (row for row in rows if row[0] == "2.1.2")
            assert any(str(cell).endswith(told) for cell in row), row


def test_what_was_late_adds_up_with_what_is_listed(store: Store) -> None:
    content = drawn(store, period="2023")
    figure, late = content.figures["carried_over"], content.beside.late
    removed, cancelled, *others = late.carried
    assert figure.numerator == len(late.carried) and others
    statuses = content.facts.statuses._replace(cancelled=frozenset({cancelled.row.id}))
    content = content._replace(
        beside=content.beside._replace(late=late._replace(carried=tuple(others))),
        facts=content.facts._replace(statuses=statuses),
    )
    with language.speaking("en"):
        text = texts_of(list(chapters(content)))
    assert f"{figure.numerator} actions were late when the period began." in text
    for action, told in ((cancelled, "cancelled"), (removed, "removed from the plan")):
        assert f"1 of them has been {told} since, and stands in no list: {action.row.nr}." in text, text


@pytest.mark.parametrize(("spoken", "parted"), [("en", ","), ("sq", "\xa0"), ("sr", ".")])
def test_axes_have_the_numbers_of_the_language_and_shares_their_sign(spoken: str, parted: str) -> None:
    series = (Series("spent", "Spent", (500_000.0,), ("500",)),)
    with language.speaking(spoken):
        plain, share = (
            html.unescape(chart_part(Chart("A", ("2022",), series, percent=percent)).decode())
            for percent in (False, True)
        )
    assert f'[>=1000]0"{parted}"000' in plain and '0"%"' in share


def test_an_empty_sheet_says_so_and_the_first_names_the_institution(store: Store) -> None:
    write_institution(store, {"name.en": "Office of the Prime Minister"})
    write_narrative(store, "2022", "protocol", "01-123/2023")
    book = openpyxl.load_workbook(io.BytesIO(render(drawn(store), ".xlsx")))
    first = [str(cell.value) for row in book.worksheets[0].iter_rows(max_row=6) for cell in row]
    assert "Office of the Prime Minister" in first and "01-123/2023" in first
    assert not [sheet.title for sheet in book.worksheets if sheet.title != "terren" and sheet.max_row == 1]


def test_tables_and_charts_are_numbered_in_every_form_and_annexes_have_a_heading(store: Store) -> None:
    page = render(drawn(store), ".html").decode()
    assert "<caption>Table 1: " in page and "<figcaption>Diagram 1: " in page
    blocks = blocks_of(store)
    at = next(n for n, block in enumerate(blocks) if "without entries" in str(getattr(block, "text", "")))
    assert blocks[at - 1] == Heading("Annexes")


def test_a_picture_is_no_text_of_letters(store: Store) -> None:
    with language.speaking("en"):
        size = len(Institution({"emblem": emblem_text(png())}).emblem)
        assert value("institution", "emblem", emblem_text(png())) == f"a picture of {size} bytes"


def test_an_emblem_is_a_small_png() -> None:
    assert emblem_text(png((b"eXIf", b"place"))) == emblem_text(png())
    for wrong in (b"", b"GIF89a", png()[:-6], png().replace(b"IDAT", b"IDAx"), png(width=3_000)):
        with pytest.raises(UserError, match="emblem_unreadable"):
            emblem_text(wrong)
    with pytest.raises(UserError, match="emblem_large"):
        emblem_text(png((b"PLTE", b"\1" * 60_000)))


def test_the_example_template_is_filled_and_its_text_proven(store: Store, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    for spoken in some(language.LANGUAGES):
        with language.speaking(spoken):
            (tmp_path / "own.docx").write_bytes(example_template())
        goal = tmp_path / "filled.docx"
        asked = ReportRequest("2022", DAY, spoken, TODAY)
        write_report(store, goal, asked, template=tmp_path / "own.docx", replace=True)
        text = "\n".join(paragraph.text for paragraph in docx.Document(goal).paragraphs)
        assert "{{" not in text and "{%" not in text
        own = (tmp_path / "own.docx").read_bytes()
        with apart_each_time():
            carried = read_report(goal)
            assert check_report(store, carried, template=own).holds
        assert not check_report(store, carried).texts_checked
        forged = docx.Document(goal)
        forged.paragraphs[2].runs[0].text = "Another title"
        forged.save(goal)
        assert check_report(store, read_report(goal), template=own).differs


def test_every_field_of_a_template_stands_in_its_page(store: Store) -> None:
    page = Path("docs/template.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([a-z_]+)`", page, re.MULTILINE))
    assert named == set(template_fields(drawn(store)))
    for table in (make(drawn(store)) for make in BESIDE):
        (row,) = re.findall(rf"^\| `{table.code}` \|(.*)\|$", page, re.MULTILINE)
        assert {column.code for column in table.columns} <= set(re.findall(r"`([a-z_]+)`", row)), table.code
    for code, _title, columns in EXAMPLES:
        (row,) = re.findall(rf"^\| `{code}` \|(.*)\|$", page, re.MULTILINE)
        assert set(columns) <= set(re.findall(r"`([a-z_]+)`", row)), code


@soak
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["docx:MS Word 2007 XML", "docx:Office Open XML Text"])
def test_an_example_that_was_edited_in_libreoffice_is_filled(store: Store, tmp_path: Path, form: str) -> None:
    docx = pytest.importorskip("docx")

    def converted(name: str, wanted: str) -> Path:
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        folder = tmp_path / wanted.partition(":")[0]
        arguments = ["soffice", profile, "--headless", "--convert-to", wanted, "--outdir", str(folder)]
        subprocess.run([*arguments, str(tmp_path / name)], check=True, capture_output=True)
        return folder / f"{Path(name).stem}.{folder.name}"

    (tmp_path / "own.docx").write_bytes(example_template())
    text = converted("own.docx", "fodt").read_text(encoding="utf-8")
    loop = re.search(r"<text:p [^>]*>{%p for sentence", text)
    assert loop and "{{ row.reason }}" in text
    bold = '<text:span text:style-name="Strong">implementation_rate</text:span>'
    sentence = f"<text:p>Done: {{{{ figures.{bold}.value }}}} in all</text:p>"
    edited = f"{text[: loop.start()]}{sentence}{text[loop.start() :]}"
    edited = edited.replace("{{ row.reason }}", "Why: {{ row.reason }}").replace(
        "{{ title }}", "Our {{ title }}"
    )
    (tmp_path / "edited.fodt").write_text(edited, encoding="utf-8")
    own = converted("edited.fodt", form).read_bytes()

    data = render(drawn(store), ".docx", own)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
    filled = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in filled.paragraphs]
    assert "Done: 25.00% in all" in texts and texts[2].startswith("Our Report on the implementation")
    cells = [cell.text for table in filled.tables for row in table.rows for cell in row.cells]
    assert {"2.1.2", "Objective", "Spent, alone (EUR)"} <= set(cells) and any(
        cell.startswith("Why: ") for cell in cells
    )
    assert not any("{{" in text or "{%" in text for text in (*texts, *cells))
    assert check_report(store, carried_by(".docx", data), template=own).holds
    (tmp_path / "filled.docx").write_bytes(data)
    assert converted("filled.docx", "pdf").stat().st_size > 10_000


def test_every_cell_of_what_stands_beside_can_be_printed(store: Store) -> None:
    for spoken in language.LANGUAGES:
        with language.speaking(spoken):
            content = drawn(store, spoken)
            for make in BESIDE:
                table = make(content)
                assert all(
                    cell_text(column, cell)
                    for row in table.rows
                    for column, cell in zip(table.columns, row, strict=True)
                )


def test_the_cover_of_a_document_is_that_of_the_pdf(store: Store) -> None:
    """In the middle and black; where Word's own title has a line below and stands at the left."""
    docx = pytest.importorskip("docx")
    write_institution(store, {"name.en": "Office of the Prime Minister"})
    document = docx.Document(io.BytesIO(render(drawn(store), ".docx")))
    title = document.styles["Title"]
    assert title.paragraph_format.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    assert (str(title.font.color.rgb), title.font.bold) == ("000000", True)
    assert not title.element.xpath("w:pPr/w:pBdr")
    first, *_others = (line for line in document.paragraphs if line.text == "Office of the Prime Minister")
    assert first.style.name == "Terren Cover" and first.runs[0].bold


def test_what_must_follow_the_last_table_needs_no_page_of_its_own(store: Store) -> None:
    docx = pytest.importorskip("docx")
    last = docx.Document(io.BytesIO(render(drawn(store), ".docx"))).element.body[-2]
    assert last.tag.endswith("}p") and not "".join(last.itertext())
    assert last.xpath("w:pPr/w:spacing/@w:line") == ["20"]


def test_a_diagram_stays_on_a_page_with_its_numbers(store: Store) -> None:
    text = parts_of(render(drawn(store), ".docx"))["word/document.xml"].decode()
    for found in re.finditer(r"<w:drawing>.*?<w:tbl>(.*?)</w:tbl>", text, re.DOTALL):
        between = found[0].partition("</w:p>")[2].partition("<w:tbl>")[0]
        assert between.count("<w:p>") == between.count("<w:keepNext/>") == 1
        *rows, last = re.findall(r"<w:tr>.*?</w:tr>", found[1], re.DOTALL)
        assert all(row.count("<w:keepNext/>") == row.count("<w:p>") for row in rows) and rows
        assert "<w:keepNext/>" not in last
    assert "figure { break-inside: avoid; }" in render(drawn(store), ".html").decode()
