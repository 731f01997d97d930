"""What nobody sees who reads a report is no difference; what is like it, and is seen, is one."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Any

import pytest

from report.periodic.carried import parts_of
from report.periodic.issued.differing_pdf import operators
from report.periodic.issued.read_in_html import read_in_html
from report.periodic.issued.said_in_xml import said_in_xml
from report.periodic.making import render
from store.db.database import Store
from tests.report.periodic.test_proof import in_html, in_part, is_found, packed, proof_of, told
from tests.report.periodic.test_proof_of_pdf import pdf_with
from tests.report.periodic.test_reports import content, reported

Edit = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with reported(tmp_path_factory.mktemp("unseen") / "hq.db") as made:
        yield made


@pytest.fixture(scope="module")
def drawn(store: Store) -> Callable[[str], bytes]:
    """The report in the form of an ending."""
    return cache(lambda ending: render(content(store, ending=ending), ending))


def everywhere(old: str, new: str | Callable[[re.Match[str]], str]) -> Edit:
    """Each place of a text that is one."""

    def edit(data: bytes) -> bytes:
        text, n = re.subn(old, new, data.decode())
        assert n
        return text.encode()

    return edit


def _packed_by_info_zip(data: bytes) -> bytes:
    """With entries of folders, and with the times and owners of files, as ``zip -r`` packs."""
    unix, packed_again = (
        struct.pack("<HHB4sHHBBIBI", 0x5455, 5, 1, bytes(4), 0x7875, 11, 1, 4, 0, 4, 0),
        io.BytesIO(),
    )
    with zipfile.ZipFile(packed_again, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = parts_of(data)
        folders = {f"{name.rpartition('/')[0]}/" for name in parts if "/" in name}
        for name, part in (*((name, b"") for name in sorted(folders)), *parts.items()):
            info = zipfile.ZipInfo(name)
            info.extra, info.compress_type = unix, zipfile.ZIP_DEFLATED if part else zipfile.ZIP_STORED
            info.external_attr = ((0o40755 if name.endswith("/") else 0o100644) << 16) | name.endswith(
                "/"
            ) * 0x10
            archive.writestr(info, part)
    return packed_again.getvalue()


def everywhere_in(name: str, old: str, new: str) -> Edit:
    return lambda data: packed({**parts_of(data), name: everywhere(old, new)(parts_of(data)[name])})


def without_font_table(data: bytes) -> bytes:
    parts = parts_of(data)
    del parts["word/fontTable.xml"]
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name], n = re.subn(
            rb"<(?:Override|Relationship) [^<>]*fontTable\.xml[^<>]*/>", b"", parts[name]
        )
        assert n
    return packed(parts)


def _quoted(matched: re.Match[str]) -> str:
    text = unescape(matched[1]).replace("]]>", "]]]]><![CDATA[>")
    return f"><![CDATA[{text}]]></"


def _by_number(matched: re.Match[str]) -> str:
    return f"&#{ord(matched[0])};"


def _as_dumped(name: str) -> Edit:
    def edit(data: bytes) -> bytes:
        part = json.dumps(json.loads(parts_of(data)[name]), indent=1, sort_keys=True)
        return packed({**parts_of(data), name: part.encode()})

    return edit


TITLE = r"(<title>\s*)(<narrative.*?</narrative>)"
_TEXT = r"(<title>\s*<narrative[^<>]*>)([^<>&]+)(</narrative>)"
DOCUMENT = "word/document.xml"
BOOKMARK = '<w:bookmarkStart w:id="975" w:name="edited"/><w:bookmarkEnd w:id="975"/>'
HARMLESS: dict[str, tuple[str, Edit]] = {
    "CDATA for every text of XML": (".xml", everywhere(r">([^<>]*[^<>\s][^<>]*)</", _quoted)),
    "CDATA for a part of a text": (".xml", everywhere(_TEXT, r"\1<![CDATA[\2]]>\3")),
    "a comment between elements of XML": (".xml", in_html("<iati-activity", "<!-- x --><iati-activity")),
    "another prefix of names in XML": (".xml", everywhere(r"(</?|xmlns:)terren\b", r"\1ns0")),
    "no lines in XML": (".xml", everywhere(r">\s+<", "><")),
    "tags of HTML in capitals": (".html", everywhere(r"</?[a-z]+(?=[ >])", lambda found: found[0].upper())),
    "attributes in other quotes": (".html", everywhere(r'class="([a-z]+)"', r"CLASS = '\1'")),
    "a blank before a colon": (".html", in_html("color: var(--ink);", "color : var(--ink);")),
    "lines of a style": (".html", everywhere(r"; (?=[a-z-]+:)", ";\n\t")),
    "a tab for a blank": (".html", in_html("<h1>Report on", "<h1>Report\ton")),
    "a line for a blank": (".html", in_html("<h1>Report on", "<h1>Report\n    on")),
    "a line for a blank in a tag": (".html", everywhere('<td class="', '<td\n   class="')),
    "every tag in a line of its own": (".html", everywhere("(?=<(tr|thead|tbody|th|td)[ >])", "\n\t")),
    "a comment of HTML": (".html", in_html("<main>", "<main><!-- made by x -->")),
    "an apostrophe as it is": (".html", everywhere("&#39;", "'")),
    "an apostrophe by another number": (".html", everywhere("&#39;", "&#x27;")),
    "letters as references": (".html", everywhere(r"(?<=[>])[A-Z](?=[a-z])", _by_number)),
    "letters of an attribute as references": (".html", everywhere(r'(?<=label=")[A-Z]', _by_number)),
    "a blank by its number": (".html", in_html("<h1>Report on", "<h1>Report&#32;&#x20;on")),
    "a sign by another of its names": (".html", everywhere("&lt;", "&#60;")),
    "a greater-than as it is": (".html", everywhere("(?<=[a-z])&gt;", ">")),
    "a blank behind the tag of a paragraph": (".html", everywhere("<p>|<td>|<h2[^<>]*>", r"\g<0> \t")),
    "a blank before the end of a paragraph": (".html", everywhere("</p>|</td>|</h2>", r" \g<0>")),
    "a style without blanks": (".html", everywhere(r"(?<=[a-z0-9)]) \{ ", "{")),
    "a description of a package in other lines": (".zip", _as_dumped("datapackage.json")),
    "figures of a package in other lines": (".zip", _as_dumped("report.json")),
    "a comment between elements of a document": (
        ".docx",
        in_part(DOCUMENT, "<w:body>", "<w:body><!-- 75 -->"),
    ),
    "blanks between elements": (".docx", everywhere_in(DOCUMENT, "(?=<w:[prt][ >])", "\n ")),
    "a document without a table of fonts": (".docx", without_font_table),
    "a paragraph that Word marks as edited": (
        ".docx",
        everywhere_in(DOCUMENT, "<w:(p|r)>", r'<w:\1 w:rsidR="00AA11BB" w:rsidRDefault="00AA11BB">'),
    ),
    "marks of spelling": (
        ".docx",
        everywhere_in(DOCUMENT, "(<w:r>.*?</w:r>)", r'<w:proofErr w:type="spellStart"/>\1'),
    ),
    "where a page ended on a screen": (
        ".docx",
        everywhere_in(DOCUMENT, "<w:t>", "<w:lastRenderedPageBreak/><w:t>"),
    ),
    "an empty bookmark": (".docx", in_part(DOCUMENT, "</w:p>", f"{BOOKMARK}</w:p>")),
    **{
        f"{ending} packed by another program": (ending, _packed_by_info_zip)
        for ending in (".zip", ".docx", ".xlsx")
    },
    "blanks in a workbook": (".xlsx", everywhere_in("xl/sharedStrings.xml", "<si>", "\n <si>\n ")),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_nobody_sees_is_no_difference(store: Store, drawn: Callable[[str], bytes], name: str) -> None:
    ending, edit = HARMLESS[name]
    edited = edit(drawn(ending))
    assert edited != drawn(ending)
    assert not told(ending, edited, drawn(ending))
    assert proof_of(store, ending, edited).holds


FORGED: dict[str, tuple[str, Edit]] = {
    "CDATA with another text": (".xml", everywhere(_TEXT, r"\1<![CDATA[x\2]]>\3")),
    "CDATA behind a text": (".xml", everywhere(_TEXT, r"\1\2<![CDATA[ ]]>\3")),
    "an element in CDATA": (".xml", everywhere(TITLE, r"\1<![CDATA[\2]]>")),
    "a comment that hides an element of XML": (
        ".xml",
        everywhere(TITLE, r"\1<!-- \2 -->"),
    ),
    "a declared entity": (".xml", in_html("<iati-activities", "<!DOCTYPE x><iati-activities")),
    "a comment in a text": (".xml", everywhere(_TEXT, r"\1\2<!-- -->\3")),
    "a comment in a text of a document": (
        ".docx",
        in_part(DOCUMENT, r"(<w:t[^>]*>)0\.06%", r"\g<1>0<!-- -->.06%"),
    ),
    "a comment that hides a paragraph": (".docx", in_part(DOCUMENT, "(<w:p>.*?</w:p>)", r"<!-- \1 -->")),
    "blanks in a text of a document": (
        ".docx",
        in_part(DOCUMENT, r"(<w:t[^>]*>)0\.06%", r"\g<1> 0.06%"),
    ),
    "a text between elements of a document": (".docx", in_part(DOCUMENT, "<w:body>", "<w:body> 75% ")),
    "blanks and a text between elements": (".docx", in_part(DOCUMENT, "</w:p>", " </w:p> .")),
    "a page that ends": (".docx", in_part(DOCUMENT, "<w:t>", '<w:br w:type="page"/><w:t>')),
    "a text in a mark of spelling": (
        ".docx",
        in_part(DOCUMENT, "</w:p>", '<w:proofErr w:type="spellStart">75%</w:proofErr></w:p>'),
    ),
    "a run in a mark of a page": (
        ".docx",
        in_part(
            DOCUMENT,
            "<w:t>",
            "<w:lastRenderedPageBreak><w:t>75%</w:t></w:lastRenderedPageBreak><w:t>",
        ),
    ),
    "a text of an edited run": (
        ".docx",
        in_part(DOCUMENT, r"<w:t([^>]*)>0\.06%", r'<w:t w:rsidR="75.00%"\1>0.06%'),
    ),
    "a mark within a text": (
        ".docx",
        in_part(DOCUMENT, r"(<w:t[^>]*>)0\.06%", r"\g<1>0<w:lastRenderedPageBreak/>.06%"),
    ),
    "a bookmark around a text": (
        ".docx",
        in_part(DOCUMENT, "(<w:r>.*?</w:r>)", BOOKMARK.replace("<w:bookmarkEnd", r"\1<w:bookmarkEnd")),
    ),
    "a bookmark to which something leads": (
        ".docx",
        in_part(
            DOCUMENT, "(<w:r>.*?</w:r>)", BOOKMARK + r'<w:hyperlink w:anchor="edited">\1</w:hyperlink>'
        ),
    ),
    "a bookmark to which something leads in other letters": (
        ".docx",
        in_part(
            DOCUMENT, "(<w:r>.*?</w:r>)", BOOKMARK + r'<w:hyperlink w:anchor="Edited">\1</w:hyperlink>'
        ),
    ),
    "another table of fonts": (".docx", in_part("word/fontTable.xml", 'w:name="Calibri"', 'w:name="Symbol"')),
    "a font in place of a header": (
        ".docx",
        in_part("word/_rels/document.xml.rels", 'Target="header1.xml"', 'Target="fontTable.xml"'),
    ),
    "a line in a cell": (".html", everywhere("(<td>[A-Z][a-z]+) ", r"\1\n")),
    "a line in a paragraph": (".html", everywhere("(<p>[A-Z][a-z]+) ", r"\1\n")),
    "no blank between words": (".html", in_html("<h1>Report on", "<h1>Reporton")),
    "a blank within a word": (".html", in_html("<h1>Report on", "<h1>Re port on")),
    "a blank beside a word": (".html", everywhere("<strong>|<a [^<>]*>", r"\g<0> ")),
    "a style for what lies within": (".html", in_html("h1 { font", "h1 :hover { font")),
    "a selector that has a blank": (".html", in_html(".scroll:focus-visible", ".scroll :focus-visible")),
    "another colour": (".html", in_html("color: var(--ink);", "color : var(--paper);")),
    "a blank in a text of a style": (".html", in_html('content: "', 'content: " ')),
    "a comment of a style": (".html", in_html("<style>", "<style><!-- ")),
    "a comment of HTML that hides": (".html", everywhere("(<h1>.*?</h1>)", r"<!-- \1 -->")),
    "a comment in a text of data": (".html", in_html('"period":"2022', '"period":"<!-- x -->2022')),
    "an escaped tag as a tag": (".html", everywhere("&lt;(b|script|img)([^&<>]*)&gt;", r"<\1\2>")),
    "a tag as an escaped one": (".html", in_html("</h1>", "&lt;/h1&gt;")),
    "a reference within a reference": (".html", everywhere("&lt;", "&amp;lt;")),
    "a reference that a comment parts": (".html", everywhere("&lt;", "&<!-- x -->lt;")),
    "a reference without its end": (".html", everywhere("&lt;", "&lt")),
    "a letter that nobody sees": (".html", in_html("<h1>Report", "<h1>Re&shy;port")),
    "a letter without width": (".html", in_html("<h1>Report", "<h1>Re&#8203;port")),
    "a joiner by its name": (".html", in_html("<h1>Report", "<h1>Re&zwnj;port")),
    "a mark of direction": (".html", in_html("<h1>Report", "<h1>&#x202E;Report")),
    "no character by its number": (".html", in_html("<h1>Report", "<h1>&#0;Report")),
    "no character": (".html", in_html("<h1>Report", "<h1>Re\0port")),
    "a control character by its number": (".html", in_html("<h1>Report", "<h1>&#8;Report")),
    "a number that is read as another": (".html", in_html("<h1>Report", "<h1>&#128;Report")),
    "an accent by its number": (".html", in_html("<h1>Report", "<h1>R&#769;eport")),
    "a reference in the data": (".html", in_html('"period":"2022', '"period":"&#50;022')),
    "a reference in a style": (".html", in_html("color: var(--ink);", "color: var&#40;--ink);")),
    "a blank that does not break": (".html", in_html("<h1>Report on", "<h1>Report&nbsp;on")),
    "a blank that does not break beside a tag": (".html", in_html("<h1>Report", "<h1>&nbsp;Report")),
    "a line by its number in a cell": (".html", everywhere("(<td>[A-Z][a-z]+) ", r"\1&#10;")),
    "an attribute that ends by a reference": (
        ".html",
        in_html('role="region" tabindex="0"', 'role="region&quot; tabindex=&quot;0"'),
    ),
    "a blank in an address": (".html", in_html('<a href="#part', '<a href=" #part')),
    "a name of a package twice": (".zip", in_part("datapackage.json", r'("name": ?"[^"]*")', r"\1, \1")),
    "a number of a package as a text": (".zip", in_part("report.json", '"revision": ?1', '"revision":"1"')),
    "a line in an attribute": (".html", in_html('class="number"', 'class="num\nber"')),
    "a class twice": (".html", in_html('class="number"', 'class="x" class="number"')),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_what_is_like_it_and_is_seen_is_a_difference(drawn: Callable[[str], bytes], name: str) -> None:
    ending, forge = FORGED[name]
    forged = forge(drawn(ending))
    assert forged != drawn(ending)
    assert is_found(ending, forged, drawn(ending))


def test_a_selector_keeps_its_blanks_within_a_rule_on_pages() -> None:
    style = "<style>@media print {{ tr{} {{ color: red }} b {{ content: 'x' }} }}</style>"
    for kept in (style, style.replace("'x'", '"x"')):
        assert read_in_html(kept.format(":hover").encode()) != read_in_html(kept.format(" :hover").encode())


def test_an_amount_with_another_sign_between_its_digits_is_another() -> None:
    cell = "<td>1&nbsp;203&nbsp;370 EUR</td>"
    assert read_in_html(cell.encode()) == read_in_html("<td>1\u00a0203&#xA0;370 EUR</td>".encode())
    for forged in ("1203370 EUR", "1 203 370 EUR", "1\u202f203\u202f370 EUR", "1&nbsp;203&nbsp;370EUR"):
        assert read_in_html(f"<td>{forged}</td>".encode()) != read_in_html(cell.encode())


def test_a_style_does_not_pass_for_the_spelling_of_another() -> None:
    written = b'<style>a{content:"}"} b{content:"x"}</style>'
    (inside,) = (piece for piece in read_in_html(written) if "content" in piece)
    assert read_in_html(f"<style>{inside}</style>".encode()) != read_in_html(written)


def test_what_differs_beside_other_spellings_is_told_alone(drawn: Callable[[str], bytes]) -> None:
    saved = everywhere("(?<=[a-z])&gt;", ">")(everywhere("&#39;", "'")(drawn(".html")))
    (one,) = told(".html", in_html("<h1>Report on", "<h1>Report of")(saved), drawn(".html"))
    assert "Report of" in one.stated


def test_what_another_reader_reads_otherwise_is_not_read() -> None:
    for part in (b"<!DOCTYPE a><a/>", b"<?xml version='1.0' encoding='UTF-7'?><a/>", b"<a>\xff</a>", b"<a>"):
        assert said_in_xml(part) is None
    assert said_in_xml(b"<a><b/> x <b/></a>") != said_in_xml(b"<a><b/>x<b/></a>")
    assert said_in_xml(b"<a> </a>") != said_in_xml(b"<a/>")
    # a prefix says something where a value names it
    one, other = (b"<a xmlns:p='u' xmlns:q='v' b='%s'/>" % value for value in (b"p q", b"x"))
    assert said_in_xml(one) != said_in_xml(one.replace(b"='u'", b"='w'"))
    assert said_in_xml(other) == said_in_xml(other.replace(b"='u'", b"='w'"))


@pytest.fixture(scope="module")
def drawn_pdf(store: Store) -> bytes:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
    return render(content(store, ending=".pdf"), ".pdf")


def with_drawing(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A PDF of which the second page is drawn otherwise."""

    def edit(writer: Any) -> None:
        stream = writer.pages[1]["/Contents"].get_object()
        changed = change(stream.get_data())
        assert changed != stream.get_data()
        stream.set_data(changed)

    return pdf_with(data, edit)


def test_blanks_between_the_operators_of_a_page_are_no_difference(drawn_pdf: bytes) -> None:
    for harmless in (
        lambda drawing: b" " + drawing.replace(b"\n", b"\r\n\n"),
        lambda drawing: drawing.replace(b" Tf", b"  Tf").replace(b"[<", b"[ <") + b"\n",
    ):
        assert not told(".pdf", with_drawing(drawn_pdf, harmless), drawn_pdf)


def test_an_operator_or_a_text_of_a_page_that_is_another_is_a_difference(drawn_pdf: bytes) -> None:
    for forged in (
        lambda drawing: drawing.replace(b" Tf", b" Tf 3 Tr", 1),
        lambda drawing: re.sub(rb"(<[0-9a-f]{2})([0-9a-f]+>)", rb"\1 \2", drawing, count=1),
        lambda drawing: re.sub(rb"([0-9])([0-9])", rb"\1 \2", drawing, count=1),
        lambda drawing: b"%" + drawing,
        lambda drawing: b"%\n" + drawing,
    ):
        found = told(".pdf", with_drawing(drawn_pdf, forged), drawn_pdf)
        assert {one.place for one in found} == {"pdf 2"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"(a b) Tj", b"(a  b) Tj"),
        (b"/F 1 Tf", b"/F1 Tf"),
        (b"/ F1 Tf", b"/F1 Tf"),
        (b"BI /W 1 ID  \n EI", b"BI /W 1 ID \n EI"),
        (b"(a\\\n b) Tj", b"(a\\\n  b) Tj"),
        (b"1\0002 m", b"1 2 m"),
    ],
)
def test_what_is_drawn_otherwise_is_another_drawing(one: bytes, other: bytes) -> None:
    assert operators(one) != operators(other)
