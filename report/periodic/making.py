"""Writing a report: what the ending of the file asks for, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import language
from report.periodic.content import Content
from report.periodic.data import json_form
from report.periodic.issued.differing_pdf import drawer_of
from report.periodic.issued.drawing import read_for
from report.periodic.issued.freezing import issue_report
from report.periodic.issued.signing import sign_report
from report.periodic.parameters import ReportRequest
from store.db.database import Store
from store.db.durable import write_durably
from store.db.errors import UserError

Renderer = Callable[[Content], bytes]


def _json(content: Content) -> bytes:
    return (json.dumps(json_form(content), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _html(content: Content) -> bytes:
    from report.periodic.forms.html import html_report

    return html_report(content)


def _pdf(content: Content) -> bytes:
    from report.periodic.forms.pdf import pdf_report

    return pdf_report(content)


def _docx(content: Content) -> bytes:
    from report.periodic.forms.docx import docx_report

    return docx_report(content)


def _xlsx(content: Content) -> bytes:
    from report.periodic.forms.xlsx import xlsx_report

    return xlsx_report(content)


def _zip(content: Content) -> bytes:
    from report.periodic.forms.package import data_package

    return data_package(content)


def _xml(content: Content) -> bytes:
    from report.periodic.forms.iati import iati_report

    return iati_report(content)


FORMS: Final[dict[str, Renderer]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".html": _html,
    ".pdf": _pdf,
    ".zip": _zip,
    ".json": _json,
    ".xml": _xml,
}
"""What is written, by the ending of the file; a library is loaded only for the form that needs it."""


def report_form(path: Path) -> Renderer:
    """Return the renderer for a file's ending. Raises UserError ``report_kind``."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UserError("report_kind", file=str(path), known=", ".join(FORMS))
    return form


def render(content: Content, ending: str, template: bytes | None = None) -> bytes:
    """Return the bytes of a report in the form of an ending, in the language of its parameters.

    ``template`` is a Word document of one's own to be filled. Raises UserError ``library_missing``,
    ``pdf_missing``, ``template_unreadable`` or ``template_fields``.
    """
    with language.speaking(content.parameters.language):
        if template is not None:
            from report.periodic.forms.template import fill_template

            return fill_template(content, template)
        return FORMS[ending](content)


def write_report(
    store: Store,
    path: Path,
    asked: ReportRequest,
    *,
    template: Path | None = None,
    replace: bool = False,
    final: bool = False,
    sign: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Content:
    """Write a report into a file; returns what it says.

    With ``final`` it freezes its period (``report.periodic.issued.freezing``) and is signed; with ``sign`` it
    bears headquarters' signature.
    ``progress`` is told how many of three steps are done: reading, drawing, writing.

    Raises UserError ``report_kind``, ``file_exists`` unless ``replace``, ``template_kind``,
    ``template_unreadable`` or ``template_fields``, as :func:`report.periodic.issued.drawing.read_for`,
    :func:`report.periodic.issued.freezing.issue_report`, :func:`render`,
    :func:`report.periodic.issued.signing.sign_report`, or as :func:`store.db.durable.write_durably`; then
    nothing is written.
    """
    report_form(path)
    if not replace and path.exists():
        raise UserError("file_exists", file=str(path))
    filled = None
    if template is not None:
        from report.periodic.forms.template import read_template

        if path.suffix.lower() != ".docx":
            raise UserError("template_kind", file=str(path))
        filled = read_template(template)
    if final:
        issue, _new = issue_report(store, asked)
        asked = asked._replace(issue=issue.number)
    content = read_for(store, asked, path.suffix.lower())
    if filled is not None:
        content = content._replace(parameters=content.parameters.filled_into(filled))
    if final or sign:
        if path.suffix.lower() == ".pdf":
            # which fonts it has is known when it is drawn
            drawer = drawer_of(render(content, ".pdf"))
            content = content._replace(parameters=content.parameters._replace(drawer=drawer))
        content = sign_report(store, content)
    progress(1)
    data = render(content, path.suffix.lower(), filled)
    progress(2)
    write_durably(path, data, replace=replace)
    return content
