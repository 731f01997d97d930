"""The made-up year as paper: pages that are counted, named in the contents, and never of one sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest

import language
from report.periodic.blocks import Heading
from report.periodic.chapters import chapters
from report.periodic.content import Content
from report.periodic.issued.drawing import read_for
from report.periodic.making import render
from report.periodic.parameters import ReportRequest
from store.db.database import Store
from store.db.places import Places
from store.opening.open_store import open_store
from sync.demo.making import make_demo
from tests.support.lengths import soak

pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber is not installed")
pytestmark = soak

DAY, TODAY = date(2022, 12, 31), date(2023, 1, 15)
SPOKEN = ("en", "sq", "sr")


class Printed(NamedTuple):
    """The text of each page of a report, and the report."""

    pages: list[str]
    content: Content


Print = Callable[..., Printed]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("paper") / "try"
    make_demo(folder, language="sq")
    home = folder / "headquarters"
    with open_store(Places(home, home).database) as made:
        yield made


@pytest.fixture(scope="module")
def printed(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Print:
    """The report of a form, a language and a unit as it comes out of the printer."""
    folder = tmp_path_factory.mktemp("printed")

    @cache
    def printed(ending: str, spoken: str, unit: str | None = None) -> Printed:
        content = read_for(store, ReportRequest("2022", DAY, spoken, TODAY, unit=unit), ending)
        path = folder / f"{spoken}-{unit}{ending}"
        if ending == ".pdf":
            pytest.importorskip("weasyprint", reason="WeasyPrint is not installed")
        elif shutil.which("soffice") is None:
            pytest.skip("LibreOffice is not installed")
        path.write_bytes(render(content, ending))
        if ending == ".docx":
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            made = ("--headless", "--convert-to", "pdf", "--outdir", str(folder / "office"), str(path))
            subprocess.run(["soffice", profile, *made], check=True, capture_output=True)
            path = folder / "office" / f"{path.stem}.pdf"
        with pdfplumber.open(path) as pdf:
            return Printed([page.extract_text() for page in pdf.pages], content)

    return printed


FORMS = pytest.mark.parametrize("ending", [".pdf", ".docx"])


def parts(content: Content, spoken: str) -> list[str]:
    """Return the headings of the first level, but for that which stands before the contents."""
    with language.speaking(spoken):
        return [block.text for block in chapters(content) if isinstance(block, Heading) and block.level == 1]


@FORMS
@pytest.mark.parametrize("spoken", SPOKEN)
def test_the_contents_name_the_page_of_each_part(printed: Print, ending: str, spoken: str) -> None:
    pages, content = printed(ending, spoken)
    (contents,) = [page for page in pages[:4] if page.count("....") > 8]
    named = dict(re.findall(r"^(.*?) ?\.{4,} ?(\d+)$", contents, re.MULTILINE))
    begun = parts(content, spoken)
    assert len(begun) > 15 and {*begun} <= {*named}
    for part in begun:
        assert part in pages[int(named[part]) - 1].split("\n"), part


@FORMS
@pytest.mark.parametrize("spoken", SPOKEN)
def test_every_page_has_its_title_and_number_and_more_than_a_sentence(
    printed: Print, ending: str, spoken: str
) -> None:
    pages, _content = printed(ending, spoken)
    with language.speaking(spoken):
        numbered = language._("page {n} of {total}")
    cover, *rest = pages
    title = rest[0].split("\n")[0]
    assert title in " ".join(cover.split()) and numbered.format(n=1, total=len(pages)) not in cover
    for n, page in enumerate(rest, 2):
        first, *lines, last = page.split("\n")
        assert (first, last) == (title, numbered.format(n=n, total=len(pages)))
        assert len(lines) > 3, n


@pytest.mark.parametrize("spoken", SPOKEN)
def test_word_and_pdf_are_of_like_length(printed: Print, spoken: str) -> None:
    word, pdf = (len(printed(ending, spoken).pages) for ending in (".docx", ".pdf"))
    assert abs(word - pdf) <= 0.1 * word


@FORMS
def test_a_report_on_one_unit_has_four_pages_and_its_annex(printed: Print, ending: str) -> None:
    for spoken in SPOKEN:
        pages, content = printed(ending, spoken, "17")
        annex = next(part for part in parts(content, spoken) if part.endswith(": " + annex_name(spoken)))
        begin = next(n for n, page in enumerate(pages) if annex in page.split("\n"))
        assert begin <= 4, (spoken, begin)


def annex_name(spoken: str) -> str:
    with language.speaking(spoken):
        return language._("Actions")


@FORMS
def test_no_word_of_a_table_is_broken(printed: Print, ending: str) -> None:
    pages, _content = printed(ending, "sr")
    text = "\n".join(pages)
    assert "FRONTEX" in text and not re.search(r"\bFRONTE?\b", text)
