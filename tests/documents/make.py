"""Makes documents with their truth: ``python -m tests.documents.make --seed 1 --count 12 --out FOLDER``.

Beside each ``NAME.plan.toml`` (the truth) and ``NAME.findings.toml`` stand the same plan as ``NAME.docx``,
``NAME.xlsx``, ``NAME.docx.pdf``, ``NAME.xlsx.pdf``, ``NAME.wide.pdf`` (a sheet whose columns take several
pages) and as text dump ``NAME.cells.txt``. PDF files need LibreOffice.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

import tomli_w

from store.plan.form import plan_to_form
from tests.documents.document import ANYWHERE, Document, Expected
from tests.documents.expectations import write_expectations
from tests.documents.layout import Layout
from tests.documents.plans import Size, make_document
from tests.documents.seeding import seeded
from tests.documents.style import TEMPLATE, Style, draw_style
from tests.documents.writers.docx_writer import write_docx
from tests.documents.writers.dumps import cells_dump, untold_cells
from tests.documents.writers.xlsx_writer import style_for_sheets, write_xlsx

LANGUAGES: Final = ("sq", "sr", "en")
_FILTERS: Final = {".docx": "writer_pdf_Export", ".xlsx": "calc_pdf_Export"}
_UNTAGGED: Final = '{"UseTaggedPDF":{"type":"boolean","value":"false"}}'


def without_nulls(value: object) -> object:
    """Plain data without keys that are null, as TOML has none."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value]
    return value


def write_truth(document: Document, path: Path) -> None:
    """Write the plan in the reviewable form."""
    form = plan_to_form(document.plan)
    complete = without_nulls(form)
    assert isinstance(complete, dict)
    path.write_text(tomli_w.dumps(complete), encoding="utf-8")


def convert(files: Sequence[Path], out: Path) -> None:
    """Print files of one kind to PDF in folder ``out`` with LibreOffice."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                f"pdf:{_FILTERS[files[0].suffix]}:{_UNTAGGED}",
                "--outdir",
                str(out),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )


def write_sources(
    document: Document, style: Style, out: Path, name: str, make: Callable[[Document, Style], Layout] = Layout
) -> None:
    """Write truth, findings, Word document, workbook and cell-by-cell dump."""
    write_truth(document, out / f"{name}.plan.toml")
    unsummed = document.grand is None or not any(document.grand.values())
    if style.split == "blank" or (style.split == "amounts" and unsummed):
        document = document._replace(allowed=(*document.allowed, Expected("split_blank", ANYWHERE)))
    untold = untold_cells(make(document, style).blocks(), style)
    write_expectations(document, out / f"{name}.findings.toml", untold)
    write_docx(make(document, style).blocks(), style, out / f"{name}.docx")
    write_xlsx(make(document, style_for_sheets(style)), out / f"{name}.xlsx")
    dump = cells_dump(make(document, style).blocks(), style)
    (out / f"{name}.cells.txt").write_text(dump, encoding="utf-8")


def write_prints(
    documents: Sequence[tuple[str, Document, Style]],
    out: Path,
    make: Callable[[Document, Style], Layout] = Layout,
) -> None:
    """Print the documents to PDF.

    The workbook that is printed keeps numbers as text: a number that became a date prints as another number.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, document, style in documents:
            sheets = style_for_sheets(style)
            kept = "text" if sheets.numbers_as == "date" else sheets.numbers_as
            write_xlsx(make(document, sheets._replace(numbers_as=kept)), work / f"{name}.xlsx.xlsx")
            write_xlsx(
                make(document, sheets._replace(numbers_as=kept)), work / f"{name}.wide.xlsx", wide=True
            )
            (work / f"{name}.docx.docx").write_bytes((out / f"{name}.docx").read_bytes())
        for suffix in ("docx", "xlsx"):
            convert([work / f"{name}.{suffix}.{suffix}" for name, _, _ in documents], out)
        convert([work / f"{name}.wide.xlsx" for name, _, _ in documents], out)


def make_set(
    seed: int,
    count: int,
    out: Path,
    *,
    size: Size,
    prints: bool = True,
    make: Callable[[Document, Style], Layout] = Layout,
    restyle: Callable[[Style, int], Style] = lambda style, n: style,
) -> None:
    """Make ``count`` documents: languages in turn, one to five years in turn, every second one contradictory.

    One in twelve has more than nine specific objectives, numbered in own cells (1.10 kept as a float).
    """
    out.mkdir(parents=True, exist_ok=True)
    documents = []
    for n in range(count):
        number = seed * 1000 + n
        language, years = LANGUAGES[n % 3], n % 5 + 1
        is_long = n % 12 == 10
        bounds = Size(1, 12, 2, least_specific=11) if is_long else size
        document = make_document(number, language=language, years=years, size=bounds)
        if n % 2:
            document = seeded(document, Random(f"seeding {number}"))
        style = restyle(draw_style(number), n)
        if is_long:
            style = style._replace(number="cell", numbers_as="float", tables="one")
        name = f"{language}-{years}y-{number}{'-seeded' if n % 2 else ''}"
        write_sources(document, style, out, name, make)
        documents.append((name, document, style))
    if prints:
        write_prints(documents, out, make)


def make_real(database: Path, out: Path) -> None:
    """Write the published plan of a database as DOCX, XLSX, PDF and dumps, in the common template.

    Its findings are expected again, but for text beside totals, which a plan does not hold.
    """
    from store.opening.open_store import open_store
    from store.plan.load import load_plan

    with open_store(database, read_only=True) as store:
        plan = load_plan(store)
    expected = tuple(Expected(f.code, f.where) for f in plan.findings if f.code != "totals_stray_text")
    document = Document(plan._replace(findings=(), provenance={}), 0, "KA", None, expected=expected)
    out.mkdir(parents=True, exist_ok=True)
    write_sources(document, TEMPLATE, out, "real")
    write_prints([("real", document, TEMPLATE)], out)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--small", action="store_true", help="plans of at most 2 × 2 objectives, 6 actions each"
    )
    parser.add_argument("--no-pdf", action="store_true", help="only what needs no LibreOffice")
    parser.add_argument(
        "--real", type=Path, metavar="PLAN.DB", help="write this plan instead of made-up ones"
    )
    options = parser.parse_args()
    if options.real:
        make_real(options.real, options.out)
        return
    size = Size(2, 2, 6) if options.small else Size()
    make_set(options.seed, options.count, options.out, size=size, prints=not options.no_pdf)


if __name__ == "__main__":
    main()
