"""Minutes in three forms and three languages, with texts that try to act."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import language
from language.commands import name_units
from language.dates import usual_title
from report.document import Document, DocumentEntry, DocumentSection, DocumentTable, shares
from report.html import render_html
from report.markdown import escape_markdown, render_markdown
from report.minutes import FORMS, document, minutes_files, minutes_form, minutes_text, write_minutes
from report.plain import WIDTH, render_plain
from store.db.errors import UserError
from store.db.text import clean
from store.edits.meeting import Meeting
from store.history.minutes import Minutes, MinutesItem, MinutesLine
from store.ledger.change import Register
from store.plan.units import institution_name, unit_name
from tests.support.lengths import REFRESH, cases

GOLDEN = Path(__file__).parent / "golden"
PLAIN_FORMS = (".html", ".md", ".txt")
"""The forms that are text and need no library."""
AT = 1656669600
"""10:00 UTC on 1 July 2022."""

HOSTILE = (
    "</dd><script>alert(1)</script> [x](http://x) **b** `c` <b> &amp; ![i](j) \x1b[31m\u202e # 1. - www.x.y"
)


@pytest.fixture(autouse=True)
def _speech() -> Iterator[None]:
    before = language.current()
    language.use("en")
    name_units(unit_name, institution_name)
    yield
    language.use(before)


def line(
    kind: str, field: str, before: object, after: object, *, unit: str = "17", day: str | None = None
) -> MinutesLine:
    return MinutesLine(Register(kind, "a", unit, field), before, after, day, "Arta Krasniqi", AT + 600)


def held() -> Minutes:
    agreed = {"text": "Të shkruhet një letër.\nTë thirret MPB.", "responsible": "Besa", "due": "2022-09-01"}
    whole = {"text": "Takimi i ardhshëm në shtator.", "responsible": "", "due": ""}
    asked = {"text": "Lista e komunave", "responsible": "MAPL", "due": "2022-06-15"}
    return Minutes(
        Meeting(
            "5f2a00112233",
            "17",
            "Takimi i korrikut",
            "2022-07-01",
            ("a", "b"),
            place="Salla e madhe",
            present=("Arta Krasniqi, MPB", "Besa"),
            absent=("Agim", "MAPL"),
        ),
        (
            MinutesItem(
                "a",
                "1.1.1",
                "Emërimi i atasheve",
                (
                    line("action", "status", "in_progress", "implemented", day="2022-06-30"),
                    line("action", "status", None, "not_started", unit="18", day="2022-07-01"),
                    line("money", "2022.capital.spent", None, 1250050),
                    line("note", "x1", None, "E para.\nE dyta."),
                    line("resolution", "x2", None, agreed),
                ),
            ),
            MinutesItem("b", "1.1.2", "Pa asgjë", ()),
            MinutesItem("5f2a00112233", "", "Takimi i korrikut", (line("resolution", "x3", None, whole),)),
            MinutesItem(
                "e",
                "2.1.1",
                "Nga takimi i parë",
                (
                    line("resolution", "x4", asked, {**asked, "done": "2022-06-20"}),
                    line("resolution", "x5", asked, {**asked, "due": "2022-12-31"}),
                    line("resolution", "x6", asked, asked)._replace(confirmed=True),
                    line("resolution", "x7", asked, None),
                ),
            ),
            MinutesItem(
                "1.1/1", "", "", (line("indicator", "2022", None, {"value": "35%", "source": "ASK"}),)
            ),
            MinutesItem(
                "c",
                "1.1.3",
                "E anuluar",
                (line("decision", "cancelled", None, True, unit="", day="2022-07-01"),),
            ),
        ),
        AT,
        AT + 5400,
        ("Arta Krasniqi", "Besa"),
        "RSD",
        {"a": "implemented", "b": "in_progress"},
    )


@pytest.mark.parametrize("ending", PLAIN_FORMS)
def test_who_was_present_stands_above_the_agenda(ending: str) -> None:
    written = FORMS[ending](document(held(), zone=timezone.utc)).decode()
    assert written.index("Absent") < written.index("Arta Krasniqi, MPB") < written.index("Agenda")


def test_a_column_of_a_table_is_as_wide_as_what_stands_in_it() -> None:
    rows = [
        (f"{n}", f"1.1.{n}", "Emërimi i atasheve në tri shtete dhe i zyrtarëve të tyre") for n in range(1, 20)
    ]
    number, action, title = shares(("", "Aktivnost", "Naziv"), rows)
    assert number < action < 0.25 and title > 0.65
    made = FORMS[".html"](document(held(), zone=timezone.utc)).decode()
    assert '<colgroup><col style="width: 11%">' in made
    # a day and an institution stand whole beside long texts, whose lines would take the page
    *_, day, outcome = shares(
        ("", "Naziv", "Zaključak", "Odgovoran", "Do kada", "Ishod"),
        [("1.1.1", "reč " * 20, "reč " * 40, "MPB", "30.11.2026", "još otvoreno, do 31.12.2026.")],
    )
    assert min(day, outcome) * 80 >= len("30.11.2026") + 2


@pytest.mark.parametrize("speech", ["sq", "sr", "en"])
@pytest.mark.parametrize("ending", PLAIN_FORMS)
def test_minutes_as_they_are_kept(speech: str, ending: str) -> None:
    language.use(speech)
    written = FORMS[ending](document(held(), zone=timezone.utc)).decode()
    kept = GOLDEN / f"minutes-{speech}{ending}"
    if REFRESH:
        kept.write_text(written, encoding="utf-8")
    assert kept.is_file(), f"{kept.name} is missing: keep it with TERREN_REFRESH_SCREENS=1 and look at it"
    assert written == kept.read_text(encoding="utf-8"), (
        f"{kept.name} differs: look at it, then keep it with TERREN_REFRESH_SCREENS=1"
    )


def test_what_was_said_is_in_the_minutes() -> None:
    said = render_plain(document(held(), zone=timezone.utc))
    assert "Date: 1 Jul 2022\nPlace: Salla e madhe\nTime: 10:00 – 11:30\nHeld by: Pejë\n" in said
    assert "Recorded by: Arta Krasniqi, Besa\nRecorded: 1 Jul 2022 10:00 – 1 Jul 2022 11:30\n" in said
    assert "1.1.1  Emërimi i atasheve\n" in said
    assert (
        "  * Status: In progress → Implemented (30 Jun 2022)\n    (Arta Krasniqi, 1 Jul 2022 10:10)" in said
    )
    assert "  * Status (Podujevë): Not reported → Not started (1 Jul 2022)" in said
    assert "  * Spent, capital 2022: – → 12,500.50 RSD\n" in said
    assert "  * Note: E para.\n    E dyta.\n" in said
    assert "letër.\n    Të thirret MPB.\n    Responsible: Besa\n    By when: 1 Sep 2022\n" in said
    assert "1.1.2  Pa asgjë\n---------------\n  * Status: In progress\n    (left as it was)\n" in said
    assert "Indicator 1.1/1\n" in said
    assert "Absent: Agim; MAPL\n" in said
    assert "Present:\n  1. Arta Krasniqi, MPB\n  2. Besa\n" in said
    earlier = document(held()).tables[0]
    assert earlier.heading == "Decisions of earlier meetings"
    assert earlier.rows[0][:4] == ("2.1.1", "Lista e komunave", "MLGA", "15 Jun 2022")
    assert [row[-1] for row in earlier.rows] == [
        "done on 20 Jun 2022",
        "still open, by 31 Dec 2022",
        "still open",
        "withdrawn",
    ]
    assert said.index("Meeting as a whole\n") < said.index("1.1.1  Emërimi")


def test_what_the_meeting_did_not_come_to_is_not_said_to_be_left() -> None:
    some = held()._replace(items=(*held().items, MinutesItem("d", "1.1.4", "E fundit", ())))
    said = render_plain(document(some, seen=["a", "b"]))
    assert "1.1.2  Pa asgjë\n---------------\n  * Status: In progress\n    (left as it was)\n" in said
    assert "1.1.4  E fundit\n" not in said
    assert "Not reached\n-----------\n  * 1 action: 1.1.4\n" in said
    assert "  * 2 actions: 1.1.2, 1.1.4\n" in render_plain(document(some, seen=["a"]))
    # where it is not known, nothing is said of it
    assert "Not reached" not in render_plain(document(some))


def test_what_was_agreed_and_the_agenda_stand_on_top() -> None:
    said = render_plain(document(held(), zone=timezone.utc))
    top = said[: said.index("Emërimi i atasheve\n---")]
    agreed = top[top.index("Decisions\n") : top.index("Agenda\n")].splitlines()
    assert agreed[2].split() == ["Action", "Decision", "Responsible", "By", "when"]
    assert [line.split() for line in agreed[4:6]] == [
        ["1.1.1", "Të", "shkruhet", "një", "letër.", "Besa", "1", "Sep", "2022"],
        ["Të", "thirret", "MPB."],
    ]
    assert [line.split() for line in top[top.index("Agenda\n") :].splitlines()[4:6]] == [
        ["1", "1.1.1", "Emërimi", "i", "atasheve"],
        ["2", "1.1.2", "Pa", "asgjë"],
    ]
    assert "<td>Besa</td><td>1 Sep 2022</td></tr>" in render_html(document(held()))
    row = "| 1.1.1 | Të shkruhet një letër. Të thirret MPB. | Besa | 1 Sep 2022 |"
    assert row in render_markdown(document(held()))


def test_what_was_agreed_and_done_in_the_same_meeting_says_so() -> None:
    agreed = {"text": "Një letër", "responsible": "Besa", "due": "2022-09-01", "done": "2022-07-01"}
    item = MinutesItem("a", "1.1.1", "Emërimi", (line("resolution", "x", None, agreed),))
    said = document(held()._replace(items=(item,)))
    assert said.tables[0].rows[0][-1] == "1 Sep 2022, done on 1 Jul 2022"
    assert said.sections[0].entries[-1].text.splitlines()[-1] == "Done: 1 Jul 2022"


def test_what_is_still_open_says_so() -> None:
    agreed = {"text": "Një letër", "responsible": "", "due": ""}
    item = MinutesItem("a", "1.1.1", "", (line("resolution", "x", agreed, agreed)._replace(confirmed=True),))
    entry = document(held()._replace(items=(item,))).sections[0].entries[-1]
    assert entry.text == "Një letër, still open"


def test_headquarters_says_whose_status_it_is() -> None:
    said = render_plain(document(held()._replace(is_headquarters=True), zone=timezone.utc))
    assert "  * Status (Pejë): In progress → Implemented" in said and "* Status (Podujevë): Not" in said
    assert "  * Status as a whole: In progress\n    (left as it was)" in said
    assert "  * Note: E para." in said


def test_place_and_time_that_are_not_known_are_left_to_be_filled_in() -> None:
    other = held()._replace(meeting=held().meeting._replace(place="", day="2022-06-30"))
    said = render_plain(document(other, zone=timezone.utc))
    assert "Place: ____" in said
    assert "Time: ____" in said


def test_the_name_of_a_file_says_what_it_is_and_leads_nowhere(tmp_path: Path) -> None:
    meeting = held().meeting
    for title, name in (
        ("Takimi i korrikut: vizat & azili", "minutes_2022-07-01_takimi-i-korrikut-vizat-azili_5f2a_en"),
        ("../../\x1b[31m ☠", "minutes_2022-07-01_31m_5f2a_en"),
        ("x" * 300, f"minutes_2022-07-01_{'x' * 40}_5f2a_en"),
        ("☠", "minutes_2022-07-01_5f2a_en"),
    ):
        files = minutes_files(tmp_path, held()._replace(meeting=meeting._replace(title=title)), "en")
        written = [ending for ending in FORMS if f"{name}{ending}" in [file.name for file in files]]
        assert [file.name for file in files] == [f"{name}{ending}" for ending in written]
        assert set(PLAIN_FORMS) <= set(written)
        assert all(file.parent == tmp_path and file.is_file() for file in files)
    files = minutes_files(tmp_path, held()._replace(meeting=meeting._replace(day="../..")), "sq")
    assert [file.parent for file in files] == [tmp_path] * len(files)


@pytest.mark.parametrize("width", [50, 75, WIDTH])
def test_the_preview_is_as_wide_as_it_is_asked_to_be(width: int) -> None:
    text = minutes_text(held(), "en", width=width)
    assert max(map(len, text.splitlines())) <= width


def test_only_a_corrected_day_is_said_once() -> None:
    item = MinutesItem(
        "a", "1", "T", (line("action", "status", "implemented", "implemented", day="2022-06-01"),)
    )
    assert "Status: Implemented (1 Jun 2022)" in render_plain(document(held()._replace(items=(item,))))


def test_a_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "m.md"
    path.write_text("other", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        write_minutes(path, held())
    assert (caught.value.code, path.read_text(encoding="utf-8")) == ("file_exists", "other")
    write_minutes(path, held(), replace=True)
    assert path.read_text(encoding="utf-8").startswith("# Minutes: Takimi i korrikut\n")
    assert [found.name for found in tmp_path.iterdir()] == ["m.md"]


@pytest.mark.parametrize("name", ["m", "m.odt", "m.md.exe", ".md"])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(UserError) as caught:
        minutes_form(Path(name))
    assert caught.value.code == "minutes_kind"
    assert minutes_form(Path("M.HTML"))(document(held())) == render_html(document(held())).encode()


def all_words(written: Document) -> list[str]:
    """Return everything that minutes say, piece by piece."""
    words = [written.title, *(word for fact in written.facts for word in fact)]
    words += [word for table in written.tables for row in table.rows for word in row]
    for section in written.sections:
        words += [section.heading, *(word for entry in section.entries for word in entry)]
    return words


def test_as_a_word_file_they_say_the_same(tmp_path: Path) -> None:
    from docx import Document as read

    write_minutes(tmp_path / "m.docx", held())
    made = read(str(tmp_path / "m.docx"))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    text = " ".join([*(paragraph.text for paragraph in made.paragraphs), *cells])
    words = all_words(document(held()))
    assert [word for word in words if " ".join(word.split()) not in " ".join(text.split())] == []
    assert made.sections[0].footer.paragraphs[0].text == "page 1 of 1"


def test_every_printed_page_says_which_it_is_of_how_many(tmp_path: Path) -> None:
    files = minutes_files(tmp_path, held(), "sr-Cyrl")
    written = next(file for file in files if file.suffix == ".html").read_text("utf-8")
    assert '@bottom-right { content: "страна " counter(page) " од " counter(pages) "";' in written


def test_the_usual_title_of_a_meeting_is_in_the_language_of_the_minutes() -> None:
    with language.speaking("sr-Cyrl"):
        begun = held().meeting._replace(title=usual_title("2022-07-01"))
    assert begun.title == "Састанак од 01.07.2022."
    assert document(held()._replace(meeting=begun)).title == "Minutes: Meeting of 1 Jul 2022"
    assert document(held()).title == "Minutes: Takimi i korrikut"


def test_as_a_pdf_they_say_the_same(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    from pypdf import PdfReader

    write_minutes(tmp_path / "m.pdf", held())
    pages = PdfReader(tmp_path / "m.pdf").pages
    # a line may break anywhere
    text = "".join("".join(page.extract_text().split()) for page in pages)
    words = all_words(document(held()))
    assert [word for word in words if "".join(word.split()) not in text] == []


def test_minutes_that_somebody_may_have_completed_stay(tmp_path: Path) -> None:
    first = minutes_files(tmp_path, held(), "en")
    first[0].write_text("completed by hand", encoding="utf-8")
    first[-1].unlink()
    again = minutes_files(tmp_path, held(), "en")
    assert [file.stem for file in again] == [f"{file.stem}_2" for file in first]
    assert first[0].read_text(encoding="utf-8") == "completed by hand"


def test_forms_that_need_what_is_not_installed_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    files = minutes_files(tmp_path, held(), "en")
    assert sorted(file.suffix for file in files) == [".html", ".md", ".txt"]
    with pytest.raises(UserError, match="library_missing"):
        write_minutes(tmp_path / "m.docx", held())


def made_of(text: str) -> Document:
    section = DocumentSection(text, (DocumentEntry(text, text, text),))
    tables = (DocumentTable(text, (text, text), ((text, text),)), DocumentTable(text, (text,), (), text))
    return Document(
        "en",
        text,
        ((text, text),),
        tables,
        text,
        (text, ""),
        (section, DocumentSection(text, (), text)),
        (text,),
    )


class Elements(HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def parsed(source: str) -> Elements:
    page = Elements()
    page.feed(source)
    page.close()
    return page


TEXTS = st.one_of(
    st.text(max_size=40), st.text(alphabet="<>&\"'`*_[]()#+-.!|~=:\\/wx1 \n\t\r\x1b", max_size=40)
)


@given(TEXTS)
@settings(max_examples=cases(15, 100))
def test_no_text_acts_in_html(text: str) -> None:
    text = text or "x"
    page = parsed(render_html(made_of(text)))
    assert page.found == parsed(render_html(made_of("x"))).found
    shown = clean(text, newlines=True)
    assert shown in "".join(page.texts)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><b onclick="alert(1)">x</b>',
        "</title></style></dl><p>x",
        "&lt;b&gt; &amp;amp;",
        "<!-- x",
    ],
)
def test_elements_and_entities_of_a_text_are_text(text: str) -> None:
    page = parsed(render_html(made_of(text)))
    assert page.found == parsed(render_html(made_of("x"))).found
    # title, heading, fact, attendance, two sections, an entry, an empty section, a signature: each as typed
    assert sum(shown == text for shown in page.texts) == len(
        [shown for shown in parsed(render_html(made_of("x"))).texts if shown == "x"]
    )
    (root, *_), (plain_root, *_) = (
        parsed(render_html(made_of("x")._replace(language=code))).found for code in (text, "x")
    )
    assert root == ("html", [("lang", text)])
    assert plain_root == ("html", [("lang", "x")])


def test_html_loads_nothing() -> None:
    source = render_html(document(held()))
    assert "http://" not in source
    assert "https://" not in source
    assert {tag for tag, _ in parsed(source).found}.isdisjoint({"script", "link", "img", "iframe", "a"})
    assert "@media print" in source


ALLOWED = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "bullet_list_open",
    "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
    "inline", "text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "hardbreak",
    "softbreak", "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close",
    "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
}  # fmt: skip


def tokens(source: str) -> tuple[list[str], str]:
    """Types of tokens under GitHub's extensions, and the text shown."""
    types: list[str] = []
    shown: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        types.append(token.type)
        for child in token.children or ():
            types.append(child.type)
            shown.append(child.content)
    return types, "".join(shown)


def without_texts(types: list[str]) -> list[str]:
    return [found for found in types if found not in ("text", "text_special")]


@given(TEXTS)
@settings(max_examples=cases(15, 100))
def test_no_text_acts_in_markdown(text: str) -> None:
    types, shown = tokens(render_markdown(made_of(text)))
    assert set(types) <= ALLOWED
    one_line = " ".join(text.split())
    if one_line == text and clean(text) == text and text:
        assert shown.count(text) >= 9
        assert without_texts(types) == without_texts(tokens(render_markdown(made_of("x")))[0])


@given(TEXTS)
def test_a_line_of_markdown_is_shown_as_it_is(text: str) -> None:
    plain_text = clean(text).strip()
    types, shown = tokens(escape_markdown(text))
    assert set(types) <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert shown == plain_text


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://x.y", "https\\://x.y"),
        ("WWW.x.y", "WWW\\.x.y"),
        ("a@b.c", "a\\@b.c"),
        ("1.1.1 Titulli", "1.1.1 Titulli"),
        ("1. Titulli", "1\\. Titulli"),
        ("- 5 (2022)", "\\- 5 (2022)"),
        ('s\'ka "gjë"', 's\'ka "gjë"'),
    ],
)
def test_only_what_could_act_is_escaped(text: str, source: str) -> None:
    assert escape_markdown(text) == source


@pytest.mark.parametrize("ending", PLAIN_FORMS)
def test_nothing_controls_a_terminal(ending: str) -> None:
    source = FORMS[ending](made_of(HOSTILE)).decode()
    assert not set("\x1b\u202e") & set(source)


@given(st.lists(st.text("aë*- ", max_size=12), min_size=1, max_size=60))
def test_plain_lines_are_short(words: list[str]) -> None:
    assert max(map(len, render_plain(made_of(" ".join(words))).splitlines())) <= WIDTH
