"""A ministry's own Word document, filled with what the report says (docxtpl)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Final

from language.dates import date, period_words
from language.figures import figure_definition, figure_name
from report.periodic.content import Content
from report.periodic.forms.docx_file import DocumentDetail, detail_of, embed, saved
from report.periodic.front import cover, facts_of, note, report_title, shown
from report.periodic.pages.summary import key_figures, sentences
from report.periodic.tables import every_table
from report.periodic.words import cell_text, name_of_unit
from report.prose import plain
from store.db.apart import NOT_READ, done_apart
from store.db.errors import UserError, library_needed
from store.db.regular import read_regular

REQUIRED: Final = ("title", "period", "as_of", "ledger")
"""What every template must name: of what the report is, and from which ledger."""
_LONGEST: Final = 300
"""Characters of what is said of a mistake in one."""


def read_template(path: Path) -> bytes:
    """Return the bytes of a template. Raises UserError ``template_unreadable``."""
    try:
        data = read_regular(path)
    except OSError as error:
        raise UserError("template_unreadable", detail=f"{path}: {error.strerror}") from error
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise UserError("template_unreadable", detail=str(path))
    return data


def template_fields(content: Content) -> dict[str, Any]:
    """Return what a template may name, in words of the current language."""
    parameters, front = content.parameters, cover(content)
    texts: dict[str, dict[str, str]] = {"": {}}
    tables = tuple(every_table(content))
    for (chapter, objective), text in content.narrative.items():
        texts.setdefault(objective, {})[chapter] = plain(text)
    return {
        "title": report_title(content),
        "plan": content.plan_title,
        "period": period_words(parameters.period),
        "period_code": parameters.period,
        "as_of": date(parameters.as_of),
        "made_on": date(parameters.made_on),
        "unit": name_of_unit(parameters.unit) if parameters.unit else "",
        "institution": "\n".join(front.institution),
        "signatures": front.signatures,
        "protocol": content.protocol,
        "sentences": tuple(sentences(content)),
        "key_figures": [figure._asdict() for figure in key_figures(content)],
        "revision": parameters.revision,
        "ledger": parameters.shown_digest,
        "currency": content.plan.currency,
        "facts": [{"label": label, "text": text} for label, text in facts_of(content)],
        "figures": {
            figure.id: {
                "name": figure_name(figure.id),
                "value": shown(figure, content.plan.currency),
                "note": note(figure, content.plan.currency),
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "definition": figure_definition(figure.id),
            }
            for figure in content.figures.values()
        },
        "columns": {table.code: {column.code: column.name for column in table.columns} for table in tables},
        "narrative": texts[""],
        "narrative_of": texts,
        **{
            table.code: [
                {
                    column.code: cell_text(column, cell)
                    for column, cell in zip(table.columns, row, strict=True)
                }
                for row in table.rows
            ]
            for table in tables
        },
    }


def fill_template(content: Content, template: bytes) -> bytes:
    """Return the filled document. A template is a file from elsewhere: a process of its own fills it, within
    limits.

    Raises UserError ``library_missing``, ``template_unreadable`` where it is no Word document or names
    something wrongly, ``template_fields`` with the fields that it lacks, or that there are not, and
    ``template_heavy``.
    """
    content = content._replace(parameters=content.parameters.filled_into(template))
    given = (template, template_fields(content), detail_of(content)._asdict())
    try:
        filled = done_apart("report.periodic.forms.template:filled_here", *given, file="")
    except UserError as refused:
        if refused.code in NOT_READ:
            raise UserError("template_heavy") from refused
        raise
    assert isinstance(filled, bytes)
    return filled


def filled_here(template: bytes, fields: dict[str, Any], detail: dict[str, Any]) -> bytes:
    """Return :func:`fill_template` of the fields: the other process calls it."""
    with library_needed("hq"):
        from docxtpl import DocxTemplate
        from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        # it can name what is there, and do nothing
        environment = ImmutableSandboxedEnvironment(autoescape=True)
        document = DocxTemplate(io.BytesIO(template))
        named = document.get_undeclared_template_variables(jinja_env=environment)
        missing, unknown = sorted(set(REQUIRED) - named), sorted(named - fields.keys())
        if missing or unknown:
            raise UserError("template_fields", missing=missing, unknown=unknown, known=sorted(fields))
        document.render(fields, jinja_env=environment, autoescape=True)
        embed(document.docx, DocumentDetail(**detail))
        return saved(document.docx)
    except (UserError, MemoryError):
        raise
    except Exception as error:
        # whatever a file that is no such document, or what stands in it, makes the libraries stumble over
        raise UserError("template_unreadable", detail=str(error)[:_LONGEST]) from error
