"""An example of a Word document that a report fills: every field once, and a loop for each table.

It looks as a report of Terren's own does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from language import N_, _
from report.periodic.forms.docx_file import leave_out_foreign, saved
from report.periodic.forms.docx_styles import UPRIGHT, set_page, set_styles
from store.db.durable import write_durably
from store.db.errors import UserError, library_needed

TABLES: Final = (
    (
        "periods",
        N_("The period beside those before"),
        ("period", "implementation_rate", "due_open", "coverage"),
    ),
    (
        "statuses",
        N_("All actions by status and objective"),
        ("nr", "title", "actions", "in_progress", "implemented", "not_reported"),
    ),
    (
        "due_open",
        N_("Due and not implemented"),
        ("nr", "title", "lead", "status", "reason", "new_deadline", "next_steps"),
    ),
    (
        "carried_over",
        N_("Carried over"),
        ("nr", "title", "lead", "status", "reason", "new_deadline", "next_steps"),
    ),
    ("overdue", N_("Overdue"), ("nr", "title", "lead", "status", "reason", "new_deadline", "next_steps")),
    ("reasons", N_("Reasons for delay"), ("reason", "actions", "reports")),
    ("objectives", N_("Progress by objective"), ("nr", "title", "due", "implemented", "rate", "coverage")),
    (
        "institutions",
        N_("Progress by lead institution"),
        ("institution", "due", "implemented", "rate", "spent"),
    ),
    ("money", N_("Budget execution by year"), ("year", "planned", "spent", "remaining", "execution")),
    ("quarters", N_("Spent by quarter"), ("quarter", "spent", "until")),
    ("donors", N_("Money by donor"), ("donor", "alone", "spent_alone", "shared", "spent_shared")),
    (
        "indicators",
        N_("Indicators"),
        ("nr", "title", "baseline", "interim", "final", "year", "actual", "met"),
    ),
    ("actions", N_("Actions"), ("nr", "title", "deadline", "lead", "status", "progress", "evidence")),
)
"""The tables of the example: their field, their heading, and the columns that it shows of each."""
_CHAPTERS: Final = (
    ("summary", N_("Executive summary")),
    ("progress", N_("General progress")),
    ("challenges", N_("Main challenges")),
    ("next_steps", N_("Priority steps for the next period")),
    ("risks", N_("Risks and their mitigation")),
    ("recommendations", N_("Recommendations")),
)


def example_form(path: Path) -> str:
    """Return the ending of an example. Raises UserError ``template_kind``."""
    if path.suffix.lower() != ".docx":
        raise UserError("template_kind", file=str(path))
    return path.suffix.lower()


def write_example(path: Path, *, replace: bool = False) -> None:
    """Write the example.

    Raises UserError as :func:`example_form` or :func:`store.db.durable.write_durably`.
    """
    example_form(path)
    if not replace and path.exists():
        raise UserError("file_exists", file=str(path))
    write_durably(path, example_template(), replace=replace)


def example_template() -> bytes:
    """Return the example in the current language. Raises UserError ``library_missing``."""
    with library_needed("hq"):
        import docx
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

    document = docx.Document()
    leave_out_foreign(document)
    set_page(document.sections[0], turned=False)
    set_styles(document, UPRIGHT)
    cells = document.styles.add_style(_CELLS, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size = document.styles["Normal"], Pt(7)
    cells.paragraph_format.space_after = Pt(1)
    for line in ("{{ institution }}", "{{ protocol }}"):
        document.add_paragraph(line)
    document.add_paragraph("{{ title }}", "Title")
    document.add_paragraph("{{ plan }}, {{ period }}, {{ as_of }}{% if unit %}, {{ unit }}{% endif %}")
    document.add_heading(_("Executive summary"), 1)
    document.add_paragraph("{%p for sentence in sentences %}")
    document.add_paragraph("{{ sentence }}")
    document.add_paragraph("{%p endfor %}")
    _loop(document, "key_figures", ("name", "value", "note"))
    document.add_paragraph(
        "{{ figures.implementation_rate.name }}: {{ figures.implementation_rate.value }}"
        " ({{ figures.implementation_rate.note }})"
    )
    for chapter, title in _CHAPTERS:
        document.add_paragraph(f"{{%p if narrative.{chapter} %}}")
        if chapter != "summary":
            # below its sentences, under their heading
            document.add_heading(_(title), 2)
        document.add_paragraph(f"{{{{ narrative.{chapter} }}}}")
        document.add_paragraph("{%p endif %}")
    for code, title, columns in TABLES:
        document.add_heading(_(title), 2)
        _loop(document, code, columns)
    document.add_heading(_("About this report"), 1)
    _loop(document, "facts", ("label", "text"))
    document.add_paragraph("{{ ledger }}, {{ made_on }}, {{ revision }}, {{ currency }}")
    for line in (
        "{%p for signature in signatures %}",
        "______________________",
        "{{ signature }}",
        "{%p endfor %}",
    ):
        document.add_paragraph(line)
    return saved(document)


_CELLS: Final = "Terren Table"
_WIDE: Final = {
    "title": 4,
    "progress": 4,
    "reason": 3,
    "next_steps": 3,
    "evidence": 3,
    "institution": 3,
    "donor": 3,
    "text": 3,
    "nr": 1.2,
}
_USUAL: Final = 1.8
"""How wide columns of words, of numbers of actions, and all others are beside each other."""
_BARE: Final = ("key_figures", "facts")
"""Loops whose columns have no names."""


def _loop(document: Any, rows: str, columns: Iterable[str]) -> None:
    """Add a table with a row for each of some rows, below the names of its columns."""
    from docx.oxml import OxmlElement
    from docx.shared import Twips

    codes = tuple(columns)
    first = 0 if rows in _BARE else 1
    grid = document.add_table(first + 3, len(codes), "Table Grid")
    grid.autofit = False
    shares = [_WIDE.get(code, _USUAL) for code in codes]
    for n, (code, share) in enumerate(zip(codes, shares, strict=True)):
        if first:
            grid.cell(0, n).paragraphs[0].add_run(f"{{{{ columns.{rows}.{code} }}}}").bold = True
        grid.cell(first + 1, n).text = f"{{{{ row.{code} }}}}"
        # LibreOffice reads the width of a column, Word that of its cells
        width = grid.columns[n].width = Twips(int(UPRIGHT * share / sum(shares)))
        for cell in grid.columns[n].cells:
            cell.width = width
            cell.paragraphs[0].style = _CELLS
    grid.cell(first, 0).text = f"{{%tr for row in {rows} %}}"
    grid.cell(first + 2, 0).text = "{%tr endfor %}"
    if first:
        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
