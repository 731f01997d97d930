"""Tables that report: a tracker, what somebody sent, and lines of a script."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest

from tests.planreader.tables import Rows, word
from tests.support.lengths import soak
from tests.terren.conftest import At, Result, Terren

HEAD = ("Nr.", "Veprimi", "Bartësi", "Statusi", "% e realizimit", "Shpenzuar 2022", "Komente")
ROWS = (
    ("1.1.1", "Masa 1.1.1 për komunat", "MPB", "Përfunduar", 1, 1250.5, "U mbyll."),
    ("1.1.2", "Masa 1.1.2 për komunat", "XYZQ", "Në vonesë", 0.4, None, None),
    ("1.1.3", "Masa 1.1.3 për komunat", "MPB", "Në proces", 0.25, 300, "Vazhdon."),
)


def workbook(
    path: Path, rows: Sequence[Sequence[object]] = ROWS, head: Sequence[str] = HEAD, looks: str = "0%"
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Gjendja më 14.03.2022"])
    for row in (head, *rows):
        sheet.append(list(row))
    for row in sheet.iter_rows(min_row=3, min_col=5, max_col=5):
        row[0].number_format = looks
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def stands(at: At, nr: str, unit: str) -> tuple[object, ...]:
    shown = json.loads(at("hq", "show", nr, "--json").out)
    report = next(one for one in shown["reports"] if one["unit"] == unit)
    spent = next(one["recurrent"] for one in shown["money"] if one["year"] == 2022)
    return report["status"], report["percent"], spent, report["effective_on"]


def test_a_tracker_is_recorded_for_who_leads_and_taken_back_by_one_undo(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "tracker.xlsx")
    asked = at("hq", "import", file, "--record")
    assert asked.code == 1 and "Në vonesë" in asked.err
    assert 'For instance: --assume "status.Në vonesë=in_progress"' in asked.err
    said = "status.Në vonesë=in_progress"
    seen = at("hq", "import", file, "--record", "--dry-run", "--assume", said)
    assert "Not reported → In progress [sheet Sheet, cell D4]" in seen.err and seen.code == 0
    done = at("hq", "import", file, "--record", "--assume", said)
    assert done.code == 0 and "10 values are recorded, from tracker.xlsx (2022-03-14)" in done.err
    assert stands(at, "1.1.1", "MPB") == ("implemented", 100, 1250.5, "2022-03-14")
    assert stands(at, "1.1.2", "XYZQ")[:2] == ("in_progress", 40)
    again = at("hq", "import", file, "--record")
    assert again.code == 0 and "10 cells say what stands" in again.err
    assert at("hq", "undo").code == 0
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"] == []


def test_words_that_tell_no_status_are_left_out_and_hide_no_other_cell(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx")
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=leave")
    assert done.code == 3, done.err
    assert "“Në vonesë” was said to be no status, and nothing is recorded of it. [sheet" in done.err
    assert stands(at, "1.1.1", "MPB")[0] == "implemented"
    assert "40% [sheet Sheet, cell E4]" in done.err
    # kept beside the file, it is not asked again
    assert at("hq", "import", file, "--record").code == 3


def test_a_day_that_is_still_to_come_is_told_and_words_that_say_nothing_stay_open(
    at: At, tmp_path: Path
) -> None:
    rows = [
        (*row[:3], status, *row[4:])
        for row, status in zip(ROWS, ("Po", "Në proces", "Në proces"), strict=True)
    ]
    file = workbook(tmp_path / "tracker.xlsx", rows)
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["A1"] = "Gjendja më 31.12.2099"
    book.save(file)
    asked = at("hq", "import", file, "--record")
    assert asked.code == 1 and "status.Po=…" in asked.err
    done = at("hq", "import", file, "--record", "--dry-run", "--assume", "status.Po=implemented")
    assert "is of 2099-12-31, which has not come yet" in done.err


def test_of_a_tracker_that_comes_again_newer_cells_count_alone(at: At, tmp_path: Path) -> None:
    said = ("--assume", "status.Në vonesë=in_progress")
    at("hq", "import", workbook(tmp_path / "march.xlsx"), "--record", *said)
    at("hq", "set", "1.1.3", "--unit", "MPB", "--status", "implemented", "--on", "14.03.2022")
    newer = [list(row) for row in ROWS]
    newer[0][3], newer[2][4] = "U toku", 0.5
    done = at("hq", "import", workbook(tmp_path / "april.xlsx", newer), "--record", *said)
    assert "2 values are recorded" in done.err
    assert stands(at, "1.1.3", "MPB")[:2] == ("implemented", 50)
    assert stands(at, "1.1.1", "MPB")[0] == "in_progress"


def test_a_table_that_somebody_sent_is_recorded_for_a_unit(at: At, tmp_path: Path) -> None:
    head = ("Nr.", "Aktivnost", "Stanje", "Napomena")
    rows = (
        ("1.1.1", "Masa 1.1.1 për komunat", "Završeno", "Gotovo."),
        ("7.7.7", "Nešto drugo", "U toku", None),
        ("1.1.2", "Sasvim druga stvar ovde", "U toku", None),
    )
    file = workbook(tmp_path / "peja.xlsx", rows, head)
    done = at("hq", "report-from", file, "--unit", "Pejë", "--by", "Ana", "--yes")
    assert done.code == 3, done.err
    assert stands(at, "1.1.1", "17")[0] == "implemented"
    assert "No action of the plan is “7.7.7”" in done.err and "[sheet Sheet, row 4]" in done.err
    assert "Masa 1.1.2" in done.err and "Sasvim druga" in done.err
    assert "peja.xlsx" in at("hq", "log").out


def _lines(separator: str, encoding: str, path: Path, rows: Rows) -> None:
    path.write_text("\n".join(separator.join(row) for row in rows), encoding)


def _page(path: Path, rows: Rows) -> None:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    path.write_text(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>", "utf-8")


def _sheet(path: Path, rows: Rows) -> None:
    namespaces = (("office", "office"), ("table", "table"), ("text", "text"))
    declared = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for name, of in namespaces
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{cells}</table:table>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {declared}>{body}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )


@pytest.mark.parametrize(
    ("ending", "write"),
    [
        ("csv", partial(_lines, ";", "cp1250")),
        ("tsv", partial(_lines, "\t", "utf-16")),
        ("docx", lambda path, rows: word(path, [rows])),
        ("html", _page),
        ("ods", _sheet),
    ],
)
def test_a_table_of_every_format_reports_the_same(
    at: At, tmp_path: Path, ending: str, write: Callable[[Path, Rows], object]
) -> None:
    file = tmp_path / f"raport.{ending}"
    write(
        file,
        (
            ("Nr.", "Veprimi", "Statusi", "Shpenzuar 2022", "Komente"),
            ("1.1.1", "Masa 1.1.1 për komunat", "Përfunduar", "1.250,50", "Çështje e mbyllur."),
            ("1.1.2", "Masa 1.1.2 për komunat", "Në proces", "300,00", "Vazhdon më tej."),
        ),
    )
    done = at("hq", "report-from", file, "--unit", "MPB", "--by", "Ana", "--yes")
    assert done.code == 0, done.err
    assert [stands(at, nr, "MPB")[:3] for nr in ("1.1.1", "1.1.2")] == [
        ("implemented", None, 1250.5),
        ("in_progress", None, 300),
    ]
    assert "Çështje e mbyllur." in at("hq", "show", "1.1.1").out


def test_a_cell_that_nobody_can_read_is_said_and_hides_no_other(at: At, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][4], rows[0][5], rows[1][5], rows[2][3] = "gjysma", "1.234", -5, "Përfunduar"
    head = (*HEAD, "Përditësuar")
    days = ("31.02.2022", "1.3.2022", "5.1.2099")
    file = workbook(tmp_path / "t.xlsx", [(*row, day) for row, day in zip(rows, days, strict=True)], head)
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    assert done.code == 3, done.err
    for said in (
        "“gjysma” is not a percentage. Enter a whole number from 0 to 100. [sheet Sheet, cell E3]",
        "“1.234” can be 1,234.00 or 1.234. Write it in the table with two decimals. [sheet Sheet, cell F3]",
        "“-5” is negative. To correct an amount, enter the new total. [sheet Sheet, cell F4]",
        "“31.02.2022” is no day that is understood",
        "“5.1.2099” is a day to come",
    ):
        assert said in done.err
    assert stands(at, "1.1.1", "MPB") == ("implemented", None, None, "2022-03-14")
    assert stands(at, "1.1.3", "MPB")[:3] == ("implemented", 25, 300)


def test_a_third_decimal_and_a_formula_without_its_result_are_said(at: At, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][4], rows[0][5], rows[1][5], rows[2][5] = "=40/100", 1.234, 2500.005, "=300"
    file = workbook(tmp_path / "t.xlsx", rows)
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    assert done.code == 3, done.err
    for said in (
        "“1.234” can be 1,234.00 or 1.234. Write it in the table with two decimals. [sheet Sheet, cell F3]",
        "“2500.005” has parts of a cent, and is recorded to the nearest cent. [sheet Sheet, cell F4]",
        "[sheet Sheet, cell E3]",
        "[sheet Sheet, cell F5]",
    ):
        assert said in done.err
    assert stands(at, "1.1.1", "MPB") == ("implemented", None, None, "2022-03-14")


@pytest.mark.parametrize(
    "column, told, kept",
    [
        ((1, 0.5, 40), [("0.5", "E4")], (1, None, 40)),
        (("1.5%", "40 %", 7.5), [("1.5%", "E3"), ("7.5", "E5")], (None, 40, None)),
        ((1, 0.5, 0.125), [("0.125", "E5")], (100, 50, None)),
        ((1, 0.29, 0), [], (100, 29, 0)),
    ],
)
def test_a_percent_that_is_not_whole_is_said_and_never_rounded(
    at: At,
    tmp_path: Path,
    column: Sequence[object],
    told: Sequence[tuple[str, str]],
    kept: Sequence[int | None],
) -> None:
    rows = [(*row[:3], "Në proces", share) for row, share in zip(ROWS, column, strict=True)]
    file = workbook(tmp_path / "t.xlsx", rows, HEAD[:5], looks="General")
    done = at("hq", "import", file, "--record", "--yes")
    assert [line for line in done.err.splitlines() if "percentage" in line] == [
        f"- “{found}” is not a percentage. Enter a whole number from 0 to 100. [sheet Sheet, cell {cell}]"
        for found, cell in told
    ]
    assert [stands(at, str(row[0]), str(row[2]))[1] for row in ROWS] == list(kept)


@pytest.mark.parametrize("called", [("import", "--record"), ("report-from",)])
def test_a_rehearsal_writes_nothing_beside_the_document(
    at: At, tmp_path: Path, called: Sequence[str]
) -> None:
    command, *options = called
    said = ("--assume", "status.Në vonesë=in_progress")
    file = workbook(tmp_path / "sent" / "tracker.xlsx")
    seen = at("hq", command, file, *options, *said, "--yes", "--dry-run")
    assert "In progress [sheet Sheet, cell D4]" in seen.err and "is kept in" not in seen.err
    assert [*file.parent.iterdir()] == [file]
    assert "is kept in" in at("hq", command, file, *options, *said, "--yes").err
    assert len([*file.parent.iterdir()]) == 2


def test_a_percent_of_1_among_0_and_1_alone_is_not_guessed(at: At, tmp_path: Path) -> None:
    rows = [(*row[:3], "Në proces", share) for row, share in zip(ROWS, (1, 0, 0), strict=True)]
    file = workbook(tmp_path / "t.xlsx", rows, HEAD[:5], looks="General")
    done = at("hq", "import", file, "--record", "--yes")
    assert "“1” can be 1% or 100%" in done.err and "cell E3" in done.err
    assert [stands(at, str(row[0]), str(row[2]))[1] for row in ROWS] == [None, 0, 0]


def test_amounts_that_tell_how_they_are_written_are_in_no_doubt(at: At, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][5], rows[1][5], rows[2][5] = "1.234", "12.500,50", "2,5"
    file = workbook(tmp_path / "t.xlsx", rows)
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    assert done.code == 0, done.err
    assert stands(at, "1.1.1", "MPB")[2] == 1234


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("Shpenzuar 2022", "500 din", "“500.00 RSD” names another currency"),
        ("Shpenzuar 2022", "$90", "“90.00 USD” names another currency"),
        ("Shpenzuar 2022 (RSD)", 500, "“500.00 RSD” names another currency"),
        ("Shpenzuar 2022", "5 000\n3 000", "“5 000 · 3 000” is not an amount"),
        ("Shpenzuar 2022", "1 2500", "“1 2500” is not an amount"),
    ],
)
def test_an_amount_in_other_money_or_of_two_is_left_out_and_said(
    at: At, tmp_path: Path, heading: str, cell: str | int, said: str
) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][5] = cell
    file = workbook(tmp_path / "t.xlsx", rows, [*HEAD[:5], heading, HEAD[6]])
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    assert done.code == 3, done.err
    assert said in done.err
    assert stands(at, "1.1.1", "MPB")[2] is None


def test_a_total_beside_what_is_capital_is_counted_once(at: At, tmp_path: Path) -> None:
    head = [*HEAD[:5], "Shpenzuar gjithsej 2022", "Shpenzuar 2022 kapitale"]
    amounts = ((1000, 400), (500, ""), (300, 400))
    rows = [(*row[:3], "Përfunduar", 1, *own) for row, own in zip(ROWS, amounts, strict=True)]
    done = at("hq", "import", workbook(tmp_path / "t.xlsx", rows, head), "--record")
    assert done.code == 3, done.err
    assert "- 300 in all is less than the 400 of one kind alone" in done.err
    assert "[sheet Sheet, cell F5]" in done.err
    shown = [json.loads(at("hq", "show", str(row[0]), "--json").out)["money"] for row in ROWS]
    of_2022 = [year for years in shown for year in years if year["year"] == 2022]
    assert [(year["capital"], year["recurrent"]) for year in of_2022] == [
        (400, 600),
        (None, 500),
        (400, None),
    ]


def test_what_was_spent_is_not_in_the_thousands_of_what_was_allocated(at: At, tmp_path: Path) -> None:
    rows = [(*row[:3], "Përfunduar", 1, 20, 7500) for row in ROWS]
    head = [*HEAD[:5], "Ndarë 2022 (mijë €)", "Shpenzuar 2022 (€)"]
    file = workbook(tmp_path / "t.xlsx", rows, head)
    assert at("hq", "import", file, "--record").code == 0
    assert stands(at, "1.1.1", "MPB")[2] == 7500


def test_money_of_each_kind_and_reasons_are_recorded_for_the_unit_named(at: At, tmp_path: Path) -> None:
    head = ["Nr.", "Veprimi", "Statusi", "Buxheti 2022", "Ndarë 2022", "Shpenzuar 2022 kapitale"]
    head += ["Shpenzuar 2022 rrjedhëse", "Arsyeja e vonesës"]
    rows = (
        ("1.1.1", ROWS[0][1], "Në proces", 1000, 900, 400.5, 200, "Prokurimi"),
        ("1.1.2", ROWS[1][1], "Pa filluar", 60, 50, None, 0, "Pritet pëlqimi i kuvendit."),
    )
    file = workbook(tmp_path / "t.xlsx", rows, head, "General")
    done = at("hq", "import", file, "--record", "--unit", "Pejë")
    assert done.code == 0, done.err
    recorded = {
        (one["target"], one["field"]): one["value"]
        for one in json.loads(at("hq", "state", "--json").out)
        if one["unit"] == "17" and one["field"] != "status" and one["kind"] in ("action", "money")
    }
    assert recorded == {
        ("1.1.1", "2022.allocated"): 90_000,
        ("1.1.1", "2022.capital.spent"): 40_050,
        ("1.1.1", "2022.recurrent.spent"): 20_000,
        ("1.1.1", "reason"): "procurement",
        ("1.1.2", "2022.allocated"): 5_000,
        ("1.1.2", "2022.recurrent.spent"): 0,
        ("1.1.2", "reason_text"): "Pritet pëlqimi i kuvendit.",
    }


def test_rows_and_columns_that_a_table_hides_are_said(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(file)
    for row in (4, 5):
        book.worksheets[0].row_dimensions[row].hidden = True
    book.worksheets[0].column_dimensions["D"].hidden = True
    book.save(file)
    done = at("hq", "import", file, "--record", "--dry-run", "--assume", "status.Në vonesë=in_progress")
    assert done.code == 0
    assert "as all others (number: 3). The first is this. [sheet Sheet, row 4]" in done.err


def test_a_status_that_two_sheets_say_in_two_ways_is_left_out(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(file)
    book.copy_worksheet(book.worksheets[0]).cell(3, 4).value = "Në proces"
    book.save(file)
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    other = "The table says something else of 1.1.1 in {}, so neither of the two is recorded."
    assert done.code == 3 and other.format("sheet Sheet, cell D3") in done.err
    assert other.format("sheet Sheet Copy, cell D3") in done.err
    assert stands(at, "1.1.1", "MPB")[0] is None


@pytest.mark.parametrize("is_named", [True, False])
def test_amounts_of_rows_that_name_different_sources_of_money_are_left_out(
    at: At, tmp_path: Path, is_named: bool
) -> None:
    head = ("Nr.", "Veprimi", "Bartësi", "Burimi", "Statusi", "Shpenzuar 2022")
    action = ("1.1.1", "Masa 1.1.1 për komunat", "MPB")
    second = (*action, "EU", "Në proces", 500) if is_named else ("", "", "", "EU", "", 500)
    rows = [(*action, "BK", "Në proces", 1000), second]
    file = workbook(tmp_path / "t.xlsx", rows, head, "@")
    done = at("hq", "import", file, "--record")
    assert done.code == 3 and done.err.count("name different sources of funding") == 2
    assert "1.1.1: sheet Sheet, cell F4 tells an amount as well" in done.err
    assert stands(at, "1.1.1", "MPB")[::2] == ("in_progress", None)


def test_a_row_that_names_another_than_who_reports_is_said(at: At, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][2], rows[1][2], rows[2][2] = "Gjakovë", "", "Drejtoria e Arsimit"
    file = workbook(tmp_path / "tracker.xlsx", rows)
    said = ("--unit", "Pejë", "--assume", "status.Në vonesë=in_progress", "--yes")
    done = at("hq", "report-from", file, *said)
    assert done.code == 3, done.err
    assert "1.1.3: the row names Drejtoria e Arsimit, and it is recorded for Pejë." in done.err
    assert done.err.count("the row names") == 1
    assert "- This is of Gjakovë" in done.err and "(values: 4)" in done.err
    assert [line for line in done.err.splitlines() if line.endswith("[sheet Sheet, cell D3]")] == [
        line for line in done.err.splitlines() if "This is of Gjakovë" in line
    ]
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"] == []
    assert stands(at, "1.1.3", "17")[:2] == ("in_progress", 25)
    # a column that does not say who reports is none of names
    assert at("hq", "report-from", file, *said, "--column", "Bartësi=remark").code == 0
    assert stands(at, "1.1.1", "17")[0] == "implemented"


def test_what_is_shown_to_be_typed_is_replayed_byte_for_byte(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where ids and times are fixed: the same ledger by the command that is shown, and by what is kept."""
    monkeypatch.setattr("store.ledger.append.time.time", lambda: 1_800_000_000)
    monkeypatch.setattr("store.edits.reported.sources.new_entry_id", lambda: "ab" * 6)
    head = (*HEAD[:5], "Shpenzuar", "Shënim i zyrës")
    file = workbook(tmp_path / "tracker.xlsx", head=head)
    at("hq", "list")
    shutil.copytree(tmp_path / "hq", tmp_path / "before")

    def recorded(*options: str) -> list[tuple[object, ...]]:
        shutil.rmtree(tmp_path / "hq")
        shutil.copytree(tmp_path / "before", tmp_path / "hq")
        done = at("hq", "import", file, "--record", *options)
        assert done.code == 0, done.err
        with closing(sqlite3.connect(tmp_path / "hq" / "terren.db")) as conn:
            return conn.execute("SELECT * FROM change ORDER BY replica, seq").fetchall()

    asked = at("hq", "import", file, "--record", "--column", "Shënim i zyrës=next_steps")
    shown = next(line for line in asked.err.splitlines() if line.startswith("For instance: "))
    options = ["--column", "Shënim i zyrës=next_steps", *shlex.split(shown.removeprefix("For instance: "))]
    assert "spent=2022" in options and "status.Në vonesë=in_progress" in options
    first = recorded(*options)
    assert len(first) > 8
    kept = file.with_name("tracker.xlsx.corrections.toml")
    assert recorded() == first, "by the answers that lie beside the file"
    kept.unlink()
    assert recorded(*options) == first, "by the same command on another day"


def _with_part(name: str, data: bytes) -> Callable[[Path], None]:
    def add(file: Path) -> None:
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)

    return add


def _lock(file: Path) -> None:
    file.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def _lengthen(file: Path) -> None:
    rows = [(f"1.1.{n}", f"Masa {n}", "MPB", "Përfunduar", 1, 2, 3) for n in range(100_000)]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Fleta")
    for row in (HEAD, *rows):
        sheet.append(row)
    book.save(file)


def test_what_lines_say_is_of_another_unit_is_left_out_and_recorded_by_headquarters(
    at: At, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "t.xlsx", [ROWS[0], ["Komuna e Pejës"], ROWS[2]])
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["A1"] = "Raport i Komunës së Prizrenit, gjendja më 14.03.2022"
    book.worksheets[0].delete_cols(3)
    book.save(file)
    said = ("--assume", "status.Në vonesë=in_progress")
    done = at("hq", "report-from", file, "--unit", "Pejë", "--yes", *said)
    assert done.code == 3 and done.err.count("- This is of Prizren") == 1
    assert stands(at, "1.1.3", "17")[0] == "in_progress"
    at("hq", "import", file, "--record", *said)
    reports = json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"]
    assert [report["unit"] for report in reports] == ["20"]


def test_whose_the_rows_below_what_is_nearly_a_name_are_is_asked_once(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", [ROWS[0], ["Qendra Sociale Prizren"], ROWS[2]])
    said = ("--assume", "status.Në vonesë=in_progress")
    asked = at("hq", "import", file, "--record", *said)
    assert asked.code == 1 and 'For instance: --assume "unit.Qendra Sociale Prizren=…"' in asked.err
    wrong = at("hq", "import", file, "--record", *said, "--assume", "unit.Qendra Sociale Prizren=Atlantis")
    assert wrong.code == 1 and "Atlantis" in wrong.err

    def recorded(answer: str) -> list[str]:
        done = at(
            "hq", "import", file, "--record", *said, "--assume", f"unit.Qendra Sociale Prizren={answer}"
        )
        assert (done.code == 3) is (answer == "leave"), done.err
        assert ("“Qendra Sociale Prizren” was said to be of no unit" in done.err) is (answer == "leave")
        reports = json.loads(at("hq", "show", "1.1.3", "--json").out)["reports"]
        at("hq", "undo")
        return [report["unit"] for report in reports]

    assert [recorded(answer) for answer in ("leave", "Prizren", "-")] == [[], ["20"], ["MPB"]]
    # of the unit for which all is recorded it may be
    own = at(
        "hq",
        "report-from",
        workbook(tmp_path / "own.xlsx", [["Dega Prizren"], ROWS[0]]),
        "--unit",
        "20",
        "--yes",
    )
    assert own.code == 0, own.err


def test_a_corrected_answer_tells_what_the_same_file_gave_another_unit(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", [["Dega Prizren"], ROWS[0], ["Dega Pejë"], ROWS[2]])

    def recorded(prizren: str, *more: str) -> Result:
        answers = ("--assume", f"unit.Dega Prizren={prizren}", "--assume", "unit.Dega Pejë=Pejë")
        return at("hq", "import", file, "--record", *answers, *more)

    assert recorded("20").code == 0
    for more in (["--dry-run"], [], []):
        done = recorded("-", *more)
        told = [line for line in done.err.splitlines() if "from this same file" in line]
        assert done.code == 3 and len(told) == 3, done.err
        assert any("1,250.50 EUR was recorded for Prizren" in line and "F4]" in line for line in told)
    # what was undone stands no more, and counts once
    at("hq", "undo", "--steps", "2")
    assert recorded("-").code == 0
    # rows of others, which are left out for the unit that is named, are no mistake of it
    assert recorded("20").code == 3
    at("hq", "undo", "--steps", "2")
    lines = workbook(tmp_path / "l.xlsx", [["Komuna e Prizrenit"], ROWS[0], ["Komuna e Pejës"], ROWS[0]])
    for unit in ("Prizren", "Pejë"):
        done = at("hq", "report-from", lines, "--unit", unit, "--yes")
        assert done.code == 3 and "from this same file" not in done.err


@pytest.mark.parametrize("command", ["report-from", "import"])
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(_lock, "password", id="password"),
        pytest.param(_with_part("xl/bomb.xml", b"<x/>" * 10_000_000), "unpacks", id="bomb"),
        pytest.param(_lengthen, "unpacks", id="100,000 rows", marks=soak),
    ],
)
def test_a_workbook_that_harms_is_refused_in_one_line_and_nothing_is_taken(
    at: At, tmp_path: Path, command: str, harm: Callable[[Path], None], words: str
) -> None:
    file = workbook(tmp_path / "tracker.xlsx")
    harm(file)
    before = at("hq", "state", "--json").out
    refused = at("hq", command, file, *(["--record"] if command == "import" else ["--unit", "MPB", "--yes"]))
    assert refused.code == 1 and len(refused.err.splitlines()) == 1
    assert words in refused.err and "tracker.xlsx" in refused.err
    assert at("hq", "state", "--json").out == before


def test_macros_of_a_tracker_are_passed_over(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "tracker.xlsm")
    _with_part("xl/vbaProject.bin", b"x")(file)
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    assert done.code == 0 and "10 values are recorded" in done.err


def test_a_row_for_each_unit_is_recorded_for_it(at: At, tmp_path: Path) -> None:
    title = "Masa 1.1.1 për komunat"
    rows = [
        ("1.1.1", title, who, status, None, None, who)
        for who, status in (("Peja", "Përfunduar"), ("MPB", "Në proces"))
    ]
    done = at("hq", "import", workbook(tmp_path / "t.xlsx", rows), "--record")
    assert done.code == 0, done.err
    assert [stands(at, "1.1.1", unit)[0] for unit in ("17", "MPB")] == ["implemented", "in_progress"]
    both = [(*rows[0][:2], "MPB, Pejë", *rows[0][3:]), *ROWS[2:]]
    assert "1.1.1, MIA, Status" in at("hq", "import", workbook(tmp_path / "u.xlsx", both), "--record").err


def test_a_sheet_for_each_unit_is_recorded_for_it(at: At, tmp_path: Path) -> None:
    file = workbook(tmp_path / "t.xlsx", ROWS[:1])
    book = openpyxl.load_workbook(file)
    for name, status in (("Gjakova", "Në proces"), ("Mitrovica", "Pa filluar")):
        sheet = book.copy_worksheet(book.worksheets[0])
        sheet.title, sheet["D3"] = name, status
    book.worksheets[0].title = "Komuna e Pejës"
    book.save(file)
    assert "unit.Mitrovica=…" in at("hq", "import", file, "--record").err
    done = at("hq", "import", file, "--record", "--assume", "unit.Mitrovica=38")
    assert done.code == 0, done.err
    assert [stands(at, "1.1.1", unit)[0] for unit in ("17", "02")] == ["implemented", "in_progress"]
    assert len(json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"]) == 3
    again = at("hq", "report-from", file, "--unit", "Pejë", "--yes")
    assert again.code == 3 and "4 cells say what stands" in again.err
    assert "This is of Gjakovë" in again.err and "[sheet Gjakova, cell D3]" in again.err


def test_short_words_mean_what_the_legend_says_and_are_asked_without_one(at: At, tmp_path: Path) -> None:
    rows = [(*row[:3], code, *row[4:]) for row, code in zip(ROWS, ("P", "NP", "PF"), strict=True)]
    file = workbook(tmp_path / "tracker.xlsx", rows)
    asked = at("hq", "import", file, "--record")
    assert asked.code == 1 and "status.P=…" in asked.err and "status.NP=…" in asked.err
    told = [*rows, (), ("Legjenda: P – përfunduar, NP – në proces, PF – pa filluar",)]
    done = at("hq", "import", workbook(tmp_path / "legend.xlsx", told), "--record")
    assert done.code == 0, done.err
    assert stands(at, "1.1.1", "MPB")[0] == "implemented"
    assert stands(at, "1.1.3", "MPB")[0] == "not_started"


def test_a_new_deadline_in_quarters_is_its_last_day(at: At, tmp_path: Path) -> None:
    rows = [(*row[:6], due) for row, due in zip(ROWS, ("TM1 2027", "31.05.2027", "kur të jetë"), strict=True)]
    file = workbook(tmp_path / "tracker.xlsx", rows, (*HEAD[:6], "Afati i ri"))
    done = at("hq", "import", file, "--record", "--assume", "status.Në vonesë=in_progress")
    assert "31 Mar 2027" in done.err and "31 May 2027" in done.err and done.code == 3
    assert "“kur të jetë” is not a day" in done.err


def test_a_table_without_progress_is_refused_with_its_columns(at: At, tmp_path: Path) -> None:
    rows = (("1.1.1", "Masa 1.1.1 për komunat", "MPB"), ("1.1.2", "Masa 1.1.2 për komunat", "MPB"))
    file = workbook(tmp_path / "plain.xlsx", rows, ("Nr.", "Veprimi", "Bartësi"))
    refused = at("hq", "report-from", file)
    assert refused.code == 1 and "Nr., Veprimi, Bartësi." in refused.err


def test_a_known_heading_above_what_nobody_understands_is_named(at: At, tmp_path: Path) -> None:
    head = ("Nr.", "Veprimi", "Shpenzuar 2022")
    rows = (
        ("1.1.1", "Masa 1.1.1 për komunat", "rreth dy mijë"),
        ("1.1.2", "Masa 1.1.2 për komunat", "shih shënimin"),
        ("1.1.3", "Masa 1.1.3 për komunat", 300),
    )
    file = workbook(tmp_path / "t.xlsx", rows, head)
    refused = at("hq", "report-from", file, "--unit", "MPB", "--yes")
    said = "Shpenzuar 2022=spent.2022"
    assert refused.code == 1 and f'--column "{said}"' in refused.err and "Its columns" not in refused.err
    done = at("hq", "report-from", file, "--unit", "MPB", "--column", said, "--yes")
    assert done.code == 3 and "cell C3" in done.err and "cell C4" in done.err
    assert "300 EUR [sheet Sheet, cell C5]" in done.err


def test_a_number_that_contradicts_the_title_is_said_and_never_recorded_for_the_number(
    at: At, tmp_path: Path
) -> None:
    head = ("Nr.", "Veprimi", "Statusi")
    rows = (
        ("1.1.1", "Masa 1.1.2 për komunat", "Përfunduar"),
        ("1.1.3", "Masa 1.1.4 për komunat e vendit", "Përfunduar"),
        ("1", "Masa 2.1.1 për komunat", "Përfunduar"),
    )
    done = at("hq", "report-from", workbook(tmp_path / "t.xlsx", rows, head), "--unit", "MPB", "--yes")
    assert done.code == 3, done.err
    assert "The row has the number 1.1.1, and the title of 1.1.2: it is recorded for 1.1.2." in done.err
    assert "The plan's action 1.1.3 is “Masa 1.1.3 për komunat”" in done.err
    assert done.err.count("Correct number or title") == 2, "a number that no action has is one of the rows"
    assert stands(at, "1.1.2", "MPB")[0] == stands(at, "2.1.1", "MPB")[0] == "implemented"
    for nr in ("1.1.1", "1.1.3"):
        assert json.loads(at("hq", "show", nr, "--json").out)["reports"] == []


def test_what_nothing_is_recorded_of_is_said_with_its_column(at: At, tmp_path: Path) -> None:
    head = [*HEAD, "Kontakti", "Shpenzuar 2022 (rishikuar)"]
    rows = [[*row, "Ana", 7] for row in ROWS]
    rows.append([None, None, None, None, None, None, "Pa emër", None, None])
    file = workbook(tmp_path / "t.xlsx", rows, head)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    sheet.cell(4, 5).value = None
    sheet.merge_cells("E3:E4")
    book.save(file)
    said = ("--assume", "status.Në vonesë=in_progress", "--yes")
    done = at("hq", "import", file, "--record", *said)
    assert done.code == 3, done.err
    for told in (
        "Nothing is recorded of these columns: Kontakti. To use one",
        "none of them is recorded: Shpenzuar 2022, Shpenzuar 2022 (rishikuar).",
        "names no action by number or title, and nothing of it is recorded: Pa emër. [sheet Sheet, row 6]",
    ):
        assert told in done.err
    assert stands(at, "1.1.1", "MPB")[1:3] == (100, None)
    named = ("--column", "Shpenzuar 2022=spent.2022", "--column", "Shpenzuar 2022 (rishikuar)=remark")
    again = at("hq", "import", file, "--record", *named, *said)
    assert "none of them is recorded" not in again.err
    assert stands(at, "1.1.1", "MPB")[2] == 1250.5


@pytest.mark.parametrize(
    "text",
    [
        '{"nr": "1.1.1", "status": "implemented", "percent": 100, "note": "Po."}\n'
        '{"nr": "1.1.2", "2022.allocated": 1500.5, "on": null}\n',
        "nr;status;percent;note;2022.allocated\r\n1.1.1;implemented;100;Po.;\r\n1.1.2;;;;1500,50\r\n",
    ],
)
def test_lines_of_a_script_are_one_batch(
    terren: Terren, enrolled: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    done = terren("set", "--from", "-", "--json")
    assert done.code == 0, done.err
    recorded = json.loads(done.out)["recorded"]
    assert len({one["batch"] for one in recorded}) == 1 and len(recorded) == 5
    assert {one["field"]: one["after"] for one in recorded}["2022.allocated"] == 150_050
    assert terren("undo").code == 0
    assert json.loads(terren("show", "1.1.1", "--json").out)["progress"]["status"] is None


def test_a_table_that_somebody_sent_needs_a_person_s_yes(at: At, tmp_path: Path) -> None:
    said = ("--unit", "MPB", "--assume", "status.Në vonesë=in_progress")
    refused = at("hq", "report-from", workbook(tmp_path / "t.xlsx", ROWS[::2]), *said)
    assert refused.code == 1 and "only by a person's yes" in refused.err
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"] == []
    assert at("hq", "report-from", tmp_path / "t.xlsx", *said, "--dry-run").code == 0


def test_a_person_whose_questions_go_elsewhere_has_not_said_yes(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("--assume", "status.Në vonesë=in_progress")
    # somebody types, and what would be asked is written into a file
    monkeypatch.setattr("terren.commands.reporting.tables.is_typed", lambda: True)
    refused = at("hq", "import", workbook(tmp_path / "t.xlsx"), "--record", *said)
    assert refused.code == 1 and "only by a person's yes" in refused.err
    assert json.loads(at("hq", "show", "1.1.1", "--json").out)["reports"] == []
    assert at("hq", "import", tmp_path / "t.xlsx", "--record", "--yes", *said).code == 0


def test_the_day_of_a_row_is_seen_before_the_yes(at: At, tmp_path: Path) -> None:
    head, row = ("Nr.", "Veprimi", "Statusi", "Data e raportimit"), "Masa 1.1.{} për komunat"
    rows = (
        ("1.1.1", row.format(1), "Përfunduar", "10.03.2022"),
        ("1.1.3", row.format(3), "Në proces", None),
    )
    file = workbook(tmp_path / "t.xlsx", rows, head, "@")
    seen = at("hq", "import", file, "--record", "--dry-run", "--assume", "unit=lead").err
    assert "Not reported → Implemented (10 Mar 2022) [sheet Sheet, cell C3]" in seen
    # one that began on the day of the table says no more
    assert "Not reported → In progress [sheet Sheet, cell C4]" in seen


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_lines_in_the_encodings_of_excel(
    terren: Terren, enrolled: Path, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "s.csv"
    file.write_text('nr;next_steps\n1.1.1;"žčć – ëç"\n', encoding)
    done = terren("set", "--from", file, "--json")
    assert done.code == 0, done.err
    assert [one["after"] for one in json.loads(done.out)["recorded"]][:1] == ["žčć – ëç"]


def test_cells_of_several_lines_and_headings_as_people_write_them(
    terren: Terren, enrolled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes('Nr; Note \r\n1.1.1;"Një\ndy\u2028tre"\r\n'.encode())
    done = terren("set", "--from", file, "--json")
    assert [one["after"] for one in json.loads(done.out)["recorded"]][:1] == ["Një\ndy\ntre"]
    file.write_text("1.1.1 --status implemented\n", "utf-8")
    assert terren("set", "--from", file).code == 1
    file.write_text('{"nr": "1.1.2", "note": "Një\x85dy"}', "utf-8")
    assert terren("set", "--from", file).code == 0


def test_a_file_in_no_encoding_that_can_be_told_is_named(
    terren: Terren, enrolled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "s.csv"
    file.write_text("nr;next_steps\n1.1.1;čć\n", "cp852")
    refused = terren("set", "--from", file)
    assert refused.code == 1 and "s.csv is not in UTF-8" in refused.err


def test_the_number_of_an_action_is_no_number(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    file.write_text('{"nr": 1.10, "percent": 99}', "utf-8")
    refused = terren("set", "--from", file)
    assert refused.code == 1 and "1.1 is a number here" in refused.err


def test_lines_with_one_wrong_value_record_nothing(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    file.write_text('{"nr": "1.1.1", "status": "implemented"}\n{"nr": "1.1.2", "percent": 300}\n', "utf-8")
    refused = terren("set", "--from", file)
    assert refused.code == 1 and "line 2" in refused.err
    assert json.loads(terren("show", "1.1.1", "--json").out)["progress"]["status"] is None
    # a wrong day hides nothing else
    file.write_text("nr;status;percent;on\n1.1.1;implemented;300;09/30/2026\n", "utf-8")
    several = terren("set", "--from", file)
    assert several.code == 1 and several.err.count("line 2: ") == 2 and "09/30/2026" in several.err
    file.write_text('["1.1.1"]', "utf-8")
    assert terren("set", "--from", file).code == 1
    assert terren("set", "1.1.1", "--from", file).code == 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "unit"),
        ([["Raporti TM3 2022"]], "unit.Raporti TM3 2022"),
        (
            [["Raporti i zbatimit"], ["Viti", 2026, "Tremujori", "III"]],
            "unit.Raporti i zbatimit / Viti | 2026 | Tremujori | III",
        ),
    ],
)
def test_of_rows_of_which_nothing_says_whose_they_are_a_person_says_it(
    at: At, tmp_path: Path, lines: list[list[object]], words: str
) -> None:
    head, row = ("Nr.", "Veprimi", "Statusi"), ("1.1.1", "Masa 1.1.1 për komunat", "Përfunduar")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (*lines, head, row):
        sheet.append([*line])
    file = tmp_path / "t.xlsx"
    book.save(file)
    asked = at("hq", "import", file, "--record")
    assert asked.code == 1 and f'For instance: --assume "{words}=…"' in asked.err
    assert at("hq", "import", file, "--record", "--assume", f"{words}=Atlantis").code == 1
    assert at("hq", "import", file, "--record", "--assume", "unit=-").code == 1
    left = at("hq", "import", file, "--record", "--dry-run", "--assume", f"{words}=leave")
    assert left.code == 3 and "Implemented" not in left.err
    whole = at("hq", "import", file, "--record", "--dry-run", "--assume", "unit=lead")
    assert "1.1.1, MIA, Status: Not reported → Implemented" in whole.err
    assert at("hq", "import", file, "--record", "--assume", f"{words}=17").code == 0
    assert stands(at, "1.1.1", "17")[0] == "implemented"
    # what was answered is kept beside the file
    again = at("hq", "import", file, "--record")
    assert again.code == 0 and "1 cell says what stands" in again.err and "earlier version" not in again.err
    sheet.cell(sheet.max_row, 3).value = "Përfunduar "
    book.save(file)
    newer = at("hq", "import", file, "--record", "--dry-run")
    assert f"counts for this one too: {words}=17" in newer.err


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([["Komuna e Prizrenit"], ["Viti", 2022, "Tremujori", "I"]], []),
        ([["Përgatitur nga: Komuna e Prizrenit"]], []),
        ([], [["Komuna e Prizrenit, 30.03.2022"]]),
    ],
)
def test_text_around_a_table_that_names_a_municipality_is_asked_about_whoever_leads(
    at: At, tmp_path: Path, above: list[list[object]], below: list[list[object]]
) -> None:
    file = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    own = ("1.1.3", "Masa 1.1.3 për komunat", "Komuna e Pejës", "Në proces", 0.25)
    for row in (*above, HEAD[:5], ROWS[0][:5], own, *below):
        sheet.append([*row])
    book.save(file)
    asked = at("hq", "import", file, "--record")
    assert asked.code == 1 and "Prizrenit" in asked.err
    [key] = [word.partition("=")[0] for word in shlex.split(asked.err.splitlines()[0]) if "unit." in word]
    done = at("hq", "import", file, "--record", "--dry-run", "--assume", f"{key}=Prizren")
    assert "1.1.1, Prizren, Status: Not reported → Implemented" in done.err
    as_listed = at("hq", "import", file, "--record", "--dry-run", "--assume", f"{key}=-")
    assert "1.1.1, MIA, Status" in as_listed.err and "1.1.3, Pejë, Status" in as_listed.err


@pytest.mark.parametrize("unit", ["20", "17"])
def test_lines_that_name_another_unit_than_the_one_for_which_all_is_recorded_are_asked_about(
    at: At, tmp_path: Path, unit: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    # a row of a table hides the line above it from the table's heading
    lines = (["Komuna e Prizrenit", "Zyra e Kryetarit"], ["Viti", 2026, "Tremujori", "III"])
    for line in (*lines, ("Nr.", "Veprimi", "Statusi"), ("1.1.1", "Masa 1.1.1 për komunat", "Përfunduar")):
        sheet.append([*line])
    file = tmp_path / "t.xlsx"
    book.save(file)
    done = at("hq", "report-from", file, "--unit", unit, "--yes")
    words = "unit.Komuna e Prizrenit | Zyra e Kryetarit / Viti | 2026 | Tremujori | III"
    assert (done.code == 1 and f'--assume "{words}=…"' in done.err) is (unit == "17")
    if unit == "17":
        another = at("hq", "report-from", file, "--unit", unit, "--yes", "--assume", f"{words}=20")
        assert another.code == 3 and "- This is of Prizren" in another.err
        assert at("hq", "report-from", file, "--unit", unit, "--yes", "--assume", f"{words}=-").code == 0
    assert stands(at, "1.1.1", unit)[0] == "implemented"


def test_of_what_somebody_said_who_leads_it_nobody_asks_whose_it_is(at: At, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "t.xlsx", [("1.1.1", "Masa 1.1.1 për komunat", "Përfunduar")], HEAD[:2] + HEAD[3:4], "@"
    )
    done = at("hq", "import", file, "--record", "--dry-run", "--assume", "lead=MPB")
    assert done.code == 0 and "1.1.1, MIA, Status: Not reported → Implemented" in done.err


def test_a_column_of_units_is_asked_about_before_whose_the_rows_are(at: At, tmp_path: Path) -> None:
    head, rows = (
        ("Nr.", "Veprimi", "Organi", "Statusi"),
        [("1.1.1", "Masa 1.1.1 për komunat", "Pejë", "Përfunduar")],
    )
    file = workbook(tmp_path / "t.xlsx", rows, head, "@")
    asked = at("hq", "import", file, "--record", "--assume", "unit=lead")
    assert asked.code == 1 and 'For instance: --column "Organi=lead"\n' in asked.err
    done = at("hq", "import", file, "--record", "--dry-run", "--column", "Organi=lead")
    assert done.code == 0 and "1.1.1, Pejë, Status: Not reported → Implemented" in done.err
    other = at("hq", "import", file, "--record", "--column", "Organi=remark")
    assert other.code == 1 and 'For instance: --assume "unit.Gjendja më 14.03.2022=…"' in other.err
    # that all cells name the unit for which all is recorded leaves nothing to ask
    assert at("hq", "report-from", file, "--unit", "17", "--yes").code == 0
    asked = at("hq", "report-from", file, "--unit", "20", "--yes")
    assert asked.code == 1 and 'For instance: --column "Organi=lead"\n' in asked.err


def test_signatures_below_a_table_are_no_statuses(at: At, tmp_path: Path) -> None:
    head, row = (
        ("Nr.", "Veprimi", "Komuna", "Statusi"),
        ("1.1.1", "Masa 1.1.1 për komunat", "Pejë", "Përfunduar"),
    )
    signed = [("Përgatiti", None, None, "Aprovoi"), (None, "Agim Berisha", None, "Kryetari")]
    file = workbook(tmp_path / "t.xlsx", [row, *signed], head, "@")
    for extra in ((), ("--unit", "Pejë")):
        done = at("hq", "import", file, "--record", "--dry-run", *extra)
        assert done.code == 3 and "1.1.1, Pejë, Status: Not reported → Implemented" in done.err
        assert "No action of the plan is “Përgatiti”." in done.err and "Agim Berisha" in done.err
    # of an action a word that nobody knows is asked
    file = workbook(
        tmp_path / "u.xlsx", [row, ("1.1.2", "Masa 1.1.2 për komunat", "Pejë", "Aprovoi"), *signed], head, "@"
    )
    assert '"status.Aprovoi=…"' in at("hq", "import", file, "--record").err


def test_a_report_on_an_earlier_quarter_that_comes_late_changes_nothing(at: At, tmp_path: Path) -> None:
    head = ("Nr.", "Veprimi", "Statusi", "Shpenzuar 2022")
    for name, status, spent in (("TM3 2022", "Përfunduar", 1000), ("TM2 2022", "Në proces", 500)):
        row = ("1.1.1", "Masa 1.1.1 për komunat", status, spent)
        book = openpyxl.Workbook()
        for line in ([f"Raporti {name}"], head, row):
            cast(Any, book.active).append([*line])
        book.save(file := tmp_path / f"{name}.xlsx")
        asked = at("hq", "report-from", file, "--unit", "17", "--yes")
        assert asked.code == 1 and '--assume "amounts=…"' in asked.err
        recorded = at("hq", "report-from", file, "--unit", "17", "--yes", "--assume", "amounts=year")
    assert recorded.code == 3 and recorded.err.count("2022-09-30") == 2
    assert stands(at, "1.1.1", "17")[0] == "implemented"
