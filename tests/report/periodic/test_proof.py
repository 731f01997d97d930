"""The proof of a report: whatever a file has that Terren did not write is found, and never called true."""

from __future__ import annotations

import base64
import io
import json
import os
import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from report.periodic.carried import CarriedReport, carried_by, parts_of, read_report
from report.periodic.differing import differences
from report.periodic.forms.saved_again import is_saved_again, times_saved
from report.periodic.forms.template import read_template
from report.periodic.issued import file_comparison
from report.periodic.issued.difference import FOREIGN, FORM, MISSING, TEXT, Difference
from report.periodic.issued.file_comparison import differing_from
from report.periodic.issued.sameness import is_same
from report.periodic.making import render
from report.periodic.proof import Proof, check_report
from store.db import apart
from store.db.apart import Limits
from store.db.database import Store
from store.db.errors import UserError
from store.edits.published.institution import emblem_text, write_institution
from tests.report.periodic.test_pages import png
from tests.report.periodic.test_reports import DRAWN, content, reported, template
from tests.support.lengths import cases, soak, some

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with reported(tmp_path_factory.mktemp("proof") / "hq.db") as made:
        write_institution(made, {"emblem": emblem_text(png(width=9))})
        yield made


@pytest.fixture(scope="module")
def drawn(store: Store) -> Callable[[str], bytes]:
    """The report in the form of an ending."""
    return cache(lambda ending: render(content(store, ending=ending), ending))


def packed(parts: Parts) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def told(ending: str, stated: bytes, written: bytes) -> list[Difference]:
    found, places = differences(ending, stated, written)
    assert places == len(found)
    return [Difference(*each) for each in found]


def is_found(ending: str, stated: bytes, written: bytes) -> bool:
    """True if something differs, or the file cannot be opened any more."""
    try:
        return bool(told(ending, stated, written))
    except UserError as refused:
        assert refused.code == "document_damaged"
        return True


def in_html(old: str, new: str) -> Callable[[bytes], bytes]:
    def forge(data: bytes) -> bytes:
        assert old in data.decode()
        return data.decode().replace(old, new, 1).encode()

    return forge


def in_part(name: str, old: str, new: str) -> Callable[[bytes], bytes]:
    def forge(data: bytes) -> bytes:
        parts = parts_of(data)
        assert re.search(old, parts[name].decode())
        return packed({**parts, name: re.sub(old, new, parts[name].decode(), count=1).encode()})

    return forge


def with_part(name: str, part: bytes) -> Callable[[bytes], bytes]:
    return lambda data: packed({**parts_of(data), name: part})


def _another_main_part(data: bytes) -> bytes:
    parts = parts_of(data)
    parts["word/report.xml"] = parts["word/document.xml"].replace(b"25.00%", b"75.00%")
    parts["word/_rels/report.xml.rels"] = parts["word/_rels/document.xml.rels"]
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/report.xml")
    return packed(parts)


def _wider_bar(data: bytes) -> bytes:
    text = data.decode()
    bars = re.sub(r'(<rect class="implemented" [^>]*?width=")[0-9.]+', r"\g<1>390.0", text)
    assert bars != text
    return bars.encode()


PICTURE = "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E\">"
FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes], str, str]] = {
    "a style hides a figure": (
        ".html",
        in_html("</head>", '<style>td::after{content:"75.00%"}</style></head>'),
        FORM,
        "<style>",
    ),
    "a class on a cell": (".html", in_html('<td class="number">', '<td class="number fk">'), FORM, "fk"),
    "a handler of an event": (".html", in_html("<body>", '<body onload="x()">'), FORM, "onload"),
    "a script": (".html", in_html("<body>", "<body><script>x()</script>"), FORM, "<script>"),
    "a picture over the figures": (".html", in_html("<body>", f"<body>{PICTURE}"), FORM, "<img"),
    "a text in a style of a drawing": (
        ".html",
        in_html("<body>", "<body><svg><style><p><b>75.00%</b></p></style></svg>"),
        TEXT,
        "75.00%",
    ),
    "a bar is wider": (".html", _wider_bar, FORM, "390.0"),
    "the policy is taken out": (".html", in_html("default-src 'none'; ", ""), FORM, "style-src"),
    "it says that a template was filled": (
        ".html",
        in_html('"format":"terren-report/1"', '"template":true,"format":"terren-report/1"'),
        TEXT,
        "template",
    ),
    "a comment that ends early": (".html", in_html("<main>", "<!--><b>75</b><main>"), TEXT, "75"),
    "another main part": (".docx", _another_main_part, FOREIGN, "word/report.xml"),
    "a footer": (".docx", in_part("word/footer1.xml", "page ", "75.00% page "), TEXT, "75.00%"),
    "hidden text": (
        ".docx",
        in_part("word/document.xml", "<w:r><w:t", "<w:r><w:rPr><w:vanish/></w:rPr><w:t"),
        FORM,
        "vanish",
    ),
    "a style of Word": (
        ".docx",
        in_part("word/styles.xml", 'w:ascii="Arial"', 'w:ascii="Symbol"'),
        FORM,
        "Symbol",
    ),
    "a chart of Word": (
        ".docx",
        in_part("word/charts/chart1.xml", "<c:v>[0-9.]+</c:v>", "<c:v>99</c:v>"),
        TEXT,
        "99",
    ),
    "a title of the file": (
        ".docx",
        in_part("docProps/core.xml", "<dc:title>", "<dc:title>75.00% "),
        FORM,
        "75.00%",
    ),
    "a keyword of the file": (
        ".docx",
        in_part("docProps/core.xml", "(</cp:core)", r"<cp:keywords>75.00%</cp:keywords>\1"),
        FORM,
        "75.00%",
    ),
    "the small picture of a document": (
        ".docx",
        with_part("docProps/thumbnail.jpeg", b"\xff\xd8\xff75"),
        FOREIGN,
        "thumbnail",
    ),
    "a subject of a workbook": (
        ".xlsx",
        in_part("docProps/core.xml", "(</cp:core)", r"<dc:subject>75.00%</dc:subject>\1"),
        FORM,
        "75.00%",
    ),
    "a relationship": (
        ".docx",
        in_part("word/_rels/document.xml.rels", "charts/chart1.xml", "charts/chart2.xml"),
        FORM,
        "rels",
    ),
    "a number format": (
        ".xlsx",
        in_part("xl/styles.xml", 'formatCode="0.00%"', 'formatCode="&quot;75.00%&quot;"'),
        FORM,
        "75.00%",
    ),
    "what a chart remembers": (
        ".xlsx",
        in_part("xl/charts/chart1.xml", "<c:v>[0-9.]+</c:v>", "<c:v>99</c:v>"),
        FORM,
        "99",
    ),
    "what a formula remembers": (
        ".xlsx",
        in_part("xl/worksheets/sheet3.xml", "</f><v>[0-9.]+</v>", "</f><v>99</v>"),
        FORM,
        "sheet3",
    ),
    "a drawing over the cells": (".xlsx", with_part("xl/drawings/drawing9.xml", b""), FOREIGN, "drawing9"),
    "another file in the archive": (".zip", with_part("READ ME.html", b"75"), FOREIGN, "READ ME.html"),
    "a description of the package": (".zip", in_part("datapackage.json", "2022", "2023"), TEXT, "2023"),
    "a cell of a table": (".zip", in_part("summary.csv", "25.0", "75.0"), TEXT, "75.0"),
    "a key twice": (".json", in_html('"title":', '"title": "Other", "title":'), TEXT, "Other"),
    "the company of a document": (
        ".docx",
        in_part("docProps/app.xml", "<Company/>", "<Company>75.00%</Company>"),
        FORM,
        "75.00%",
    ),
    "the manager of a workbook": (
        ".xlsx",
        in_part("docProps/app.xml", "(</Properties)", r"<Manager>75.00%</Manager>\1"),
        FORM,
        "75.00%",
    ),
    "who saved a document": (
        ".docx",
        in_part("docProps/core.xml", "<cp:lastModifiedBy/>", "<cp:lastModifiedBy>75%</cp:lastModifiedBy>"),
        FORM,
        "75%",
    ),
    "a comment within a text of XML": (
        ".docx",
        in_part("word/document.xml", r"(<w:t[^>]*>)0\.06%", r"\g<1>0<!-- 75 -->.06%"),
        TEXT,
        "75",
    ),
    "a name that another means": (
        ".docx",
        in_part("word/document.xml", 'xmlns:w14="[^"]*"', 'xmlns:w14="urn:75"'),
        FORM,
        "document.xml",
    ),
    "a text after an element": (".xml", in_html("</iati-activity>", "</iati-activity>75%"), TEXT, "75%"),
    "an instruction to the reader": (
        ".xml",
        in_html("<iati-activities", "<?x 75?><iati-activities"),
        FORM,
        "75",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found_and_named(drawn: Callable[[str], bytes], name: str) -> None:
    ending, forge, kind, part = FORGERIES[name]
    written = drawn(ending)
    found = told(ending, forge(written), written)
    assert any(one.kind == kind and part in f"{one.place} {one.stated} {one.computed}" for one in found), (
        found
    )
    assert len(found) < 12


def test_what_lies_beside_the_parts_of_an_archive_is_found(drawn: Callable[[str], bytes]) -> None:
    for ending in (".docx", ".xlsx", ".zip"):
        written = drawn(ending)
        assert not told(ending, packed(parts_of(written)), written)
        assert [one.kind for one in told(ending, b"<h1>75</h1>" + written, written)] == [FORM]
        assert [one.kind for one in told(ending, written + b"<h1>75</h1>", written)] == [FORM]
        twice = io.BytesIO(written)
        name = next(iter(parts_of(written)))
        with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, parts_of(written)[name])
        assert FORM in [one.kind for one in told(ending, twice.getvalue(), written)]
        less = {key: part for key, part in parts_of(written).items() if key != name}
        assert [one.kind for one in told(ending, packed(less), written)] == [MISSING]


def entry_marked(data: bytes, name: str, **marks: int) -> bytes:
    """An archive in which an entry is listed as something else."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(written, "w") as goal:
        for info in archive.infolist():
            part = archive.read(info)
            for mark, value in marks.items() if info.filename == name else ():
                setattr(info, mark, value)
            goal.writestr(info, part)
    return written.getvalue()


@pytest.mark.parametrize(
    ("mode", "is_file"),
    [(0o100644, True), (0o100600, True), (0, True)]
    + [(kind, False) for kind in (0o120777, 0o040755, 0o020644, 0o060644, 0o010644, 0o140644, 0o100200)],
)
def test_an_entry_that_is_unpacked_as_no_file_is_a_difference(
    drawn: Callable[[str], bytes], mode: int, is_file: bool
) -> None:
    for ending, name in ((".zip", "summary.csv"), (".docx", "word/document.xml")):
        written = drawn(ending)
        found = told(ending, entry_marked(written, name, external_attr=mode << 16), written)
        assert [(one.kind, one.place) for one in found] == ([] if is_file else [(FORM, name)])
        assert told(ending, entry_marked(written, name, external_attr=0x02), written)


def test_an_entry_that_says_itself_that_it_is_encrypted_is_a_difference(
    drawn: Callable[[str], bytes],
) -> None:
    written = bytearray(drawn(".zip"))
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        info = archive.getinfo("summary.csv")
    for at, value in ((6, 1), (8, 0)):
        altered = bytearray(written)
        altered[info.header_offset + at] = value
        assert [one.place for one in told(".zip", bytes(altered), bytes(written))] == ["summary.csv"]


_SEEN = {
    ".docx": re.compile(r"<w:t(?: [^<>]*)?>([^<>]+)<|<c:v>([^<>]+)<|w:(?:ascii|fill|color)=.([^'\"]+)"),
    ".xlsx": re.compile(r"<t(?: [^<>]*)?>([^<>]+)<|<v>([^<>]+)<|formatCode=.([^'\"]+)"),
    ".html": re.compile(r">([^<>]*[^<>\s][^<>]*)<|(?:width|height|class|fill)=.([^'\"<>]+)|\{([^{}<>]+)\}"),
    ".xml": re.compile(r">([^<>]*[^<>\s][^<>]*)<|value=.([^'\"<>]+)"),
    ".json": re.compile(r'"([^"\\\n]+)"|: ([0-9.]+)'),
    ".zip": re.compile(r"([^\n;,\"]+)"),
}
"""By format what a reader sees: texts, values, and the styles and sizes in which they stand."""


def altered_where_seen(ending: str, data: bytes, rng: random.Random) -> bytes:
    """A report with one letter put in, left out or exchanged at a place that a reader sees."""
    parts = parts_of(data) if data.startswith(b"PK") else {"": data}
    names = [
        name
        for name in parts
        if (not name or name.endswith((".xml", ".csv"))) and not name.startswith(("docProps", "customXml"))
    ]
    while True:
        name = rng.choice(names)
        text = parts[name].decode()
        groups = range(1, _SEEN[ending].groups + 1)
        spans = [match.span(n) for match in _SEEN[ending].finditer(text) for n in groups]
        spans = [(begin, end) for begin, end in spans if begin >= 0 and text[begin:end].strip()]
        if not spans:
            continue
        at = rng.randrange(*rng.choice(spans))
        put = rng.choice(["7", "", "75.00%", f"{text[at]}x"])
        if text[at].isspace() or put == text[at]:
            continue
        changed = (text[:at] + put + text[at + 1 :]).encode()
        return packed({**parts, name: changed}) if name else changed


def altered_where_nobody_sees(ending: str, data: bytes, rng: random.Random) -> bytes:
    """A report that reads as before: packed, spelled, or described otherwise."""
    if not data.startswith(b"PK"):
        text = data.decode()
        if rng.random() < 0.1:
            return text.replace("\n", "\r\n").encode()
        blanks = {".json": r"\n( *)\"", ".xml": r"<[\w:-]+( )\w", ".html": r"<td( )class"}[ending]
        at = rng.choice([match.start(1) for match in re.finditer(blanks, text)])
        return f"{text[:at]}{' ' * rng.randint(1, 3)}{text[at:]}".encode()
    parts = parts_of(data)
    names = list(parts)
    rng.shuffle(names)
    marked = [name for name in names if name.endswith((".xml", ".rels"))]
    if marked and rng.random() < 0.5:
        name = rng.choice(marked)
        text = parts[name].decode()
        places = [match.start(1) for match in re.finditer(r"<[\w:-]+( )[\w:]+=", text)]
        if places:
            at = rng.choice(places)
            parts[name] = f"{text[:at]}{rng.choice(['  ', chr(10)])}{text[at:]}".encode()
    if "docProps/core.xml" in parts:
        saved = b"<cp:lastPrinted>2023-01-15T00:00:00Z</cp:lastPrinted></cp:coreProperties>"
        parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"</cp:coreProperties>", saved)
    for name in names:
        if name.endswith((".csv", ".json")) and rng.random() < 0.5:
            parts[name] = parts[name].replace(b"\n", b"\r\n")
    return packed({name: parts[name] for name in names})


def as_utf_7(text: str, old: str, new: str) -> str:
    """A text that says something else to whoever obeys its encoding than to whoever reads UTF-8."""

    def spelled(signs: str) -> str:
        return f"+{base64.b64encode(signs.encode('utf-16-be')).decode().rstrip('=')}"

    plain = "".join(sign if sign.isascii() else f"&#{ord(sign)};" for sign in text.replace("+", "&#43;"))
    read = f"<!-- {spelled('-->')}-{new}{spelled('<')}-?x {spelled('-')}-->{old}<!-- ?{spelled('><!--')}- -->"
    return plain.replace(old, read, 1)


@pytest.mark.parametrize("encoding", ["UTF-7", "windows-1252", "windows-1251", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize(
    ("ending", "name"),
    [
        *((".docx", f"word/{name}.xml") for name in ("document", "header1", "footer1", "charts/chart1")),
        (".docx", "word/_rels/document.xml.rels"),
        (".docx", "docProps/core.xml"),
        (".xlsx", "xl/sharedStrings.xml"),
        (".xml", ""),
    ],
)
def test_a_part_in_another_encoding_is_no_part_of_a_report(
    drawn: Callable[[str], bytes], ending: str, name: str, encoding: str
) -> None:
    written = drawn(ending)
    parts = parts_of(written) if name else {"": written}
    text = re.sub("(encoding=.)[^'\"]*", rf"\g<1>{encoding}", parts[name].decode(), count=1)
    assert encoding in text
    altered = {**parts, name: text.encode()}
    assert is_found(ending, packed(altered) if name else text.encode(), written)
    if name == "word/document.xml" and encoding == "UTF-7":
        text = as_utf_7(text, "0.06%</w:t>", "75.00%</w:t>")
        assert "75.00%</w:t>" in text.encode().decode("utf-7")
        assert told(ending, packed({**parts, name: text.encode()}), written)
    marked = b"\xef\xbb\xbf" + altered[name]
    assert is_found(ending, packed({**parts, name: marked}) if name else marked, written)


def test_a_mark_of_utf_8_is_no_difference(store: Store, drawn: Callable[[str], bytes]) -> None:
    mark = b"\xef\xbb\xbf"
    for ending in (".html", ".xml", ".json"):
        assert proof_of(store, ending, mark + drawn(ending)).holds, ending
        assert is_found(ending, mark + b"x" + drawn(ending), drawn(ending))
    for ending in (".docx", ".xlsx", ".zip"):
        parts = {name: mark + part for name, part in parts_of(drawn(ending)).items() if _is_text(name)}
        assert proof_of(store, ending, packed({**parts_of(drawn(ending)), **parts})).holds, ending


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".csv", ".json"))


def test_the_order_of_declared_names_is_no_difference(drawn: Callable[[str], bytes]) -> None:
    parts = parts_of(drawn(".docx"))
    text = parts["word/document.xml"].decode()
    first, *others = re.findall(r' xmlns:\w+="[^"]*"', text.partition("<w:body>")[0])
    assert others
    turned = text.replace(first, "", 1).replace(others[-1], others[-1] + first, 1)
    assert turned != text
    assert not told(".docx", packed({**parts, "word/document.xml": turned.encode()}), drawn(".docx"))


@pytest.mark.parametrize("ending", DRAWN)
def test_each_alteration_that_is_seen_is_found_and_none_that_is_not(
    drawn: Callable[[str], bytes], ending: str
) -> None:
    written, rng = drawn(ending), random.Random(29)
    for n in range(cases(6, 500)):
        assert is_found(ending, altered_where_seen(ending, written, rng), written), n
        assert not told(ending, altered_where_nobody_sees(ending, written, rng), written), n


@soak
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_a_report_saved_again_by_libreoffice_holds_and_its_alterations_do_not(
    store: Store, drawn: Callable[[str], bytes], ending: str
) -> None:
    times = list(times_saved(ending, drawn(ending)))
    assert len(times) == 3
    for saved in times:
        assert is_saved_again(ending, saved)
        proof = proof_of(store, ending, saved)
        assert proof.holds and proof.saved_again
    parts = parts_of(times[1])
    name = {".docx": "word/document.xml", ".xlsx": "xl/sharedStrings.xml"}[ending]
    old = b"Executive summary" if ending == ".docx" else b"Implementation rate"
    assert old in parts[name]
    proof = proof_of(store, ending, packed({**parts, name: parts[name].replace(old, b"All is well", 1)}))
    assert proof.differs and proof.saved_again and proof.places < 4
    assert any("All is well" in one.stated for one in proof.differences)


def test_a_report_is_saved_as_often_as_it_may_have_been_and_no_oftener(
    store: Store, drawn: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice alters a part a little each time, and says that it saved the file."""

    def saved(data: bytes) -> bytes:
        told = in_part("docProps/app.xml", "<Application>[^<>]*<", "<Application>LibreOffice<")
        return in_part("word/styles.xml", "</w:styles>", "<w:style/></w:styles>")(told(data))

    def saves(_ending: str, data: bytes) -> Iterator[bytes]:
        for n in range(3):
            made.append(n)
            data = saved(data)
            yield data

    made: list[int] = []
    monkeypatch.setattr(file_comparison, "times_saved", saves)
    assert proof_of(store, ".docx", drawn(".docx")).holds and not made
    stated = drawn(".docx")
    for n in range(1, 5):
        stated, made[:] = saved(stated), []
        proof = proof_of(store, ".docx", stated)
        assert proof.holds == (n < 4) and len(made) == min(n, 3)


@soak
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_a_report_saved_again_on_a_desk_of_another_language_holds(
    store: Store, drawn: Callable[[str], bytes], ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for desk, here in (("en_US.UTF-8", "en_GB.UTF-8"), ("C", "sq_AL.UTF-8"), ("C.UTF-8", "sr_RS")):
        monkeypatch.setenv("LC_ALL", desk)
        saved = next(times_saved(ending, drawn(ending)))
        monkeypatch.setenv("LC_ALL", here)
        proof = proof_of(store, ending, saved)
        assert proof.holds and proof.saved_again, (desk, proof.differences)


def test_a_report_leaves_nothing_to_the_language_of_a_desk(drawn: Callable[[str], bytes]) -> None:
    parts = parts_of(drawn(".docx"))
    for name, part in parts.items():
        if name.startswith("word/charts/"):
            assert part.count(b"<c:numFmt ") == len(re.findall(rb"<c:(?:cat|val)Ax>", part)) == 2
    for name, part in parts_of(drawn(".xlsx")).items():
        if name.startswith("xl/worksheets/sheet"):
            assert b'paperSize="9"' in part, name


def test_what_libreoffice_writes_of_a_desk_is_no_difference() -> None:
    def fonts(letters: str) -> bytes:
        return f'<w:fonts xmlns:w="urn:w"><w:font w:name="Arial">{letters}</w:font></w:fonts>'.encode()

    def core(language: str) -> bytes:
        return (
            f'<a xmlns:dc="urn:dc"><dc:title>T</dc:title><dc:language>{language}</dc:language></a>'.encode()
        )

    for name, here, there, same in (
        (
            "word/fontTable.xml",
            fonts(LETTERS.format("01", "utf-8")),
            fonts(LETTERS.format("EE", "windows-1250")),
            True,
        ),
        (
            "word/fontTable.xml",
            fonts(LETTERS.format("00", "us-ascii")),
            fonts('<w:charset w:val="02"/>'),
            False,
        ),
        ("docProps/core.xml", core("sq-AL"), core("en-GB"), True),
        ("docProps/core.xml", core("75.00%"), core("en-GB"), False),
    ):
        assert is_same(name, here, there, saved_again=True) is same, here
        assert not is_same(name, here, there)


LETTERS = '<w:charset w:val="{}" w:characterSet="{}"/>'


def test_a_sentence_put_in_is_one_difference(drawn: Callable[[str], bytes]) -> None:
    added = "<w:p><w:r><w:t>Everything went well.</w:t></w:r></w:p>"
    for ending, forge in (
        (".docx", in_part("word/document.xml", "(<w:p><w:pPr><w:pStyle w:val=.Heading2)", rf"{added}\1")),
        (".html", in_html("<main>", "<main>\nEverything went well.")),
    ):
        (one,) = told(ending, forge(drawn(ending)), drawn(ending))
        assert (one.kind, one.stated, one.computed) == (TEXT, "Everything went well.", "")


def test_few_alterations_of_a_long_report_are_few_differences() -> None:
    """Wherever they stand, and however often the same stands elsewhere."""
    lines = [text for n in range(20_000) for text in (f"action {n}", "in progress", "-")]
    stated = [*lines[:10], "Everything went well.", *lines[10:30_000], *lines[30_001:], "more"]
    stated[50_000] = "implemented"
    found, places = differences(
        ".zip", packed({"a.csv": "\n".join(stated).encode()}), packed({"a.csv": "\n".join(lines).encode()})
    )
    assert places == len(found) == 4
    assert {one[2] for one in found} == {"Everything went well.", "", "implemented", "more"}


def test_a_document_saved_again_has_its_alterations_listed(drawn: Callable[[str], bytes]) -> None:
    docx, openpyxl = pytest.importorskip("docx"), pytest.importorskip("openpyxl")
    saved = io.BytesIO()
    document = docx.Document(io.BytesIO(drawn(".docx")))
    document.paragraphs[0].text = "Another title"
    document.save(saved)
    found = told(".docx", saved.getvalue(), drawn(".docx"))
    assert ("Another title", TEXT) in [(one.stated, one.kind) for one in found]
    assert sum(one.kind == TEXT for one in found) == 1
    saved = io.BytesIO()
    book = openpyxl.load_workbook(io.BytesIO(drawn(".xlsx")))
    book.worksheets[1]["B2"] = "Another title"
    book.save(saved)
    found = told(".xlsx", saved.getvalue(), drawn(".xlsx"))
    assert [one.stated for one in found if one.kind == TEXT] == ["Another title"]
    assert {one.kind for one in found} > {TEXT}


def proof_of(store: Store, ending: str, data: bytes) -> Proof:
    return check_report(store, carried_by(ending, data))


def test_a_forged_report_is_refused_from_file_to_proof(
    store: Store, drawn: Callable[[str], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "r.html"
    path.write_bytes(FORGERIES["it says that a template was filled"][1](drawn(".html")))
    proof = check_report(store, read_report(path))
    assert proof.texts_checked and proof.differs and not proof.holds and not proof.differing
    path.write_bytes(drawn(".html"))
    assert check_report(store, read_report(path)).holds


def test_what_cannot_be_compared_is_never_called_true(store: Store, drawn: Callable[[str], bytes]) -> None:
    carried = carried_by(".docx", drawn(".docx"))
    proof = check_report(store, carried._replace(proof={**carried.proof, "template": True}))
    assert not proof.holds and not proof.texts_checked and not proof.differs


def test_a_comparison_that_takes_too_much_still_refuses(
    drawn: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(seconds=60, memory=1024**2))
    carried = CarriedReport(".json", drawn(".json") + b" ", {})
    (one,), places = differing_from(carried, drawn(".json"))
    assert (one.kind, places) == ("many", 1)


@pytest.mark.parametrize(
    "more", [b"<w:p>" * 200_000 + b"</w:p>" * 200_000, b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 200_000]
)
def test_very_many_or_deep_paragraphs_are_refused_soon(
    drawn: Callable[[str], bytes], more: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(seconds=10, memory=250 * 1024**2))
    parts = parts_of(drawn(".docx"))
    text = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + more, 1)
    carried = CarriedReport(".docx", packed({**parts, "word/document.xml": text}), {})
    found, _places = differing_from(carried, drawn(".docx"))
    assert found[0].place.startswith("word/document.xml"), found


def _stated(**changed: Any) -> Callable[[dict[str, Any]], str]:
    return lambda proof: json.dumps({**proof, **changed})


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda _: "[" * 200_000, "report_foreign"),
        (lambda proof: json.dumps(proof).replace('"revision": 1', '"revision": 1e999'), "report_altered"),
        (
            lambda proof: json.dumps(proof).replace('"revision": 1', f'"revision": {"9" * 500}'),
            "report_altered",
        ),
        (_stated(revision=float("nan")), "report_altered"),
        (_stated(revision="1"), "report_altered"),
        (_stated(vector=[1, 2]), "report_altered"),
        (_stated(vector={"aa": -1}), "report_altered"),
        (_stated(vector={"aa": [[1, "no hash"]]}), "report_altered"),
        (_stated(unit={"a": 1}), "report_altered"),
        (_stated(period="9" * 100_000), "report_altered"),
        (_stated(language=None), "report_altered"),
        (_stated(as_of="yesterday"), "report_altered"),
        (_stated(figures="abc"), "report_altered"),
        (_stated(figures=[{"id": "a"}]), "report_altered"),
        (_stated(objectives=5), "report_altered"),
    ],
)
def test_data_that_is_none_is_refused_in_words(
    store: Store, drawn: Callable[[str], bytes], damage: Callable[[dict[str, Any]], str], code: str
) -> None:
    proof = json.loads(drawn(".json"))
    with pytest.raises(UserError, match=code):
        proof_of(store, ".json", damage(proof).encode())


def test_very_many_figures_of_one_name_are_no_work(store: Store, drawn: Callable[[str], bytes]) -> None:
    proof = json.loads(drawn(".json"))
    figure = {"id": "a", "value": 1, "numerator": None, "denominator": None}
    proof["figures"] = [figure] * 20_000
    assert len(proof_of(store, ".json", json.dumps(proof).encode()).differing) > 20_000


def test_damaged_and_encrypted_archives_are_foreign(drawn: Callable[[str], bytes]) -> None:
    rng = random.Random(25)
    for ending in (".docx", ".xlsx", ".zip"):
        written = bytearray(drawn(ending))
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            at = archive.start_dir
        for flag, value in ((8, 1), (10, 99)):
            # encrypted; packed in a way that nobody knows
            altered = bytearray(written)
            place = at
            while (place := altered.find(b"PK\x01\x02", place)) >= 0:
                altered[place + flag : place + flag + 2] = value.to_bytes(2, "little")
                place += 4
            with pytest.raises(UserError, match="report_foreign"):
                carried_by(ending, bytes(altered))
        for _n in range(30):
            altered = bytearray(written)
            for _m in range(3):
                altered[rng.randrange(at)] ^= 1 << rng.randrange(8)
            try:
                carried_by(ending, bytes(altered))
            except UserError as refused:
                assert refused.code in ("report_foreign", "report_altered")


def test_entities_are_not_resolved_in_any_encoding(drawn: Callable[[str], bytes]) -> None:
    text = drawn(".xml").decode()
    head, rest = text.split("\n", 1)
    declared = f'<!DOCTYPE l [<!ENTITY a "{"x" * 100}">]>\n{rest}'
    wide = (head.replace("utf-8", "utf-16") + declared).encode("utf-16")
    with pytest.raises(UserError, match="report_foreign"):
        carried_by(".xml", wide)
    assert told(".xml", f"{head}\n{declared}".encode(), drawn(".xml"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("r.html", "t.docx"):
        os.mkfifo(tmp_path / name)
    with pytest.raises(UserError, match="report_missing"):
        read_report(tmp_path / "r.html")
    with pytest.raises(UserError, match="template_unreadable"):
        read_template(tmp_path / "t.docx")


NAMED = "{{ title }} {{ period }} {{ as_of }} {{ ledger }}"


@pytest.mark.parametrize(
    "asked",
    some(
        [
            "{{ 1/0 }}",
            "{{ 2.0**100000 }}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{{ facts[999999].x.y }}",
            "{{ ''.__class__.__mro__ }}",
            "{{ facts.append(1) }}",
        ],
    ),
)
def test_a_mistake_of_a_template_is_told(store: Store, tmp_path: Path, asked: str) -> None:
    with pytest.raises(UserError, match="template_unreadable"):
        render(content(store), ".docx", template(tmp_path, NAMED, asked).read_bytes())


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("{{ ('x'*100000000)*1000 }}", marks=soak),
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    ],
)
def test_a_template_that_takes_too_much_is_ended(
    store: Store, tmp_path: Path, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(seconds=2, memory=300 * 1024**2))
    with pytest.raises(UserError, match="template_heavy"):
        render(content(store), ".docx", template(tmp_path, NAMED, asked).read_bytes())
